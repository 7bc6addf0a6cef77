//! Lines of single models, `a + b × tokens`, fitted to calls whose licence lets figures of one model be shown.

use super::rows::Row;
use inference_estimator::catalogue::latency::OwnLine;
use inference_estimator::catalogue::latency::effects::SQUARE_FROM;
use inference_estimator::estimate::latency::probes::percentile;
use std::collections::BTreeMap;

/// Licences under which figures of one model may be shipped.
const FREE: [&str; 3] = ["MIT", "Apache-2.0", "CC0-1.0"];
/// Fewer calls say too little.
const FEWEST_CALLS: usize = 20;
const FIRST_YEAR: &str = "2025";

struct Call {
    thousands: f64,
    ms: f64,
}

/// One line a model, by name.
pub(crate) fn own_lines(rows: &[Row]) -> Vec<OwnLine> {
    let mut models: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let usable = FREE.contains(&row.text("rights"))
            && row.text("kind") == "answer"
            && row.text("date") >= FIRST_YEAR
            && !row.text("cached_tokens").is_empty()
            && !row.text("book_id").is_empty();
        if usable {
            models.entry(row.text("book_id").to_owned()).or_default().push(row);
        }
    }
    models.into_iter().filter_map(|(model, rows)| line(model, &rows)).collect()
}

fn line(model: String, rows: &[&Row]) -> Option<OwnLine> {
    let call = |row: &&Row| {
        let uncached = row.positive("input_tokens")? - row.number("cached_tokens")?;
        // A call whose prompt was mostly in the cache says nothing of the prompt's length.
        let mostly_read = uncached > 0.5 * row.positive("input_tokens")?;
        mostly_read.then_some(Call { thousands: uncached / 1000.0, ms: row.positive("ttft_ms")? })
    };
    let calls: Vec<Call> = rows.iter().filter_map(call).collect();
    let near: Vec<&Call> = calls.iter().filter(|call| call.thousands <= SQUARE_FROM).collect();
    if near.len() < FEWEST_CALLS {
        return None;
    }
    let (base_ms, slope_ms) = straight(&near)?;
    let square_ms = square(&calls, base_ms, slope_ms);
    let at = |call: &Call| {
        let above = (call.thousands - SQUARE_FROM).max(0.0);
        base_ms + slope_ms * call.thousands + square_ms * above * above
    };
    let mut ratios: Vec<f64> = calls.iter().map(|call| call.ms / at(call)).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    let dates = || rows.iter().map(|row| row.text("date"));
    let most = calls.iter().map(|call| call.thousands).fold(0.0, f64::max);
    Some(OwnLine {
        model,
        n: calls.len() as u32,
        days: (dates().min()?.to_owned(), dates().max()?.to_owned()),
        base_ms,
        slope_ms,
        square_ms,
        p95_over_p50: percentile(&ratios, 0.95)? / percentile(&ratios, 0.5)?,
        most_tokens: most * 1000.0,
    })
}

/// The line with the least sum of relative errors, robust: weights 1 ÷ predicted, renewed.
fn straight(calls: &[&Call]) -> Option<(f64, f64)> {
    let (mut base, mut slope) = (800.0, 15.0);
    for _ in 0..30 {
        let (mut n, mut x, mut y, mut xx, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for call in calls {
            let predicted = f64::max(base + slope * call.thousands, 50.0);
            let off = (call.ms / predicted).ln().abs();
            let weight = 1.0 / (predicted * predicted * (off / 0.15).max(1.0));
            n += weight;
            x += weight * call.thousands;
            y += weight * call.ms;
            xx += weight * call.thousands * call.thousands;
            xy += weight * call.thousands * call.ms;
        }
        let spread = n * xx - x * x;
        if spread <= 0.0 {
            return None;
        }
        slope = (n * xy - x * y) / spread;
        base = (y - slope * x) / n;
    }
    (base > 0.0 && slope > 0.0).then_some((base, slope))
}

/// The coefficient of the square of the thousands of tokens above 300; 0 where the calls do not show one.
fn square(calls: &[Call], base: f64, slope: f64) -> f64 {
    let far: Vec<&Call> = calls.iter().filter(|call| call.thousands > SQUARE_FROM).collect();
    if far.len() < 10 {
        return 0.0;
    }
    let mut found: Vec<f64> = far
        .iter()
        .filter(|call| call.thousands > SQUARE_FROM + 50.0)
        .map(|call| {
            let above = call.thousands - SQUARE_FROM;
            (call.ms - base - slope * call.thousands) / (above * above)
        })
        .collect();
    found.sort_unstable_by(f64::total_cmp);
    percentile(&found, 0.5).unwrap_or(0.0).max(0.0)
}
