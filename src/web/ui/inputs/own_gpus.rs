//! A model on our own GPUs: which model on which device, how it is stored and split, what it costs, what was measured.

use super::own_model::{gpu_figures, model_figures};
use crate::catalogue::Catalogue;
use crate::catalogue::gpu::{Checked, Gpu};
use crate::catalogue::open_model::OpenModel;
use crate::estimate::self_hosted::{
    FleetOutcome, GpuPriceSource, conversation_tokens, first_fleet, usual_fleet,
};
use crate::format::{count, usd_exact};
use crate::pieces;
use crate::presentation::answers::fleet_line;
use crate::scenario::{
    Choice, Field, FieldGroup, Fleet, GpuChoice, MAX_MEASUREMENTS, Measurement, OpenModelChoice, Scenario,
    Serving,
};
use crate::units::Usd;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Callback, Memo, Signal, StoredValue};
use crate::web::ui::{
    Ui,
    parts::{number_field, pick},
    slot::Slot,
};

/// Reads the fleet of the feature that is open.
pub fn fleet<T>(ui: Ui, read: impl FnOnce(&Fleet) -> T) -> Option<T> {
    ui.feature(|feature| match &feature.serving {
        Serving::SelfHosted(fleet) => Some(read(fleet)),
        Serving::Hosted(_) | Serving::PerRequest(_) => None,
    })
    .flatten()
}

/// Changes the fleet of the feature that is open; what is being typed into its places in a list is forgotten.
pub fn edit_fleet(ui: Ui, what: &str, change: &mut dyn FnMut(&mut Fleet)) {
    ui.edit_feature(what, |feature| {
        if let Serving::SelfHosted(fleet) = &mut feature.serving {
            change(fleet);
        }
    });
}

/// The open model to begin with.
const FIRST_MODEL: &str = "llama-3.1-70b";

/// Own GPUs to begin with, for the feature at `index`.
pub fn on_own_gpus(scenario: &Scenario, index: usize, catalogue: &Catalogue) -> Option<Serving> {
    first_fleet(scenario, index, catalogue, FIRST_MODEL).map(|fleet| Serving::SelfHosted(Box::new(fleet)))
}

/// A setting with a handful of values.
struct List {
    label: &'static str,
    term: &'static str,
    words: &'static [&'static str],
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

/// The words are in the order of the values.
const WEIGHTS: List = List {
    label: "Bits per weight",
    term: "precision, quantization",
    words: &[
        "8: FP8",
        "16: BF16, as published",
        "8: INT8",
        "4: INT4",
        "4: FP4 (NVFP4)",
        "4: MXFP4, experts only",
        "8: Q8_0",
        "4: Q4_K_M",
        "4: Q4_0",
    ],
    get: |fleet| place(fleet.weights),
    set: |fleet, index| put(&mut fleet.weights, index),
};
const KV: List = List {
    label: "Bits per cached value",
    term: "KV cache precision",
    words: &["16: BF16", "8: FP8", "4: FP4"],
    get: |fleet| place(fleet.kv),
    set: |fleet, index| put(&mut fleet.kv, index),
};
const ENGINE: List = List {
    label: "Server",
    term: "serving engine",
    words: &["vLLM", "SGLang", "TensorRT-LLM", "llama.cpp", "Another"],
    get: |fleet| place(fleet.engine),
    set: |fleet, index| put(&mut fleet.engine, index),
};
const SCALING: List = List {
    label: "Copies follow the load",
    term: "autoscaling",
    words: &["No: the same all day", "Yes, hour by hour"],
    get: |fleet| place(fleet.scaling),
    set: |fleet, index| put(&mut fleet.scaling, index),
};
const COMMITMENT: List = List {
    label: "Bought as",
    term: "commitment",
    words: &["On demand", "Rented for 3 years", "Owned"],
    get: |fleet| place(fleet.commitment),
    set: |fleet, index| put(&mut fleet.commitment, index),
};

fn list(ui: Ui, list: &'static List) -> Piece {
    pick(
        list.label,
        list.term,
        ui.next_id(),
        Signal::stored(list.words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()),
        Signal::derive(move || fleet(ui, list.get).unwrap_or(0)),
        Callback::new(move |index: usize| {
            edit_fleet(ui, &["change of ", list.term].concat(), &mut |fleet| (list.set)(fleet, index));
        }),
    )
}

/// Number fields of the feature that is open, three in a row, after the other items of the row.
pub fn numbers(ui: Ui, first: Vec<Piece>, fields: &'static [Field]) -> Piece {
    let fields = fields.iter().map(|field| number_field(ui, ui.slot(*field), None, None, false));
    el("div").class("row r3").child(first).child(fields.pieces()).piece()
}

/// The form of own GPUs.
pub fn fleet_form(ui: Ui) -> Piece {
    pieces![
        el("div").class("row r2").child(model_pick(ui)).child(gpu_pick(ui)),
        model_figures(ui),
        gpu_figures(ui),
        numbers(ui, vec![list(ui, &WEIGHTS)], &[Field::TensorParallel, Field::BatchLimit]),
        el("div")
            .class("row r3")
            .child(number_field(
                ui,
                ui.slot(Field::Copies),
                Some(Signal::derive(move || copies_term(ui))),
                None,
                false
            ))
            .child(number_field(
                ui,
                ui.slot(Field::GpuUsdPerHour),
                Some(Signal::derive(move || price_term(ui))),
                None,
                false
            ))
            .child(number_field(ui, ui.slot(Field::StaffUsdPerMonth), None, None, false)),
        el("p").class("eq").child(el("span").child(move || line(ui))),
        move || el("p").class("src where").child(sources(ui)),
        more(
            "Buying and copies",
            pieces![numbers(
                ui,
                vec![list(ui, &COMMITMENT), list(ui, &SCALING)],
                &[Field::SpareCopies, Field::MostUtilisation, Field::ArrivalCv]
            )]
        ),
        more(
            "Cache, split and server",
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
            "Drafted tokens, prompts on copies of their own",
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
        more("What you measured yourself", measured(ui))
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
    words: (&'static str, &'static str),
    names: Vec<String>,
    at: fn(Ui) -> (usize, Option<String>),
    choose: fn(Ui, usize),
) -> Piece {
    let names = StoredValue::new(names);
    let options = Signal::derive(move || {
        let mut names = names.get_value();
        names.push("Another: by its figures".to_owned());
        names.extend(at(ui).1.map(|unknown| unknown + ", not known here"));
        names
    });
    let chosen = Signal::derive(move || at(ui).0);
    pick(words.0, words.1, ui.next_id(), options, chosen, Callback::new(move |index| choose(ui, index)))
}

/// The name of a model without that of its maker.
fn short_name(model: &OpenModel) -> String {
    model.hf_id.rsplit('/').next().unwrap_or_default().replace('-', " ")
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
            edit_fleet(ui, "choice of model", &mut |fleet| match chosen {
                Some(model) => {
                    fleet.model = OpenModelChoice::listed(&model.id);
                    fleet.measurements.clear();
                    set_up(ui, fleet);
                }
                None => super::own_model::take_figures(fleet, catalogue.open_models()),
            });
        });
    };
    names_pick(ui, ("Open model", "weights that you may run yourself"), names, at, choose)
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
            edit_fleet(ui, "choice of GPU", &mut |fleet| match chosen {
                Some(gpu) => {
                    fleet.gpu = GpuChoice::listed(&gpu.id);
                    fleet.measurements.clear();
                    set_up(ui, fleet);
                }
                None => super::own_model::take_gpu_figures(fleet, catalogue.gpus()),
            });
        });
    };
    names_pick(ui, ("GPU", "accelerator"), names, at, choose)
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

/// Model and device as the catalogue knows them.
pub fn listed<'a>(
    fleet: &Fleet,
    models: &'a [OpenModel],
    gpus: &'a [Gpu],
) -> (Option<&'a OpenModel>, Option<&'a Gpu>) {
    let model = match &fleet.model {
        OpenModelChoice::Listed(id) => models.iter().find(|model| model.id == id.as_str()),
        OpenModelChoice::Custom { .. } => None,
    };
    let gpu = match &fleet.gpu {
        GpuChoice::Listed(id) => gpus.iter().find(|gpu| gpu.id == id.as_str()),
        GpuChoice::Custom { .. } => None,
    };
    (model, gpu)
}

/// "empty: fewest, 1 now"
fn copies_term(ui: Ui) -> String {
    let now = ui.figures_here(|feature| {
        let own = feature.own_gpus.as_ref()?.as_ref().ok()?;
        own.size.map(|size| count(f64::from(size.copies), ui.locale.get()))
    });
    ["empty: fewest", &now.flatten().map_or_else(String::new, |now| [", ", &now, " now"].concat())].concat()
}

/// "an hour; empty: $2.29"
fn price_term(ui: Ui) -> String {
    let listed = ui.figures_here(|feature| {
        let own = feature.own_gpus.as_ref()?.as_ref().ok()?;
        match own.price.as_ref()? {
            (price, GpuPriceSource::Catalogue(_)) => {
                Some(usd_exact(Usd::saturating(price.rate.get()), ui.locale.get()))
            }
            (_, GpuPriceSource::User) => Some("the listed one".to_owned()),
        }
    });
    ["empty: ", &listed.flatten().unwrap_or_else(|| "not known".to_owned())].concat()
}

fn line(ui: Ui) -> Piece {
    let line = ui.figures_here(|feature| {
        let own = feature.own_gpus.as_ref()?.as_ref().ok()?;
        fleet_line(own, ui.locale.get())
    });
    match line.flatten() {
        Some((formula, month)) => pieces![formula, " = ", el("b").child(month).child(" a month")].piece(),
        None if ui.figures_here(misfit) == Some(true) => "The model does not fit on these GPUs.".piece(),
        None => "The cost a month is not known.".piece(),
    }
}

fn misfit(feature: &crate::estimate::FeatureEstimate) -> bool {
    matches!(&feature.own_gpus, Some(Ok(own)) if matches!(own.outcome, FleetOutcome::DoesNotFit | FleetOutcome::Refused(_)))
}

/// "Price: verda. Figures: …" and a mark where they were not checked.
fn sources(ui: Ui) -> Piece {
    let price = ui.figures_here(|feature| {
        let own = feature.own_gpus.as_ref()?.as_ref().ok()?;
        Some(match &own.price {
            None => "Price: not known; type one.".to_owned(),
            Some((_, GpuPriceSource::User)) => "Price: typed in by you.".to_owned(),
            Some((_, GpuPriceSource::Catalogue(source))) => ["Price: ", source, "."].concat(),
        })
    });
    let unchecked = fleet(ui, |fleet| {
        ui.catalogue.with_value(|catalogue| {
            let (model, gpu) = listed(fleet, catalogue.open_models(), catalogue.gpus());
            let said = |name: String, checked: Checked, source: &str| match checked {
                Checked::Yes => [" ", &name, ": ", source, "."].concat(),
                Checked::No => [" ", &name, ": unchecked, ", source, "."].concat(),
                Checked::User => String::new(),
            };
            let model = model.map(|model| said(short_name(model), model.checked, &model.source));
            let gpu = gpu.map(|gpu| said(gpu.name.clone().into_owned(), gpu.checked, &gpu.source));
            [gpu.unwrap_or_default(), model.unwrap_or_default()].concat()
        })
    });
    pieces![price.flatten(), unchecked].piece()
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
            edit_fleet(ui, "change of measurements", &mut |fleet| change(fleet));
        };
        el("button").attr("type", "button").class("link s").on("click", act).child(text)
    };
    pieces![
        el("p").class("s q").child(
            "One copy, with so many users who each ask again as soon as they are answered. \
             Two or three measurements bring the times closer; they stay in the link.",
        ),
        move || (0..rows.get()).map(row).pieces(),
        move || el("p").class("acts").child(pieces![
            (rows.get() < MAX_MEASUREMENTS).then(|| button("Add a measurement", |fleet| {
                fleet.measurements.push(Measurement::default());
            })),
            (rows.get() > 0).then(|| button("Remove the last", |fleet| {
                fleet.measurements.pop();
            }))
        ])
    ]
    .piece()
}
