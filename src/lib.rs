//! What will this AI feature cost, and will it be fast enough?
//!
//! A product that answers with a large language model pays for every token, and its users wait for every token. This
//! crate computes both from a description of the product. It is a pure library: the same input gives the same result,
//! with no clock, no network, no locale and no hidden randomness. The custom element `<inference-estimator>`
//! (feature `web`), the npm package for scripts (feature `headless`) and the command line (feature `cli`) are built on it.
//!
//! # What a scenario is
//!
//! A [`Scenario`](scenario::Scenario) describes a product: how many people use it (its *audience*), what they pay (its
//! *plan*), and its *features*. A [`Feature`](scenario::Feature) has
//! - a *workload*: how many tokens go into a call of the model and how many come out;
//! - *traffic*: which share of the users use it, how often a day, on how many days a month;
//! - *serving*: who answers. A hosted model or a mix of several, GPUs of your own that run an open-weight model, or a
//!   price for each request that you already know;
//! - *levers*: what saves money, such as prompt caching, batch processing or routing to a smaller model;
//! - a *target*: how long users may wait, for example 2 s to the first token at p95.
//!
//! A scenario is always valid: every number has a unit and a range ([`units`]), and what is outside is an error with the
//! field's name. It is read from JSON ([`Scenario::from_json`](scenario::Scenario::from_json)) or from a share link
//! ([`share::decode`]), or is made from a [`Preset`](scenario::Preset).
//!
//! # A request, priced by hand
//!
//! The simplest feature: 100,000 people ask five times a day, on 30 days a month. A question has 1,000 input tokens and
//! its answer 400 output tokens. Claude Haiku 4.5 costs $1 for a million input tokens and $5 for a million output
//! tokens. So a request costs 1,000 × $1 ÷ 1,000,000 + 400 × $5 ÷ 1,000,000 = $0.003. There are 500,000 requests a day,
//! which cost $1,500; a month costs $45,000. [`estimate::estimate`] finds the same:
//!
//! ```
//! use inference_estimator::catalogue::Catalogue;
//! use inference_estimator::estimate::{Cost, estimate};
//! use inference_estimator::scenario::Preset;
//! use inference_estimator::units::{Count, Tokens, Usd, UsdPerMtok};
//!
//! // By hand. Units meet only where that means something: a rate times tokens is money.
//! let input = UsdPerMtok::new(1.0)? * Tokens::new(1000.0)?;
//! let output = UsdPerMtok::new(5.0)? * Tokens::new(400.0)?;
//! let request = input + output;
//! let day = request * (Count::new(100_000.0)? * Count::new(5.0)?);
//! let month = day * Count::new(30.0)?;
//! assert!((month.get() - 45_000.0).abs() < 1e-6);
//!
//! // By the library, with the prices of that day.
//! let catalogue = Catalogue::shipped()?;
//! let scenario = Preset::Glossary.scenario("2026-11-23".parse()?);
//! let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
//! let found = estimate(&scenario, &catalogue)?;
//! assert_eq!(found.total.cost.month, Cost::Known(Usd::new(45_000.0)?));
//!
//! // The arithmetic is part of the result, step by step.
//! let feature = found.features.first().ok_or("one feature")?;
//! assert!(!feature.steps.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What an estimate says
//!
//! - **Cost**: per request, day, month, year and user, and the change that each lever makes ([`estimate::Waterfall`]).
//!   A [`Cost`](estimate::Cost) is known, a lower bound, or not known. It is never $0 because a price is missing.
//! - **Waiting time**: time to first token and time to the whole answer at any percentile ([`estimate::latency`]), with
//!   the source of the figures. A class of models stands in where a model was not measured, and says so.
//! - **GPUs of your own**: whether the model fits, how many copies the busiest hour takes, what they cost, and from which
//!   volume on they are cheaper than a hosted model ([`estimate::self_hosted`]).
//! - **Comparison**: every priced model in place of today's ([`estimate::compare()`]).
//! - **Uncertainty**: the range of a month over seeded draws ([`estimate::likely`]), and what each input does to it.
//!
//! # What the model leaves out
//!
//! - Quality. Whether a cheaper model answers well enough is for an evaluation on your own data to say.
//! - Discounts that a provider grants you, free tiers, provisioned throughput, fine-tuning, storage of caches, taxes,
//!   currencies other than the US dollar.
//! - For hosted models: the state of the provider today. Waiting times are from a sample of past probes, or of a class.
//! - For your own GPUs: engines and devices that nobody measured have the constants of their kind, and wide bands
//!   (`docs/serving-model.md` has the errors); networks, storage and staff count only where they are typed in.
//! - Tools and searches have their fees; the tokens that their results add belong to the workload, and are yours to set.
//!
//! `docs/data.md` names every source, `docs/business.md` the formulas of levers, plans and growth, `docs/links.md` the
//! form of share links, `DESIGN.md` the reasons behind all of it.
//!
//! # Where to start
//!
//! The folder `examples/` has five short programs: price a request, estimate a link, compare models, find the volume from
//! which GPUs of your own are cheaper, and write a share link.
//!
//! Modules depend on each other in one direction: `units ← catalogue ← scenario ← estimate ← {format, chart}`;
//! `share → scenario`.

pub mod bill;
pub mod catalogue;
pub mod chart;
pub mod estimate;
pub mod format;
#[cfg(all(feature = "headless", target_arch = "wasm32"))]
pub mod headless;
pub mod scenario;
pub mod share;
pub mod tokens;
pub mod units;
pub mod usage;
#[cfg(feature = "web")]
pub mod web;
