//! Which rows belong to which feature.

use super::reading::Bill;
use crate::bill::{FeatureRule, MappedBy};
use crate::presentation::answers::bill::{Dimension, dimension_words, dimensions, shortened};
use crate::presentation::words::bill as words;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal};
use crate::web::ui::parts::{Icon, icon, more, pick};
use leptos::prelude::event_target_value;
use std::rc::Rc;

/// The mapping; a scenario with one feature needs none.
pub(super) fn mapping(bill: Bill) -> Piece {
    let names = Memo::new(move |_| {
        bill.ui.draft.with(|scenario| {
            scenario.features.iter().map(|feature| feature.name.as_str().to_owned()).collect::<Vec<_>>()
        })
    });
    let line = move || words::MAPPING.to_owned();
    let view =
        move || (names.with(Vec::len) > 1).then(|| more(Rc::new(line), Rc::new(move || rules(bill, names))));
    view.piece()
}

fn rules(bill: Bill, names: Memo<Vec<String>>) -> Piece {
    let found = Memo::new(move |_| {
        bill.joined.with(|joined| joined.as_ref().map(|joined| dimensions(&joined.cells))).unwrap_or_default()
    });
    let chosen = RwSignal::new(0);
    let kinds = Signal::derive(move || {
        found.with(|found| found.iter().map(|each| dimension_words(each.by).to_owned()).collect::<Vec<_>>())
    });
    let by = pick(
        words::MAP_BY,
        "",
        bill.ui.next_id(),
        kinds,
        chosen.into(),
        Callback::new(move |index| chosen.set(index)),
    );
    let texts = move || {
        let Dimension { by, texts } = found.with(|found| found.get(chosen.get()).cloned())?;
        let rows = texts.into_iter().map(|(text, shown)| {
            let row = el("tr").child(el("th").attr("scope", "row").child(shown.clone()));
            row.child(el("td").child(feature_list(bill, names, by, text, shown)))
        });
        Some(el("table").class("match").child(el("tbody").child(rows.pieces())))
    };
    el("div")
        .child(el("div").class("row r3").child(by))
        .child(texts)
        .child(patterns(bill, names, found, chosen))
        .piece()
}

/// The features for one text of a file.
fn feature_list(bill: Bill, names: Memo<Vec<String>>, by: MappedBy, text: String, shown: String) -> Piece {
    let own = {
        let text = text.clone();
        move |rule: &FeatureRule| rule.by == by && rule.pattern == text
    };
    let now = bill
        .rules
        .with_untracked(|rules| rules.iter().find(|rule| own(rule)).map(|rule| rule.feature.clone()));
    let choose = move |event| {
        let feature = event_target_value(&event);
        bill.rules.update(|rules| {
            rules.retain(|rule| !own(rule));
            if !feature.is_empty() {
                rules.push(FeatureRule { by, pattern: text.clone(), feature });
            }
        });
    };
    let list = el("select").attr("aria-label", shown).on("change", choose);
    pick_of(list.child(options(names, now.as_deref())))
}

fn pick_of(list: crate::web::ui::dom::El) -> Piece {
    el("span").class("pick").child(list).child(icon(Icon::Down)).piece()
}

fn options(names: Memo<Vec<String>>, now: Option<&str>) -> Piece {
    let first = el("option").attr("value", "").child(words::NOT_MAPPED).piece();
    let each = names.get().into_iter().map(|name| {
        let selected = now == Some(name.as_str());
        el("option").attr("value", name.clone()).attr("selected", selected).child(name).piece()
    });
    std::iter::once(first).chain(each).pieces()
}

/// Rules with a pattern, and one more.
fn patterns(
    bill: Bill,
    names: Memo<Vec<String>>,
    found: Memo<Vec<Dimension>>,
    chosen: RwSignal<usize>,
) -> Piece {
    let (text, feature) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let add = move |_| {
        let (pattern, feature) = (text.get_untracked(), feature.get_untracked());
        let by = found.with_untracked(|found| found.get(chosen.get_untracked()).map(|each| each.by));
        if let Some(by) = by.filter(|_| !pattern.is_empty() && !feature.is_empty()) {
            bill.rules.update(|rules| rules.push(FeatureRule { by, pattern, feature }));
        }
    };
    let all = move || {
        let rule = |(index, rule): (usize, FeatureRule)| {
            let hidden = matches!(rule.by, MappedBy::User | MappedBy::Label(crate::usage::Label::Key));
            let pattern = if hidden { shortened(&rule.pattern) } else { rule.pattern };
            let remove = move |_| {
                bill.rules.update(|rules| {
                    if index < rules.len() {
                        rules.remove(index);
                    }
                });
            };
            el("li")
                .child([dimension_words(rule.by), ": ", &pattern, " \u{2192} ", &rule.feature, " "].concat())
                .child(
                    el("button")
                        .attr("type", "button")
                        .class("link")
                        .on("click", remove)
                        .child(words::REMOVE),
                )
        };
        el("ul").class("s").child(bill.rules.get().into_iter().enumerate().map(rule).pieces())
    };
    let field = el("input")
        .attr("type", "text")
        .attr("aria-label", words::PATTERN)
        .attr("placeholder", words::PATTERN)
        .on("input", move |event| text.set(event_target_value(&event)));
    let list = el("select")
        .attr("aria-label", words::FEATURE)
        .on("change", move |event| feature.set(event_target_value(&event)))
        .child(options(names, None));
    el("div")
        .child(
            el("div")
                .class("link-row")
                .child(el("span").class("in").child(field))
                .child(pick_of(list))
                .child(
                    el("button")
                        .attr("type", "button")
                        .class("btn")
                        .on("click", add)
                        .child(words::ADD_PATTERN),
                ),
        )
        .child(all)
        .piece()
}
