//! The waiting time of a request whose calls several models share.

use super::delay::Delay;
use super::{Action, LatencyEstimate, LatencySource, ModelLatency, Pace, Span, Timing, Writing};
use crate::units::{Millis, Share};

/// One model of a mix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MixLeg<'a> {
    /// Answers as it is called.
    Model(Share, &'a ModelLatency),
    /// The same, and what it takes for this action is computed already.
    Computed(Share, &'a ModelLatency, &'a LatencyEstimate),
    /// Answers within so long: the promise of a batch.
    Waits(Share, Millis),
}

/// Who answers a request, and what happens before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mix<'a> {
    /// The models; shares make more than a whole where escalated calls are answered twice.
    pub legs: &'a [MixLeg<'a>],
    /// The leg whose answers are not always good enough, and the share of all calls that another one answers again.
    pub escalated: Option<(usize, Share)>,
    /// What the router takes, once a request.
    pub router: Millis,
    /// Share of requests that the store of answers serves, and how long that takes.
    pub store: (Share, Millis),
}

/// Which of the three figures of a class of models.
#[derive(Debug, Clone, Copy)]
enum Pick {
    Typical,
    Fast,
    Slow,
}

impl Pick {
    fn pace(self, model: &ModelLatency) -> &Pace {
        match (self, &model.ends) {
            (Self::Fast, Some((fast, _))) => fast,
            (Self::Slow, Some((_, slow))) => slow,
            _ => &model.pace,
        }
    }

    fn timing(self, timing: &Timing) -> Delay {
        match (self, timing.ends.as_deref()) {
            (Self::Fast, Some((fast, _))) => fast.clone(),
            (Self::Slow, Some((_, slow))) => slow.clone(),
            _ => timing.typical.clone(),
        }
    }

    /// One call of `model`.
    fn call(self, model: &ModelLatency, action: &Action) -> Span {
        Span::of_call(self.pace(model), &Writing::new(model, action), action)
    }
}

impl Mix<'_> {
    /// How long `action` takes; nothing where no model answers.
    ///
    /// Each call goes to a model by its share: F = Σ share × F of the model. An escalated call is the whole answer
    /// of the first model and then a call of the others. Then the calls of the action are joined, the router's time
    /// is added, and the share of requests that the store serves takes the store's time. The look-up of a request
    /// that is not in the store, and a failed call that is sent again, are not timed: nothing is known of them.
    #[must_use]
    pub fn latency(&self, action: &Action) -> Option<LatencyEstimate> {
        let models = || {
            self.legs.iter().filter_map(|leg| match leg {
                MixLeg::Model(_, model) | MixLeg::Computed(_, model, _) => Some(*model),
                MixLeg::Waits(..) => None,
            })
        };
        let typical = self.span(action, Pick::Typical)?;
        let has_ends = models().any(|model| model.ends.is_some());
        let ends = has_ends.then(|| self.span(action, Pick::Fast).zip(self.span(action, Pick::Slow)));
        let ttft_source = weakest(models().map(|model| model.ttft_source))?;
        let speed_source = weakest(models().map(|model| model.speed_source))?;
        Some(LatencyEstimate::of_spans(typical, ends.flatten(), (ttft_source, speed_source)))
    }

    fn span(&self, action: &Action, pick: Pick) -> Option<Span> {
        let calls: Vec<(f64, Span)> = self
            .legs
            .iter()
            .map(|leg| match leg {
                // What one call takes is what an action of one call takes.
                MixLeg::Computed(share, _, known) if action.in_sequence <= 1 && action.in_parallel <= 1 => {
                    let span = Span { first: pick.timing(&known.ttft), whole: pick.timing(&known.e2e) };
                    (share.get(), span)
                }
                MixLeg::Model(share, model) | MixLeg::Computed(share, model, _) => {
                    (share.get(), pick.call(model, action))
                }
                MixLeg::Waits(share, wait) => {
                    let wait = Delay::constant(*wait);
                    (share.get(), Span { first: wait.clone(), whole: wait })
                }
            })
            .collect();
        let call = match self.escalated {
            Some((first, share)) => self.with_escalation(&calls, first, share.get())?,
            None => mixed(&calls)?,
        };
        let Span { first, whole } = call.for_all_calls(action);
        let router = self.router.get();
        let reached = Span { first: first.shifted(router), whole: whole.shifted(router) };
        let (hits, wait) = self.store;
        if hits.get() <= 0.0 {
            return Some(reached);
        }
        let stored = Delay::constant(wait);
        let stored = Span { first: stored.clone(), whole: stored };
        mixed(&[(hits.rest().get(), reached), (hits.get(), stored)])
    }

    fn with_escalation(&self, calls: &[(f64, Span)], first: usize, share: f64) -> Option<Span> {
        let (own, span) = calls.get(first)?;
        let others: Vec<(f64, Span)> =
            calls.iter().enumerate().filter(|(at, _)| *at != first).map(|(_, call)| call.clone()).collect();
        let Some(other) = mixed(&others) else { return Some(span.clone()) };
        let dear: f64 = others.iter().map(|(share, _)| share).sum();
        let again = share.min(*own).min(dear);
        let twice = Span { first: span.whole.then(&other.first), whole: span.whole.then(&other.whole) };
        mixed(&[(own - again, span.clone()), (dear - again, other), (again, twice)])
    }
}

/// One of the spans, each so often as its weight says.
fn mixed(spans: &[(f64, Span)]) -> Option<Span> {
    let of = |part: fn(&Span) -> &Delay| {
        let parts: Vec<(f64, &Delay)> = spans.iter().map(|(weight, span)| (*weight, part(span))).collect();
        Delay::mixed(&parts)
    };
    Some(Span { first: of(|span| &span.first)?, whole: of(|span| &span.whole)? })
}

/// The source of which least is known: a sum is no better known than its worst part.
fn weakest(sources: impl Iterator<Item = LatencySource>) -> Option<LatencySource> {
    let rank = |source: &LatencySource| match source {
        LatencySource::Class { .. } => 0,
        LatencySource::Published { .. } => 1,
        LatencySource::Measured { .. } => 2,
        LatencySource::User => 3,
    };
    sources.min_by_key(rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::latency::{LatencyBook, LatencyClass};
    use crate::estimate::latency::{TokenSpread, UserLatency, latency};
    use crate::units::{Tokens, TokensPerSec};

    fn ms(value: f64) -> Millis {
        Millis::new(value).unwrap()
    }

    fn share(value: f64) -> Share {
        Share::new(value).unwrap()
    }

    /// A model with this median and p95 of the first token, at 100 tokens a second.
    fn model(p50: f64, p95: f64) -> ModelLatency {
        let user = UserLatency {
            ttft_p50: Some(ms(p50)),
            ttft_p95: Some(ms(p95)),
            tokens_per_sec: Some(TokensPerSec::new(100.0).unwrap()),
        };
        let book = LatencyBook::shipped().unwrap();
        ModelLatency::of_class(&book, LatencyClass::AtOnce).unwrap().with_user(&user)
    }

    fn action() -> Action {
        let fixed = |tokens| TokenSpread::fixed(Tokens::new(tokens).unwrap());
        Action::one_call(ms(0.0), fixed(100.0), fixed(0.0))
    }

    fn plain<'a>(legs: &'a [MixLeg<'a>]) -> Mix<'a> {
        Mix { legs, escalated: None, router: ms(0.0), store: (Share::ZERO, ms(0.0)) }
    }

    #[test]
    fn one_model_is_itself_and_two_that_are_alike_are_one() {
        let fast = model(400.0, 800.0);
        let alone = latency(&fast, &action());
        assert_eq!(plain(&[MixLeg::Model(Share::ONE, &fast)]).latency(&action()), Some(alone.clone()));
        let both = [MixLeg::Model(share(0.3), &fast), MixLeg::Model(share(0.7), &fast)];
        assert_eq!(plain(&both).latency(&action()), Some(alone));
    }

    #[test]
    fn what_is_computed_already_changes_nothing() {
        let (fast, slow) = (model(400.0, 800.0), model(3000.0, 5000.0));
        for action in [action(), Action { in_sequence: 3, ..action() }] {
            let known = [latency(&fast, &action), latency(&slow, &action)];
            let again = [MixLeg::Model(share(0.5), &fast), MixLeg::Model(share(0.5), &slow)];
            let once = [
                MixLeg::Computed(share(0.5), &fast, &known[0]),
                MixLeg::Computed(share(0.5), &slow, &known[1]),
            ];
            assert_eq!(plain(&once).latency(&action), plain(&again).latency(&action));
        }
    }

    #[test]
    fn the_share_of_a_mix_within_a_time_is_the_weighed_mean_of_its_models() {
        let (fast, slow) = (model(400.0, 800.0), model(3000.0, 5000.0));
        let legs = [MixLeg::Model(share(0.8), &fast), MixLeg::Model(share(0.2), &slow)];
        let found = plain(&legs).latency(&action()).unwrap();
        for limit in [500.0, 1000.0, 2000.0, 4000.0] {
            let within = |of: &LatencyEstimate| of.ttft.share_within(ms(limit)).typical.get();
            let expected =
                0.8 * within(&latency(&fast, &action())) + 0.2 * within(&latency(&slow, &action()));
            assert!((within(&found) - expected).abs() < 5e-3, "{limit}: {} {expected}", within(&found));
        }
        // One in five is slow, so the 95th percentile is the slow model's 75th.
        let p95 = found.ttft.ladder().p95.get();
        let slow_p75 = latency(&slow, &action()).ttft.ladder().p75.get();
        assert!((p95 / slow_p75 - 1.0).abs() < 0.01, "{p95} {slow_p75}");
    }

    #[test]
    fn an_escalated_call_waits_for_both_models() {
        let (fast, slow) = (model(400.0, 400.0), model(3000.0, 3000.0));
        // All calls go to the fast model and half of them to the slow one after it.
        let legs = [MixLeg::Model(share(0.5), &slow), MixLeg::Model(Share::ONE, &fast)];
        let mix = Mix { escalated: Some((1, share(0.5))), ..plain(&legs) };
        let found = mix.latency(&action()).unwrap();
        let mean = |of: &LatencyEstimate| of.ttft.typical.mean().get();
        let fast_whole = latency(&fast, &action()).e2e.typical.mean().get();
        let expected =
            0.5 * mean(&latency(&fast, &action())) + 0.5 * (fast_whole + mean(&latency(&slow, &action())));
        assert!((mean(&found) / expected - 1.0).abs() < 0.01, "{} {expected}", mean(&found));
    }

    #[test]
    fn the_router_takes_its_time_once_and_the_store_answers_its_share() {
        let slow = model(3000.0, 5000.0);
        let legs = [MixLeg::Model(Share::ONE, &slow)];
        let alone = latency(&slow, &action());
        let routed = Mix { router: ms(70.0), ..plain(&legs) }.latency(&action()).unwrap();
        let median = |of: &LatencyEstimate| of.ttft.ladder().p50.get();
        assert!((median(&routed) - median(&alone) - 70.0).abs() < 1e-6);
        let stored = Mix { store: (share(0.4), ms(50.0)), ..plain(&legs) }.latency(&action()).unwrap();
        let within = |limit| stored.ttft.share_within(ms(limit)).typical.get();
        assert!((within(60.0) - 0.4).abs() < 1e-3, "{}", within(60.0));
        // Of the other 60 %, five sixths come before the 90th percentile.
        let p90 = stored.ttft.ladder().p90.get();
        let expected = alone.ttft.typical.quantile(5.0 / 6.0).get();
        assert!((p90 / expected - 1.0).abs() < 0.01, "{p90} {expected}");
    }

    #[test]
    fn work_that_waits_for_a_batch_does_not_come_in_time() {
        let fast = model(400.0, 800.0);
        let legs = [MixLeg::Model(share(0.9), &fast), MixLeg::Waits(share(0.1), ms(86_400_000.0))];
        let found = plain(&legs).latency(&action()).unwrap();
        assert!((found.ttft.share_within(ms(60_000.0)).typical.get() - 0.9).abs() < 1e-3);
        assert!(found.ttft.ladder().p95.get() > 8e7);
    }
}
