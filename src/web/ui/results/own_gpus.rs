//! The answers of a feature on own GPUs: what fits, how fast it is, what it costs.

use super::own_charts::{break_even_block, frontier_block};
use super::own_slow::Slow;
use super::own_times::times_block;
use crate::catalogue::precision::WeightPrecision;
use crate::chart::{Chart, Fill, Frame, Part, Quantity, Role, StackedBar};
use crate::estimate::self_hosted::fleet::HOURS_PER_MONTH;
use crate::estimate::self_hosted::serving::memory::Remedy;
use crate::estimate::self_hosted::{FleetEstimate, FleetOutcome, FleetProblem, OutOfReach};
use crate::format::{
    Cell, Column, Locale, Table, Timed, bytes, cost, count, exact, time, tokens, usd, usd_exact,
};
use crate::pieces;
use crate::scenario::{Choice, Feature, Field, FieldGroup, Serving};
use crate::units::{Bytes, Usd};
use crate::web::ui::Ui;
use crate::web::ui::charts::{chart_block, table};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Memo, Signal};
use std::rc::Rc;

/// Reads the own GPUs of the feature that is open, where something can be said of them.
pub fn own<T>(ui: Ui, read: impl FnOnce(&FleetEstimate) -> T) -> Option<T> {
    ui.figures_here(|feature| Some(read(feature.own_gpus.as_ref()?.as_ref().ok()?))).flatten()
}

/// "1 copy × 2 GPUs × $2.50 × 730 hours" and "$3,650"; nothing where the cost is not known.
pub fn fleet_line(own: &FleetEstimate, locale: Locale) -> Option<(String, String)> {
    let (size, (price, _)) = (own.size?, own.price.as_ref()?);
    let month = own.month.known()?;
    let rate = usd_exact(Usd::saturating(price.rate.get()), locale);
    let (gpus, per_copy) = (size.gpus.get(), own.gpus_per_copy.get());
    let all_month = (size.gpu_hours.get() - gpus * HOURS_PER_MONTH).abs() < 1e-6 * gpus;
    let mut line = if all_month {
        let copies = gpus / per_copy.max(1.0);
        [
            &many(copies, " copy", " copies", locale),
            " × ",
            &many(per_copy, " GPU", " GPUs", locale),
            " × ",
            &rate,
            " × 730 hours",
        ]
        .concat()
    } else {
        [&count(size.gpu_hours.get(), locale), " GPU hours × ", &rate].concat()
    };
    if let Some(staff) = own.staff {
        line = [&line, " + ", &usd_exact(staff, locale), " staff"].concat();
    }
    Some((line, usd(month, locale)))
}

/// "1 copy", "2 copies".
pub fn many(value: f64, one: &str, several: &str, locale: Locale) -> String {
    exact(value, locale) + if (value - 1.0).abs() < 1e-9 { one } else { several }
}

/// The name of a precision in the field's own terms.
pub fn precision_name(weights: WeightPrecision) -> String {
    weights.name().to_ascii_uppercase()
}

/// Everything that is said of own GPUs.
pub fn own_block(ui: Ui) -> Piece {
    let slow = Slow::new(ui);
    // What can be said at all: nothing, that it does not fit, that it is overloaded, everything.
    let state = Memo::new(move |_| {
        own(ui, |own| match own.outcome {
            FleetOutcome::DoesNotFit => 1,
            FleetOutcome::Overloaded { .. } => 2,
            FleetOutcome::Steady(_) => 3,
        })
        .unwrap_or(0_usize)
    });
    let view = move || match state.get() {
        0 => el("section")
            .class("blk")
            .child(el("h2").class("find").child(move || problem(ui)))
            .child(el("p").class("s q").child("Choose another from the list, or enter its figures."))
            .piece(),
        1 => memory_block(ui),
        2 => pieces![memory_block(ui), overloaded(ui), precision_block(ui, slow)],
        _ => pieces![
            memory_block(ui),
            times_block(ui, slow),
            cost_block(ui),
            precision_block(ui, slow),
            frontier_block(ui, slow),
            break_even_block(ui, slow)
        ],
    };
    view.piece()
}

fn problem(ui: Ui) -> String {
    ui.figures_here(|feature| match &feature.own_gpus {
        Some(Err(FleetProblem::NotLoaded)) => "Own GPUs are not loaded yet".to_owned(),
        Some(Err(FleetProblem::UnknownModel(name))) => {
            ["The model ", name.as_str(), " is not known here"].concat()
        }
        Some(Err(FleetProblem::UnknownGpu(name))) => {
            ["The GPU ", name.as_str(), " is not known here"].concat()
        }
        _ => String::new(),
    })
    .unwrap_or_default()
}

/// A finding with what stands under it.
fn block(finding: impl Fn() -> String + 'static, inside: impl IntoPiece) -> Piece {
    let heading = el("div").class("fh").child(el("h2").class("find").child(finding));
    el("section").class("blk").child(heading).child(inside).piece()
}

fn memory_block(ui: Ui) -> Piece {
    chart_block(
        ui,
        Signal::derive(move || own(ui, |own| memory_finding(own, ui.locale.get())).unwrap_or_default()),
        Signal::derive(move || own(ui, |own| memory_bar(own, ui.answer_width(), ui.locale.get()))),
        Rc::new(move || (move || own(ui, |own| memory_words(ui, own))).piece()),
    )
}

/// Conversations in a copy in the busiest hour.
fn at_once(own: &FleetEstimate) -> Option<f64> {
    own.service().map(|service| service.mean_batch.get())
}

fn memory_finding(own: &FleetEstimate, locale: Locale) -> String {
    let memory = &own.memory;
    if memory.missing.get() > 0.0 {
        return ["It does not fit: ", &bytes(memory.missing, locale), " are missing on each GPU"].concat();
    }
    let fit = memory.conversations.get();
    match at_once(own) {
        Some(now) => {
            let room = (fit - now.ceil()).max(0.0);
            ["It fits, with room for ", &many(room, " more conversation", " more conversations", locale)]
                .concat()
        }
        None => {
            ["It fits, with ", &many(fit, " conversation", " conversations", locale), " at once"].concat()
        }
    }
}

fn memory_bar(own: &FleetEstimate, width: f64, locale: Locale) -> (Chart, String) {
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
    let parts = sizes.map(|(name, size, role, fill)| Part {
        name: name.to_owned(),
        value: size * gpus,
        text: bytes(Bytes::saturating(size * gpus), locale),
        role,
        fill,
    });
    let whole = memory.gpu.get() * gpus;
    let bar = StackedBar {
        parts: &parts,
        whole: Some(whole),
        quantity: Quantity::Count,
        column: Column::new("Of a copy\u{2019}s memory", "bytes"),
    };
    let name = [
        "Memory of one copy: ",
        &bytes(Bytes::saturating(whole), locale),
        " on ",
        &many(gpus, " GPU", " GPUs", locale),
    ];
    (bar.draw(Frame::new(width, 62.0), locale), name.concat())
}

fn memory_words(ui: Ui, own: &FleetEstimate) -> Piece {
    let locale = ui.locale.get();
    let memory = &own.memory;
    let gpus = own.gpus_per_copy.get();
    let line = [
        own.model.as_str(),
        " on ",
        &many(gpus, " × ", " × ", locale),
        own.gpu.as_str(),
        ", ",
        &bytes(Bytes::saturating(memory.gpu.get() * gpus), locale),
        ". A conversation of ",
        &tokens(memory.conversation_tokens, locale),
        " tokens keeps ",
        &bytes(memory.per_conversation, locale),
        " on each GPU; ",
        &exact(memory.conversations.get(), locale),
        " fit",
    ]
    .concat();
    let now = at_once(own).map(|now| [", ", &count(now, locale), " at once at the peak"].concat());
    let line = el("p").class("src").child(line).child(now).child(".");
    if memory.missing.get() <= 0.0 {
        return line.piece();
    }
    let remedies = memory.remedies.iter().map(|remedy| {
        let words = match remedy {
            Remedy::Weights(weights) => ["Store the weights in ", &precision_name(*weights)].concat(),
            Remedy::Cache(kv) => ["Store the cached values in ", &kv.name().to_ascii_uppercase()].concat(),
            Remedy::Devices(devices) => {
                ["Take ", &exact(f64::from(*devices), locale), " GPUs for a copy"].concat()
            }
            Remedy::Context(most) => {
                ["Keep conversations within ", &count(*most, locale), " tokens"].concat()
            }
        };
        let (remedy, tokens) = (*remedy, memory.conversation_tokens.get());
        let act = move |_| ui.edit_feature("what makes it fit", |feature| apply(remedy, tokens, feature));
        el("li").child(el("button").attr("type", "button").class("link").on("click", act).child(words))
    });
    let first = if memory.remedies.is_empty() {
        "No single change makes it fit: take a GPU with more memory, or change several things."
    } else {
        "Each of these alone would make it fit:"
    };
    pieces![line, el("p").class("s").child(first), el("ul").class("s remedies").child(remedies.pieces())]
}

/// Makes a change of the fleet, or of the prompts where they are to be shorter than those of now.
fn apply(remedy: Remedy, conversation_tokens: f64, feature: &mut Feature) {
    if let Remedy::Context(most) = remedy {
        let prompt = feature.workload.input_tokens().get() - (conversation_tokens - most).max(0.0);
        // A prompt of no tokens is refused, and nothing changes.
        let _ = feature.set(Field::InputTokens, Some(prompt.floor()));
        return;
    }
    let Serving::SelfHosted(fleet) = &mut feature.serving else { return };
    match remedy {
        Remedy::Weights(weights) => fleet.weights = weights,
        Remedy::Cache(kv) => fleet.kv = kv,
        Remedy::Devices(devices) => {
            let others = fleet.size.pipeline_parallel().get() * fleet.size.data_parallel().get();
            let _ = fleet.size.set(Field::TensorParallel, Some((f64::from(devices) / others).round()));
        }
        Remedy::Context(_) => {}
    }
}

fn overloaded(ui: Ui) -> Piece {
    let words = move || {
        own(ui, |own| {
            let FleetOutcome::Overloaded { sustainable, copies_needed } = &own.outcome else {
                return String::new();
            };
            let locale = ui.locale.get();
            let needed = copies_needed
                .map_or_else(|| "more than 4,096".to_owned(), |copies| exact(f64::from(copies), locale));
            [
                "First word, p95: grows without end. ",
                &count(own.peak.get(), locale),
                " calls a second arrive in the busiest hour, and one copy sustains ",
                &count(sustainable.get(), locale),
                ". Copies needed: ",
                &needed,
                ".",
            ]
            .concat()
        })
    };
    block(|| "More arrives than these copies answer".to_owned(), el("p").class("s").child(words))
}

fn cost_block(ui: Ui) -> Piece {
    let finding = move || {
        let each = own(ui, |own| {
            own.token_cost.map(|each| usd(Usd::saturating(each.per_mtok.get()), ui.locale.get()))
        });
        match each.flatten() {
            Some(each) => ["A million tokens cost ", &each, " on these GPUs"].concat(),
            None => "What it costs is not known: enter the price of a GPU".to_owned(),
        }
    };
    block(finding, move || own(ui, |own| costs(own, ui.locale.get())).flatten())
}

fn costs(own: &FleetEstimate, locale: Locale) -> Option<Piece> {
    let each = own.token_cost.as_ref()?;
    let titles = ["Per 1M tokens", "In and out", "In", "Out"];
    let keys = ["what", "usd_per_mtok", "input_usd_per_mtok", "output_usd_per_mtok"];
    let mut found = Table::new(titles.into_iter().zip(keys).map(|(title, key)| Column::new(title, key)));
    let rate = |rate: crate::units::UsdPerMtok| Cell::text(usd(Usd::saturating(rate.get()), locale));
    let row = vec![
        Cell::text("GPUs alone, idle time included"),
        rate(each.per_mtok),
        rate(each.input_per_mtok),
        rate(each.output_per_mtok),
    ];
    found.rows.push(row);
    let staff = if own.staff.is_some() { "" } else { " Staff time is not set, so not counted." };
    let spare = if own.size.is_some_and(|size| size.spare_copies > 0) {
        ""
    } else {
        " No spare copy is counted in case one fails."
    };
    let words = ["Rented GPUs run 730 hours a month, used or idle.", staff, spare].concat();
    Some(pieces![table(&found), el("p").class("src").child(words)])
}

/// What is said of a setting whose target no number of copies keeps.
pub fn out_of_reach(why: OutOfReach) -> &'static str {
    match why {
        OutOfReach::EvenIdle => ": misses the target even when idle",
        OutOfReach::UnlessNearlyIdle => ": keeps the target only nearly idle",
    }
}

fn precision_block(ui: Ui, slow: Slow) -> Piece {
    let found = move || {
        let locale = ui.locale.get();
        let chosen = crate::web::ui::inputs::fleet(ui, |fleet| fleet.weights);
        let titles = ["Precision", "Weights, a GPU", "Fit at once", "GPUs", "First word, p95", "A month"];
        let keys = ["precision", "bytes", "conversations", "gpus", "ttft_p95_ms", "usd_per_month"];
        let mut found = Table::new(titles.into_iter().zip(keys).map(|(title, key)| Column::new(title, key)));
        slow.read(|slow| {
            for (weights, own) in &slow.precisions {
                let note = match (own.service().and_then(|service| service.out_of_reach), weights) {
                    (Some(why), _) => out_of_reach(why),
                    (None, WeightPrecision::Int4) if Some(*weights) != chosen => ": test the answers first",
                    _ => "",
                };
                let chosen = if Some(*weights) == chosen { ", chosen" } else { "" };
                let p95 = match &own.outcome {
                    FleetOutcome::DoesNotFit => "does not fit".to_owned(),
                    FleetOutcome::Overloaded { .. } => "grows without end".to_owned(),
                    FleetOutcome::Steady(service) => time(service.ttft.p95, Timed::Answer, locale),
                };
                let gpus =
                    own.size.map_or_else(|| "\u{2013}".to_owned(), |size| exact(size.gpus.get(), locale));
                let month = own.size.map_or_else(|| "\u{2013}".to_owned(), |_| cost(own.month, locale));
                found.rows.push(
                    [
                        precision_name(*weights) + chosen + note,
                        bytes(own.memory.weights, locale),
                        exact(own.memory.conversations.get(), locale),
                        gpus,
                        p95,
                        month,
                    ]
                    .map(Cell::text)
                    .into(),
                );
            }
        });
        table(&found)
    };
    block(|| "What fewer bits would change".to_owned(), found)
}
