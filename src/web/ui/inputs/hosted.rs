//! What is asked of hosted models only, as far as the models of the feature have it. All of it is in the second file.

use super::workload::hosted_form;
use crate::pieces;
use crate::presentation::answers::hosted_form::{HostedForm, Named, cache_lifetimes};
use crate::presentation::words::hosted as words;
use crate::scenario::{CacheTtl, Feature, Field, Processing, ReasoningCount, ReasoningEffort, Serving};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el, made_from};
use crate::web::ui::live::{Callback, Memo, Signal};
use crate::web::ui::parts::{number_field, pick, worded_field};
use crate::web::ui::slot::Slot;

/// The fields of these numbers, made anew when others are asked for.
fn fields(ui: Ui, which: fn(&HostedForm<'_>) -> Vec<Field>) -> Piece {
    made_from(
        move || hosted_form(ui, which).unwrap_or_default(),
        move |fields: &Vec<Field>| {
            let field = |field: &Field| worded_field(ui, ui.slot(*field), words::hosted_words(*field));
            fields.iter().map(field).pieces().piece()
        },
    )
}

/// A setting with a handful of values.
struct Setting<T> {
    /// Label and term.
    words: (&'static str, &'static str),
    /// What a step of the history is called that changes it.
    changed: &'static str,
    /// The values that apply; where there are none, nothing is asked.
    values: fn(&HostedForm<'_>) -> Vec<Named<T>>,
    get: fn(&Feature) -> T,
    set: fn(&mut Feature, T),
}

impl<T: Copy + PartialEq + Send + Sync + 'static> Setting<T> {
    /// A list of the values.
    fn list(self, ui: Ui) -> Piece {
        let Self { words: (label, term), changed, values, get, set } = self;
        let all = Memo::new(move |_| hosted_form(ui, values).unwrap_or_default());
        let is_asked = Memo::new(move |_| all.with(|all| !all.is_empty()));
        let names =
            Signal::derive(move || all.with(|all| all.iter().map(|(_, name)| name.clone()).collect()));
        let chosen = Signal::derive(move || {
            let now = ui.feature(get);
            all.with(|all| all.iter().position(|(value, _)| Some(*value) == now).unwrap_or(0))
        });
        let choose = Callback::new(move |index: usize| {
            let taken = all.with_untracked(|all| all.get(index).map(|(value, _)| *value));
            if let Some(taken) = taken {
                ui.edit_feature(changed, |feature| set(feature, taken));
            }
        });
        (move || is_asked.get().then(|| pick(label, term, ui.next_id(), names, chosen, choose))).piece()
    }
}

/// The rarer settings of a request.
pub fn request_fields(ui: Ui) -> Piece {
    let plain = move |field| number_field(ui, ui.slot(field), None, None, false);
    let effort = Setting {
        words: words::EFFORT,
        changed: words::CHANGED_EFFORT,
        values: |form| form.efforts(),
        get: |feature| feature.reasoning_effort,
        set: set_effort,
    };
    let task = Setting {
        words: words::TASK,
        changed: words::CHANGED_TASK,
        values: |form| form.tasks(),
        get: |feature| feature.task,
        set: |feature, task| feature.task = task,
    };
    let caching = Setting {
        words: words::CACHING,
        changed: words::CHANGED_CACHING,
        values: |form| form.caching(),
        get: |feature| feature.options.prompt_caching,
        set: |feature, caching| feature.options.prompt_caching = caching,
    };
    let lifetimes = Memo::new(move |_| {
        let (index, locale) = (ui.chosen.get(), ui.locale.get());
        ui.draft.with(|scenario| {
            ui.catalogue.with_value(|catalogue| cache_lifetimes(scenario, index, catalogue, locale))
        })
    });
    let asked = el("div")
        .class("row r3")
        .child(effort.list(ui))
        .child(task.list(ui))
        .child(caching.list(ui))
        .child(fields(ui, |form| form.cache_fields()))
        .child(plain(Field::CallsPerRequest))
        .child(plain(Field::ParallelCalls))
        .child(plain(Field::RetryShare))
        .child(searches(ui))
        .child(pictures(ui))
        .child(fields(ui, |form| if form.needs_media() { Vec::new() } else { form.media() }));
    let line = move || lifetimes.get().map(|line| el("p").class("eq").child(el("span").child(line)));
    pieces![asked, line].piece()
}

/// A chosen effort would be of no effect on a number that nobody said: then the number is assumed by it.
fn set_effort(feature: &mut Feature, effort: ReasoningEffort) {
    feature.reasoning_effort = effort;
    if feature.reasoning == ReasoningCount::NotSaid && feature.workload.reasoning_tokens().get() <= 0.0 {
        feature.reasoning = ReasoningCount::Assumed;
    }
}

/// Searches by the provider's tools, and how much of what they find is read.
fn searches(ui: Ui) -> [Piece; 2] {
    let context = Setting {
        words: words::SEARCH_CONTEXT,
        changed: words::CHANGED_SEARCH,
        values: |form| form.search_contexts(),
        get: |feature| feature.options.search_context_size,
        set: |feature, size| feature.options.search_context_size = size,
    };
    [fields(ui, |form| form.searches()), context.list(ui)]
}

/// How the tokens of pictures are known.
fn pictures(ui: Ui) -> [Piece; 3] {
    let known = Setting {
        words: words::IMAGE_TOKENS,
        changed: words::CHANGED_IMAGES,
        values: |form| form.image_tokens(),
        get: |feature| feature.options.image_tokens,
        set: |feature, known| feature.options.image_tokens = known,
    };
    let detail = Setting {
        words: words::DETAIL,
        changed: words::CHANGED_DETAIL,
        values: |form| form.details(),
        get: |feature| feature.options.image_detail,
        set: |feature, detail| feature.options.image_detail = detail,
    };
    [known.list(ui), fields(ui, |form| form.image_fields().to_vec()), detail.list(ui)]
}

/// The rarer prices of a model that is not in the book, whose prices are in the feature of `slot`.
pub fn more_prices(ui: Ui, slot: Slot) -> Piece {
    let field = |field: &Field| {
        let field = *field;
        let place = Signal::derive(move || slot.in_feature(ui.chosen.get()).with_field(field));
        worded_field(ui, place, words::hosted_words(field))
    };
    el("details")
        .class("more")
        .child(el("summary").child(words::MORE_PRICES))
        .child(el("div").class("row r3").child(words::PRICES_OF_MODEL.iter().map(field).pieces()))
        .piece()
}

/// What is sent and received that is not text.
pub fn media_fields(ui: Ui) -> Piece {
    el("div")
        .class("media")
        .child(el("p").class("s q").child(words::MEDIA))
        .child(el("div").class("row r3").child(fields(ui, |form| form.media())))
        .piece()
}

/// Where and how requests are processed, and what is agreed about the price.
pub fn processing_fields(ui: Ui) -> Piece {
    let processing = Setting {
        words: words::PROCESSING,
        changed: words::CHANGED_PROCESSING,
        values: |form| form.processing(),
        get: |feature| match &feature.serving {
            Serving::Hosted(route) => route.legs.first().map(|leg| leg.processing).unwrap_or_default(),
            Serving::PerRequest(_) | Serving::SelfHosted(_) => Processing::Standard,
        },
        set: set_processing,
    };
    let residency = Setting {
        words: words::RESIDENCY,
        changed: words::CHANGED_RESIDENCY,
        values: |form| form.residencies(),
        get: |feature| feature.options.data_residency,
        set: |feature, place| feature.options.data_residency = place,
    };
    el("div")
        .class("row r3")
        .child(processing.list(ui))
        .child(residency.list(ui))
        .child(fields(ui, |_| vec![Field::PriceChangeShare]))
        .piece()
}

fn set_processing(feature: &mut Feature, processing: Processing) {
    if let Serving::Hosted(route) = &mut feature.serving {
        for leg in &mut route.legs {
            leg.processing = processing;
        }
    }
}

/// How long the provider keeps a prefix: five minutes or an hour, as a lever has it.
pub fn cache_time(ui: Ui) -> Piece {
    let [label, term, five, hour] = words::CACHE_TIME;
    pick(
        label,
        term,
        ui.next_id(),
        Signal::stored(vec![five.to_owned(), hour.to_owned()]),
        Signal::derive(move || {
            ui.feature(|feature| usize::from(feature.cache_ttl == CacheTtl::OneHour)).unwrap_or(0)
        }),
        Callback::new(move |index| {
            ui.edit_feature(words::CHANGED_CACHE_TIME, |feature| {
                feature.cache_ttl = if index == 1 { CacheTtl::OneHour } else { CacheTtl::FiveMinutes };
            });
        }),
    )
}
