//! A model or a device that no list holds: its figures, typed in or read from a `config.json`.

use super::own_gpus::{more, numbers};
use crate::catalogue::gpu::Gpu;
use crate::catalogue::hf_config::{ConfigValue, model_from_config};
use crate::catalogue::open_model::OpenModel;
use crate::pieces;
use crate::presentation::form::self_hosted::listed;
use crate::presentation::words::menus::CHANGE_OF_NAME;
use crate::presentation::words::self_hosted;
use crate::scenario::{Field, FieldGroup, Fleet, GpuChoice, GpuFigures, ModelFigures, Name, OpenModelChoice};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::edits::{edit_fleet, fleet};
use crate::web::ui::live::{Memo, RwSignal};
use js_sys::{Array, JSON, Reflect};
use leptos::prelude::event_target_value;
use leptos::wasm_bindgen::JsValue;

/// Makes the model of the list one whose figures can be changed.
pub fn take_figures(fleet: &mut Fleet, models: &[OpenModel]) {
    let (model, _) = listed(fleet, models, &[]);
    let figures = model.and_then(|model| ModelFigures::of(model).ok()).unwrap_or_default();
    let name = model.map_or_else(|| Name::new(self_hosted::OUR_MODEL), |model| Name::new(&model.hf_id));
    fleet.model = OpenModelChoice::Custom { name, figures: Box::new(figures) };
}

/// Makes the device of the list one whose figures can be changed.
pub fn take_gpu_figures(fleet: &mut Fleet, gpus: &[Gpu]) {
    let (_, gpu) = listed(fleet, &[], gpus);
    let mut figures = GpuFigures::default();
    if let Some(gpu) = gpu {
        let tera = |flops: crate::units::FlopPerSec| flops.get() / 1e12;
        for (field, value) in [
            (Field::MemoryGb, Some(gpu.memory.get() / 1_073_741_824.0)),
            (Field::BandwidthGbPerS, Some(gpu.bandwidth.get() / 1e9)),
            (Field::Bf16Tflops, Some(tera(gpu.bf16))),
            (Field::Fp8Tflops, gpu.fp8.map(tera)),
            (Field::Fp4Tflops, gpu.fp4.map(tera)),
            (Field::LinkGbPerS, gpu.link.map(|link| link.get() / 1e9)),
        ] {
            // A figure out of its range stays at the default.
            let _ = figures.set(field, value);
        }
    }
    let (name, family) = gpu.map_or_else(
        || (Name::new(self_hosted::OUR_GPU), crate::catalogue::gpu::GpuFamily::Other),
        |gpu| (Name::new(&gpu.name), gpu.family),
    );
    fleet.gpu = GpuChoice::Custom { name, family, figures: Box::new(figures) };
}

/// A field for a name.
fn name_field(
    ui: Ui,
    label: &'static str,
    now: fn(&Fleet) -> Option<&Name>,
    set: fn(&mut Fleet, Name),
) -> Piece {
    let id = ui.next_id();
    let text = move || fleet(ui, |fleet| now(fleet).map(|name| name.as_str().to_owned())).flatten();
    let rename = move |event| {
        let name = Name::new(&event_target_value(&event));
        edit_fleet(ui, CHANGE_OF_NAME, &mut |fleet| set(fleet, name.clone()));
    };
    el("div")
        .class("f")
        .child(
            el("label")
                .attr("for", id.clone())
                .child(label)
                .child(" ")
                .child(el("span").class("t").child(self_hosted::NAME)),
        )
        .child(
            el("div").class("in").child(
                el("input")
                    .attr("id", id)
                    .attr("type", "text")
                    .attr("autocomplete", "off")
                    .attr("maxlength", "80")
                    .value(text)
                    .on("change", rename),
            ),
        )
        .piece()
}

/// The fields of a custom GPU, where one was chosen.
pub fn gpu_figures(ui: Ui) -> Piece {
    let is_custom =
        Memo::new(move |_| fleet(ui, |fleet| matches!(fleet.gpu, GpuChoice::Custom { .. })).unwrap_or(false));
    let name = |ui: Ui| {
        name_field(
            ui,
            self_hosted::OUR_GPU,
            |fleet| match &fleet.gpu {
                GpuChoice::Custom { name, .. } => Some(name),
                GpuChoice::Listed(_) => None,
            },
            |fleet, new| {
                if let GpuChoice::Custom { name, .. } = &mut fleet.gpu {
                    *name = new;
                }
            },
        )
    };
    let view = move || {
        is_custom.get().then(|| {
            numbers(
                ui,
                vec![name(ui)],
                &[
                    Field::MemoryGb,
                    Field::BandwidthGbPerS,
                    Field::Bf16Tflops,
                    Field::Fp8Tflops,
                    Field::Fp4Tflops,
                    Field::LinkGbPerS,
                ],
            )
        })
    };
    view.piece()
}

/// The fields of a custom model, where one was chosen.
pub fn model_figures(ui: Ui) -> Piece {
    let is_custom = Memo::new(move |_| {
        fleet(ui, |fleet| matches!(fleet.model, OpenModelChoice::Custom { .. })).unwrap_or(false)
    });
    let name = |ui: Ui| {
        name_field(
            ui,
            self_hosted::OUR_MODEL,
            |fleet| match &fleet.model {
                OpenModelChoice::Custom { name, .. } => Some(name),
                OpenModelChoice::Listed(_) => None,
            },
            |fleet, new| {
                if let OpenModelChoice::Custom { name, .. } = &mut fleet.model {
                    *name = new;
                }
            },
        )
    };
    let view = move || {
        is_custom.get().then(|| {
            pieces![
                numbers(ui, vec![name(ui)], &[Field::ParametersB, Field::Layers]),
                config_box(ui),
                more(
                    self_hosted::ALL_FIGURES,
                    numbers(
                        ui,
                        Vec::new(),
                        &[
                            Field::HiddenSize,
                            Field::QueryHeads,
                            Field::KvHeads,
                            Field::HeadDim,
                            Field::FfnSize,
                            Field::FfnMatrices,
                            Field::VocabSize,
                            Field::TiedEmbedding,
                            Field::ContextTokens,
                            Field::FullLayers,
                            Field::WindowTokens,
                            Field::StateKib,
                            Field::SparseTopK,
                            Field::Experts,
                            Field::ExpertsActive,
                            Field::ExpertsShared,
                            Field::ExpertFfnSize,
                            Field::ExpertLayers,
                            Field::KvRank,
                            Field::RopeDim,
                            Field::ValueDim,
                            Field::QueryRank,
                        ],
                    )
                )
            ]
        })
    };
    view.piece()
}

/// A place to paste the `config.json` of a checkpoint into.
fn config_box(ui: Ui) -> Piece {
    let id = ui.next_id();
    let said_id = [&id, "-m"].concat();
    let said = RwSignal::new(String::new());
    let is_bad = RwSignal::new(false);
    let read = move |event| {
        let text = event_target_value(&event);
        if text.trim().is_empty() {
            said.set(String::new());
            return;
        }
        let found = model_of(&text);
        is_bad.set(found.is_err());
        said.set(match &found {
            Ok(_) => self_hosted::CONFIG_READ.to_owned(),
            Err(why) => why.clone(),
        });
        if let Ok(model) = found {
            ui.draft.forget_legs(ui.chosen.get_untracked());
            edit_fleet(ui, self_hosted::READING_OF_CONFIG, &mut |fleet| fleet.model = model.clone());
        }
    };
    el("div")
        .class("f paste")
        .child(
            el("label")
                .attr("for", id.clone())
                .child(self_hosted::CONFIG.0)
                .child(el("span").class("t").child(self_hosted::CONFIG.1)),
        )
        .child(
            el("textarea")
                .attr("id", id)
                .attr("rows", "3")
                .attr("spellcheck", "false")
                .attr("aria-describedby", said_id.clone())
                .on("input", read),
        )
        .child(
            el("p")
                .class("msg")
                .class_if("err", move || is_bad.get())
                .attr("id", said_id)
                .attr("role", "status")
                .child(move || said.get()),
        )
        .piece()
}

/// The model that a pasted text describes, or what is wrong with it, in words.
fn model_of(text: &str) -> Result<OpenModelChoice, String> {
    let config = JSON::parse(text).ok().filter(JsValue::is_object).ok_or(self_hosted::NOT_A_CONFIG)?;
    let read = |config: &JsValue| {
        let model = model_from_config(&|key| value_at(config, key))?;
        let figures = Box::new(ModelFigures::of(&model)?);
        Ok(OpenModelChoice::Custom { name: Name::new(&model.hf_id), figures })
    };
    read(&config)
        .map_err(|error: crate::catalogue::hf_config::ConfigError| [&error.to_string(), "."].concat())
}

/// The value of a key; a point leads into an object.
fn value_at(config: &JsValue, key: &str) -> Option<ConfigValue> {
    let mut place = config.clone();
    for part in key.split('.') {
        place = Reflect::get(&place, &JsValue::from_str(part)).ok()?;
    }
    if Array::is_array(&place) {
        let list = Array::from(&place);
        return Some(ConfigValue::Texts(list.iter().filter_map(|text| text.as_string()).collect()));
    }
    let number = place.as_f64().map(ConfigValue::Number);
    number
        .or_else(|| place.as_bool().map(ConfigValue::Flag))
        .or_else(|| place.as_string().map(ConfigValue::Text))
}
