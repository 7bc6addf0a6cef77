//! A model on self-hosted GPUs: which model on which device, how it is stored and split, what it costs, what was measured.

use super::own_model::{gpu_figures, model_figures};
use crate::catalogue::Catalogue;
use crate::estimate::FeatureEstimate;
use crate::estimate::self_hosted::{conversation_tokens, first_fleet, usual_fleet};
use crate::format::Locale;
use crate::pieces;
use crate::presentation::form::self_hosted::{self as form, listed, short_name};
use crate::presentation::words::questions::{CHOICE_OF_MODEL, Pair};
use crate::presentation::words::{choices, labels, self_hosted};
use crate::scenario::{
    Choice, Field, FieldGroup, Fleet, GpuChoice, MAX_MEASUREMENTS, Measurement, OpenModelChoice, Scenario,
    Serving,
};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::edits::{edit_fleet, fleet};
use crate::web::ui::live::{Callback, Memo, Signal, StoredValue};
use crate::web::ui::{
    Ui,
    parts::{number_field, pick},
    slot::Slot,
};

/// The open model to begin with.
const FIRST_MODEL: &str = "llama-3.1-70b";

/// Self-hosted GPUs to begin with, for the feature at `index`.
pub fn on_own_gpus(scenario: &Scenario, index: usize, catalogue: &Catalogue) -> Option<Serving> {
    first_fleet(scenario, index, catalogue, FIRST_MODEL).map(|fleet| Serving::SelfHosted(Box::new(fleet)))
}

/// A setting with a handful of values.
struct List {
    words: Pair,
    values: fn() -> Vec<String>,
    get: fn(&Fleet) -> usize,
    set: fn(&mut Fleet, usize),
}

fn place<C: Choice>(choice: C) -> usize {
    C::ALL.iter().position(|each| *each == choice).unwrap_or(0)
}

fn put<C: Choice>(slot: &mut C, index: usize) {
    if let Some(choice) = C::ALL.get(index) {
        *slot = *choice;
    }
}

const WEIGHTS: List = List {
    words: self_hosted::WEIGHTS,
    values: || choices::all(choices::weights),
    get: |fleet| place(fleet.weights),
    set: |fleet, index| put(&mut fleet.weights, index),
};
const KV: List = List {
    words: self_hosted::KV_CACHE,
    values: || choices::all(choices::kv_cache),
    get: |fleet| place(fleet.kv),
    set: |fleet, index| put(&mut fleet.kv, index),
};
const ENGINE: List = List {
    words: self_hosted::ENGINE,
    values: || choices::all(choices::engine),
    get: |fleet| place(fleet.engine),
    set: |fleet, index| put(&mut fleet.engine, index),
};
const SCALING: List = List {
    words: self_hosted::SCALING,
    values: || choices::all(choices::scaling),
    get: |fleet| place(fleet.scaling),
    set: |fleet, index| put(&mut fleet.scaling, index),
};
const COMMITMENT: List = List {
    words: self_hosted::COMMITMENT,
    values: || choices::all(choices::commitment),
    get: |fleet| place(fleet.commitment),
    set: |fleet, index| put(&mut fleet.commitment, index),
};

fn list(ui: Ui, list: &'static List) -> Piece {
    pick(
        list.words.0,
        list.words.1,
        ui.next_id(),
        Signal::stored((list.values)()),
        Signal::derive(move || fleet(ui, list.get).unwrap_or(0)),
        Callback::new(move |index: usize| {
            edit_fleet(ui, &self_hosted::change_of(list.words.1), &mut |fleet| (list.set)(fleet, index));
        }),
    )
}

/// Number fields of the feature that is open, three in a row, after the other items of the row.
pub fn numbers(ui: Ui, first: Vec<Piece>, fields: &'static [Field]) -> Piece {
    let fields = fields.iter().map(|field| number_field(ui, ui.slot(*field), None, None, false));
    el("div").class("row r3").child(first).child(fields.pieces()).piece()
}

/// The form of self-hosted GPUs.
pub fn fleet_form(ui: Ui) -> Piece {
    pieces![
        el("div").class("row r2").child(model_pick(ui)).child(gpu_pick(ui)),
        model_figures(ui),
        gpu_figures(ui),
        numbers(ui, vec![list(ui, &WEIGHTS)], &[Field::TensorParallel, Field::BatchLimit]),
        el("div")
            .class("row r3")
            .child(number_field(ui, ui.slot(Field::Copies), here(ui, form::replicas), None, false))
            .child(number_field(ui, ui.slot(Field::GpuUsdPerHour), here(ui, form::gpu_price), None, false))
            .child(number_field(ui, ui.slot(Field::StaffUsdPerMonth), None, None, false)),
        el("p").class("eq").child(el("span").child(move || line(ui))),
        move || el("p").class("src where").child(sources(ui)),
        more(
            self_hosted::BUYING,
            pieces![numbers(
                ui,
                vec![list(ui, &COMMITMENT), list(ui, &SCALING)],
                &[Field::SpareCopies, Field::MostUtilisation, Field::ArrivalCv]
            )]
        ),
        more(
            self_hosted::ENGINE_SETTINGS,
            numbers(
                ui,
                vec![list(ui, &KV), list(ui, &ENGINE)],
                &[
                    Field::PipelineParallel,
                    Field::ExpertParallel,
                    Field::DataParallel,
                    Field::StepTokens,
                    Field::MemoryShare,
                    Field::MaxContextTokens,
                    Field::EngineYear,
                    Field::EagerMode,
                    Field::UsedByOthersGib,
                    Field::WeightsOnHostGib,
                    Field::CacheOnHostGib,
                    Field::ContextParallel,
                    Field::MigSlices
                ]
            )
        ),
        more(
            self_hosted::SPECULATIVE,
            numbers(
                ui,
                Vec::new(),
                &[
                    Field::DraftTokens,
                    Field::DraftAcceptance,
                    Field::DraftCost,
                    Field::PrefillCopies,
                    Field::TransferGbPerS
                ]
            )
        ),
        more(self_hosted::MEASURED, measured(ui))
    ]
    .piece()
}

/// A line that opens to more.
pub fn more(title: &'static str, inside: impl IntoPiece) -> Piece {
    el("details").class("more").child(el("summary").child(title)).child(inside).piece()
}

/// A native list of names, then "another", then a name of the link that the list does not hold.
fn names_pick(
    ui: Ui,
    words: Pair,
    names: Vec<String>,
    at: fn(Ui) -> (usize, Option<String>),
    choose: fn(Ui, usize),
) -> Piece {
    let names = StoredValue::new(names);
    let options = Signal::derive(move || {
        let mut names = names.get_value();
        names.push(self_hosted::ANOTHER.to_owned());
        names.extend(at(ui).1.map(self_hosted::not_known_here));
        names
    });
    let chosen = Signal::derive(move || at(ui).0);
    pick(words.0, words.1, ui.next_id(), options, chosen, Callback::new(move |index| choose(ui, index)))
}

fn model_pick(ui: Ui) -> Piece {
    let names = ui.catalogue.with_value(|catalogue| catalogue.open_models().iter().map(short_name).collect());
    let at = |ui: Ui| {
        ui.catalogue.with_value(|catalogue| {
            let models = catalogue.open_models();
            fleet(ui, |fleet| match &fleet.model {
                OpenModelChoice::Custom { .. } => (models.len(), None),
                OpenModelChoice::Listed(id) => models
                    .iter()
                    .position(|model| model.id == id.as_str())
                    .map_or_else(|| (models.len() + 1, Some(id.as_str().to_owned())), |at| (at, None)),
            })
            .unwrap_or((0, None))
        })
    };
    let choose = |ui: Ui, index: usize| {
        ui.catalogue.with_value(|catalogue| {
            let chosen = catalogue.open_models().get(index);
            edit_fleet(ui, CHOICE_OF_MODEL, &mut |fleet| match chosen {
                Some(model) => {
                    fleet.model = OpenModelChoice::listed(&model.id);
                    fleet.measurements.clear();
                    set_up(ui, fleet);
                }
                None => super::own_model::take_figures(fleet, catalogue.open_models()),
            });
        });
    };
    names_pick(ui, self_hosted::OPEN_MODEL, names, at, choose)
}

fn gpu_pick(ui: Ui) -> Piece {
    let names = ui
        .catalogue
        .with_value(|catalogue| catalogue.gpus().iter().map(|gpu| gpu.name.clone().into_owned()).collect());
    let at = |ui: Ui| {
        ui.catalogue.with_value(|catalogue| {
            let gpus = catalogue.gpus();
            fleet(ui, |fleet| match &fleet.gpu {
                GpuChoice::Custom { .. } => (gpus.len(), None),
                GpuChoice::Listed(id) => gpus
                    .iter()
                    .position(|gpu| gpu.id == id.as_str())
                    .map_or_else(|| (gpus.len() + 1, Some(id.as_str().to_owned())), |at| (at, None)),
            })
            .unwrap_or((0, None))
        })
    };
    let choose = |ui: Ui, index: usize| {
        ui.catalogue.with_value(|catalogue| {
            let chosen = catalogue.gpus().get(index);
            edit_fleet(ui, self_hosted::CHOICE_OF_GPU, &mut |fleet| match chosen {
                Some(gpu) => {
                    fleet.gpu = GpuChoice::listed(&gpu.id);
                    fleet.measurements.clear();
                    set_up(ui, fleet);
                }
                None => super::own_model::take_gpu_figures(fleet, catalogue.gpus()),
            });
        });
    };
    names_pick(ui, self_hosted::GPU, names, at, choose)
}

/// Precision, split and kind of price as they are usual for model and device; the price of another device goes.
fn set_up(ui: Ui, fleet: &mut Fleet) {
    let index = ui.chosen.get_untracked();
    let tokens = conversation_tokens(&ui.draft.now(), index);
    let usual = ui.catalogue.with_value(|catalogue| {
        let (model, gpu) = listed(fleet, catalogue.open_models(), catalogue.gpus());
        Some(usual_fleet(model?, gpu?, tokens))
    });
    let Some(usual) = usual else { return };
    fleet.weights = usual.weights;
    fleet.commitment = usual.commitment;
    for field in [Field::TensorParallel, Field::PipelineParallel, Field::GpuUsdPerHour] {
        // Values of another fleet are inside their ranges.
        let _ = fleet.size.set(field, usual.size.value(field));
    }
}

/// A line about the feature that is open.
fn here(ui: Ui, line: fn(Option<&FeatureEstimate>, Locale) -> String) -> Option<Signal<String>> {
    Some(Signal::derive(move || {
        let locale = ui.locale.get();
        ui.figures_here(|feature| line(Some(feature), locale)).unwrap_or_default()
    }))
}

fn line(ui: Ui) -> Piece {
    let line = ui.figures_here(|feature| form::month(Some(feature), ui.locale.get()));
    let (text, month) = line.unwrap_or_else(|| form::month(None, ui.locale.get()));
    pieces![text, month.map(|month| el("b").child(month).child(labels::A_MONTH))].piece()
}

/// Where price and figures are from.
fn sources(ui: Ui) -> Piece {
    let price = ui.figures_here(|feature| form::price_source(Some(feature)));
    let figures =
        fleet(ui, |fleet| ui.catalogue.with_value(|catalogue| form::figure_sources(fleet, catalogue)));
    pieces![price.flatten(), figures].piece()
}

const MEASURED: [Field; 6] = [
    Field::MeasuredUsers,
    Field::MeasuredInputTokens,
    Field::MeasuredOutputTokens,
    Field::MeasuredTtftMs,
    Field::MeasuredTpotMs,
    Field::MeasuredTokensPerSec,
];

/// The user's own measurements, which shift the model of the server.
fn measured(ui: Ui) -> Piece {
    let rows = Memo::new(move |_| fleet(ui, |fleet| fleet.measurements.len()).unwrap_or(0));
    let row = move |position: usize| {
        let fields = MEASURED.iter().map(move |field| {
            let field = *field;
            let slot = Signal::derive(move || Slot::leg(ui.chosen.get(), position, field));
            number_field(ui, slot, None, None, false)
        });
        el("div").class("row r3 own").child(fields.pieces())
    };
    let button = move |text: &'static str, change: fn(&mut Fleet)| {
        let act = move |_| {
            ui.draft.forget_legs(ui.chosen.get_untracked());
            edit_fleet(ui, self_hosted::CHANGE_OF_MEASUREMENTS, &mut |fleet| change(fleet));
        };
        el("button").attr("type", "button").class("link s").on("click", act).child(text)
    };
    pieces![
        el("p").class("s q").child(self_hosted::MEASURED_MEANS),
        move || (0..rows.get()).map(row).pieces(),
        move || el("p").class("acts").child(pieces![
            (rows.get() < MAX_MEASUREMENTS).then(|| button(self_hosted::ADD_MEASUREMENT, |fleet| {
                fleet.measurements.push(Measurement::default());
            })),
            (rows.get() > 0).then(|| button(self_hosted::REMOVE_LAST, |fleet| {
                fleet.measurements.pop();
            }))
        ])
    ]
    .piece()
}
