//! How fast it must be.

use crate::format::{Locale, Timed, exact, exact_time};
use crate::pieces;
use crate::scenario::{Field, Slo, SloMetric, Target};
use crate::units::{Millis, Percentile};
use crate::web::ui::dom::{IntoPiece, Piece, el, made_from};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal};
use crate::web::ui::{
    Ui,
    later::later,
    parts::{Folding, choice, group, number_field, pick},
    slot::Slot,
};

const PRESETS: [fn() -> Slo; 3] = [Slo::chat, Slo::autocomplete, || Slo::NoTarget];
const CUSTOM: usize = 3;
const PERCENTILES: [f64; 5] = [50.0, 75.0, 90.0, 95.0, 99.0];

/// The target: one of three, or its three parts.
pub fn target_fields(ui: Ui) -> Piece {
    let wants_custom = RwSignal::new(false);
    let slo = move || ui.feature(|feature| feature.slo).unwrap_or_default();
    let chosen = Signal::derive(move || {
        let slo = slo();
        let preset = PRESETS.iter().position(|preset| preset() == slo);
        preset.filter(|_| !(wants_custom.get() && slo != Slo::NoTarget)).unwrap_or(CUSTOM)
    });
    // A memo, so that the fields of a custom target stay while they are typed in.
    let is_custom = Memo::new(move |_| chosen.get() == CUSTOM);
    let choose = Callback::new(move |index: usize| {
        wants_custom.set(index == CUSTOM);
        ui.edit_feature("change of target", |feature| match PRESETS.get(index) {
            Some(preset) => feature.slo = preset(),
            None if feature.slo == Slo::NoTarget => feature.slo = Slo::chat(),
            None => {}
        });
    });
    group(
        ui,
        "How fast must it be?",
        "latency target",
        Folding::OnPhonesToo(Signal::derive(move || in_short(ui))),
        false,
        pieces![
            choice("Latency target", "target", &["Chat", "Autocomplete", "Batch", "Custom"], chosen, choose),
            move || is_custom.get().then(|| later(ui, move |parts| (parts.custom_target)(ui))),
            el("p").class("s q goal").child(made_from(
                move || (ui.locale.get(), ui.feature(|feature| feature.slo).and_then(target_of)),
                |(locale, target)| sentence(target.as_ref(), *locale)
            )),
            el("details").class("more").child(el("summary").child(move || measured(ui))).child(
                el("div")
                    .class("row r3")
                    .child(number_field(ui, ui.slot(Field::TtftP50Ms), None, None, false))
                    .child(number_field(ui, ui.slot(Field::TtftP95Ms), None, None, false))
                    .child(number_field(ui, ui.slot(Field::OutputTokensPerSec), None, None, false))
                    .child(number_field(ui, ui.slot(Field::NetworkMs), None, None, false))
                    .child(number_field(ui, ui.slot(Field::ReadingTokensPerSec), None, None, false))
            )
        ],
    )
    .piece()
}

/// What is timed, the limit, and for how many.
pub fn custom_target(ui: Ui) -> Piece {
    let target = move || ui.feature(|feature| feature.slo).and_then(target_of);
    let metric =
        Signal::derive(move || usize::from(target().is_some_and(|t| t.metric == SloMetric::E2eLatency)));
    let rank = Signal::derive(move || {
        let rank = target().map_or(95.0, |target| target.percentile.get());
        PERCENTILES.iter().position(|each| (each - rank).abs() < 0.5).unwrap_or(3)
    });
    let change = move |change: fn(&mut Target, usize), index: usize| {
        ui.edit_feature("change of target", |feature| {
            if let Slo::Target(target) = &mut feature.slo {
                change(target, index);
            }
        });
    };
    el("div")
        .class("row r3 custom")
        .child(pick(
            "What is timed",
            "metric",
            ui.next_id(),
            Signal::stored(vec!["First word".to_owned(), "Whole answer".to_owned()]),
            metric,
            Callback::new(move |index| {
                change(
                    |target, index| {
                        target.metric = if index == 1 { SloMetric::E2eLatency } else { SloMetric::Ttft }
                    },
                    index,
                )
            }),
        ))
        .child(number_field(
            ui,
            Signal::derive(move || Slot::TargetLimit(ui.chosen.get())),
            None,
            None,
            false,
        ))
        .child(pick(
            "For",
            "percentile",
            ui.next_id(),
            Signal::derive(move || PERCENTILES.iter().map(|rank| of_100(*rank, ui.locale.get())).collect()),
            rank,
            Callback::new(move |index| {
                change(
                    |target, index| {
                        if let Some(rank) = PERCENTILES.get(index) {
                            target.percentile = Percentile::saturating(*rank);
                        }
                    },
                    index,
                )
            }),
        ))
        .piece()
}

fn target_of(slo: Slo) -> Option<Target> {
    match slo {
        Slo::Target(target) => Some(target),
        Slo::NoTarget => None,
    }
}

/// "95 of 100", "half"
fn of_100(rank: f64, locale: Locale) -> String {
    if (rank - 50.0).abs() < 1e-9 { "half".to_owned() } else { [&exact(rank, locale), " of 100"].concat() }
}

/// The words of a target: what is timed, its limit, for how many, and the same in terms of the field.
pub fn target_sentence(target: &Target, locale: Locale) -> [String; 4] {
    let (what, term) = match target.metric {
        SloMetric::Ttft => ("First word", "TTFT"),
        SloMetric::E2eLatency => ("Whole answer", "E2E"),
    };
    let limit: Millis = target.limit;
    [
        what.to_owned(),
        exact_time(limit, Timed::Answer, locale),
        of_100(target.percentile.get(), locale),
        [term, " < ", &exact(limit.get(), locale), "\u{a0}ms at p", &exact(target.percentile.get(), locale)]
            .concat(),
    ]
}

fn sentence(target: Option<&Target>, locale: Locale) -> Piece {
    let Some(target) = target else {
        return "No target: it may take as long as it takes".piece();
    };
    let [what, limit, share, terms] = target_sentence(target, locale);
    pieces![
        what,
        " in under ",
        el("b").child(limit),
        " for ",
        el("b").child(share),
        " requests ",
        el("span").class("xs nb").child("· ").child(terms)
    ]
    .piece()
}

/// "Chat: first word in under 2 s for 95 of 100"
fn in_short(ui: Ui) -> String {
    let locale = ui.locale.get();
    match ui.feature(|feature| feature.slo).and_then(target_of) {
        Some(target) => {
            let [what, limit, share, _] = target_sentence(&target, locale);
            [&what, " under ", &limit, " for ", &share].concat()
        }
        None => "No target".to_owned(),
    }
}

fn measured(ui: Ui) -> String {
    let own = ui.feature(|feature| {
        let own = &feature.latency;
        own.ttft_p50_ms().is_some() || own.ttft_p95_ms().is_some() || own.output_tokens_per_sec().is_some()
    });
    if own == Some(true) {
        "Your own measurements: used".to_owned()
    } else {
        "Your own measurements: none".to_owned()
    }
}
