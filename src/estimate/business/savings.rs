//! Each lever of a feature: what it saves or would save, why it does nothing, and what it asks in exchange.

use crate::catalogue::Catalogue;
use crate::estimate::cost::Cost;
use crate::estimate::cost::hosted::{LegNote, RequestCost, request_cost};
use crate::estimate::cost::levers::{Applied, Blocked, blocked, prefix_hit_share};
use crate::estimate::cost::volume::Volume;
use crate::estimate::working::{Expr, Figure, Noun, Step, StepName};
use crate::scenario::{Feature, Field, Lever, LeverSet, Processing, Scenario, Slo};
use crate::units::{Count, Millis, Share, Usd, in_order};

/// What a lever asks in exchange for its saving. What no formula here can tell, such as the quality of a smaller
/// model's answers, has no figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Exchange {
    /// Answers may be old, and those found by meaning may belong to another question.
    AnswerCache {
        /// Requests in a month answered from the store.
        from_store: Count,
        /// Of these, answers that are wrong for their question; nothing where the share of such hits is not known.
        wrong: Option<Count>,
        /// How long an answer from the store takes.
        hit: Millis,
    },
    /// Nothing is lost; the findings are listed.
    PromptCache {
        /// Share of calls that find the prefix cached.
        hit_share: Share,
        /// Whether that share follows from the traffic, and was not typed.
        from_traffic: bool,
    },
    /// Results come later.
    Batching {
        /// Calls in a month that wait.
        waiting: Count,
        /// How long they may have to wait, in hours.
        turnaround_hours: Count,
        /// Whether more of them wait than the latency target allows.
        misses_target: bool,
    },
    /// A router that must tell easy from hard, and answers of a cheaper model.
    Routing {
        /// How long the router takes, for every request.
        router: Millis,
        /// Calls in a month that are answered twice and paid twice.
        escalated: Count,
    },
    /// Training, and answers of a smaller model; how good they are is not estimated.
    Distillation {
        /// Paid once; nothing where it is not set, and then it is not counted.
        training: Option<Usd>,
        /// Months until the saving has paid for the training; nothing where either is not known or nothing is saved.
        months_to_pay_back: Option<Count>,
    },
    /// Answers change a little; how much is not estimated.
    Quantization,
    /// Answers say less; what is lost is not estimated.
    ShorterText,
}

/// A lever of a feature, on or off.
#[derive(Debug, Clone, PartialEq)]
pub struct LeverRow {
    /// The lever.
    pub lever: Lever,
    /// Whether it is on.
    pub is_on: bool,
    /// On: what it saves in a month, with those that are on before it. Off: what it would save besides all that are
    /// on. Below zero it costs more. Or why that cannot be said.
    pub saving: Result<Usd, Blocked>,
    /// Inputs that the saving rests on and that nobody has changed: assumptions.
    pub assumed: Vec<Field>,
    /// What it asks for.
    pub exchange: Exchange,
    /// requests × (cost of one before − cost of one after) = saving; nothing where that is not known.
    pub step: Option<Step>,
}

/// Every lever of the feature at `index`, in the order in which savings are counted; none where there is no such
/// feature. The savings of those that are on add up to the cost without levers less the estimate.
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// use inference_estimator::estimate::lever_rows;
/// use inference_estimator::scenario::Lever;
///
/// let rows = lever_rows(&scenario, 0, &catalogue);
/// assert_eq!(rows.len(), Lever::ALL.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn lever_rows(scenario: &Scenario, index: usize, catalogue: &Catalogue) -> Vec<LeverRow> {
    let Some(feature) = scenario.features.get(index) else { return Vec::new() };
    let pricing = FeaturePricing { feature, scenario, catalogue };
    let on = feature.levers.on;
    let all_on = pricing.request(on);
    let mut before = pricing.request(LeverSet::NONE);
    let mut rows = Vec::with_capacity(Lever::ALL.len());
    for lever in Lever::ALL {
        if on.contains(lever) {
            let after = pricing.request(on.and(LeverSet::before(lever).with(lever)));
            rows.push(pricing.row(lever, &before, &after));
            before = after;
        } else if let Some(why) = pricing.refuses(lever) {
            rows.push(pricing.refused(lever, why));
        } else {
            rows.push(pricing.row(lever, &all_on, &pricing.request(on.with(lever))));
        }
    }
    rows
}

/// What a lever that is not used would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The feature.
    pub feature: usize,
    /// The lever.
    pub row: LeverRow,
}

/// The levers not yet used, the largest saving first; those about which nothing can be said last.
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// use inference_estimator::estimate::try_next;
///
/// assert!(try_next(&scenario, &catalogue).iter().all(|next| !next.row.is_on));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn try_next(scenario: &Scenario, catalogue: &Catalogue) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for index in 0..scenario.features.len() {
        let rows = lever_rows(scenario, index, catalogue).into_iter().filter(|row| !row.is_on);
        found.extend(rows.map(|row| Suggestion { feature: index, row }));
    }
    let size = |each: &Suggestion| each.row.saving.map_or(f64::NEG_INFINITY, Usd::get);
    in_order(found, |each| -size(each))
}

struct FeaturePricing<'a> {
    feature: &'a Feature,
    scenario: &'a Scenario,
    catalogue: &'a Catalogue,
}

impl FeaturePricing<'_> {
    fn request(&self, on: LeverSet) -> RequestCost {
        let audience = &self.scenario.audience;
        let applied = Applied::new(self.feature, on, audience);
        request_cost(&applied, audience, self.catalogue, self.scenario.as_of)
    }

    /// Why a lever that is off is not tried.
    fn refuses(&self, lever: Lever) -> Option<Blocked> {
        let waits = lever == Lever::Batching && self.feature.slo != Slo::NoTarget;
        blocked(self.feature, lever).or(waits.then_some(Blocked::CannotWait))
    }

    fn refused(&self, lever: Lever, why: Blocked) -> LeverRow {
        LeverRow {
            lever,
            is_on: self.feature.levers.on.contains(lever),
            saving: Err(why),
            assumed: Vec::new(),
            exchange: self.exchange(lever, None),
            step: None,
        }
    }

    fn row(&self, lever: Lever, before: &RequestCost, after: &RequestCost) -> LeverRow {
        if let Some(why) = blocked(self.feature, lever).or_else(|| self.without_effect(lever, before, after))
        {
            return self.refused(lever, why);
        }
        let (Cost::Known(one_before), Cost::Known(one_after)) = (before.cost, after.cost) else {
            return self.refused(lever, Blocked::PriceNotKnown);
        };
        let volume = self.volume();
        let requests = volume.per_month;
        let month = |request: &RequestCost| request.month(&volume).known().unwrap_or(Usd::ZERO);
        let saving = month(before) - month(after);
        let less = Expr::Difference(
            Box::new(Figure::Usd(one_before).into()),
            Box::new(Figure::Usd(one_after).into()),
        );
        let formula = Expr::Product(vec![Figure::Count(requests, Noun::Requests).into(), less]);
        LeverRow {
            lever,
            is_on: self.feature.levers.on.contains(lever),
            saving: Ok(saving),
            assumed: self.assumed(lever),
            exchange: self.exchange(lever, Some(saving)),
            step: Some(Step::new(StepName::Saving, formula, Figure::Usd(saving))),
        }
    }

    /// Why a lever that could apply changes nothing.
    fn without_effect(&self, lever: Lever, before: &RequestCost, after: &RequestCost) -> Option<Blocked> {
        if before.cost != after.cost || after.cost.known().is_none() {
            return None;
        }
        let noted = |wanted: fn(&LegNote) -> bool| after.legs.iter().flat_map(|leg| &leg.notes).any(wanted);
        match lever {
            Lever::Batching if noted(|note| *note == LegNote::NoSuchProcessing(Processing::Batch)) => {
                Some(Blocked::NoBatchPrice)
            }
            Lever::PromptCache if noted(|note| matches!(note, LegNote::PrefixTooShort { .. })) => {
                Some(Blocked::PrefixTooShort)
            }
            Lever::PromptCache if self.feature.workload.cache_hit_share().get() > 0.0 => {
                Some(Blocked::AlreadyCounted)
            }
            Lever::PromptCache => Some(Blocked::NoCachePrice),
            _ => None,
        }
    }

    fn volume(&self) -> Volume {
        Volume::new(&self.scenario.audience, &self.feature.traffic)
    }

    fn assumed(&self, lever: Lever) -> Vec<Field> {
        let rests_on: &[Field] = match lever {
            Lever::AnswerCache => &[Field::AnswerHitShare],
            Lever::PromptCache | Lever::Quantization => &[],
            Lever::Batching => &[Field::WaitingShare],
            Lever::Routing => &[Field::EasyShare, Field::EscalationShare],
            Lever::Distillation => &[Field::SmallModelShare],
            Lever::ShorterText => &[Field::InputCut, Field::OutputCut],
        };
        let untouched = |field: &&Field| self.feature.value(**field) == field.spec().default();
        rests_on.iter().filter(untouched).copied().collect()
    }

    fn exchange(&self, lever: Lever, saving: Option<Usd>) -> Exchange {
        let levers = &self.feature.levers;
        let requests = self.volume().per_month;
        let stored = if levers.on.contains(Lever::AnswerCache) {
            levers.answer_cache.answer_hit_share()
        } else {
            Share::ZERO
        };
        let calls = requests * stored.rest() * self.feature.workload.calls_per_request();
        match lever {
            Lever::AnswerCache => {
                let store = &levers.answer_cache;
                let from_store = requests * store.answer_hit_share();
                let by_meaning = from_store * store.exact_share().rest();
                let wrong = store.wrong_hit_share().map(|wrong| by_meaning * wrong);
                let wrong = if by_meaning.get() > 0.0 { wrong } else { Some(Count::ZERO) };
                Exchange::AnswerCache { from_store, wrong, hit: store.answer_hit_ms() }
            }
            Lever::PromptCache => Exchange::PromptCache {
                hit_share: prefix_hit_share(self.feature, &self.scenario.audience),
                from_traffic: levers.prompt_cache.prefix_hit_share().is_none()
                    && self.feature.workload.cache_hit_share().get() <= 0.0,
            },
            Lever::Batching => {
                let waiting = levers.batching.waiting_share();
                let allowed = match self.feature.slo {
                    Slo::NoTarget => 1.0,
                    Slo::Target(target) => 1.0 - target.percentile.get() / 100.0,
                };
                Exchange::Batching {
                    waiting: calls * waiting,
                    turnaround_hours: levers.batching.turnaround_hours(),
                    misses_target: waiting.get() > allowed,
                }
            }
            Lever::Routing => Exchange::Routing {
                router: levers.routing.router_ms(),
                escalated: calls * levers.routing.easy_share() * levers.routing.escalation_share(),
            },
            Lever::Distillation => {
                let training = levers.distillation.training_usd();
                let saved = saving.filter(|saving| saving.get() > 0.0);
                let months = training.zip(saved).map(|(training, saved)| training.get() / saved.get());
                Exchange::Distillation { training, months_to_pay_back: months.map(Count::saturating) }
            }
            Lever::Quantization => Exchange::Quantization,
            Lever::ShorterText => Exchange::ShorterText,
        }
    }
}
