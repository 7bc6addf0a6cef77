//! Which constants are fitted at which level, and how far each may lie from where the fit begins.

use super::fitting::Stage;
use inference_estimator::catalogue::gpu::GpuFamily;
use inference_estimator::catalogue::precision::Engine;
use inference_estimator::estimate::self_hosted::serving::constants::{Adjustment, Base, Constants, Knob};
use std::collections::BTreeSet;

/// The scope of a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    pub family: Option<GpuFamily>,
    pub engine: Option<Engine>,
    pub old: bool,
}

impl Level {
    pub fn concerns(self, family: GpuFamily, engine: Engine, old: bool) -> bool {
        self.family.is_none_or(|of| of == family)
            && self.engine.is_none_or(|of| of == engine)
            && (old || !self.old)
    }
}

pub fn concerns(adjustment: &Adjustment, family: GpuFamily, engine: Engine, old: bool) -> bool {
    Level { family: adjustment.family, engine: adjustment.engine, old: adjustment.old }
        .concerns(family, engine, old)
}

/// What a parameter is; its value is the log of a factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// On the base value of this number.
    Base(usize),
    /// On what a knob moves, in a scope.
    Factor(Knob, Level),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    pub place: Place,
    pub sigma: f64,
}

/// Base values that a stage may move.
pub fn fields(stage: Stage) -> Vec<usize> {
    let of_requests = ["request_us", "prompt_step_us"];
    let all = Base::NAMES.iter().enumerate();
    match stage {
        Stage::Steps => all.map(|(place, _)| place).collect(),
        Stage::Requests => {
            all.filter(|(_, name)| of_requests.contains(name)).map(|(place, _)| place).collect()
        }
    }
}

/// How far a base value may lie from where the fit begins, as the deviation of its logarithm.
fn base_sigma(name: &str) -> f64 {
    match name {
        "linear16" | "linear8" | "memory" | "kv_read" | "latent_read" => 0.08,
        "linear4" | "prefill_attention" | "link" | "memory8" | "memory4" => 0.12,
        "unpack8" | "unpack4" | "expert16" | "expert8" | "expert4" | "expert_unpack" => 0.15,
        "expert_compute" | "expert_spread" | "overlap" => 0.2,
        "age_overhead" | "age_efficiency" => 0.4,
        _ => 0.3,
    }
}

/// Deviations of the log of a knob's factors: by family, by engine, by both, and of engines of 2024 and before by
/// engine and by both.
struct Sigmas(f64, f64, f64, f64, f64);

const fn sigmas(knob: Knob) -> Sigmas {
    match knob {
        Knob::Linear16 | Knob::Linear8 => Sigmas(0.1, 0.0, 0.0, 0.0, 0.0),
        Knob::Linear4 => Sigmas(0.12, 0.0, 0.0, 0.0, 0.0),
        Knob::Products => Sigmas(0.0, 0.08, 0.08, 0.15, 0.15),
        Knob::Unpack8 | Knob::Unpack4 => Sigmas(0.12, 0.12, 0.0, 0.0, 0.0),
        Knob::Memory => Sigmas(0.08, 0.06, 0.08, 0.12, 0.12),
        Knob::Memory8 | Knob::Memory4 => Sigmas(0.08, 0.08, 0.0, 0.0, 0.0),
        Knob::CacheRead => Sigmas(0.12, 0.1, 0.08, 0.0, 0.0),
        Knob::PromptAttention => Sigmas(0.15, 0.12, 0.0, 0.0, 0.0),
        Knob::Link => Sigmas(0.15, 0.0, 0.0, 0.0, 0.0),
        Knob::Collective => Sigmas(0.2, 0.2, 0.12, 0.0, 0.0),
        Knob::Overhead => Sigmas(0.15, 0.2, 0.15, 0.3, 0.2),
        Knob::ExpertOverhead => Sigmas(0.12, 0.15, 0.0, 0.0, 0.0),
        Knob::ExpertRead => Sigmas(0.1, 0.12, 0.1, 0.0, 0.0),
        Knob::Expert4Read => Sigmas(0.12, 0.12, 0.0, 0.0, 0.0),
        Knob::ExpertCompute => Sigmas(0.12, 0.15, 0.1, 0.0, 0.0),
        Knob::Sequence => Sigmas(0.0, 0.25, 0.0, 0.0, 0.0),
        Knob::Eager => Sigmas(0.1, 0.2, 0.0, 0.0, 0.0),
        Knob::Interference => Sigmas(0.0, 0.15, 0.0, 0.0, 0.0),
        Knob::Request => Sigmas(0.1, 0.3, 0.0, 0.0, 0.0),
        Knob::PromptStep => Sigmas(0.1, 0.3, 0.0, 0.0, 0.0),
    }
}

/// The parameters of a stage for the kinds of deployments that occur.
pub fn parameters(scopes: &BTreeSet<(u8, u8, bool)>, stage: Stage) -> Vec<Parameter> {
    let fields = fields(stage);
    let mut list: Vec<Parameter> = fields
        .iter()
        .map(|place| Parameter { place: Place::Base(*place), sigma: base_sigma(Base::NAMES[*place]) })
        .collect();
    let mut levels: Vec<(Level, usize)> = Vec::new();
    let mut insert = |level: Level, kind: usize| {
        if !levels.contains(&(level, kind)) {
            levels.push((level, kind));
        }
    };
    for &(family, engine, old) in scopes {
        let family = GpuFamily::ALL.into_iter().find(|f| *f as u8 == family);
        let engine = Engine::ALL.into_iter().find(|e| *e as u8 == engine);
        insert(Level { family, engine: None, old: false }, 0);
        insert(Level { family: None, engine, old: false }, 1);
        insert(Level { family, engine, old: false }, 2);
        if old {
            insert(Level { family: None, engine, old }, 3);
            insert(Level { family, engine, old }, 4);
        }
    }
    for knob in Knob::ALL {
        let moved = moved_fields(knob);
        if !moved.iter().any(|field| fields.contains(field)) {
            continue;
        }
        let Sigmas(family, engine, both, old, old_both) = sigmas(knob);
        for (level, kind) in &levels {
            let mut sigma = [family, engine, both, old, old_both][*kind];
            if level.engine == Some(Engine::LlamaCpp) && *kind == 1 {
                // Another lineage of kernels: nothing measured on servers says how fast they are.
                sigma *= 3.0;
            }
            if sigma > 0.0 {
                list.push(Parameter { place: Place::Factor(knob, *level), sigma });
            }
        }
    }
    list
}

/// Base values that a knob moves.
fn moved_fields(knob: Knob) -> Vec<usize> {
    let before = Constants::PRIOR.base;
    let mut after = before;
    knob.apply(&mut after, 2.0);
    let pairs = before.values().into_iter().zip(after.values()).enumerate();
    pairs.filter(|(_, (before, after))| (after - before).abs() > 0.0).map(|(place, _)| place).collect()
}

/// The parameters that concern a kind of deployment, and the base values that each moves.
pub fn movers(parameters: &[Parameter], scope: (u8, u8, bool)) -> Vec<(usize, Vec<usize>)> {
    let family = GpuFamily::ALL.into_iter().find(|f| *f as u8 == scope.0);
    let engine = Engine::ALL.into_iter().find(|e| *e as u8 == scope.1);
    let (Some(family), Some(engine)) = (family, engine) else { return Vec::new() };
    let moved = |parameter: &Parameter| match parameter.place {
        Place::Base(field) => Some(vec![field]),
        Place::Factor(knob, level) => level.concerns(family, engine, scope.2).then(|| moved_fields(knob)),
    };
    parameters.iter().enumerate().filter_map(|(place, p)| Some((place, moved(p)?))).collect()
}
