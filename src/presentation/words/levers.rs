//! Savings in words: the name of each lever, the settings that it has, why it cannot be used, and what it asks in
//! exchange.

use super::fields::field_words;
use crate::estimate::{Blocked, Exchange, LeverRow};
use crate::format::{Locale, Timed, count, exact, field_text, share, time, usd};
use crate::scenario::{Feature, Field, Lever};

/// The name of a lever.
#[must_use]
pub const fn lever_name(lever: Lever) -> &'static str {
    match lever {
        Lever::AnswerCache => "Answer a repeated question once",
        Lever::PromptCache => "Reuse the repeated prompt",
        Lever::Batching => "Run in batches",
        Lever::Routing => "Send easy questions to a cheaper model",
        Lever::Distillation => "Train a small model on the large one\u{2019}s responses",
        Lever::Quantization => "Store the weights in fewer bits",
        Lever::ShorterText => "Shorter prompts and responses",
    }
}

/// The term of the field for a lever.
#[must_use]
pub const fn lever_term(lever: Lever) -> &'static str {
    match lever {
        Lever::AnswerCache => "response cache",
        Lever::PromptCache => "prompt caching",
        Lever::Batching => "batch API",
        Lever::Routing => "model routing",
        Lever::Distillation => "distillation",
        Lever::Quantization => "quantization",
        Lever::ShorterText => "fewer tokens",
    }
}

/// The settings of a lever.
#[must_use]
pub const fn lever_fields(lever: Lever) -> &'static [Field] {
    match lever {
        Lever::AnswerCache => &[
            Field::AnswerHitShare,
            Field::ExactShare,
            Field::WrongHitShare,
            Field::LookupUsd,
            Field::AnswerHitMs,
        ],
        Lever::PromptCache => &[Field::PrefixHitShare, Field::DistinctPrefixes],
        Lever::Batching => &[Field::WaitingShare, Field::TurnaroundHours],
        Lever::Routing => &[Field::EasyShare, Field::EscalationShare, Field::RouterUsd, Field::RouterMs],
        Lever::Distillation => &[Field::SmallModelShare, Field::TrainingUsd],
        Lever::Quantization => &[],
        Lever::ShorterText => &[Field::InputCut, Field::OutputCut],
    }
}

/// Why a lever cannot be used, and what to do where something can be done.
#[must_use]
pub const fn refusal(why: Blocked) -> &'static str {
    match why {
        Blocked::NoModelChosen => "It needs a second model: switch it on and choose one.",
        Blocked::NoPrefix => {
            "No part of the prompt repeats. Set \u{201c}Repeated prompt\u{201d} if some of it does."
        }
        Blocked::NotHosted => "Only for hosted models that are billed by the token; this feature has none.",
        Blocked::NotOwnGpus => "Only for models on self-hosted GPUs; this feature has none.",
        Blocked::OwnGpusBatch => {
            "Self-hosted GPUs batch by themselves: see \u{201c}Max concurrent sequences\u{201d} in the form."
        }
        Blocked::PriceNotKnown => "A price that it needs is not known.",
        Blocked::CannotWait => "A user waits for the response: the feature has a target.",
        Blocked::NoBatchPrice => "No model in use has a batch price.",
        Blocked::PrefixTooShort => "The repeated prompt is shorter than the provider caches.",
        Blocked::NoCachePrice => "No model in use has a lower price for cached tokens.",
        Blocked::AlreadyCounted => "It is counted already.",
    }
}

/// "In exchange: results come within 24 hours, for 9,000 calls a month."
#[must_use]
pub fn exchange(exchange: &Exchange, locale: Locale) -> String {
    let mut text = "In exchange: ".to_owned();
    let mut say = |part: &str| text.push_str(part);
    match exchange {
        Exchange::AnswerCache { from_store, wrong, hit } => {
            say(&count(from_store.get(), locale));
            say(" responses a month come from the cache, in ");
            say(&time(*hit, Timed::Token, locale));
            say(", and may be out of date. ");
            match wrong {
                Some(wrong) => {
                    say(&count(wrong.get(), locale));
                    say(" of them would be wrong for the question.");
                }
                None => say("How many would be wrong is not known."),
            }
        }
        Exchange::PromptCache { hit_share, from_traffic } => {
            say("nothing. ");
            say(&share(*hit_share, locale));
            say(if *from_traffic { " cache hits at this traffic." } else { " cache hits, as you set it." });
        }
        Exchange::Batching { waiting, turnaround_hours, misses_target } => {
            say(&count(waiting.get(), locale));
            say(" calls a month wait, for up to ");
            say(&exact(turnaround_hours.get(), locale));
            say(super::noun(turnaround_hours.get(), " hour.", " hours."));
            if *misses_target {
                say(" More of them wait than the target allows.");
            }
        }
        Exchange::Routing { router, escalated } => {
            say("a router that decides in ");
            say(&time(*router, Timed::Token, locale));
            say("; ");
            say(&count(escalated.get(), locale));
            say(" calls a month are paid twice. Response quality is not estimated.");
        }
        Exchange::Distillation { training, months_to_pay_back } => {
            match training {
                Some(training) => {
                    say(&usd(*training, locale));
                    say(" once");
                }
                None => say("training, whose cost is not set and so not counted"),
            }
            if let Some(months) = months_to_pay_back {
                say(", paid back in ");
                let shown = count(months.get(), locale);
                say(&super::counted(months.get(), &shown, "month", "months"));
            }
            say(". Response quality is not estimated.");
        }
        Exchange::Quantization => say("responses that differ a little; by how much is not estimated."),
        Exchange::ShorterText => say("responses that say less; what is lost is not estimated."),
    }
    text
}

/// " Assumed: Easy questions 70%.", where a saving depends on settings that nobody has changed.
#[must_use]
pub fn assumed(row: &LeverRow, feature: &Feature, locale: Locale) -> String {
    let one = |field: &Field| {
        let unit = field.spec().unit;
        let value = feature.value(*field).map_or_else(String::new, |value| field_text(value, unit, locale));
        let sign = if unit.is_percent() { "%" } else { "" };
        [field_words(*field).label, " ", &value, sign].concat()
    };
    let names: Vec<String> = row.assumed.iter().map(one).collect();
    if names.is_empty() { String::new() } else { [" Assumed: ", &names.join(", "), "."].concat() }
}
