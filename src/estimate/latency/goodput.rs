//! Latency targets: whether they are met, with how much left, by how many requests, and what would have to change.

use crate::estimate::latency::{Action, LatencyEstimate, ModelLatency, Ranged, Timing, latency};
use crate::scenario::{SloMetric, Target};
use crate::units::{Millis, RequestsPerSec, Share, Tokens};

/// Below this part of the target left, it is met but close.
pub const CLOSE: f64 = 0.1;

/// Whether a target is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// With 10 % of the target or more to spare.
    Met,
    /// With less than 10 % of the target to spare.
    Close,
    /// Not met.
    Missed,
    /// Nothing is known of the latency, or a fast model of the class meets it and a slow one does not.
    Unknown,
}

/// What lies between the target and the time at its percentile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Headroom {
    /// So much is left.
    Left(Millis),
    /// So much is too much.
    Over(Millis),
}

/// A target held against a latency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assessment {
    /// The target.
    pub target: Target,
    /// Whether it is met. Unknown where the ends of a class range differ in whether it is met.
    pub verdict: Verdict,
    /// The verdict on a typical model of the class; the same as `verdict` where the figures are the model's own.
    pub typical_verdict: Verdict,
    /// The time at the target's percentile.
    pub at_percentile: Ranged<Millis>,
    /// What is left of the target, at the typical value.
    pub headroom: Headroom,
    /// Share of the requests that are within the target's time.
    pub share_within: Ranged<Share>,
}

impl Assessment {
    /// Requests a second that are within the target's time: the rate times their share.
    #[must_use]
    pub fn goodput(&self, rate: RequestsPerSec) -> RequestsPerSec {
        RequestsPerSec::saturating(rate.get() * self.share_within.typical.get())
    }
}

/// The span that a metric times.
#[must_use]
pub const fn timed(estimate: &LatencyEstimate, metric: SloMetric) -> &Timing {
    match metric {
        SloMetric::Ttft => &estimate.ttft,
        SloMetric::E2eLatency => &estimate.e2e,
    }
}

/// Holds `target` against the span that it times.
#[must_use]
pub fn assess(target: &Target, timing: &Timing) -> Assessment {
    assess_at(target, timing.at(target.percentile), timing.share_within(target.limit))
}

/// Holds `target` against the time at its percentile, `share_within` of the requests being within it.
#[must_use]
pub(in crate::estimate) fn assess_at(
    target: &Target,
    at: Ranged<Millis>,
    share_within: Ranged<Share>,
) -> Assessment {
    let limit = target.limit;
    let (best, typical_verdict, worst) =
        (judge(at.fast, limit), judge(at.typical, limit), judge(at.slow, limit));
    let same_side = (best == Verdict::Missed) == (worst == Verdict::Missed);
    let headroom = if at.typical > limit {
        Headroom::Over(at.typical - limit)
    } else {
        Headroom::Left(limit - at.typical)
    };
    Assessment {
        target: *target,
        verdict: if same_side { typical_verdict } else { Verdict::Unknown },
        typical_verdict,
        at_percentile: at,
        headroom,
        share_within,
    }
}

fn judge(time: Millis, limit: Millis) -> Verdict {
    if time > limit {
        Verdict::Missed
    } else if limit.get() - time.get() < CLOSE * limit.get() {
        Verdict::Close
    } else {
        Verdict::Met
    }
}

/// How many output tokens a call may have so that a target is still met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TokenRoom {
    /// As many as anyone writes: the target does not time them.
    Any,
    /// So many (typical number; the high one in proportion).
    UpTo(Tokens),
    /// Not even one.
    None,
}

const MOST_TOKENS: f64 = 1e6;

/// How many output tokens fit into the target, all else unchanged, by bisection to a whole token.
///
/// Takes about 20 evaluations of the latency; not for every key pressed.
#[must_use]
pub fn tokens_that_fit(target: &Target, model: &ModelLatency, action: &Action) -> TokenRoom {
    let meets = |tokens: f64| {
        let factor = tokens / action.output.p50.get().max(1e-9);
        let output = match action.output.p95 {
            Some(_) if action.output.p50.get() > 0.0 => action.output.scaled(factor),
            _ => crate::estimate::latency::TokenSpread::fixed(Tokens::saturating(tokens)),
        };
        // Only the typical model counts here, so the ends of the class are left out.
        let typical = ModelLatency { ends: None, ..model.clone() };
        let estimate = latency(&typical, &Action { output, ..*action });
        timed(&estimate, target.metric).at(target.percentile).typical <= target.limit
    };
    if meets(MOST_TOKENS) {
        return TokenRoom::Any;
    }
    if !meets(1.0) {
        return TokenRoom::None;
    }
    let (mut fits, mut fails) = (1.0, MOST_TOKENS);
    while fails - fits > 1.0 {
        let middle = f64::floor(0.5 * (fits + fails));
        if meets(middle) { fits = middle } else { fails = middle }
    }
    TokenRoom::UpTo(Tokens::saturating(fits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::latency::{LatencyBook, LatencyClass};
    use crate::estimate::latency::delay::Delay;
    use crate::estimate::latency::mixture::{LogNormal, Mixture};
    use crate::estimate::latency::{Ladder, TokenSpread, UserLatency};
    use crate::scenario::Slo;
    use crate::units::{Percentile, TokensPerSec};

    fn ms(value: f64) -> Millis {
        Millis::new(value).unwrap()
    }

    fn target(metric: SloMetric, limit: f64) -> Target {
        Target { metric, percentile: Percentile::new(95.0).unwrap(), limit: ms(limit) }
    }

    /// A log-normal with median 1 s and p95 2 s.
    fn second() -> Delay {
        Delay::of(&Mixture::from_p50_p95(ms(1000.0), Some(ms(2000.0))))
    }

    fn timing(delay: Delay) -> Timing {
        Timing { typical: delay, ends: None }
    }

    fn class(class: LatencyClass) -> ModelLatency {
        ModelLatency::of_class(&LatencyBook::shipped().unwrap(), class).unwrap()
    }

    fn words(tokens: f64) -> Action {
        let fixed = |tokens| TokenSpread::fixed(Tokens::new(tokens).unwrap());
        Action::one_call(ms(50.0), fixed(tokens), fixed(0.0))
    }

    #[test]
    fn a_verdict_says_met_close_or_missed() {
        let verdict = |limit| assess(&target(SloMetric::Ttft, limit), &timing(second())).verdict;
        assert_eq!(verdict(2300.0), Verdict::Met);
        assert_eq!(verdict(2100.0), Verdict::Close);
        assert_eq!(verdict(1900.0), Verdict::Missed);
    }

    #[test]
    fn the_share_within_the_target_is_the_distribution_at_the_limit() {
        let found = assess(&target(SloMetric::Ttft, 1500.0), &timing(second()));
        let closed = LogNormal::from_p50_p95(1000.0, Some(2000.0)).cdf(1500.0);
        assert!((found.share_within.typical.get() - closed).abs() < 1e-3);
        assert!((found.goodput(RequestsPerSec::new(10.0).unwrap()).get() - 10.0 * closed).abs() < 0.01);
        let Headroom::Over(over) = found.headroom else { panic!("{found:?}") };
        assert!((over.get() - 500.0).abs() < 4.0);
    }

    #[test]
    fn a_class_that_meets_and_misses_is_unknown() {
        let Slo::Target(chat) = Slo::chat() else { panic!("chat has a target") };
        let estimate = latency(&class(LatencyClass::AtOnce), &words(200.0));
        let found = assess(&chat, timed(&estimate, chat.metric));
        assert_eq!((found.verdict, found.typical_verdict), (Verdict::Unknown, Verdict::Missed));
        let estimate = latency(&class(LatencyClass::ThinksMedium), &words(200.0));
        assert_eq!(assess(&chat, timed(&estimate, chat.metric)).verdict, Verdict::Missed);
        let long = Target { limit: ms(10_000.0), ..chat };
        let estimate = latency(&class(LatencyClass::AtOnce), &words(200.0));
        assert_eq!(assess(&long, timed(&estimate, long.metric)).verdict, Verdict::Met);
    }

    #[test]
    fn the_tokens_that_fit_just_meet_the_target() {
        let user = UserLatency {
            ttft_p50: Some(ms(200.0)),
            ttft_p95: Some(ms(300.0)),
            tokens_per_sec: Some(TokensPerSec::new(100.0).unwrap()),
        };
        let model = class(LatencyClass::AtOnce).with_user(&user);
        let wanted = target(SloMetric::E2eLatency, 500.0);
        let TokenRoom::UpTo(room) = tokens_that_fit(&wanted, &model, &words(100.0)) else {
            panic!("no room")
        };
        let verdict = |tokens| {
            let estimate = latency(&model, &words(tokens));
            assess(&wanted, &estimate.e2e).verdict
        };
        assert_eq!(verdict(room.get()), Verdict::Close);
        assert_eq!(verdict(room.get() + 1.0), Verdict::Missed);
        assert_eq!(tokens_that_fit(&target(SloMetric::Ttft, 500.0), &model, &words(100.0)), TokenRoom::Any);
        assert_eq!(
            tokens_that_fit(&target(SloMetric::E2eLatency, 250.0), &model, &words(100.0)),
            TokenRoom::None
        );
    }

    #[test]
    fn percentiles_rise() {
        let ladder = Ladder::of(&second());
        let steps = [ladder.p50, ladder.p75, ladder.p90, ladder.p95, ladder.p99].map(Millis::get);
        assert!(steps.is_sorted());
    }
}
