//! One copy of a fleet as the queueing model sees it, the user's own measurements taken in.

use super::demand::Asked;
use super::resolve::Resolved;
use crate::estimate::self_hosted::queueing::{
    Disaggregated, Limits, Server, Speculation, Spread, Start, Transfer, UserLoad,
};
use crate::estimate::self_hosted::serving::batching::{ClosedLoop, MeanLengths, closed_loop};
use crate::estimate::self_hosted::serving::calibration::calibrate;
use crate::estimate::self_hosted::serving::deployment::Deployment;
use crate::estimate::self_hosted::serving::fitted::FITTED;
use crate::estimate::self_hosted::serving::memory::Memory;
use crate::estimate::self_hosted::serving::step_model::{Calibration, StepModel};
use crate::scenario::{Fleet, Measurement};
use crate::units::{Count, Millis, Share, Tokens, Within};

/// Share of the cache that the engine keeps free when it lets a prompt in.
const WATERMARK: f64 = 0.01;

/// One copy.
pub(super) struct OneCopy {
    pub memory: Memory,
    pub step: StepModel,
    limits: Limits,
    speculation: Option<Speculation>,
    overhead: Millis,
    transfer_ms_per_token: f64,
}

impl OneCopy {
    pub(super) fn new(resolved: &Resolved<'_>, asked: &Asked) -> Self {
        let deployment = resolved.deployment();
        let memory = Memory::of(&deployment);
        let conversation = asked.conversation();
        let mut step = StepModel::new(&deployment, &FITTED, conversation);
        let fleet = resolved.fleet;
        let size = &fleet.size;
        let limits = Limits {
            max_batch: Count::saturating(f64::from(deployment.max_sequences)),
            step_tokens: Count::saturating(f64::from(deployment.step_tokens) * memory.data_groups),
            kv_tokens: Tokens::saturating(memory.kv_tokens(conversation)),
            watermark: Share::saturating(WATERMARK),
        };
        if !fleet.measurements.is_empty() {
            step.calibration = calibration(&deployment, limits, &memory, fleet);
        }
        let drafts = size.draft_tokens().get() as u32;
        let bytes = memory.footprint.mean_bytes_per_token(conversation);
        Self {
            limits,
            speculation: (drafts > 0).then(|| Speculation {
                draft_tokens: drafts,
                acceptance: size.draft_acceptance(),
                draft_cost: size.draft_cost(),
            }),
            overhead: Millis::saturating(step.base.request_us * 1e-3 + asked.network.get()),
            // Each GPU sends its own part.
            transfer_ms_per_token: bytes / (size.transfer_gb_per_s().get() * 1e6),
            memory,
            step,
        }
    }

    pub(super) fn server(&self) -> Server<'_> {
        let Self { step, limits, speculation, overhead, .. } = self;
        Server { step, limits: *limits, speculation: *speculation, overhead: *overhead }
    }

    /// `prefill` copies for prompts, and `decode` others for answers.
    pub(super) fn disaggregated(&self, prefill: u32, decode: u32) -> Disaggregated<'_> {
        let transfer =
            Transfer { fixed: Millis::ZERO, per_token: Millis::saturating(self.transfer_ms_per_token) };
        Disaggregated {
            prefill: self.server(),
            prefill_copies: prefill,
            decode: self.server(),
            decode_copies: decode,
            transfer,
        }
    }

    /// How long keys and values of a prompt of `tokens` take to the copy that answers.
    pub(super) fn transfer_ms(&self, tokens: f64) -> f64 {
        self.transfer_ms_per_token * tokens
    }
}

/// Which figure of a measurement.
#[derive(Clone, Copy)]
enum Seen {
    Ttft,
    Tpot,
    Throughput,
}

/// Requests of each user that a simulated measurement counts.
const REQUESTS_PER_USER: u32 = 4;
/// Most users of a simulated measurement; more wait in the same way.
const MOST_USERS: f64 = 256.0;

/// The factors with which the model is closest to what the user measured on one replica.
///
/// First tokens are simulated as benchmark programs make them: equal lengths, all users at once. Times per token are
/// closed forms on the same step times.
fn calibration(deployment: &Deployment<'_>, limits: Limits, memory: &Memory, fleet: &Fleet) -> Calibration {
    let (mut figures, mut seen) = (Vec::new(), Vec::new());
    for measurement in &fleet.measurements {
        let mut add = |figure: Seen, value: Option<f64>| {
            if let Some(value) = value {
                figures.push((measurement, figure));
                seen.push(value);
            }
        };
        add(Seen::Ttft, measurement.measured_ttft_ms().map(Millis::get));
        add(Seen::Tpot, measurement.measured_tpot_ms().map(Millis::get));
        add(Seen::Throughput, measurement.measured_tokens_per_sec().map(crate::units::TokensPerSec::get));
    }
    let models: Vec<StepModel> = figures
        .iter()
        .map(|(measurement, _)| StepModel::new(deployment, &FITTED, lengths(measurement).mean_context()))
        .collect();
    calibrate(&seen, |calibration, index| {
        let (Some((measurement, figure)), Some(step)) = (figures.get(index), models.get(index)) else {
            return f64::NAN;
        };
        let mut step = *step;
        step.calibration = *calibration;
        let lengths = lengths(measurement);
        let users = measurement.measured_users().get();
        let served = |step: &StepModel| {
            closed_loop(step, memory, &ClosedLoop { users, lengths, max_sequences: deployment.max_sequences })
        };
        match figure {
            Seen::Tpot => served(&step).tpot_ms,
            Seen::Throughput => served(&step).output_tokens_per_s,
            Seen::Ttft => {
                let users = users.within(1.0, MOST_USERS).round() as u32;
                let overhead = Millis::saturating(step.base.request_us * 1e-3);
                let server = Server { step: &step, limits, speculation: None, overhead };
                let load = UserLoad {
                    users,
                    requests: REQUESTS_PER_USER * users,
                    input: Tokens::saturating(lengths.input),
                    output: Tokens::saturating(lengths.output),
                    input_spread: Spread::Equal,
                    output_spread: Spread::Equal,
                    start: Start::Together,
                };
                server.serve_users(&load, 1).map_or(f64::NAN, |report| report.ttft.median.get())
            }
        }
    })
}

fn lengths(measurement: &Measurement) -> MeanLengths {
    MeanLengths {
        input: measurement.measured_input_tokens().get(),
        output: measurement.measured_output_tokens().get(),
    }
}
