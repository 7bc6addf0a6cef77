//! Reading of probe samples: which rows are usable, and the sample's own percentiles.
//!
//! The sample is `tests/data/probes-sample.csv`, of github.com/Jwrede/llm-bench-data (CC0 1.0).

use crate::units::{Date, Moment};
use thiserror::Error;

/// A probe that begins this late in its hour waited for the prober's own name resolution.
const LATE_START_SECONDS: f64 = 6.0;
/// The first probes of an hour that all take this long waited for it too.
const SLOW_START_MS: f64 = 4500.0;
/// Probes that run at the same time, hence wait together.
const FIRST_PROBES: usize = 5;

/// One probe of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// When its answer came.
    pub at: Moment,
    /// The model, as `provider/model`.
    pub model: String,
    /// Time to first token in milliseconds; nothing where the call failed, 0 where no token of an answer came.
    pub ttft_ms: Option<f64>,
}

/// Why a sample could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ProbeError {
    /// A line has not the five columns timestamp, provider, model, ttft_ms, status.
    #[error("line {line} has not the columns timestamp,provider,model,ttft_ms,status")]
    Columns {
        /// The line, 1 first.
        line: usize,
    },
    /// A time that is not of the form 2026-10-05T00:00:03Z.
    #[error("line {line}: the time is not of the form 2026-10-05T00:00:03Z")]
    Time {
        /// The line, 1 first.
        line: usize,
    },
    /// A time to first token that is not a number.
    #[error("line {line}: ttft_ms is not a number")]
    Ttft {
        /// The line, 1 first.
        line: usize,
    },
}

/// Reads `timestamp,provider,model,ttft_ms,status` with a header line, in the order of the probes.
///
/// # Errors
/// [`ProbeError`] names the first line that cannot be read.
pub fn read(csv: &str) -> Result<Vec<Probe>, ProbeError> {
    csv.lines().enumerate().skip(1).map(|(index, text)| read_line(index + 1, text)).collect()
}

fn read_line(line: usize, text: &str) -> Result<Probe, ProbeError> {
    let mut columns = text.split(',');
    let mut column = || columns.next().ok_or(ProbeError::Columns { line });
    let (time, _dialect, model, ttft, _status) = (column()?, column()?, column()?, column()?, column()?);
    let at = read_moment(time).ok_or(ProbeError::Time { line })?;
    let ttft_ms = match ttft {
        "" => None,
        number => Some(number.parse().map_err(|_| ProbeError::Ttft { line })?),
    };
    Ok(Probe { at, model: model.to_owned(), ttft_ms })
}

fn read_moment(text: &str) -> Option<Moment> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut parts = time.splitn(3, ':').map(|part| part.parse::<u32>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let time = crate::units::Hour::from_seconds(hour * 3600 + minute * 60 + second).ok()?;
    Some(Moment { date: date.parse().ok()?, time })
}

impl Probe {
    /// The day and the hour of the day.
    #[must_use]
    pub fn hour(&self) -> (Date, u32) {
        (self.at.date, self.at.time.seconds() / 3600)
    }

    /// Seconds from the hour to the start of the probe.
    fn started_at(&self) -> f64 {
        f64::from(self.at.time.seconds() % 3600) - self.ttft_ms.unwrap_or(0.0) / 1000.0
    }

    /// The time to first token, where a token of an answer came.
    #[must_use]
    pub fn answered_ms(&self) -> Option<f64> {
        self.ttft_ms.filter(|ms| *ms > 0.0)
    }
}

/// The probes of hours in which the prober's own name resolution worked.
///
/// An hour is dropped where a probe failed (every failure of the sample is a lookup of the prober's resolver),
/// where the first five probes, those without a token apart, all took 4.5 s or more, and where the first probe
/// started more than 6 s late.
#[must_use]
pub fn with_working_resolver(probes: &[Probe]) -> Vec<Probe> {
    let mut probes = probes.to_vec();
    // Stable: within an hour the probes stay in the order in which they ran.
    probes.sort_by_key(Probe::hour);
    probes
        .chunk_by(|a, b| a.hour() == b.hour())
        .filter(|hour| resolver_worked(hour))
        .flatten()
        .cloned()
        .collect()
}

fn resolver_worked(hour: &[Probe]) -> bool {
    let failed = hour.iter().any(|probe| probe.ttft_ms.is_none());
    let fastest = hour.iter().take(FIRST_PROBES).filter_map(Probe::answered_ms).reduce(f64::min);
    let slow_start = fastest.is_some_and(|ms| ms >= SLOW_START_MS);
    let late_start = hour.first().is_some_and(|probe| probe.started_at() > LATE_START_SECONDS);
    !(failed || slow_start || late_start)
}

/// The usable probes of one model.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The model, as `provider/model`.
    pub model: String,
    /// Times to first token in milliseconds, ascending.
    pub ttft_ms: Vec<f64>,
    /// Share of the calls that succeeded without a token of an answer.
    pub share_without_token: f64,
    /// The day of the first and of the last probe.
    pub days: Option<(Date, Date)>,
}

/// One sample a model, by name, of the probes that `keep` lets pass.
#[must_use]
pub fn by_model(probes: &[Probe], keep: impl Fn(&Probe) -> bool) -> Vec<Sample> {
    let mut models: Vec<&str> = probes.iter().map(|probe| probe.model.as_str()).collect();
    models.sort_unstable();
    models.dedup();
    models.into_iter().map(|model| sample_of(model, probes, &keep)).collect()
}

fn sample_of(model: &str, probes: &[Probe], keep: &impl Fn(&Probe) -> bool) -> Sample {
    let rows: Vec<&Probe> = probes.iter().filter(|probe| probe.model == model && keep(probe)).collect();
    let mut ttft_ms: Vec<f64> = rows.iter().filter_map(|probe| probe.answered_ms()).collect();
    ttft_ms.sort_unstable_by(f64::total_cmp);
    let succeeded = rows.iter().filter(|probe| probe.ttft_ms.is_some()).count();
    let share_without_token =
        if succeeded == 0 { 0.0 } else { 1.0 - ttft_ms.len() as f64 / succeeded as f64 };
    let answered = || rows.iter().filter(|probe| probe.answered_ms().is_some()).map(|probe| probe.at.date);
    let days = answered().min().zip(answered().max());
    Sample { model: model.to_owned(), ttft_ms, share_without_token, days }
}

/// The value below which a share `p` of `sorted` lies, by linear interpolation between order statistics
/// (rank p·(n − 1)); nothing where there are no values.
#[must_use]
pub fn percentile(sorted: &[f64], p: f64) -> Option<f64> {
    let rank = p * sorted.len().checked_sub(1)? as f64;
    let low = *sorted.get(rank as usize)?;
    let high = *sorted.get(rank as usize + 1).unwrap_or(&low);
    Some(low + rank.fract() * (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let line = |text: &str| read(&format!("header\n{text}"));
        assert_eq!(line("a,b"), Err(ProbeError::Columns { line: 2 }));
        assert_eq!(line("2026-10-05,p,m,1,healthy"), Err(ProbeError::Time { line: 2 }));
        assert_eq!(line("2026-10-05T00:00:03Z,p,m,fast,healthy"), Err(ProbeError::Ttft { line: 2 }));
    }

    #[test]
    fn the_percentile_lies_between_order_statistics() {
        let sorted = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(percentile(&sorted, 0.5), Some(2.5));
        assert_eq!(percentile(&sorted, 1.0), Some(4.0));
        assert_eq!(percentile(&[], 0.5), None);
    }

    #[test]
    fn an_hour_with_a_failure_a_slow_start_or_a_late_start_is_dropped() {
        let hour = |rows: &str| with_working_resolver(&read(&format!("header\n{rows}")).unwrap()).len();
        let row = |second: u32, ttft: &str| format!("2026-10-05T00:00:{second:02}Z,p,m,{ttft},x\n");
        assert_eq!(hour(&(row(3, "900") + &row(4, "0"))), 2);
        assert_eq!(hour(&(row(3, "900") + &row(4, ""))), 0);
        assert_eq!(hour(&(row(6, "4600") + &row(6, "0"))), 0);
        assert_eq!(hour(&row(8, "1000")), 0);
        // Dropping is hour by hour.
        let other = "2026-10-05T01:00:03Z,p,m,900,x\n";
        assert_eq!(hour(&(row(8, "1000") + other)), 1);
    }
}
