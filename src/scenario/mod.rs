//! What the user means: features, their workload and traffic, and who answers. Always plain values, never text as typed.
//!
//! The numbers live in field groups ([`Workload`], [`Traffic`], …) whose fields are declared once in `fields.rs`
//! with unit, range, default and link number; parser, form, JSON, links, messages and property tests read that table.

mod check;
mod choices;
mod feature;
mod field;
mod fields;
mod fleet;
mod fleet_config;
mod hosting;
mod hours;
pub mod json;
mod levers;
mod mix;
mod name;
mod presets;
mod serving;
mod slo;

pub use check::{FieldError, FieldErrors, Problem, Subject};
pub use choices::Choice;
pub use feature::{
    BillingPeriod, CacheTtl, Feature, MAX_FEATURES, MAX_TIERS, PlanTier, ReasoningCount, ReasoningEffort,
    Scenario, TaskKind,
};
pub use field::{FieldGroup, FieldPath, FieldSpec, FieldUnit, Place};
pub use fields::{
    AnswerCache, Audience, Batching, CustomPrices, Distillation, Field, FleetSize, GpuFigures, Growth,
    Latency, Measurement, ModelFigures, Plan, PromptCache, RateLimits, Routing, ShorterText, Spread, Terms,
    Tier, Traffic, Workload,
};
pub use fleet::{Commitment, Fleet, FleetScaling, GpuChoice, MAX_MEASUREMENTS, OpenModelChoice};
pub use hosting::{DataResidency, HostedOptions, ImageDetail, ImageTokens, PromptCaching, SearchContextSize};
pub use hours::{Days, HourProfile, HourShares};
pub use levers::{Lever, LeverSet, Levers};
pub use name::Name;
pub use presets::Preset;
pub use serving::{HostedModelChoice, Leg, ModelRef, Processing, Route, Serving};
pub use slo::{Slo, SloMetric, Target};
