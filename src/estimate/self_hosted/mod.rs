//! A feature on self-hosted GPUs: whether the model fits, how fast it answers at the peak, how many copies it takes, and what
//! that costs.
//!
//! [`FleetEstimate::new`] is made of closed forms and is part of every estimate; [`simulate`], [`FleetSearch`] and
//! [`break_even`] take longer and are for a face to call between frames.

mod calculation;
mod copy;
mod demand;
mod first_fleet;
pub mod fleet;
pub mod queueing;
mod refusal;
mod resolve;
mod search;
mod serve;
pub mod serving;
mod simulated;
pub mod step_time;
mod twin;

use crate::catalogue::Catalogue;
use crate::catalogue::gpu::Checked;
use crate::estimate::cost::Cost;
use crate::estimate::cost::levers::Applied;
use crate::estimate::cost::volume::Volume;
use crate::estimate::latency::Ladder;
use crate::estimate::latency::goodput::Assessment;
use crate::estimate::self_hosted::fleet::{Demand, FleetCost, GpuHourPrice, HOURS_PER_MONTH, cost};
use crate::estimate::self_hosted::serving::accuracy::{Band, Beyond};
use crate::estimate::self_hosted::serving::deployment::Deployment;
use crate::estimate::self_hosted::serving::memory::Memory;
use crate::estimate::self_hosted::serving::remedies::{Remedy, remedies};
use crate::estimate::self_hosted::serving::start::{Start, StartReport};
use crate::scenario::{Fleet, Name};
use crate::units::{Bytes, Count, Gpus, RequestsPerSec, Share, Tokens, TokensPerSec, Usd, UsdPerMtok};
use copy::OneCopy;
use demand::{Asked, policy};
use refusal::refusal;
use resolve::Resolved;
use serve::serve;

pub(in crate::estimate) use calculation::fleet_estimate;

pub use calculation::register;
pub use first_fleet::{conversation_tokens, first_fleet};
pub use refusal::Refusal;
pub use resolve::{FleetProblem, GpuPriceSource};
pub use search::{FleetPoint, FleetSearch, break_even, precisions, search_space, simulate, usual_fleet};
pub use simulated::{ClosedForms, SimulatedRun};
pub use twin::hosted_twins;

/// The memory of one GPU of a copy, and what fits.
#[derive(Debug, Clone, PartialEq)]
pub struct FleetMemory {
    /// All that a process can allocate.
    pub gpu: Bytes,
    /// Weights.
    pub weights: Bytes,
    /// Peak of the activations of a full step.
    pub activations: Bytes,
    /// Runtime, graphs and communication buffers.
    pub reserve: Bytes,
    /// What the engine is set to leave free.
    pub kept_free: Bytes,
    /// Left for the KV cache; none when it does not fit.
    pub cache: Bytes,
    /// What one conversation keeps.
    pub per_conversation: Bytes,
    /// Tokens of that conversation: a mean prompt and its answer.
    pub conversation_tokens: Tokens,
    /// Such conversations that one copy, of all its GPUs, holds at once.
    pub conversations: Count,
    /// Missing for one such conversation; none when it fits.
    pub missing: Bytes,
    /// Single changes, each enough by itself, that would make it start and fit; none when it does.
    pub remedies: Vec<Remedy>,
}

/// Whether the engine starts, with its figures for one GPU.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FleetStart {
    /// The verdict.
    pub verdict: Start,
    /// Longest context that the engine is asked for: the one that is set, or the model's.
    pub asked: Tokens,
    /// Cache that the engine must have for it.
    pub needed: Bytes,
    /// Cache that is left; none where not even weights and a step fit.
    pub left: Bytes,
    /// What is missing; none where it fits.
    pub short: Bytes,
    /// How far `left` may be off.
    pub margin: Bytes,
    /// Longest context that fits; nothing where none does.
    pub longest_that_fits: Option<Tokens>,
}

/// How many copies and GPUs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FleetCount {
    /// Copies in the busiest hour that answer, spare ones apart.
    pub copies: u32,
    /// Copies that only compute prompts.
    pub prefill_copies: u32,
    /// Spare copies.
    pub spare_copies: u32,
    /// GPUs of all copies in the busiest hour.
    pub gpus: Gpus,
    /// GPU hours in a month of 730.
    pub gpu_hours: Count,
}

/// How far the shown times may be off; see [`Band`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FleetBands {
    /// Of the time to first token.
    pub ttft: Band,
    /// Of the time per further token.
    pub tpot: Band,
    /// Of the whole answer.
    pub e2e_latency: Band,
}

/// Why no number of copies keeps a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutOfReach {
    /// An idle copy misses it.
    EvenIdle,
    /// A copy keeps it only while it has less than a tenth of the load that it could take.
    UnlessNearlyIdle,
}

/// How one copy serves its part of the busiest hour: by closed forms, or by a simulation ([`FleetService::simulated`]).
#[derive(Debug, Clone, PartialEq)]
pub struct FleetService {
    /// Time to the first token of the visible answer of a request, the network included.
    pub ttft: Ladder,
    /// Time per token after the first.
    pub tpot: Ladder,
    /// Time to the last token of a request.
    pub e2e_latency: Ladder,
    /// How far they may be off.
    pub bands: FleetBands,
    /// The feature's target held against them; nothing where it has none.
    pub assessment: Option<Assessment>,
    /// Load of a copy in the busiest hour as a share of the most that it sustains.
    pub utilisation_at_peak: Share,
    /// The same over the month; the rest of the time is paid and idle.
    pub utilisation_mean: Share,
    /// Requests a second that one copy sustains.
    pub sustainable: RequestsPerSec,
    /// Answer tokens a second that one copy then gives.
    pub output_tokens_per_sec: TokensPerSec,
    /// Requests inside one copy in the busiest hour.
    pub mean_batch: Count,
    /// Share of the engine's time that goes to prompts; the rest goes to answers.
    pub prompt_share: Share,
    /// Fewest copies that keep the target in the busiest hour, where the number of copies was given.
    pub fewest_copies: Option<u32>,
    /// Why more copies would not keep the target; nothing where so many do, or there is none.
    pub out_of_reach: Option<OutOfReach>,
    /// What lies outside the range of the measurements behind the model: there it extrapolates.
    pub extrapolated: Vec<Beyond>,
    /// The closed forms of the times, also where those that are shown were simulated.
    pub closed: ClosedForms,
    /// The simulated run behind the times; nothing where they are closed forms.
    pub run: Option<SimulatedRun>,
}

/// What becomes of the load.
#[derive(Debug, Clone, PartialEq)]
pub enum FleetOutcome {
    /// The engine does not start, or not even one conversation fits into the memory.
    DoesNotFit,
    /// The engine refuses the deployment or the requests.
    Refused(Refusal),
    /// Requests come faster than the copies answer them: the wait grows without end.
    Overloaded {
        /// Requests a second that one copy sustains.
        sustainable: RequestsPerSec,
        /// Copies that it takes; nothing where 4,096 are too few.
        copies_needed: Option<u32>,
    },
    /// There is a steady state.
    Steady(Box<FleetService>),
}

/// A feature on self-hosted GPUs.
#[derive(Debug, Clone, PartialEq)]
pub struct FleetEstimate {
    /// The model's name for people.
    pub model: Name,
    /// The device's name for people.
    pub gpu: Name,
    /// Whether the catalogue's figures of both were checked, or typed in by the user.
    pub checked: bool,
    /// Whether the user's own measurements were taken in.
    pub calibrated: bool,
    /// GPUs of one copy.
    pub gpus_per_copy: Gpus,
    /// What fits.
    pub memory: FleetMemory,
    /// Whether the engine starts.
    pub start: FleetStart,
    /// Calls of the model a second in the busiest hour.
    pub peak: RequestsPerSec,
    /// Calls of the model a second over all hours of a month.
    pub mean: RequestsPerSec,
    /// Copies and GPUs; nothing where no number of them serves the load.
    pub size: Option<FleetCount>,
    /// What becomes of the load.
    pub outcome: FleetOutcome,
    /// What a GPU hour costs, and where that is from; nothing where it is not known.
    pub price: Option<(GpuHourPrice, GpuPriceSource)>,
    /// Staff a month; nothing where none is set, and then none is counted.
    pub staff: Option<Usd>,
    /// GPUs and staff a month; not known without a price.
    pub month: Cost,
    /// The GPUs' cost for each call and each million tokens, input and output told apart; staff is not in it.
    pub token_cost: Option<FleetCost>,
    /// A million tokens, prompt and answer alike, on a copy that is kept full: at the load that it sustains, without idle
    /// time, spare copies and staff. Nothing without a price or a steady state.
    pub per_mtok_kept_full: Option<UsdPerMtok>,
}

impl FleetEstimate {
    /// The estimate of `fleet` for a feature under its levers.
    ///
    /// # Errors
    /// [`FleetProblem`] where the catalogue holds no such model or device.
    pub fn new(
        fleet: &Fleet,
        applied: &Applied,
        volume: &Volume,
        catalogue: &Catalogue,
    ) -> Result<Self, FleetProblem> {
        let resolved = Resolved::new(fleet, catalogue)?;
        let asked = Asked::new(applied, volume, fleet, f64::from(resolved.model.max_context));
        let copy = OneCopy::new(&resolved, &asked);
        let memory = FleetMemory::new(&resolved, &copy.memory, asked.conversation());
        let deployment = resolved.deployment();
        let start = FleetStart::new(&deployment);
        let served = match refusal(&resolved, &deployment, asked.conversation()) {
            Some(refusal) => Err(FleetOutcome::Refused(refusal)),
            None if start.verdict == Start::DoesNotStart => Err(FleetOutcome::DoesNotFit),
            None => serve(&resolved, &asked, &copy, applied.feature.slo),
        };
        let (sized, outcome) = match served {
            Ok((size, count, service, _)) => (Some((size, count)), FleetOutcome::Steady(Box::new(service))),
            Err(outcome) => (None, outcome),
        };
        let count = sized.map(|(_, count)| count).or_else(|| given_count(&resolved, &outcome));
        let price = resolved.price();
        let gpu_usd = count.zip(price.as_ref());
        let gpu_usd = gpu_usd.map(|(count, (price, _))| price.rate.get() * count.gpu_hours.get());
        let staff = fleet.size.staff_usd_per_month();
        let month = gpu_usd.map_or(Cost::NotKnown, |usd| Cost::Known(Usd::saturating(usd)));
        let demand = Demand { load: asked.load, hours: &asked.hours };
        let token_cost = sized.zip(price.as_ref());
        let token_cost =
            token_cost.and_then(|((size, count), (price, _))| cost(*price, count.gpu_hours, &demand, &size));
        let per_mtok_kept_full = price.as_ref().and_then(|(price, _)| match &outcome {
            FleetOutcome::Steady(service) => {
                let tokens = asked.load.input.mean.get() + asked.load.output.mean.get();
                let copies = 1.0 + prompt_copies_each(count.as_ref());
                let hour = price.rate.get() * resolved.gpus_per_copy().get() * copies;
                let each = hour / (3600.0 * service.sustainable.get() * tokens);
                each.is_finite().then(|| UsdPerMtok::saturating(1e6 * each))
            }
            FleetOutcome::DoesNotFit | FleetOutcome::Refused(_) | FleetOutcome::Overloaded { .. } => None,
        });
        Ok(Self {
            model: Name::new(&resolved.model.hf_id),
            gpu: Name::new(&resolved.gpu.name),
            checked: resolved.model.checked != Checked::No && resolved.gpu.checked != Checked::No,
            calibrated: !fleet.measurements.is_empty(),
            gpus_per_copy: resolved.gpus_per_copy(),
            memory,
            start,
            peak: asked.load.arrivals.rate,
            mean: asked.mean,
            size: count,
            outcome,
            price,
            staff,
            month: staff.map_or(month, |staff| month.with_extra(staff)),
            token_cost,
            per_mtok_kept_full,
        })
    }
}

impl FleetEstimate {
    /// How one copy serves; nothing where there is no steady state.
    #[must_use]
    pub fn service(&self) -> Option<&FleetService> {
        match &self.outcome {
            FleetOutcome::Steady(service) => Some(service),
            FleetOutcome::DoesNotFit | FleetOutcome::Refused(_) | FleetOutcome::Overloaded { .. } => None,
        }
    }

    /// The target held against the times; nothing without a target or a steady state.
    #[must_use]
    pub fn assessment(&self) -> Option<Assessment> {
        self.service()?.assessment
    }
}

impl FleetMemory {
    fn new(resolved: &Resolved<'_>, memory: &Memory, tokens: f64) -> Self {
        let bytes = Bytes::saturating;
        let missing = memory.missing_bytes(tokens);
        let deployment = resolved.deployment();
        Self {
            gpu: bytes(memory.process),
            weights: bytes(memory.weights),
            activations: bytes(memory.activations),
            reserve: bytes(memory.reserve),
            kept_free: bytes(memory.process - memory.usable),
            cache: bytes(memory.cache),
            per_conversation: bytes(memory.footprint.bytes(tokens)),
            conversation_tokens: Tokens::saturating(tokens),
            conversations: Count::saturating(memory.conversations(tokens).floor()),
            missing: bytes(missing),
            remedies: remedies(&deployment, tokens),
        }
    }
}

/// Copies that only compute prompts, for each copy that answers.
fn prompt_copies_each(count: Option<&FleetCount>) -> f64 {
    count.map_or(0.0, |count| f64::from(count.prefill_copies) / f64::from(count.copies.max(1)))
}

impl FleetStart {
    fn new(deployment: &Deployment<'_>) -> Self {
        let StartReport { start, asked_tokens, needed, left, margin, longest_that_fits } =
            StartReport::of(deployment);
        Self {
            verdict: start,
            asked: Tokens::saturating(asked_tokens),
            needed: Bytes::saturating(needed),
            left: Bytes::saturating(left),
            short: Bytes::saturating((needed - left).max(0.0)),
            margin: Bytes::saturating(margin),
            longest_that_fits: longest_that_fits.map(Tokens::saturating),
        }
    }
}

/// Copies that were given, where the load is too much for them.
fn given_count(resolved: &Resolved<'_>, outcome: &FleetOutcome) -> Option<FleetCount> {
    let copies = match outcome {
        FleetOutcome::DoesNotFit | FleetOutcome::Refused(_) => return None,
        FleetOutcome::Overloaded { .. } => resolved.fleet.size.copies()?,
        FleetOutcome::Steady(_) => return None,
    };
    let policy = policy(resolved.fleet);
    let all = copies.get() + f64::from(policy.spare_copies) + resolved.fleet.size.prefill_copies().get();
    let gpus = all * resolved.gpus_per_copy().get();
    Some(FleetCount {
        copies: copies.get() as u32,
        prefill_copies: resolved.fleet.size.prefill_copies().get() as u32,
        spare_copies: policy.spare_copies,
        gpus: Gpus::saturating(gpus),
        gpu_hours: Count::saturating(gpus * HOURS_PER_MONTH),
    })
}
