//! How fast it must be.

use crate::format::Locale;
use crate::pieces;
use crate::presentation::form::{self, PERCENTILES, TargetPreset, percentile};
use crate::presentation::words::questions;
use crate::presentation::words::verdict::metric as metric_word;
use crate::scenario::{Field, Slo, SloMetric, Target};
use crate::units::Percentile;
use crate::web::ui::dom::{IntoPiece, Piece, el, made_from};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal};
use crate::web::ui::{
    Ui,
    later::later,
    parts::{Folding, choice, group, number_field, pick},
    slot::Slot,
};

const METRICS: [SloMetric; 2] = [SloMetric::Ttft, SloMetric::E2eLatency];

fn place(preset: TargetPreset) -> usize {
    TargetPreset::ALL.iter().position(|each| *each == preset).unwrap_or(0)
}

/// The target of the feature that is open.
fn target(ui: Ui) -> Option<Target> {
    match ui.feature(|feature| feature.slo)? {
        Slo::Target(target) => Some(target),
        Slo::NoTarget => None,
    }
}

/// The target: one of three, or its three parts.
pub fn target_fields(ui: Ui) -> Piece {
    let wants_custom = RwSignal::new(false);
    let slo = move || ui.feature(|feature| feature.slo).unwrap_or_default();
    let chosen = Signal::derive(move || {
        let preset = TargetPreset::of(slo());
        let custom = wants_custom.get() && preset != TargetPreset::Batch;
        place(if custom { TargetPreset::Custom } else { preset })
    });
    // A memo, so that the fields of a custom target stay while they are typed in.
    let is_custom = Memo::new(move |_| chosen.get() == place(TargetPreset::Custom));
    let choose = Callback::new(move |index: usize| {
        let preset = TargetPreset::ALL.get(index).copied().unwrap_or(TargetPreset::Custom);
        wants_custom.set(preset == TargetPreset::Custom);
        ui.edit_feature(questions::CHANGE_OF_TARGET, |feature| match preset.slo() {
            Some(slo) => feature.slo = slo,
            None if feature.slo == Slo::NoTarget => feature.slo = Slo::chat(),
            None => {}
        });
    });
    group(
        ui,
        questions::TARGET.0,
        questions::TARGET.1,
        Folding::OnPhonesToo(Signal::derive(move || form::target(target(ui).as_ref(), ui.locale.get()))),
        false,
        pieces![
            choice(questions::TARGETS, "target", &TargetPreset::WORDS, chosen, choose),
            move || is_custom.get().then(|| later(ui, move |parts| (parts.custom_target)(ui))),
            el("p").class("s q goal").child(made_from(
                move || (ui.locale.get(), target(ui)),
                |(locale, target)| sentence(target.as_ref(), *locale)
            )),
            el("details")
                .class("more")
                .child(el("summary").child(move || ui.feature(|feature| form::times_measured(Some(feature)))))
                .child(
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
    let target = move || target(ui);
    let metric = Signal::derive(move || {
        let metric = target().map(|target| target.metric);
        METRICS.iter().position(|each| Some(*each) == metric).unwrap_or(0)
    });
    let rank = Signal::derive(move || {
        let rank = target().map_or(95.0, |target| target.percentile.get());
        PERCENTILES.iter().position(|each| (each - rank).abs() < 0.5).unwrap_or(3)
    });
    let change = move |change: fn(&mut Target, usize), index: usize| {
        ui.edit_feature(questions::CHANGE_OF_TARGET, |feature| {
            if let Slo::Target(target) = &mut feature.slo {
                change(target, index);
            }
        });
    };
    el("div")
        .class("row r3 custom")
        .child(pick(
            questions::TIMED.0,
            questions::TIMED.1,
            ui.next_id(),
            Signal::stored(METRICS.map(|each| metric_word(each).to_owned()).to_vec()),
            metric,
            Callback::new(move |index| {
                change(
                    |target, index| {
                        if let Some(metric) = METRICS.get(index) {
                            target.metric = *metric;
                        }
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
            questions::PERCENTILE.0,
            questions::PERCENTILE.1,
            ui.next_id(),
            Signal::derive(move || {
                PERCENTILES.iter().map(|rank| percentile(*rank, ui.locale.get())).collect()
            }),
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

fn sentence(target: Option<&Target>, locale: Locale) -> Piece {
    let Some(target) = target else { return questions::NO_TARGET.piece() };
    let [what, limit, rank, explained] = form::target_sentence(target, locale);
    pieces![
        what,
        questions::IN_UNDER,
        el("b").child(limit),
        questions::AT,
        el("b").child(rank),
        " ",
        el("span").class("xs nb").child("· ").child(explained)
    ]
    .piece()
}
