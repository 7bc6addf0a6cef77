//! Every priced model for the feature that is open: put in order, narrowed down, and taken with one press.

use crate::catalogue::{Catalogue, ModelId};
use crate::estimate::Comparison;
use crate::estimate::compare::{ContextFit, Listing, ModelRow, SortKey};
use crate::format::{Locale, Timed, count, date, exact, percent, short, time, usd, usd_signed};
use crate::pieces;
use crate::scenario::{HostedModelChoice, ModelRef, SloMetric};
use crate::units::{Date, Moment, Usd};
use crate::web::ui::Ui;
use crate::web::ui::dom::{El, IntoPiece, Piece, Pieces, Ref, el};
use crate::web::ui::inputs::answer_by;
use crate::web::ui::live::{Callback, Memo, RwSignal};
use crate::web::ui::parts::{Status, pick, source, status};
use crate::web::ui::results::sign_of;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Event};

/// So many lines are shown at first.
const FIRST: usize = 12;

/// The headings, and what a press on them puts in order.
const HEADS: [(&str, Option<SortKey>); 11] = [
    ("Model", Some(SortKey::Model)),
    ("Provider", Some(SortKey::Provider)),
    ("A request", None),
    ("A month", Some(SortKey::Cost)),
    ("Against now", None),
    ("First word", Some(SortKey::Ttft)),
    ("Whole answer", Some(SortKey::E2eLatency)),
    ("Target", Some(SortKey::Verdict)),
    ("Room for the text", None),
    ("Price of", None),
    ("", None),
];

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
        let mut names = vec!["All providers".to_owned()];
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
                    "Provider",
                    "",
                    ui.next_id(),
                    providers.into(),
                    wanted.provider.into(),
                    choose_provider,
                ))
                .child(check("Meets the target", wanted.only_meeting))
                .child(check("Hide those too small for the text", wanted.hide_too_small)),
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
            .child(el("span").class_if("vh", quiet).child(if quiet { "Use it" } else { text }))
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
                .child(move || [text, &rank_of(ui, key)].concat()),
        )
        .piece()
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
        .attr("aria-label", "All models")
        .node_ref(scroller)
        .child(
            el("table")
                .class("models")
                .child(el("thead").child(el("tr").child(heads)))
                .child(el("tbody").on("click", take).child(move || rows(ui, wanted))),
        )
}

/// ", p95" after the two times.
fn rank_of(ui: Ui, key: Option<SortKey>) -> String {
    if !matches!(key, Some(SortKey::Ttft | SortKey::E2eLatency)) {
        return String::new();
    }
    let rank = ui.compared.with(|found| found.as_ref().map(|found| found.percentile.get()));
    [", p", &exact(rank.unwrap_or(95.0), ui.locale.get())].concat()
}

/// "58 of 104 models would meet Support chat's target, from $129 a month."
pub fn finding(ui: Ui) -> String {
    let locale = ui.locale.get();
    let name = ui.feature(|feature| feature.name.as_str().to_owned()).unwrap_or_default();
    let said = ui.compared.with(|found| {
        let found = found.as_ref()?;
        let number = |count: usize| count_text(count, locale);
        let months = || found.meeting().map(|row| row.month.get());
        let cheapest = months().fold(f64::INFINITY, f64::min);
        let verb = if found.target.is_some() { " would meet the target of " } else { " could answer " };
        let said = [&number(months().count()), " of ", &number(found.rows.len()), " models", verb, &name];
        let from = if cheapest.is_finite() {
            [", from ", &usd(Usd::saturating(cheapest), locale), " a month"].concat()
        } else {
            String::new()
        };
        Some(said.concat() + &from + ".")
    });
    said.unwrap_or_else(|| "All models".to_owned())
}

fn count_text(number: usize, locale: Locale) -> String {
    count(number as f64, locale)
}

/// The lines that are wanted, as far as they are shown; today's model is always among them.
fn rows(ui: Ui, wanted: Wanted) -> Piece {
    let locale = ui.locale.get();
    let most = if wanted.all.get() { usize::MAX } else { FIRST };
    let as_of = ui.draft.with(|scenario| scenario.as_of);
    ui.compared.with(|found| {
        let Some(found) = found else { return ().piece() };
        ui.catalogue.with_value(|catalogue| {
            let order = found.listed(&wanted.listing(found), catalogue);
            let listed = order.iter().filter_map(|at| found.rows.get(*at)).enumerate();
            let shown = listed.filter(|(place, row)| *place < most || row.is_today);
            shown.map(|(_, row)| line(row, found, catalogue, as_of, locale)).pieces()
        })
    })
}

/// How many are shown, the rest, and what the figures stand for.
fn more(ui: Ui, wanted: Wanted) -> Piece {
    let locale = ui.locale.get();
    let listed = ui.compared.with(|found| {
        let found = found.as_ref()?;
        let wanted = wanted.listing(found);
        ui.catalogue.with_value(|catalogue| Some(found.listed(&wanted, catalogue).len()))
    });
    let listed = listed.unwrap_or(0);
    let words = move || if wanted.all.get() { "Show fewer" } else { "Show all of them" };
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
    pieces![
        el("span").attr("role", "status").child([&count_text(listed, locale), " models. "].concat()),
        button,
        "Each as if it answered every call, with your settings and at its list price. A time in two figures is the \
         range of models of its kind: nobody measured this one. Answer quality is not estimated: try your own \
         questions before you switch."
    ]
    .piece()
}

fn line(row: &ModelRow, found: &Comparison, catalogue: &Catalogue, as_of: Date, locale: Locale) -> Piece {
    let book = &catalogue.hosted;
    let price = book.model(row.model).map(|model| {
        let at = Moment::noon(as_of);
        let since = book.price_row(model, at).and_then(|row| row.known_since);
        source(date(since.unwrap_or(book.package().date)), book.price_source(model, at).map(str::to_owned))
    });
    let name = book.model(row.model).map(|model| model.name.clone());
    let provider = book.provider(row.provider).map(|provider| provider.name.clone());
    let against = match row.against_today {
        _ if row.is_today => "now".to_owned(),
        Some(difference) => usd_signed(difference, locale),
        None => "not known".to_owned(),
    };
    let wait = |metric: SloMetric| {
        let Some(wait) = row.wait else { return "not known".to_owned() };
        let (at, seconds) = (wait.at(metric), |value| time(value, Timed::Answer, locale));
        let (fast, slow) = (seconds(at.fast), seconds(at.slow));
        if fast == slow { seconds(at.typical) } else { [&fast, " to ", &slow].concat() }
    };
    let (fit, fits) = match row.context {
        ContextFit::Fits => (Status::Meets, "fits".to_owned()),
        ContextFit::NotKnown => (Status::Unknown, "limit not known".to_owned()),
        ContextFit::TooSmall { window, .. } => {
            (Status::Misses, [&short(window.get(), locale), " at most"].concat())
        }
        ContextFit::AnswerTooLong { most } => {
            (Status::Misses, ["answers ", &short(most.get(), locale), " at most"].concat())
        }
    };
    let action = if row.is_today {
        el("b").child("chosen")
    } else {
        let number = row.model.number().to_string();
        let of = name.clone().map(|name| el("span").class("vh").child(" ").child(name));
        el("button").attr("type", "button").class("link").attr("value", number).child("Use").child(of)
    };
    let (sign, words) = target(row, found, locale);
    el("tr")
        .class_if("on", row.is_today)
        .child(el("th").attr("scope", "row").child(name))
        .child(el("td").class("l q").child(provider))
        .child(el("td").child(usd(row.cost_per_request, locale)))
        .child(el("td").child(usd(row.month, locale)))
        .child(el("td").class("q").child(against))
        .child(el("td").child(wait(SloMetric::Ttft)))
        .child(el("td").child(wait(SloMetric::E2eLatency)))
        .child(el("td").class("l").child(status(sign, words)))
        .child(el("td").class("l").child(status(fit, fits)))
        .child(el("td").class("l src").child(price))
        .child(el("td").child(action))
        .piece()
}

/// "98% in time", with its sign.
fn target(row: &ModelRow, found: &Comparison, locale: Locale) -> (Status, String) {
    if found.target.is_none() {
        return (Status::NoTarget, Status::NoTarget.word().to_owned());
    }
    let held = row.wait.and_then(|wait| wait.verdict.zip(wait.share_within));
    match held {
        Some((verdict, within)) => {
            let sign = sign_of(verdict);
            let within = within.typical.get();
            // No figure of a waiting time tells 99.6% from 99.9%.
            let over = if within > 0.99 { "over " } else { "" };
            (sign, [sign.word(), ", ", over, &percent(within.min(0.99), locale), " in time"].concat())
        }
        None => (Status::Unknown, Status::Unknown.word().to_owned()),
    }
}
