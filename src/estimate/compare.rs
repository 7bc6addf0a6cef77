//! Every priced model for one feature: what it would cost, how long its users would wait, and what fits.

use crate::catalogue::{Availability, Catalogue, HostedModel, ModelId, ProviderId};
use crate::estimate::cost::Cost;
use crate::estimate::cost::hosted::{LegNote, enters_media, request_cost};
use crate::estimate::cost::levers::Applied;
use crate::estimate::cost::volume::Volume;
use crate::estimate::latency::goodput::{TokenRoom, Verdict, assess_estimate, tokens_that_fit};
use crate::estimate::latency::thinking::for_leg;
use crate::estimate::latency::wait::{book_latency, too_long};
use crate::estimate::latency::{Action, LatencySource, ModelLatency, Ranged, UserLatency, latency};
use crate::scenario::{
    Feature, HostedModelChoice, Leg, ModelRef, Processing, Route, Scenario, Serving, Slo, SloMetric, Target,
};
use crate::units::{Millis, Percentile, Share, Tokens, Usd, in_order};

/// How long users would wait for a model, as if it answered every call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowWait {
    /// Time to first token at [`Comparison::percentile`].
    pub ttft: Ranged<Millis>,
    /// Time to the whole answer at that percentile.
    pub e2e_latency: Ranged<Millis>,
    /// Whether the target is met; nothing without one.
    pub verdict: Option<Verdict>,
    /// Share of requests within the target's time; nothing without one, and nothing where the time is a guess.
    pub share_within: Option<Ranged<Share>>,
    /// Where the time to first token comes from.
    pub ttft_source: LatencySource,
    /// Where the speed comes from.
    pub speed_source: LatencySource,
}

impl RowWait {
    /// The time that `metric` names.
    #[must_use]
    pub const fn at(&self, metric: SloMetric) -> &Ranged<Millis> {
        match metric {
            SloMetric::Ttft => &self.ttft,
            SloMetric::E2eLatency => &self.e2e_latency,
        }
    }

    /// Whether the time to first token is of this model and not of its class, which says nothing about which of
    /// two models is faster.
    #[must_use]
    pub const fn is_own(&self) -> bool {
        !matches!(self.ttft_source, LatencySource::Class { .. })
    }
}

/// Whether a conversation fits into a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ContextFit {
    /// It does.
    Fits,
    /// The model's limits are not known.
    NotKnown,
    /// The last turn is longer than the context window.
    TooSmall {
        /// Input and output of the last turn.
        needed: Tokens,
        /// The window.
        window: Tokens,
    },
    /// The answer is longer than the model can give.
    AnswerTooLong {
        /// Most tokens of output.
        most: Tokens,
    },
}

/// One model that could answer every call of the feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ModelRow {
    /// The model.
    pub model: ModelId,
    /// Who hosts it.
    pub provider: ProviderId,
    /// Whether it is sold on at another maker's prices.
    pub is_resold: bool,
    /// Mean cost of a request.
    pub cost_per_request: Usd,
    /// Cost of the feature in a month.
    pub month: Usd,
    /// That cost less today's; nothing where today's is not known.
    pub against_today: Option<Usd>,
    /// How long users would wait; nothing where nothing is known, and of work at the batch price.
    pub wait: Option<RowWait>,
    /// Whether the workload fits.
    pub context: ContextFit,
    /// Whether it is the (first) model that answers today.
    pub is_today: bool,
    /// Whether no model with figures of its own, that the workload fits into, is as cheap and faster, or as fast
    /// and cheaper.
    pub on_frontier: bool,
}

impl ModelRow {
    /// Whether it meets the target, with much or little to spare; without a target every model does.
    #[must_use]
    pub fn meets(&self, target: Option<&Target>) -> bool {
        let verdict = self.wait.and_then(|wait| wait.verdict);
        target.is_none() || matches!(verdict, Some(Verdict::Met | Verdict::Close))
    }

    /// Whether the workload does not fit.
    #[must_use]
    pub const fn is_too_small(&self) -> bool {
        matches!(self.context, ContextFit::TooSmall { .. } | ContextFit::AnswerTooLong { .. })
    }
}

/// All models for one feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Every model that is offered and whose price covers the workload, and today's; provider by provider.
    pub rows: Vec<ModelRow>,
    /// What the feature costs in a month as it is.
    pub today_month: Cost,
    /// Its target.
    pub target: Option<Target>,
    /// The span that the frontier and the verdict time: the target's, else the time to first token.
    pub metric: SloMetric,
    /// The percentile of the times: the target's, else 95.
    pub percentile: Percentile,
    /// How many output tokens of a call would fit into the target with today's (first) model; nothing without a
    /// target or a waiting time.
    pub room: Option<TokenRoom>,
}

/// Compares every priced model for the feature at `index`; nothing where there is no such feature.
///
/// Each model answers every call, at today's kind of processing and with today's levers. Costs a few milliseconds
/// for some hundred models: a page takes it in slices, by [`Comparing`].
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// use inference_estimator::estimate::compare;
///
/// let comparison = compare(&scenario, 0, &catalogue).ok_or("a feature")?;
/// let today = comparison.rows.iter().find(|row| row.is_today).ok_or("today's model")?;
/// let cheaper = comparison.rows.iter().filter(|row| row.month < today.month && !row.is_too_small());
/// assert!(cheaper.count() > 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn compare(scenario: &Scenario, index: usize, catalogue: &Catalogue) -> Option<Comparison> {
    let mut comparing = Comparing::new(scenario, index, catalogue)?;
    comparing.advance(scenario, catalogue, usize::MAX);
    Some(comparing.finish(catalogue))
}

fn first_leg(feature: &Feature) -> Option<&Leg> {
    match &feature.serving {
        Serving::Hosted(route) => route.legs.first(),
        Serving::PerRequest(_) | Serving::SelfHosted(_) => None,
    }
}

const fn leg_model(leg: &Leg) -> Option<ModelId> {
    match &leg.model {
        HostedModelChoice::Book(ModelRef::Id(id)) => Some(*id),
        HostedModelChoice::Book(ModelRef::Unknown(_)) | HostedModelChoice::Custom { .. } => None,
    }
}

/// A comparison that is not done yet. Hand it the same scenario and catalogue each time.
#[derive(Debug, Clone)]
pub struct Comparing {
    feature: Feature,
    /// Its place in the scenario.
    index: usize,
    action: Action,
    today: Option<ModelId>,
    processing: Processing,
    today_month: Cost,
    target: Option<Target>,
    metric: SloMetric,
    percentile: Percentile,
    /// Models known to the same figures only are computed once.
    known: Vec<(ModelLatency, RowWait)>,
    rows: Vec<ModelRow>,
    /// How many models of the book were looked at.
    seen: usize,
}

impl Comparing {
    /// A comparison for the feature at `index`, with no model looked at; nothing where there is no such feature.
    #[must_use]
    pub fn new(scenario: &Scenario, index: usize, catalogue: &Catalogue) -> Option<Self> {
        let feature = scenario.features.get(index)?;
        let first = first_leg(feature);
        let target = match feature.slo {
            Slo::Target(target) => Some(target),
            Slo::NoTarget => None,
        };
        let applied = Applied::new(feature, feature.levers.on, &scenario.audience);
        let volume = Volume::new(&scenario.audience, &feature.traffic);
        let today = request_cost(&applied, &scenario.audience, catalogue, scenario.as_of);
        Some(Self {
            // The feature as its levers leave it times the calls; as it is, it is priced anew for each model.
            action: Action::of(&applied.feature.workload, &applied.feature.spread, &applied.feature.latency),
            feature: feature.clone(),
            index,
            today: first.and_then(leg_model),
            processing: first.map_or(Processing::Standard, |leg| leg.processing),
            today_month: today.month(&volume),
            target,
            metric: target.map_or(SloMetric::Ttft, |target| target.metric),
            percentile: target.map_or(Percentile::saturating(95.0), |target| target.percentile),
            known: Vec::new(),
            rows: Vec::new(),
            seen: 0,
        })
    }

    /// Looks at the next `models` of the book; whether those were the last.
    pub fn advance(&mut self, scenario: &Scenario, catalogue: &Catalogue, models: usize) -> bool {
        let before = self.seen;
        for model in catalogue.hosted.models().skip(before).take(models) {
            let row = self.row(model, scenario, catalogue);
            self.rows.extend(row);
            self.seen += 1;
        }
        self.seen - before < models
    }

    /// What was found.
    #[must_use]
    pub fn finish(mut self, catalogue: &Catalogue) -> Comparison {
        mark_frontier(&mut self.rows, self.metric);
        let room = self.room(catalogue);
        let Self { rows, today_month, target, metric, percentile, .. } = self;
        Comparison { rows, today_month, target, metric, percentile, room }
    }

    fn row(&mut self, model: &HostedModel, scenario: &Scenario, catalogue: &Catalogue) -> Option<ModelRow> {
        let is_today = self.today == Some(model.id);
        // A model for pictures, sound or video is no alternative where none is asked for.
        let is_offered = model.availability == Availability::Current
            && model.writes_text()
            && (!model.answers_in_media() || enters_media(&scenario.features.get(self.index)?.workload));
        if !is_offered && !is_today {
            return None;
        }
        let mut route = Route::one(model.id);
        route.legs.iter_mut().for_each(|leg| leg.processing = self.processing);
        self.feature.serving = Serving::Hosted(route);
        let applied = Applied::new(&self.feature, self.feature.levers.on, &scenario.audience);
        let request = request_cost(&applied, &scenario.audience, catalogue, scenario.as_of);
        let cost_per_request = request.cost.known()?;
        let month = request.month(&Volume::new(&scenario.audience, &self.feature.traffic)).known()?;
        let notes = request.legs.iter().filter(|leg| leg.model == Some(model.id)).flat_map(|leg| &leg.notes);
        let limit = notes.filter_map(|note| match *note {
            LegNote::ContextExceeded { needed, window } => Some(ContextFit::TooSmall { needed, window }),
            LegNote::OutputExceeded { most } => Some(ContextFit::AnswerTooLong { most }),
            _ => None,
        });
        let unlimited = if model.context_window.is_some() { ContextFit::Fits } else { ContextFit::NotKnown };
        Some(ModelRow {
            model: model.id,
            provider: model.provider,
            is_resold: model.priced_as.is_some(),
            cost_per_request,
            month,
            against_today: self.today_month.known().map(|today| month - today),
            wait: self.wait(model, is_today, catalogue),
            context: limit.into_iter().next().unwrap_or(unlimited),
            is_today,
            on_frontier: false,
        })
    }

    /// The figures of a model; the user's own are of the one that answers today.
    fn latency(&self, model: &HostedModel, is_today: bool, catalogue: &Catalogue) -> Option<ModelLatency> {
        let found = book_latency(model, &self.feature, catalogue)?;
        Some(if is_today { found.with_user(&UserLatency::of(&self.feature.latency)) } else { found })
    }

    fn wait(&mut self, model: &HostedModel, is_today: bool, catalogue: &Catalogue) -> Option<RowWait> {
        if self.processing == Processing::Batch {
            return None;
        }
        let leg = first_leg(&self.feature)?;
        if too_long(model, &for_leg(&self.feature, leg, catalogue)).is_some() {
            return None;
        }
        let found = self.latency(model, is_today, catalogue)?;
        if let Some((_, wait)) = self.known.iter().find(|(known, _)| *known == found) {
            return Some(*wait);
        }
        let times = latency(&found, &self.action);
        let held = self.target.map(|target| assess_estimate(&target, &times));
        let wait = RowWait {
            ttft: times.ttft.at(self.percentile),
            e2e_latency: times.e2e.at(self.percentile),
            verdict: held.map(|held| held.verdict),
            share_within: held.filter(|held| !held.is_guess).map(|held| held.share_within),
            ttft_source: times.ttft_source,
            speed_source: times.speed_source,
        };
        self.known.push((found, wait));
        Some(wait)
    }

    fn room(&self, catalogue: &Catalogue) -> Option<TokenRoom> {
        let model = catalogue.hosted.model(self.today?)?;
        if self.processing == Processing::Batch {
            return None;
        }
        Some(tokens_that_fit(&self.target?, &self.latency(model, true, catalogue)?, &self.action))
    }
}

fn mark_frontier(rows: &mut [ModelRow], metric: SloMetric) {
    let point = |row: &ModelRow| match row.wait {
        Some(wait) if wait.is_own() && !row.is_too_small() => {
            (wait.at(metric).typical.get(), row.month.get())
        }
        _ => (f64::INFINITY, f64::INFINITY),
    };
    let points: Vec<(f64, f64)> = rows.iter().map(point).collect();
    for index in lower_left(&points) {
        if let Some(row) = rows.get_mut(index) {
            row.on_frontier = true;
        }
    }
}

/// The points than which no other is at least as low both ways and lower one way, from left to right. Points that are
/// not finite are left out; points that are alike both ways are all in.
#[must_use]
pub fn lower_left(points: &[(f64, f64)]) -> Vec<usize> {
    let finite = |(_, (x, y)): &(usize, &(f64, f64))| x.is_finite() && y.is_finite();
    let order: Vec<(usize, &(f64, f64))> = points.iter().enumerate().filter(finite).collect();
    // By the second number first: the next order keeps it among equals.
    let order = in_order(in_order(order, |(_, point)| point.1), |(_, point)| point.0);
    let (mut last, mut lowest) = (f64::NAN, f64::INFINITY);
    let mut best = Vec::new();
    for (index, (x, y)) in order {
        let alike = *y <= lowest && *x <= last;
        if *y < lowest || alike {
            (last, lowest) = (*x, *y);
            best.push(index);
        }
    }
    best
}

/// How many models meet a target, miss it, and cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VerdictCounts {
    /// The whole band of their time is within the target.
    pub meet: usize,
    /// The whole band is beyond it, or the workload does not fit.
    pub miss: usize,
    /// The target lies inside the band, or nothing is known.
    pub cannot_tell: usize,
}

/// What the rows are put in order by. What is not known comes last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortKey {
    /// As in the book: provider by provider.
    #[default]
    Provider,
    /// The model's name.
    Model,
    /// Cost, of a request and of a month.
    Cost,
    /// Time to first token.
    Ttft,
    /// Time to the whole answer.
    E2eLatency,
    /// Whether the target is met, and then by how many requests.
    Verdict,
}

/// Which rows are wanted, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Listing {
    /// What they are put in order by.
    pub key: SortKey,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// Those of one provider only.
    pub provider: Option<ProviderId>,
    /// Those only that meet the target.
    pub only_meeting: bool,
    /// Those only that the workload is known to fit into, or about whose limits nothing is known.
    pub hide_too_small: bool,
}

impl Comparison {
    /// The row of today's (first) model.
    #[must_use]
    pub fn today(&self) -> Option<&ModelRow> {
        self.rows.iter().find(|row| row.is_today)
    }

    /// How many rows meet the target, miss it, and cannot be told; a model that the workload does not fit into misses it.
    #[must_use]
    pub fn counts(&self) -> VerdictCounts {
        let mut counts = VerdictCounts::default();
        for row in &self.rows {
            match row.wait.and_then(|wait| wait.verdict) {
                _ if row.is_too_small() => counts.miss += 1,
                Some(Verdict::Met | Verdict::Close) => counts.meet += 1,
                Some(Verdict::Missed) => counts.miss += 1,
                Some(Verdict::Unknown) | None => counts.cannot_tell += 1,
            }
        }
        counts
    }

    /// The rows that meet the target and that the workload fits into: what could be switched to.
    pub fn meeting(&self) -> impl Iterator<Item = &ModelRow> {
        self.rows.iter().filter(|row| row.meets(self.target.as_ref()) && !row.is_too_small())
    }

    /// The providers of the rows, in the book's order.
    #[must_use]
    pub fn providers(&self) -> Vec<ProviderId> {
        let mut all: Vec<ProviderId> = Vec::new();
        for row in &self.rows {
            if !all.contains(&row.provider) {
                all.push(row.provider);
            }
        }
        all
    }

    /// Places in [`Self::rows`] of those that are wanted, in their order; equals stay in the book's order.
    #[must_use]
    pub fn listed(&self, wanted: &Listing, catalogue: &Catalogue) -> Vec<usize> {
        let shown = |row: &ModelRow| {
            wanted.provider.is_none_or(|provider| provider == row.provider)
                && (!wanted.only_meeting || row.meets(self.target.as_ref()))
                && (!wanted.hide_too_small || !row.is_too_small())
        };
        let order: Vec<(usize, &ModelRow)> =
            self.rows.iter().enumerate().filter(|(_, row)| shown(row)).collect();
        let name = |row: &ModelRow| catalogue.hosted.model(row.model).map_or("", |model| &model.name);
        let names: Vec<&str> = self.rows.iter().map(name).collect();
        // The place by name is counted: one sort of numbers serves all keys.
        let before = |name: Option<&&str>| names.iter().filter(|other| Some(*other) < name).count();
        let key = |(at, row): &(usize, &ModelRow)| {
            let value = match wanted.key {
                SortKey::Provider => Some(*at as f64),
                SortKey::Model => Some(before(names.get(*at)) as f64),
                key => self.measure(row, key),
            };
            value.map_or(f64::INFINITY, |value| if wanted.descending { -value } else { value })
        };
        in_order(order, key).into_iter().map(|(at, _)| at).collect()
    }

    fn measure(&self, row: &ModelRow, key: SortKey) -> Option<f64> {
        let wait = row.wait;
        match key {
            SortKey::Provider | SortKey::Model => None,
            SortKey::Cost => Some(row.month.get()),
            SortKey::Ttft => Some(wait?.ttft.typical.get()),
            SortKey::E2eLatency => Some(wait?.e2e_latency.typical.get()),
            SortKey::Verdict => {
                let rank = match wait?.verdict? {
                    Verdict::Met => 0.0,
                    Verdict::Close => 2.0,
                    Verdict::Unknown => 4.0,
                    Verdict::Missed => 6.0,
                };
                Some(rank + 1.0 - wait?.share_within.map_or(0.5, |within| within.typical.get()))
            }
        }
    }
}
