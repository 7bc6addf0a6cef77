//! What a feature asks of a provider in its busiest hour, against the limits that the provider sets.

use crate::scenario::RateLimits;
use crate::units::{Count, Factor, RequestsPerSec, Share, Tokens};

const SECONDS_PER_MINUTE: f64 = 60.0;

/// What one call carries on average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CallLoad {
    /// Calls that one request of a user makes, retries included.
    pub calls_per_request: Count,
    /// Mean input tokens of a call.
    pub input: Tokens,
    /// Mean output tokens of a call, hidden thinking included.
    pub output: Tokens,
}

/// Calls and tokens at the peak. Providers count each call of the API as a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throughput {
    /// Calls a second.
    pub requests_per_sec: RequestsPerSec,
    /// Calls a minute.
    pub requests_per_min: Count,
    /// Input tokens a minute.
    pub input_tokens_per_min: Tokens,
    /// Output tokens a minute.
    pub output_tokens_per_min: Tokens,
}

impl Throughput {
    /// Requests of users a second × calls each, × 60, × tokens of a call.
    #[must_use]
    pub fn at(peak: RequestsPerSec, load: &CallLoad) -> Self {
        let per_second = peak.get() * load.calls_per_request.get();
        let per_minute = per_second * SECONDS_PER_MINUTE;
        Self {
            requests_per_sec: RequestsPerSec::saturating(per_second),
            requests_per_min: Count::saturating(per_minute),
            input_tokens_per_min: Tokens::saturating(per_minute * load.input.get()),
            output_tokens_per_min: Tokens::saturating(per_minute * load.output.get()),
        }
    }

    /// The part that `share` of the calls makes, as one model of a mix.
    #[must_use]
    pub fn part(&self, share: Share) -> Self {
        Self {
            requests_per_sec: RequestsPerSec::saturating(self.requests_per_sec.get() * share.get()),
            requests_per_min: self.requests_per_min * share,
            input_tokens_per_min: self.input_tokens_per_min * share,
            output_tokens_per_min: self.output_tokens_per_min * share,
        }
    }
}

/// Limits a minute; nothing where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CallLimits {
    /// Requests a minute.
    pub requests_per_min: Option<Count>,
    /// Input tokens a minute.
    pub input_tokens_per_min: Option<Tokens>,
    /// Output tokens a minute.
    pub output_tokens_per_min: Option<Tokens>,
}

impl CallLimits {
    /// What the user typed in.
    #[must_use]
    pub fn of(limits: &RateLimits) -> Self {
        Self {
            requests_per_min: limits.requests_per_min(),
            input_tokens_per_min: limits.input_tokens_per_min(),
            output_tokens_per_min: limits.output_tokens_per_min(),
        }
    }
}

/// How a load stands to one limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LimitUse {
    /// The limit is not known.
    NotKnown,
    /// Below it; with the part of it that is used.
    Within(Factor),
    /// Below it, but 90 % of it or more is used: an average minute of the peak hour leaves no room for a burst.
    Close(Factor),
    /// Above it; so many times. The rest waits or is refused.
    Over(Factor),
}

impl LimitUse {
    fn of(load: f64, limit: Option<f64>) -> Self {
        let Some(limit) = limit else { return Self::NotKnown };
        if load <= 0.0 {
            return Self::Within(Factor::saturating(0.0));
        }
        // A limit of 0 is exceeded by any load, as far as a factor goes.
        let used = Factor::saturating(if limit > 0.0 { load / limit } else { f64::INFINITY });
        match used.get() {
            used_part if used_part > 1.0 => Self::Over(used),
            used_part if used_part >= 0.9 => Self::Close(used),
            _ => Self::Within(used),
        }
    }

    /// The part of the limit that is used, where it is known.
    #[must_use]
    pub const fn used(self) -> Option<Factor> {
        match self {
            Self::NotKnown => None,
            Self::Within(used) | Self::Close(used) | Self::Over(used) => Some(used),
        }
    }
}

/// A load against all limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimitReport {
    /// Requests a minute.
    pub requests: LimitUse,
    /// Input tokens a minute.
    pub input_tokens: LimitUse,
    /// Output tokens a minute.
    pub output_tokens: LimitUse,
}

impl LimitReport {
    /// Holds a load against the limits.
    #[must_use]
    pub fn new(load: &Throughput, limits: &CallLimits) -> Self {
        Self {
            requests: LimitUse::of(load.requests_per_min.get(), limits.requests_per_min.map(Count::get)),
            input_tokens: LimitUse::of(
                load.input_tokens_per_min.get(),
                limits.input_tokens_per_min.map(Tokens::get),
            ),
            output_tokens: LimitUse::of(
                load.output_tokens_per_min.get(),
                limits.output_tokens_per_min.map(Tokens::get),
            ),
        }
    }

    /// The limit that is used most, of those that are known.
    #[must_use]
    pub fn tightest(&self) -> LimitUse {
        let all = [self.requests, self.input_tokens, self.output_tokens];
        let used = |limit: &LimitUse| limit.used().map_or(-1.0, Factor::get);
        all.into_iter().max_by(|a, b| used(a).total_cmp(&used(b))).unwrap_or(LimitUse::NotKnown)
    }

    /// The share of the peak's calls that the known limits let pass; nothing where none is known.
    #[must_use]
    pub fn share_served(&self) -> Option<Share> {
        let used = self.tightest().used()?.get();
        Some(Share::saturating(if used > 1.0 { 1.0 / used } else { 1.0 }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load() -> Throughput {
        let load = CallLoad {
            calls_per_request: Count::new(2.0).unwrap(),
            input: Tokens::new(1500.0).unwrap(),
            output: Tokens::new(300.0).unwrap(),
        };
        Throughput::at(RequestsPerSec::new(1.5).unwrap(), &load)
    }

    #[test]
    fn three_calls_a_second_are_180_a_minute_with_their_tokens() {
        let load = load();
        assert!((load.requests_per_sec.get() - 3.0).abs() < 1e-12);
        assert!((load.requests_per_min.get() - 180.0).abs() < 1e-9);
        assert!((load.input_tokens_per_min.get() - 270_000.0).abs() < 1e-6);
        assert!((load.output_tokens_per_min.get() - 54_000.0).abs() < 1e-6);
    }

    #[test]
    fn a_limit_that_is_not_given_is_not_known() {
        let report = LimitReport::new(&load(), &CallLimits::default());
        assert_eq!((report.requests, report.tightest()), (LimitUse::NotKnown, LimitUse::NotKnown));
        assert_eq!(report.share_served(), None);
    }

    #[test]
    fn the_tightest_limit_decides_what_is_served() {
        let limits = CallLimits {
            requests_per_min: Some(Count::new(1000.0).unwrap()),
            input_tokens_per_min: Some(Tokens::new(200_000.0).unwrap()),
            output_tokens_per_min: Some(Tokens::new(60_000.0).unwrap()),
        };
        let report = LimitReport::new(&load(), &limits);
        assert!(matches!(report.requests, LimitUse::Within(_)));
        assert!(matches!(report.output_tokens, LimitUse::Close(_)));
        assert!(matches!(report.tightest(), LimitUse::Over(used) if (used.get() - 1.35).abs() < 1e-9));
        assert!((report.share_served().unwrap().get() - 1.0 / 1.35).abs() < 1e-9);
        let half = load().part(Share::new(0.5).unwrap());
        assert!((half.requests_per_min.get() - 90.0).abs() < 1e-9);
    }

    #[test]
    fn no_load_fits_into_any_limit() {
        let none = Throughput::at(
            RequestsPerSec::new(0.0).unwrap(),
            &CallLoad {
                calls_per_request: Count::new(1.0).unwrap(),
                input: Tokens::new(10.0).unwrap(),
                output: Tokens::new(10.0).unwrap(),
            },
        );
        let limits = CallLimits { requests_per_min: Some(Count::new(0.0).unwrap()), ..CallLimits::default() };
        assert!(matches!(LimitReport::new(&none, &limits).requests, LimitUse::Within(_)));
    }
}
