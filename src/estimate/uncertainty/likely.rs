//! How far the month may be from the estimate: a band from 10,000 seeded draws, the heavy user, and which input
//! matters most. An input without a high value takes an assumed one, 20 % above its typical value.
//!
//! A high value says how far the level of an input may lie: a month is drawn at one level of each input for all its
//! requests, which errs to the wide side where requests merely differ from each other. Inputs are independent. What
//! follows from the traffic, such as the share of calls that find the prefix cached, stays at its typical value.

use crate::catalogue::Catalogue;
use crate::estimate::EstimateError;
use crate::estimate::cost::call_price::CallCurve;
use crate::estimate::cost::hosted::call_curves;
use crate::estimate::cost::levers::Applied;
use crate::estimate::latency::thinking::for_legs;
use crate::estimate::uncertainty::sensitivity::{Swing, tornado};
use crate::estimate::uncertainty::{Band, Normals, Outcomes, Uncertain};
use crate::scenario::{Feature, Field, Scenario, Serving};
use crate::units::Usd;
use thiserror::Error;

/// The inputs of a feature that may vary, in the order of the draws.
const INPUTS: [Field; 5] = [
    Field::InputTokens,
    Field::OutputTokens,
    Field::ReasoningTokens,
    Field::RequestsPerActiveDay,
    Field::UsersFactorP95,
];

/// How far above its typical value the high end (p95) of an input is taken to be that has none: 20 %.
pub const ASSUMED_PART: f64 = 0.2;

/// A band of money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CostBand {
    /// One in ten outcomes is lower.
    pub p10: Usd,
    /// Median.
    pub p50: Usd,
    /// One in ten outcomes is higher.
    pub p90: Usd,
    /// One in twenty outcomes is higher.
    pub p95: Usd,
    /// Mean.
    pub mean: Usd,
    /// How far another seed might move the median: its order-statistic 95 % interval.
    pub p50_interval: (Usd, Usd),
}

/// What one input does to the month, the others at their typical value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CostSwing {
    /// The feature.
    pub feature: usize,
    /// The input; [`Field::UsersFactorP95`] represents the number of users.
    pub field: Field,
    /// Its 10th and 90th percentile, in its own unit; of users, as a share of the typical number.
    pub values: (f64, f64),
    /// The month at the 10th percentile.
    pub month_at_p10: Usd,
    /// The month at the 90th percentile.
    pub month_at_p90: Usd,
    /// Whether its high end is assumed ([`ASSUMED_PART`]) and not typed.
    pub is_assumed: bool,
}

/// How far the cost may be from the estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    /// All features in a month, over the draws.
    pub month: CostBand,
    /// All features in a month, every input at its typical value: the estimate.
    pub typical_month: Usd,
    /// One user of every feature in a month, over users: its p95 is the heavy user.
    pub user_month: CostBand,
    /// What each input that varies does, the farthest first.
    pub swings: Vec<CostSwing>,
}

/// Why there is no band.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum NotLikely {
    /// The scenario breaks a rule.
    #[error(transparent)]
    Scenario(#[from] EstimateError),
    /// The cost of a feature is not known, so neither is that of the month.
    #[error(
        "the cost of feature {feature} (from 0) is not known; choose a model with a price or type one in"
    )]
    CostNotKnown {
        /// Its place.
        feature: usize,
    },
}

/// Carries the high values of `scenario` through to the month and to the heavy user.
///
/// The same seed gives the same band. Takes some milliseconds: a page takes it in slices, by [`Drawing`].
///
/// # Errors
/// [`NotLikely`] where there is no estimate or it is not known in full.
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// use inference_estimator::estimate::likely;
/// use inference_estimator::scenario::Field;
///
/// let mut scenario = scenario;
/// // 400 tokens are typical; 5 of 100 answers are longer than 1,500.
/// scenario.features.first_mut().ok_or("a feature")?.set(Field::OutputTokensP95, Some(1500.0))?;
/// let found = likely(&scenario, &catalogue)?;
/// assert!(found.swings.iter().any(|swing| !swing.is_assumed));
/// assert_eq!(likely(&scenario, &catalogue)?, found, "the same seed draws the same");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn likely(scenario: &Scenario, catalogue: &Catalogue) -> Result<Likely, NotLikely> {
    let mut drawing = Drawing::new(scenario, catalogue)?;
    while !drawing.advance() {}
    Ok(drawing.finish())
}

/// Draws that are made between two looks at the clock.
const DRAWN_AT_ONCE: usize = 1_000;

/// The draws of a likely range that are not all made yet.
pub struct Drawing {
    inputs: Vec<Uncertain>,
    /// The inputs whose high end was typed; the others are fixed. How far users differ is not assumed.
    typed: Vec<Uncertain>,
    costs: Vec<FeatureCost>,
    normals: Normals,
    month: Outcomes,
    user: Outcomes,
    /// The band of the month, once its outcomes are there: to sort them takes as long as to make a part of them.
    month_band: Option<CostBand>,
}

impl Drawing {
    /// No draw made yet.
    ///
    /// # Errors
    /// [`NotLikely`] where there is no estimate or it is not known in full.
    pub fn new(scenario: &Scenario, catalogue: &Catalogue) -> Result<Self, NotLikely> {
        scenario.check().map_err(|errors| NotLikely::Scenario(EstimateError::Fields(errors)))?;
        let mut inputs = Vec::with_capacity(scenario.features.len() * INPUTS.len());
        let mut costs = Vec::with_capacity(scenario.features.len());
        for (index, feature) in scenario.features.iter().enumerate() {
            let legs = Applied::new(feature, feature.levers.on, &scenario.audience).legs;
            // Assumed thinking is drawn over its range, too.
            let feature = &*for_legs(feature, &legs, catalogue);
            let applied = Applied::new(feature, feature.levers.on, &scenario.audience);
            let cost = FeatureCost::new(&applied, scenario, catalogue);
            costs.push(cost.ok_or(NotLikely::CostNotKnown { feature: index })?);
            inputs.extend(uncertain(feature, &applied.feature));
        }
        let typed = inputs.iter().map(|(input, is_typed)| match is_typed {
            true => *input,
            false => Uncertain::fixed(input.typical()),
        });
        let typed: Vec<Uncertain> = typed.collect();
        let inputs: Vec<Uncertain> = inputs.into_iter().map(|(input, _)| input).collect();
        Ok(Self {
            typed,
            normals: Normals::begin(scenario.seed, &inputs),
            inputs,
            costs,
            month: Outcomes::default(),
            user: Outcomes::default(),
            month_band: None,
        })
    }

    /// Does a part of the work; true when all of it is done.
    pub fn advance(&mut self) -> bool {
        let Self { inputs, typed, costs, normals, month, user, month_band } = self;
        if !normals.advance() {
            return false;
        }
        if month_band.is_none() {
            let per = |values: &[f64]| each(costs, values, FeatureCost::month);
            if month.advance(inputs, normals, &per, DRAWN_AT_ONCE) {
                *month_band = Some(CostBand::new(&std::mem::take(month).band()));
            }
            return false;
        }
        user.advance(typed, normals, &|values| each(costs, values, FeatureCost::user), DRAWN_AT_ONCE)
    }

    /// What was found. Whatever [`advance`](Self::advance) has left undone is done first.
    #[must_use]
    pub fn finish(mut self) -> Likely {
        while !self.advance() {}
        let Self { inputs, typed, costs, user, month_band, .. } = self;
        let found = tornado(&inputs, |values| each(&costs, values, FeatureCost::month));
        let user_month = CostBand::new(&user.band());
        let swing = |swing: &Swing| {
            let field = INPUTS.get(swing.input % INPUTS.len())?;
            let input = inputs.get(swing.input)?;
            Some(CostSwing {
                feature: swing.input / INPUTS.len(),
                field: *field,
                values: (input.quantile(0.1), input.quantile(0.9)),
                month_at_p10: Usd::saturating(swing.at_p10),
                month_at_p90: Usd::saturating(swing.at_p90),
                is_assumed: typed.get(swing.input).is_some_and(|typed| !typed.varies()),
            })
        };
        Likely {
            month: month_band.unwrap_or(user_month),
            typical_month: Usd::saturating(found.typical),
            user_month,
            swings: found.swings.iter().filter_map(swing).collect(),
        }
    }
}

/// The sum over all features of what `per` makes of their inputs.
fn each(costs: &[FeatureCost], values: &[f64], per: fn(&FeatureCost, &[f64]) -> f64) -> f64 {
    costs.iter().zip(values.chunks_exact(INPUTS.len())).map(|(cost, values)| per(cost, values)).sum()
}

impl CostBand {
    fn new(band: &Band) -> Self {
        let Band { p10, p50, p90, p95, mean, p50_interval: (low, high) } = *band;
        Self {
            p10: Usd::saturating(p10),
            p50: Usd::saturating(p50),
            p90: Usd::saturating(p90),
            p95: Usd::saturating(p95),
            mean: Usd::saturating(mean),
            p50_interval: (Usd::saturating(low), Usd::saturating(high)),
        }
    }
}

/// The inputs of a feature, its tokens as its levers leave them, and whether each has a high end that was typed: a cut
/// keeps their spread. An input without a high end takes an assumed one.
fn uncertain(feature: &Feature, applied: &Feature) -> [(Uncertain, bool); INPUTS.len()] {
    let spread = &feature.spread;
    let input = |typical: f64, left: f64, high: Option<f64>| {
        let at = high.unwrap_or(typical * (1.0 + ASSUMED_PART));
        let high_left = (typical > 0.0).then(|| at * left / typical);
        (Uncertain::positive(left, high_left), high.is_some())
    };
    let tokens = |field: Field, high: Option<f64>| {
        input(feature.value(field).unwrap_or(0.0), applied.value(field).unwrap_or(0.0), high)
    };
    let requests = feature.traffic.requests_per_active_day().get();
    [
        tokens(Field::InputTokens, spread.input_tokens_p95().map(|high| high.get())),
        tokens(Field::OutputTokens, spread.output_tokens_p95().map(|high| high.get())),
        tokens(Field::ReasoningTokens, spread.reasoning_tokens_p95().map(|high| high.get())),
        input(requests, requests, spread.requests_per_active_day_p95().map(|high| high.get())),
        input(1.0, 1.0, spread.users_factor_p95().map(|high| high.get())),
    ]
}

/// The cost of a feature as a function of its inputs.
struct FeatureCost {
    /// Users of the feature.
    users: f64,
    /// Active days in a month.
    days: f64,
    /// Look-up in the store, for every request.
    lookup: f64,
    /// Share of the requests that reach a model.
    reached: f64,
    /// The router, for every request that reaches a model.
    router: f64,
    /// Calls, retries among them.
    calls: f64,
    answer: Answer,
}

enum Answer {
    PerRequest(f64),
    Calls(Vec<(f64, CallCurve)>),
}

impl FeatureCost {
    fn new(applied: &Applied, scenario: &Scenario, catalogue: &Catalogue) -> Option<Self> {
        let feature = &applied.feature;
        let workload = &feature.workload;
        let answer = match &feature.serving {
            Serving::PerRequest(usd) => Answer::PerRequest(usd.get()),
            Serving::SelfHosted(_) => return None,
            Serving::Hosted(_) => Answer::Calls(call_curves(applied, &catalogue.hosted, scenario.as_of)?),
        };
        Some(Self {
            users: (scenario.audience.users() * feature.traffic.share_of_users()).get(),
            days: feature.traffic.active_days_per_month().get(),
            lookup: applied.lookup.get(),
            reached: applied.from_store.rest().get(),
            router: applied.router.get(),
            calls: workload.calls_per_request().get() * (1.0 + workload.retry_share().get()),
            answer,
        })
    }

    /// A month of one user of the feature, in US dollars.
    fn user(&self, values: &[f64]) -> f64 {
        let &[input, output, reasoning, requests, _] = values else { return 0.0 };
        let answered = match &self.answer {
            Answer::PerRequest(usd) => *usd,
            Answer::Calls(legs) => {
                let call = |(share, curve): &(f64, CallCurve)| share * curve.at(input, output, reasoning);
                self.calls * legs.iter().map(call).sum::<f64>()
            }
        };
        requests * self.days * (self.lookup + self.reached * (self.router + answered))
    }

    /// A month of all its users, in US dollars.
    fn month(&self, values: &[f64]) -> f64 {
        let users_factor = values.last().copied().unwrap_or(1.0);
        self.users * users_factor * self.user(values)
    }
}
