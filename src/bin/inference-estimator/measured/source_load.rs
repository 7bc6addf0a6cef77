//! How the program that measured a row made its load, as its notes tell.

use super::rows::Row;
use inference_estimator::estimate::self_hosted::queueing::{Spread, Start, UserLoad};
use inference_estimator::estimate::self_hosted::serving::batching::MeanLengths;
use inference_estimator::units::Tokens;

/// Requests for each user where the notes do not say.
const USUAL_REQUESTS_PER_USER: f64 = 8.0;
/// Most requests that one run simulates beside four for each user.
const MOST_REQUESTS: f64 = 1000.0;

/// How prompts and answers differ from each other.
pub fn spreads(row: &Row) -> (Spread, Spread) {
    let notes = row.notes.as_str();
    if row.source.starts_with("inferencex") || notes.contains("[0.8, 1.0]") {
        return (Spread::Uniform { from: 0.8 }, Spread::Uniform { from: 0.8 });
    }
    if notes.contains("uniform between 1") {
        return (Spread::Uniform { from: 0.0 }, Spread::Uniform { from: 0.0 });
    }
    if notes.contains("+-90 %") {
        return (Spread::Uniform { from: 0.1 / 1.9 }, Spread::Uniform { from: 0.8 });
    }
    if notes.contains("ShareGPT") {
        let forced = notes.contains("output forced");
        let output = if forced { Spread::Equal } else { Spread::LogNormal { cv: 0.7 } };
        return (Spread::LogNormal { cv: 1.1 }, output);
    }
    (Spread::Equal, Spread::Equal)
}

/// Mean lengths; the columns of some sources are the longest that they draw.
pub fn lengths(row: &Row) -> Option<MeanLengths> {
    let (input, output) = (row.input?, row.output?);
    let nominal = matches!(spreads(row).0, Spread::Uniform { from } if from > 0.5)
        && !row.notes.contains("realised mean");
    let part = if nominal { 0.9 } else { 1.0 };
    Some(MeanLengths { input: input * part, output: output * part })
}

/// Copies behind a balancer: in some sources the data-parallel width counts replicas.
pub fn replicas(row: &Row) -> u32 {
    if row.notes.contains("replicas of") { row.dp.max(1) } else { 1 }
}

/// The closed loop of a row, as one copy sees it.
pub fn closed_loop(row: &Row, lengths: MeanLengths) -> UserLoad {
    let users = (row.load.unwrap_or(1.0) / f64::from(replicas(row))).max(1.0).round();
    let steady = row.notes.contains("minutes at") || row.notes.contains("after a ramp");
    let stated = number_before(&row.notes, &[" prompts per user", " requests per user"])
        .map(|each| each * users)
        .or_else(|| number_before(&row.notes, &[" prompts;", " prompts x", " requests over", " requests;"]))
        .map(|all| all / f64::from(replicas(row)));
    let usual = if row.source.starts_with("inferencex") { 10.0 } else { USUAL_REQUESTS_PER_USER };
    let requests = stated.unwrap_or(usual * users).max(users).min(MOST_REQUESTS.max(4.0 * users));
    let requests = if users < 2.0 { requests.min(40.0) } else { requests };
    let (input_spread, output_spread) = spreads(row);
    UserLoad {
        users: users as u32,
        requests: requests as u32,
        input: Tokens::saturating(lengths.input),
        output: Tokens::saturating(lengths.output),
        input_spread,
        output_spread,
        start: if steady { Start::Staggered } else { Start::Together },
    }
}

/// All requests of a row at once, as one copy sees them.
pub fn burst(row: &Row, lengths: MeanLengths) -> UserLoad {
    let all = number_before(&row.notes, &[" requests, all sent", " requests at once", " prompts handed"])
        .or(row.load)
        .unwrap_or(1.0);
    let requests = (all / f64::from(replicas(row))).max(1.0) as u32;
    let (input_spread, output_spread) = spreads(row);
    UserLoad {
        users: requests,
        requests,
        input: Tokens::saturating(lengths.input),
        output: Tokens::saturating(lengths.output),
        input_spread,
        output_spread,
        start: Start::Together,
    }
}

/// The number in front of the first of `words` that the notes have one in front of.
pub fn number_before(notes: &str, words: &[&str]) -> Option<f64> {
    words.iter().find_map(|word| {
        let before = notes.split(word).next().filter(|before| before.len() < notes.len())?;
        before.rsplit([' ', ',', '(']).next()?.replace(',', "").parse().ok()
    })
}

/// The number behind the first of `words` that the notes have one behind of.
pub fn number_after(notes: &str, words: &[&str]) -> Option<f64> {
    words.iter().find_map(|word| {
        let after = notes.split(word).nth(1)?.trim_start_matches(['=', ' ']);
        let digits: String = after.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        digits.trim_end_matches('.').parse().ok()
    })
}
