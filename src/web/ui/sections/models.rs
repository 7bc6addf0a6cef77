//! Every priced model for the feature that is open: put in order, narrowed down, and taken with one press.

use crate::catalogue::ModelId;
use crate::estimate::Comparison;
use crate::estimate::compare::{Listing, SortKey};
use crate::pieces;
use crate::presentation::answers::model_table::{self as answer, HEADS, ModelLine, model_line};
use crate::scenario::{HostedModelChoice, ModelRef};
use crate::web::ui::Ui;
use crate::web::ui::dom::{El, IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::edits::answer_by;
use crate::web::ui::live::{Callback, Memo, RwSignal};
use crate::web::ui::parts::{pick, source, status};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Event};

/// So many lines are shown at first.
const FIRST: usize = 12;

/// What the reader asked of the table.
#[derive(Clone, Copy)]
struct Wanted {
    /// The heading that is pressed, by its place.
    head: RwSignal<usize>,
    descending: RwSignal<bool>,
    /// The provider, by its place among those of the comparison, from 1; 0 for all.
    provider: RwSignal<usize>,
    only_meeting: RwSignal<bool>,
    hide_too_small: RwSignal<bool>,
    all: RwSignal<bool>,
}

impl Wanted {
    fn listing(self, found: &Comparison) -> Listing {
        let key = HEADS.get(self.head.get()).and_then(|(_, key)| *key);
        Listing {
            key: key.unwrap_or(SortKey::Cost),
            descending: self.descending.get(),
            provider: self.provider.get().checked_sub(1).and_then(|at| found.providers().get(at).copied()),
            only_meeting: self.only_meeting.get(),
            hide_too_small: self.hide_too_small.get(),
        }
    }

    fn press(self, head: usize) {
        let again = self.head.get_untracked() == head;
        self.descending.set(again && !self.descending.get_untracked());
        self.head.set(head);
    }
}

/// The section.
pub fn body(ui: Ui) -> Piece {
    let wanted = Wanted {
        head: RwSignal::new(3),
        descending: RwSignal::new(false),
        provider: RwSignal::new(0),
        only_meeting: RwSignal::new(false),
        hide_too_small: RwSignal::new(false),
        all: RwSignal::new(false),
    };
    // A memo, so that the list stays while its figures change.
    let providers = Memo::new(move |_| {
        let mut names = vec![answer::ALL_PROVIDERS.to_owned()];
        ui.compared.with(|found| {
            ui.catalogue.with_value(|catalogue| {
                let ids = found.iter().flat_map(|found| found.providers());
                names.extend(ids.filter_map(|id| Some(catalogue.hosted.provider(id)?.name.clone())));
            });
        });
        names
    });
    let check = |text: &'static str, on: RwSignal<bool>| {
        let box_of = el("input").attr("type", "checkbox").prop("checked", move || on.get());
        el("label").class("ck").child(box_of.on("change", move |_| on.update(|on| *on = !*on))).child(text)
    };
    let choose_provider = Callback::new(move |at| wanted.provider.set(at));
    el("div")
        .class("pad")
        .class_if("stale", move || ui.is_stale())
        .child(
            el("div")
                .class("filters")
                .child(pick(
                    answer::PROVIDER,
                    "",
                    ui.next_id(),
                    providers.into(),
                    wanted.provider.into(),
                    choose_provider,
                ))
                .child(check(answer::ONLY_MEETING, wanted.only_meeting))
                .child(check(answer::HIDE_TOO_SMALL, wanted.hide_too_small)),
        )
        .child(table(ui, wanted))
        .child(el("p").class("src").child(move || more(ui, wanted)))
        .piece()
}

/// One heading; a button where it puts the lines in order.
fn heading(ui: Ui, wanted: Wanted, index: usize) -> Piece {
    let Some((text, key)) = HEADS.get(index).copied() else { return ().piece() };
    let class = matches!(index, 1 | 7..=9).then_some("l");
    let cell = el("th").attr("scope", "col").attr("class", class);
    if key.is_none() {
        let quiet = text.is_empty();
        return cell
            .child(el("span").class_if("vh", quiet).child(if quiet { answer::USE } else { text }))
            .piece();
    }
    let sorted = move || {
        let descending = wanted.descending.get();
        (wanted.head.get() == index).then_some(if descending { "descending" } else { "ascending" })
    };
    cell.attr("aria-sort", sorted)
        .child(
            el("button")
                .attr("type", "button")
                .class("link")
                .on("click", move |_| wanted.press(index))
                .child(move || [text, &rank(ui, key)].concat()),
        )
        .piece()
}

/// ", p95" after the two times.
fn rank(ui: Ui, key: Option<SortKey>) -> String {
    let locale = ui.locale.get();
    ui.compared.with(|found| answer::rank_of(found.as_deref(), key, locale))
}

fn table(ui: Ui, wanted: Wanted) -> El {
    let scroller = Ref::default();
    let take = move |event: Event| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = pressed.and_then(|pressed| pressed.closest("button").ok().flatten());
        let number = button.and_then(|button| button.get_attribute("value")?.parse().ok());
        if let Some(number) = number {
            answer_by(ui, HostedModelChoice::Book(ModelRef::Id(ModelId::new(number))));
            // The button goes; the keyboard stays here.
            if let Some(scroller) = scroller.get() {
                let _ = scroller.focus();
            }
        }
    };
    let heads = (0..HEADS.len()).map(|index| heading(ui, wanted, index)).pieces();
    el("div")
        .class("tscroll")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", answer::ALL_MODELS)
        .node_ref(scroller)
        .child(
            el("table")
                .class("models")
                .child(el("thead").child(el("tr").child(heads)))
                .child(el("tbody").on("click", take).child(move || rows(ui, wanted))),
        )
}

/// What was found, in a sentence.
pub fn finding(ui: Ui) -> String {
    ui.compared.with(|found| ui.view(|view| answer::finding(view, found.as_deref()))).unwrap_or_default()
}

/// The lines that are wanted, as far as they are shown; today's model is always among them.
fn rows(ui: Ui, wanted: Wanted) -> Option<Piece> {
    let most = if wanted.all.get() { usize::MAX } else { FIRST };
    let lines = ui.compared.with(|found| {
        let found = found.as_deref()?;
        ui.view(|view| {
            let order = found.listed(&wanted.listing(found), view.catalogue);
            let listed = order.iter().filter_map(|at| found.rows.get(*at)).enumerate();
            let shown = listed.filter(|(place, row)| *place < most || row.is_today);
            shown.map(|(_, row)| model_line(view, row, found)).collect::<Vec<_>>()
        })
    })?;
    Some(lines.into_iter().map(line).pieces())
}

/// How many are shown, the rest, and what the figures mean.
fn more(ui: Ui, wanted: Wanted) -> Piece {
    let listed = ui.compared.with(|found| {
        let found = found.as_ref()?;
        let wanted = wanted.listing(found);
        ui.catalogue.with_value(|catalogue| Some(found.listed(&wanted, catalogue).len()))
    });
    let listed = listed.unwrap_or(0);
    let words = move || if wanted.all.get() { answer::SHOW_FEWER } else { answer::SHOW_ALL };
    let button = (listed > FIRST).then(|| {
        pieces![
            el("button")
                .attr("type", "button")
                .class("link")
                .on("click", move |_| wanted.all.update(|all| *all = !*all))
                .child(words),
            ". "
        ]
    });
    let number = ui.view(|view| answer::how_many(view, listed));
    pieces![el("span").attr("role", "status").child(number), button, answer::NOTE].piece()
}

fn line(line: ModelLine) -> Piece {
    let ModelLine {
        id,
        name,
        provider,
        costs: [request, month, against],
        times,
        target,
        fit,
        price,
        is_today,
    } = line;
    let action = if is_today {
        el("b").child(answer::CHOSEN)
    } else {
        let of = el("span").class("vh").child(" ").child(name.clone());
        let button = el("button").attr("type", "button").class("link").attr("value", id.number().to_string());
        button.child(answer::USE_SHORT).child(of)
    };
    let cell = |text: String| el("td").child(text);
    el("tr")
        .class_if("on", is_today)
        .child(el("th").attr("scope", "row").child(name))
        .child(el("td").class("l q").child(provider))
        .child([request, month].map(cell))
        .child(el("td").class("q").child(against))
        .child(times.map(cell))
        .child(el("td").class("l").child(status(target)))
        .child(el("td").class("l").child(status(fit)))
        .child(el("td").class("l src").child(price.map(source)))
        .child(el("td").child(action))
        .piece()
}
