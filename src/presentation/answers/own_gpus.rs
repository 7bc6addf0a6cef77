//! Self-hosted GPUs: what fits, and what it costs.

use super::fleet::{fleet, many};
use super::own_settings::price_kind;
use crate::catalogue::precision::WeightPrecision;
use crate::chart::{Chart, Fill, Frame, Part, Quantity, Role, StackedBar};
use crate::estimate::self_hosted::serving::remedies::Remedy;
use crate::estimate::self_hosted::{FleetEstimate, FleetOutcome, FleetProblem, OutOfReach};
use crate::format::{Cell, Column, Locale, Table, Timed, bytes, cost, count, exact, time, tokens, usd};
use crate::presentation::View;
use crate::presentation::words::start::start_words;
use crate::scenario::{Choice, Serving};
use crate::units::{Bytes, Usd, UsdPerMtok};

/// The name of a precision in the field's own terms.
#[must_use]
pub fn precision_name(weights: WeightPrecision) -> String {
    weights.name().to_ascii_uppercase()
}

/// What can be said of the GPUs of the feature that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Nothing: a model or a GPU is not known.
    Nothing,
    /// That the model does not fit.
    Misfit,
    /// That more arrives than they can serve.
    Overloaded,
    /// Everything.
    All,
}

/// What can be said of the GPUs of the feature that is open.
#[must_use]
pub fn known(view: &View) -> Known {
    match fleet(view).map(|own| &own.outcome) {
        None => Known::Nothing,
        Some(FleetOutcome::DoesNotFit | FleetOutcome::Refused(_)) => Known::Misfit,
        Some(FleetOutcome::Overloaded { .. }) => Known::Overloaded,
        Some(FleetOutcome::Steady(_)) => Known::All,
    }
}

/// What to do where nothing is known.
pub const CHOOSE_ANOTHER: &str = "Choose another from the list, or enter its figures.";

/// Why nothing is known.
#[must_use]
pub fn problem(view: &View) -> String {
    match view.costs().and_then(|feature| feature.own_gpus.as_ref()) {
        Some(Err(FleetProblem::NotLoaded)) => "Self-hosted GPUs are not loaded yet".to_owned(),
        Some(Err(FleetProblem::UnknownModel(name))) => {
            ["The model ", name.as_str(), " is not known here"].concat()
        }
        Some(Err(FleetProblem::UnknownGpu(name))) => {
            ["The GPU ", name.as_str(), " is not known here"].concat()
        }
        Some(Ok(_)) | None => String::new(),
    }
}

/// Conversations in a replica in the busiest hour.
fn at_once(own: &FleetEstimate) -> Option<f64> {
    own.service().map(|service| service.mean_batch.get())
}

/// The memory of one replica.
#[derive(Debug, Clone, PartialEq)]
pub struct Memory {
    /// "It fits, with room for 12 more conversations"
    pub heading: String,
    /// The parts of the chart.
    pub parts: Vec<Part>,
    /// The whole, in bytes.
    pub whole: f64,
    /// The chart in a sentence.
    pub name: String,
    /// How it comes about.
    pub line: String,
    /// What is said over the remedies; nothing where it fits.
    pub remedies_heading: Option<&'static str>,
    /// What would make it fit, each with the name of its button.
    pub remedies: Vec<(Remedy, String)>,
    /// Tokens of a conversation, which a remedy needs.
    pub conversation_tokens: f64,
}

impl Memory {
    /// The chart, `width` CSS pixels wide.
    #[must_use]
    pub fn draw(&self, width: f64, locale: Locale) -> Chart {
        let bar = StackedBar {
            parts: &self.parts,
            whole: Some(self.whole),
            quantity: Quantity::Count,
            column: Column::new("Of a replica\u{2019}s memory", "bytes"),
        };
        bar.draw(Frame::new(width, 62.0), locale)
    }
}

/// The memory of one replica; nothing where nothing is known.
#[must_use]
pub fn memory(view: &View) -> Option<Memory> {
    let (own, locale) = (fleet(view)?, view.locale);
    let memory = &own.memory;
    let gpus = own.gpus_per_copy.get();
    let whole = memory.gpu.get() * gpus;
    let size = bytes(Bytes::saturating(whole), locale);
    let misfit = !memory.remedies.is_empty() || memory.missing.get() > 0.0;
    let remedies = memory.remedies.iter().map(|remedy| (*remedy, remedy_words(*remedy, locale)));
    Some(Memory {
        heading: memory_heading(own, locale),
        parts: memory_parts(own, locale),
        whole,
        name: ["Memory of one replica: ", &size, " on ", &many(gpus, "GPU", "GPUs", locale)].concat(),
        line: memory_line(own, &size, locale),
        remedies_heading: misfit.then_some(if memory.remedies.is_empty() {
            "No single change makes it fit: take a GPU with more memory, or make several changes."
        } else {
            "Each of these alone would make it fit:"
        }),
        remedies: if misfit { remedies.collect() } else { Vec::new() },
        conversation_tokens: memory.conversation_tokens.get(),
    })
}

fn memory_heading(own: &FleetEstimate, locale: Locale) -> String {
    let memory = &own.memory;
    // Whether it starts comes first: where it does not, nothing else is an answer.
    if let Some(words) = start_words(own, locale) {
        return words;
    }
    if memory.missing.get() > 0.0 {
        return ["It does not fit: each GPU is ", &bytes(memory.missing, locale), " short"].concat();
    }
    let fit = memory.conversations.get();
    match at_once(own) {
        Some(now) => {
            let room = (fit - now.ceil()).max(0.0);
            if room < 1.0 {
                return "It fits, with no room to spare".to_owned();
            }
            ["It fits, with room for ", &many(room, "more conversation", "more conversations", locale)]
                .concat()
        }
        None => ["It fits, with ", &many(fit, "conversation", "conversations", locale), " at once"].concat(),
    }
}

fn memory_parts(own: &FleetEstimate, locale: Locale) -> Vec<Part> {
    let memory = &own.memory;
    let gpus = own.gpus_per_copy.get();
    let used = at_once(own).map_or(0.0, |now| (now / memory.conversations.get().max(1.0)).min(1.0));
    let cache = memory.cache.get().max(0.0);
    let talks = if memory.missing.get() > 0.0 { memory.per_conversation.get() } else { cache * used };
    let runtime = memory.activations.get() + memory.reserve.get() + memory.kept_free.get();
    let sizes = [
        ("Weights", memory.weights.get(), Role::Kept, Fill::Solid),
        ("Conversations", talks, Role::OtherCosts, Fill::Solid),
        ("Runtime", runtime, Role::Fees, Fill::Hatch),
        ("Free", (cache - talks).max(0.0), Role::Free, Fill::Open),
    ];
    let part = |(name, size, role, fill): (&str, f64, Role, Fill)| Part {
        name: name.to_owned(),
        value: size * gpus,
        text: bytes(Bytes::saturating(size * gpus), locale),
        role,
        fill,
    };
    sizes.into_iter().map(part).collect()
}

fn memory_line(own: &FleetEstimate, size: &str, locale: Locale) -> String {
    let memory = &own.memory;
    let now = at_once(own).map(|now| [", ", &count(now, locale), " at once at the peak"].concat());
    [
        own.model.as_str(),
        " on ",
        &exact(own.gpus_per_copy.get(), locale),
        " × ",
        own.gpu.as_str(),
        ", ",
        size,
        ". A conversation of ",
        &tokens(memory.conversation_tokens, locale),
        " tokens takes ",
        &bytes(memory.per_conversation, locale),
        " on each GPU; ",
        &exact(memory.conversations.get(), locale),
        " fit",
        &now.unwrap_or_default(),
        ".",
    ]
    .concat()
}

fn remedy_words(remedy: Remedy, locale: Locale) -> String {
    match remedy {
        Remedy::Weights(weights) => ["Store the weights in ", &precision_name(weights)].concat(),
        Remedy::Cache(kv) => ["Store the KV cache in ", &kv.name().to_ascii_uppercase()].concat(),
        Remedy::Devices(devices) => {
            ["Take ", &many(f64::from(devices), "GPU", "GPUs", locale), " for a replica"].concat()
        }
        Remedy::LongestContext(most) => {
            ["Set the longest context to ", &many(most, "token", "tokens", locale)].concat()
        }
        Remedy::Context(most) => ["Limit conversations to ", &many(most, "token", "tokens", locale)].concat(),
    }
}

/// What a step of the history is called that applies a remedy.
pub const REMEDY_STEP: &str = "change that makes it fit";

/// The finding where more arrives than the replicas can serve.
pub const OVERLOADED: &str = "More requests arrive than these replicas can serve";

/// What that means.
#[must_use]
pub fn overloaded(view: &View) -> Option<String> {
    let (own, locale) = (fleet(view)?, view.locale);
    let FleetOutcome::Overloaded { sustainable, copies_needed } = &own.outcome else { return None };
    let needed =
        copies_needed.map_or_else(|| "more than 4,096".to_owned(), |copies| exact(f64::from(copies), locale));
    let text = [
        "Time to first token, p95: grows without end. ",
        &many_about(own.peak.get(), "call arrives", "calls arrive", locale),
        " per second in the busiest hour, and one replica sustains ",
        &count(sustainable.get(), locale),
        ". Replicas needed: ",
        &needed,
        ".",
    ];
    Some(text.concat())
}

fn many_about(value: f64, one: &str, several: &str, locale: Locale) -> String {
    crate::presentation::words::counted(value, &count(value, locale), one, several)
}

/// What a million tokens cost.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenCost {
    /// The finding.
    pub heading: String,
    /// Input and output apart, and what is counted; nothing where the cost is not known.
    pub table: Option<(Table, String)>,
}

/// What a million tokens cost on these GPUs.
#[must_use]
pub fn token_cost(view: &View) -> Option<TokenCost> {
    let (own, locale) = (fleet(view)?, view.locale);
    let Some(each) = own.token_cost.as_ref() else {
        let heading = "The cost is not known: enter the price of a GPU".to_owned();
        return Some(TokenCost { heading, table: None });
    };
    let titles = ["Per 1M tokens", "Input and output", "Input", "Output"];
    let keys = ["what", "usd_per_mtok", "input_usd_per_mtok", "output_usd_per_mtok"];
    let mut table = Table::new(titles.into_iter().zip(keys).map(|(title, key)| Column::new(title, key)));
    let text = |rate: UsdPerMtok| usd(Usd::saturating(rate.get()), locale);
    let rate = |rate: UsdPerMtok| Cell::number(rate.get(), text(rate));
    table.rows.push(vec![
        Cell::text("GPUs alone, idle time included"),
        rate(each.per_mtok),
        rate(each.input_per_mtok),
        rate(each.output_per_mtok),
    ]);
    if let Some(full) = own.per_mtok_kept_full {
        table.rows.push(vec![
            Cell::text("The same replicas kept full"),
            rate(full),
            Cell::text("\u{2013}"),
            Cell::text("\u{2013}"),
        ]);
    }
    let staff = if own.staff.is_some() { "" } else { " Staff time is not set, so not counted." };
    let spare = if own.size.is_some_and(|size| size.spare_copies > 0) {
        ""
    } else {
        " No spare replica is counted in case one fails."
    };
    let kind = own.price.as_ref().map_or("", |(price, _)| price_kind(price.kind));
    let words = ["At ", kind, ". Rented GPUs run 730 hours a month, used or idle.", staff, spare].concat();
    let heading = ["A million tokens cost ", &text(each.per_mtok), " on these GPUs"].concat();
    Some(TokenCost { heading, table: Some((table, words)) })
}

/// What is said of a setting whose target no number of replicas meets.
#[must_use]
pub const fn out_of_reach(why: OutOfReach) -> &'static str {
    match why {
        OutOfReach::EvenIdle => "misses the target even when idle",
        OutOfReach::UnlessNearlyIdle => "meets the target only at very low load",
    }
}

/// The heading over the precisions.
pub const PRECISIONS: &str = "What fewer bits would change";

/// With weights in fewer bits.
#[must_use]
pub fn precisions(view: &View, found: &[(WeightPrecision, FleetEstimate)]) -> Table {
    let locale = view.locale;
    let chosen = view.feature().and_then(|feature| match &feature.serving {
        Serving::SelfHosted(fleet) => Some(fleet.weights),
        Serving::Hosted(_) | Serving::PerRequest(_) => None,
    });
    let titles =
        ["Precision", "Weights, a GPU", "Fit at once", "GPUs", "Time to first token, p95", "A month"];
    let keys = ["precision", "bytes", "conversations", "gpus", "ttft_p95_ms", "usd_per_month"];
    let mut table = Table::new(titles.into_iter().zip(keys).map(|(title, key)| Column::new(title, key)));
    for (weights, own) in found {
        let is_chosen = Some(*weights) == chosen;
        let note = match (own.service().and_then(|service| service.out_of_reach), weights) {
            (Some(why), _) => [": ", out_of_reach(why)].concat(),
            (None, WeightPrecision::Int4) if !is_chosen => ": test the responses first".to_owned(),
            (None, _) => String::new(),
        };
        let chosen = if is_chosen { ", chosen" } else { "" };
        let p95 = match &own.outcome {
            FleetOutcome::DoesNotFit => "does not start".to_owned(),
            FleetOutcome::Refused(_) => "refused".to_owned(),
            FleetOutcome::Overloaded { .. } => "grows without end".to_owned(),
            FleetOutcome::Steady(service) => time(service.ttft.p95, Timed::Answer, locale),
        };
        let none = || "\u{2013}".to_owned();
        table.rows.push(
            [
                [&precision_name(*weights), chosen, &note].concat(),
                bytes(own.memory.weights, locale),
                exact(own.memory.conversations.get(), locale),
                own.size.map_or_else(none, |size| exact(size.gpus.get(), locale)),
                p95,
                own.size.map_or_else(none, |_| cost(own.month, locale)),
            ]
            .map(Cell::text)
            .into(),
        );
    }
    table
}
