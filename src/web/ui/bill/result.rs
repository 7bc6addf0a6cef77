//! The bill against the estimate.

use super::reading::Bill;
use crate::bill::apply;
use crate::pieces;
use crate::presentation::answers::bill::{
    self as answer, CauseLine, Causes, Days, ENDS, HEADS, HEAVY_STEP, Row, Standing, USE_ALL, UseMeasured,
    Users,
};
use crate::presentation::words::bill as words;
use crate::scenario::{Field, FieldPath, Place};
use crate::units::{Plain, Within, parse_number};
use crate::web::ui::charts::chart_block;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Memo, RwSignal, Signal};
use crate::web::ui::parts::{Icon, grid, icon, note};
use leptos::prelude::event_target_value;
use std::rc::Rc;

type Found = Memo<Option<Result<answer::Bill, &'static str>>>;

/// Everything that is said of the bill.
pub(super) fn result(bill: Bill) -> Piece {
    let found: Found = Memo::always(move |_| {
        let report = bill.joined.get()?;
        let (rules, threshold) = (bill.rules.get(), bill.threshold.get());
        bill.ui.view(|view| answer::bill(view, &report, &rules, threshold))
    });
    let failed = RwSignal::new(false);
    let whole = move || {
        found.with(|found| match found {
            None => Piece::Nothing,
            Some(Err(why)) => note(Icon::Triangle, (*why).piece()),
            Some(Ok(shown)) => pieces![
                summary(bill, shown, failed),
                shown.notes.iter().map(|line| note(Icon::Info, line.clone().piece())).pieces(),
                shown.causes.iter().map(|causes| why(bill, causes, failed)).pieces(),
                shown.users.as_ref().map(|users| by_user(bill, users))
            ],
        })
    };
    el("div")
        .class_if("stale", move || bill.ui.is_stale())
        .child(move || failed.get().then(|| note(Icon::Triangle, words::CANNOT_USE.piece())))
        .child(whole)
        .child(by_day(bill, found))
        .piece()
}

/// Takes measured values into the scenario: one step of the history, whatever their number.
fn take(bill: Bill, uses: &[UseMeasured], failed: RwSignal<bool>) {
    let Some(first) = uses.first() else { return };
    let now = bill.ui.draft.now();
    let changed = bill.ui.catalogue.with_value(|catalogue| {
        uses.iter().try_fold((*now).clone(), |scenario, each| {
            apply(&scenario, each.feature, &each.measures, catalogue)
        })
    });
    failed.set(changed.is_none());
    if let Some(changed) = changed {
        bill.ui.draft.edit(|| first.step.clone(), |scenario| *scenario = changed);
    }
}

fn button(
    bill: Bill,
    class: &'static str,
    label: String,
    uses: Vec<UseMeasured>,
    failed: RwSignal<bool>,
) -> Piece {
    el("button")
        .attr("type", "button")
        .class(class)
        .on("click", move |_| take(bill, &uses, failed))
        .child(label)
        .piece()
}

/// The finding, what to do about it, and the table of features.
fn summary(bill: Bill, shown: &answer::Bill, failed: RwSignal<bool>) -> Piece {
    let all: Vec<UseMeasured> = shown.causes.iter().filter_map(|causes| causes.all.clone()).collect();
    let measured = (!all.is_empty())
        .then(|| el("span").class("r").child(button(bill, "btn", USE_ALL.to_owned(), all, failed)));
    let head = HEADS.into_iter().enumerate().map(|(index, text)| {
        el("th").attr("scope", "col").attr("class", (index >= 5).then_some("l")).child(text)
    });
    let typed = move |event| {
        let text = event_target_value(&event);
        let number = parse_number(&text.trim().trim_end_matches('%').trim_end().replace(',', "."));
        if let Some(percent) = number.filter(|percent| (0.0..=1000.0).contains(percent)) {
            bill.threshold.set(percent / 100.0);
        }
    };
    let threshold = el("input")
        .attr("type", "text")
        .attr("inputmode", "decimal")
        .attr("aria-label", words::THRESHOLD)
        .attr(
            "value",
            [&Plain((bill.threshold.get_untracked() * 1e4).round() / 100.0).to_string(), "%"].concat(),
        )
        .on("change", typed);
    el("section")
        .class("blk")
        .child(
            el("div").class("fh").child(el("h2").class("find").child(shown.heading.clone())).child(measured),
        )
        .child(
            el("div").class("tscroll figures").child(
                el("table")
                    .class("bill-rows")
                    .child(el("thead").child(el("tr").child(head.pieces())))
                    .child(el("tbody").child(shown.rows.iter().map(row).pieces())),
            ),
        )
        .child(el("label").class("s threshold").child(words::THRESHOLD).child(" ").child(threshold))
        .piece()
}

fn row(row: &Row) -> Piece {
    let cell = |text: &String| el("td").child(text.clone());
    let sign = match row.standing {
        Standing::Drifted => Some(icon(Icon::Triangle)),
        Standing::Within | Standing::Unknown => None,
    };
    el("tr")
        .class_if("sum", row.is_sum)
        .child(el("th").attr("scope", "row").child(row.name.clone()))
        .child(cell(&row.estimated))
        .child(cell(&row.billed))
        .child(cell(&row.difference))
        .child(cell(&row.percent))
        .child(el("td").class("l").child(sign).child(row.verdict.clone()))
        .child(el("td").class("l").child(row.mostly.clone()))
        .piece()
}

/// The causes of one feature.
fn why(bill: Bill, causes: &Causes, failed: RwSignal<bool>) -> Piece {
    let highest =
        causes.lines.iter().map(|line| line.bar.0.max(line.bar.1)).fold(causes.estimated.1, f64::max);
    let place = move |at: f64| if highest > 0.0 { (at / highest * 100.0).within(0.0, 100.0) } else { 0.0 };
    let lane = move |from: f64, to: f64, class: &'static str| {
        let (left, right) = (place(from.min(to)), place(from.max(to)));
        let percent = |value: f64| [&Plain(value).to_string(), "%"].concat();
        let bar = el("i")
            .class(class)
            .style("left", percent(left))
            .style("width", percent((right - left).max(0.4)));
        el("td").class("lane").attr("aria-hidden", "true").child(el("span").child(bar))
    };
    let end = |name: &'static str, (text, value): &(String, f64), class: &'static str| {
        el("tr")
            .child(el("th").attr("scope", "row").child(name))
            .child(el("td").child(text.clone()))
            .child(lane(0.0, *value, class))
            .child(el("td"))
    };
    let line = |line: &CauseLine| {
        let class = if line.bar.1 < line.bar.0 { "cut" } else { "" };
        let use_it = line.use_it.clone().map(|it| button(bill, "link", it.label.clone(), vec![it], failed));
        el("tr")
            .child(
                el("th")
                    .attr("scope", "row")
                    .child(el("b").child(line.name.clone()))
                    .child(el("span").class("t").child(line.words.clone())),
            )
            .child(el("td").child(line.amount.clone()))
            .child(lane(line.bar.0, line.bar.1, class))
            .child(el("td").child(use_it))
    };
    let head = words::CAUSE_HEADS.into_iter().map(|text| el("th").attr("scope", "col").child(text));
    let largest = causes.largest.clone().map(|it| button(bill, "btn", it.label.clone(), vec![it], failed));
    let all = causes.all.clone().map(|it| button(bill, "btn p", it.label.clone(), vec![it], failed));
    el("section")
        .class("blk")
        .child(el("h3").class("find").child(causes.heading.clone()))
        .child(el("p").class("largest").child(causes.sentence.clone()).child(" ").child(largest))
        .child(
            el("div").class("tscroll").child(
                el("table")
                    .class("bars causes")
                    .child(el("thead").child(el("tr").child(head.pieces())))
                    .child(
                        el("tbody")
                            .child(end(ENDS[0], &causes.estimated, "grey"))
                            .child(causes.lines.iter().map(line).pieces())
                            .child(end(ENDS[1], &causes.billed, "")),
                    ),
            ),
        )
        .child(el("p").class("eq").child(el("span").child(causes.sum.clone())))
        .child(el("div").class("acts").child(all))
        .piece()
}

fn by_day(bill: Bill, found: Found) -> Piece {
    let read = move || found.with(|found| found.as_ref()?.as_ref().ok()?.days.clone());
    let days: Memo<Option<Days>> = Memo::new(move |_| read());
    let has_days = Memo::new(move |_| days.with(Option::is_some));
    let view = move || {
        has_days.get().then(|| {
            chart_block(
                bill.ui,
                Signal::derive(move || {
                    days.with(|days| days.as_ref().map(|days| days.heading.clone())).unwrap_or_default()
                }),
                Signal::derive(move || {
                    let (width, locale) = (bill.ui.section_width(), bill.ui.locale.get());
                    days.with(|days| {
                        days.as_ref().map(|days| (answer::draw_days(days, width, locale), days.name.clone()))
                    })
                }),
                Rc::new(move || {
                    let note = move || days.with(|days| days.as_ref().map(|days| days.note.clone()));
                    el("p").class("src").child(note).piece()
                }),
            )
        })
    };
    view.piece()
}

fn by_user(bill: Bill, users: &Users) -> Piece {
    let use_it = users.use_it.clone().map(|(label, value)| {
        let path = FieldPath { place: Place::Scenario, field: Field::HeavyUserFactor };
        let act = move |_| {
            bill.ui.draft.edit(
                || HEAVY_STEP.to_owned(),
                |scenario| {
                    // The answer has checked that the field takes it.
                    let _ = scenario.set(path, Some(value));
                },
            );
        };
        el("button").attr("type", "button").class("link").on("click", act).child(label)
    });
    el("section")
        .class("blk")
        .child(el("h3").class("find").child(users.heading.clone()))
        .child(grid(users.table.clone()))
        .child(el("p").class("s").child(users.spread.clone()).child(" ").child(use_it))
        .piece()
}
