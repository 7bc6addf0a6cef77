//! What takes longer than an estimate, so that the page calls it between frames: the simulation, the search over
//! configurations, and the break-even. Also the usual settings of a fleet.

use super::copy::OneCopy;
use super::demand::{Asked, policy};
use super::refusal::refusal;
use super::resolve::Resolved;
use super::serve::serve;
use super::{FleetEstimate, FleetProblem};
use crate::catalogue::Catalogue;
use crate::catalogue::gpu::{Gpu, PriceKind};
use crate::catalogue::open_model::OpenModel;
use crate::catalogue::precision::WeightPrecision;
use crate::estimate::cost::hosted::request_cost;
use crate::estimate::cost::levers::Applied;
use crate::estimate::cost::volume::Volume;
use crate::estimate::self_hosted::fleet::{
    BreakEven, Configuration, Demand, HOURS_PER_MONTH, OwnFleet, Point, Size, Volumes, cost,
};
use crate::estimate::self_hosted::queueing::{Load, Outcome, Routing, Run, SimulationError};
use crate::estimate::self_hosted::serving::deployment::Deployment;
use crate::estimate::self_hosted::serving::memory::Memory;
use crate::estimate::self_hosted::serving::start::{Start, StartReport};
use crate::scenario::{
    Commitment, Feature, Field, FieldGroup, Fleet, GpuChoice, OpenModelChoice, Route, Scenario, Serving, Slo,
    SloMetric, Target,
};
use crate::units::{Count, RequestsPerSec, Usd, Within};

/// The self-hosted GPUs of the feature at `index`, under its levers.
struct Chosen {
    applied: Applied,
    volume: Volume,
}

impl Chosen {
    fn new(scenario: &Scenario, index: usize) -> Option<Self> {
        let feature = scenario.features.get(index)?;
        let applied = Applied::new(feature, feature.levers.on, &scenario.audience);
        let volume = Volume::new(&scenario.audience, &feature.traffic);
        let chosen = Self { applied, volume };
        chosen.fleet().is_some().then_some(chosen)
    }

    fn fleet(&self) -> Option<&Fleet> {
        match &self.applied.feature.serving {
            Serving::SelfHosted(fleet) => Some(fleet),
            Serving::Hosted(_) | Serving::PerRequest(_) => None,
        }
    }

    fn asked(&self, resolved: &Resolved<'_>) -> Asked {
        let most = f64::from(resolved.model.max_context);
        Asked::new(&self.applied, &self.volume, resolved.fleet, most)
    }
}

/// Simulates what one copy of the fleet of the feature at `index` does in the busiest hour: the percentiles of one
/// call, with their sampling error. Takes milliseconds.
///
/// Nothing where the feature has no self-hosted GPUs, the catalogue does not hold them, or no number of copies keeps up.
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// # use inference_estimator::scenario::{Field, Fleet, GpuChoice, OpenModelChoice, Serving};
/// # let hosted = scenario.clone();
/// let mut scenario = scenario;
/// let chat = scenario.features.first_mut().ok_or("a feature")?;
/// let fleet = Fleet::new(OpenModelChoice::listed("llama-3.1-70b"), GpuChoice::listed("h100"));
/// chat.serving = Serving::SelfHosted(Box::new(fleet));
/// chat.set(Field::TensorParallel, Some(2.0))?;
/// chat.set(Field::GpuUsdPerHour, Some(2.5))?;
///
/// use inference_estimator::estimate::self_hosted::queueing::Run;
/// use inference_estimator::estimate::self_hosted::simulate;
///
/// let outcome = simulate(&scenario, 0, &catalogue, Run { requests: 2000, seed: 7 }).ok_or("copies that keep up")??;
/// assert_eq!(simulate(&scenario, 0, &catalogue, Run { requests: 2000, seed: 7 }), Some(Ok(outcome)));
/// assert!(simulate(&hosted, 0, &catalogue, Run::default()).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn simulate(
    scenario: &Scenario,
    index: usize,
    catalogue: &Catalogue,
    run: Run,
) -> Option<Result<Outcome, SimulationError>> {
    let chosen = Chosen::new(scenario, index)?;
    let fleet = chosen.fleet()?;
    let estimate = FleetEstimate::new(fleet, &chosen.applied, &chosen.volume, catalogue).ok()?;
    let count = estimate.size?;
    let resolved = Resolved::new(fleet, catalogue).ok()?;
    let asked = chosen.asked(&resolved);
    let copy = OneCopy::new(&resolved, &asked);
    if count.prefill_copies > 0 {
        let both = copy.disaggregated(count.prefill_copies, count.copies);
        return Some(both.simulate(&asked.load, &asked.target, run));
    }
    let arrivals = asked.load.arrivals.per_copy(count.copies, Routing::InTurn);
    Some(copy.server().simulate(&Load { arrivals, ..asked.load }, &asked.target, run))
}

/// One configuration of a search: the fleet, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct FleetPoint {
    /// The fleet.
    pub fleet: Fleet,
    /// Copies, latencies and cost by closed forms, not simulated; nothing where it does not fit or keep up.
    pub point: Option<Point>,
}

/// A search over configurations of the self-hosted GPUs of one feature, a few at a time: call [`Self::advance`] between
/// frames until it says that all is done.
pub struct FleetSearch<'a> {
    chosen: Chosen,
    catalogue: &'a Catalogue,
    fleets: Vec<Fleet>,
    found: Vec<FleetPoint>,
}

impl<'a> FleetSearch<'a> {
    /// A search over `fleets` (see [`search_space`]) for the feature at `index`; nothing where it has no self-hosted GPUs.
    #[must_use]
    pub fn new(
        scenario: &Scenario,
        index: usize,
        catalogue: &'a Catalogue,
        fleets: Vec<Fleet>,
    ) -> Option<Self> {
        Some(Self { chosen: Chosen::new(scenario, index)?, catalogue, fleets, found: Vec::new() })
    }

    /// How many there are to look at.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.fleets.len()
    }

    /// Looks at up to `count` more; true when all are done.
    pub fn advance(&mut self, count: usize) -> bool {
        for fleet in self.fleets.iter().skip(self.found.len()).take(count) {
            let point = self.look_at(fleet);
            self.found.push(FleetPoint { fleet: fleet.clone(), point });
        }
        self.found.len() == self.fleets.len()
    }

    /// What was found until now, in the order of the fleets. Points whose prices are of different kinds are never to
    /// stand in one ranking.
    #[must_use]
    pub fn found(&self) -> &[FleetPoint] {
        &self.found
    }

    fn look_at(&self, fleet: &Fleet) -> Option<Point> {
        let resolved = Resolved::new(fleet, self.catalogue).ok()?;
        let asked = self.chosen.asked(&resolved);
        let deployment = resolved.deployment();
        let refused = refusal(&resolved, &deployment, asked.conversation()).is_some();
        if refused || StartReport::of(&deployment).start == Start::DoesNotStart {
            return None;
        }
        let copy = OneCopy::new(&resolved, &asked);
        if fleet.size.prefill_copies().get() > 0.0 {
            return with_prompts_apart(&resolved, &asked, &copy, self.chosen.applied.feature.slo);
        }
        let configuration = configuration(&resolved, &copy);
        let demand = Demand { load: asked.load, hours: &asked.hours };
        Point::of(&configuration, batch_limit(&resolved), &demand, &asked.target, &policy(fleet)).ok()
    }
}

/// The point of a fleet whose prompts are computed by copies of their own.
fn with_prompts_apart(resolved: &Resolved<'_>, asked: &Asked, copy: &OneCopy, slo: Slo) -> Option<Point> {
    let (size, count, _, latencies) = serve(resolved, asked, copy, slo).ok()?;
    let meets_target = match slo {
        Slo::NoTarget => true,
        Slo::Target(Target { metric: SloMetric::Ttft, limit, .. }) => latencies.ttft <= limit,
        Slo::Target(Target { metric: SloMetric::E2eLatency, limit, .. }) => latencies.e2e_latency <= limit,
    };
    let size = Size { latencies, meets_target, ..size };
    let demand = Demand { load: asked.load, hours: &asked.hours };
    Some(Point {
        configuration: 0,
        max_batch: batch_limit(resolved),
        size,
        gpus: count.gpus,
        gpu_hours: count.gpu_hours,
        cost: resolved.price().and_then(|(price, _)| cost(price, count.gpu_hours, &demand, &size)),
    })
}

/// Requests that one copy answers at once at most.
fn batch_limit(resolved: &Resolved<'_>) -> Count {
    Count::saturating(f64::from(resolved.deployment().max_sequences))
}

fn configuration<'a>(resolved: &Resolved<'_>, copy: &'a OneCopy) -> Configuration<'a> {
    Configuration {
        id: 0,
        server: copy.server(),
        gpus_per_copy: resolved.gpus_per_copy(),
        price: resolved.price().map(|(price, _)| price),
    }
}

/// Batch limits that a search looks at.
const BATCH_LIMITS: [f64; 8] = [4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
/// Tensor-parallel widths that a search looks at.
const WIDTHS: [f64; 4] = [1.0, 2.0, 4.0, 8.0];

/// The configurations around `fleet`: its own, then batch limits, widths and weight precisions, copies as many as the
/// target takes.
#[must_use]
pub fn search_space(fleet: &Fleet) -> Vec<Fleet> {
    let mut all = vec![fleet.clone()];
    let own = fleet.weights;
    let others = [WeightPrecision::Bf16, WeightPrecision::Fp8, WeightPrecision::Int4];
    for weights in std::iter::once(own).chain(others.into_iter().filter(|other| *other != own)) {
        for width in WIDTHS {
            for limit in BATCH_LIMITS {
                let mut other = Fleet { weights, ..fleet.clone() };
                put(&mut other, Field::TensorParallel, Some(width));
                put(&mut other, Field::BatchLimit, Some(limit));
                put(&mut other, Field::Copies, None);
                all.push(other);
            }
        }
    }
    all
}

/// Puts a number that is inside its range.
fn put(fleet: &mut Fleet, field: Field, value: Option<f64>) {
    let within = fleet.size.set(field, value);
    debug_assert!(within.is_ok(), "{within:?}");
}

/// The estimates with weights in 16, 8 and 4 bits, copies as many as the target takes.
///
/// # Errors
/// [`FleetProblem`] where the catalogue does not hold the model or the device. Nothing where the feature has no own
/// GPUs.
#[must_use]
pub fn precisions(
    scenario: &Scenario,
    index: usize,
    catalogue: &Catalogue,
) -> Option<Result<Vec<(WeightPrecision, FleetEstimate)>, FleetProblem>> {
    let chosen = Chosen::new(scenario, index)?;
    let fleet = chosen.fleet()?;
    let of = |weights| {
        let mut other = Fleet { weights, ..fleet.clone() };
        put(&mut other, Field::Copies, None);
        FleetEstimate::new(&other, &chosen.applied, &chosen.volume, catalogue).map(|found| (weights, found))
    };
    Some([WeightPrecision::Bf16, WeightPrecision::Fp8, WeightPrecision::Int4].into_iter().map(of).collect())
}

/// The self-hosted GPUs of the feature at `index` against hosted models, over requests on an active day.
///
/// The fleet is as large as each volume takes; staff counts where it is set. Nothing where the feature has no own
/// GPUs, they do not fit or have no known price, a price of the hosted models is not known, or nothing is asked of either.
///
/// # Examples
/// ```
/// # use inference_estimator::catalogue::Catalogue;
/// # use inference_estimator::scenario::Preset;
/// # let catalogue = Catalogue::shipped()?;
/// # let scenario = Preset::SupportChat.scenario("2026-11-23".parse()?);
/// # let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
/// # use inference_estimator::scenario::{Field, Fleet, GpuChoice, OpenModelChoice, Serving};
/// # let hosted = scenario.clone();
/// let mut scenario = scenario;
/// let chat = scenario.features.first_mut().ok_or("a feature")?;
/// let fleet = Fleet::new(OpenModelChoice::listed("llama-3.1-70b"), GpuChoice::listed("h100"));
/// chat.serving = Serving::SelfHosted(Box::new(fleet));
/// chat.set(Field::TensorParallel, Some(2.0))?;
/// chat.set(Field::GpuUsdPerHour, Some(2.5))?;
///
/// use inference_estimator::estimate::self_hosted::break_even;
/// use inference_estimator::estimate::self_hosted::fleet::Volumes;
/// use inference_estimator::units::Count;
///
/// let Some(Serving::Hosted(route)) = hosted.features.first().map(|feature| &feature.serving) else {
///     return Err("a hosted feature".into());
/// };
/// let volumes = Volumes { from: Count::new(100.0)?, to: Count::new(1e6)?, points: 30 };
/// let found = break_even(&scenario, 0, &catalogue, route, volumes).ok_or("known prices")?;
/// assert!(found.crossings.last().is_some_and(|crossing| crossing.own_cheaper_above));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn break_even(
    scenario: &Scenario,
    index: usize,
    catalogue: &Catalogue,
    hosted: &Route,
    volumes: Volumes,
) -> Option<BreakEven> {
    let chosen = Chosen::new(scenario, index)?;
    let fleet = chosen.fleet()?;
    let resolved = Resolved::new(fleet, catalogue).ok()?;
    let asked = chosen.asked(&resolved);
    let copy = OneCopy::new(&resolved, &asked);
    let configuration = configuration(&resolved, &copy);
    // Volumes are requests of an active day; the fleet sees calls, and a mean day of all.
    let feature = scenario.features.get(index)?;
    let calls = asked.load.arrivals.rate.get() / chosen.volume.peak.get();
    let answered = Feature { serving: Serving::Hosted(hosted.clone()), ..feature.clone() };
    let applied = Applied::new(&answered, answered.levers.on, &scenario.audience);
    let each = request_cost(&applied, &scenario.audience, catalogue, scenario.as_of).cost.known()?;
    let (policy, staff) = (policy(fleet), fleet.size.staff_usd_per_month());
    let (load, prompts_each) = if fleet.size.prefill_copies().get() > 0.0 {
        let alone = copy.server().forecaster(&asked.prompts_only()).ok()?.sustainable();
        let each = RequestsPerSec::saturating(alone.get() * policy.most_utilisation.get());
        (asked.answers_only(), Some(each))
    } else {
        (asked.load, None)
    };
    let demand = Demand { load, hours: &asked.hours };
    let own = OwnFleet::new(&configuration, &demand, &asked.target, &policy, staff, prompts_each);
    let mut own = own.ok()??;
    let active = feature.traffic.active_days_per_month().get() * 24.0 / HOURS_PER_MONTH;
    let to_fleet = calls * active;
    if !(to_fleet > 0.0 && to_fleet.is_finite()) {
        return None;
    }
    let scaled = |count: Count, by: f64| Count::saturating(count.get() * by);
    let in_calls = Volumes {
        from: scaled(volumes.from, to_fleet),
        to: scaled(volumes.to, to_fleet),
        points: volumes.points,
    };
    let each_call = Usd::saturating(each.get() / calls);
    let mut found = own.against(|_| each_call, in_calls);
    for point in &mut found.curve {
        point.requests_per_day = scaled(point.requests_per_day, 1.0 / to_fleet);
    }
    for crossing in &mut found.crossings {
        crossing.requests_per_day = scaled(crossing.requests_per_day, 1.0 / to_fleet);
    }
    Some(found)
}

/// Conversations that a copy should hold at least, so that answers can share its work.
const ROOM: f64 = 16.0;

/// A fleet to begin with: `model` on `gpu` in the largest precision that the device
/// computes with and that is usual to serve, on the fewest GPUs a copy that leave room for some conversations of
/// `tokens` tokens, at the price of the catalogue.
#[must_use]
pub fn usual_fleet(model: &OpenModel, gpu: &Gpu, tokens: f64) -> Fleet {
    let choice = OpenModelChoice::listed(&model.id);
    let mut fleet = Fleet::new(choice, GpuChoice::listed(&gpu.id));
    fleet.weights = match () {
        () if model.id.starts_with("gpt-oss") => WeightPrecision::Mxfp4,
        () if gpu.fp8.is_some() => WeightPrecision::Fp8,
        () => WeightPrecision::Bf16,
    };
    fleet.commitment = match gpu.price.as_ref().map(|price| price.kind) {
        Some(PriceKind::ThreeYearRental) => Commitment::ThreeYears,
        _ => Commitment::OnDemand,
    };
    let tokens = tokens.within(1.0, f64::from(model.max_context));
    // Never more than one host: a second one is a decision of the user, who sees that it does not fit.
    let widths = [1_u32, 2, 4, 8].into_iter().filter(|width| model.q_heads.is_multiple_of(*width));
    let deployment = |tensor: u32| Deployment::usual(model, gpu, fleet.weights, tensor);
    let mut roomy =
        widths.clone().filter(|tensor| Memory::of(&deployment(*tensor)).conversations(tokens) >= ROOM);
    let tensor = roomy.next().or_else(|| widths.clone().next_back()).unwrap_or(1);
    // vLLM starts with its longest context or not at all: one that fits, and that the requests need at most.
    let report = StartReport::of(&deployment(tensor));
    if report.start != Start::Starts {
        let most = report.longest_that_fits.unwrap_or(0.0) * 0.9;
        let wanted = (4.0 * tokens).max(8192.0).min(most).max(tokens);
        let context = (wanted / 1024.0).ceil() * 1024.0;
        put(&mut fleet, Field::MaxContextTokens, Some(context.min(f64::from(model.max_context))));
    }
    put(&mut fleet, Field::TensorParallel, Some(f64::from(tensor)));
    fleet
}
