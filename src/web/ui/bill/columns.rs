//! Matching the columns of a table.

use super::reading::{Bill, Unknown};
use crate::presentation::answers::bill::{ColumnRole, column_map, guess, role_words};
use crate::presentation::words::bill as words;
use crate::usage::InputColumn;
use crate::web::ui::dom::{El, IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Callback, RwSignal};
use crate::web::ui::parts::{Icon, choice, icon};
use leptos::prelude::event_target_value;

/// The columns of `unknown`, each with what it is read as.
pub(super) fn match_columns(bill: Bill, unknown: Unknown) -> Piece {
    let mut taken = Vec::new();
    let first = |name: &String| match guess(name) {
        // One column a role.
        role if role != ColumnRole::NotUsed && !taken.contains(&role) => {
            taken.push(role);
            role
        }
        _ => ColumnRole::NotUsed,
    };
    let roles: RwSignal<Vec<ColumnRole>> = RwSignal::new(unknown.columns.iter().map(first).collect());
    let (inside, single) = (RwSignal::new(0), RwSignal::new(0));
    let row = |(index, name): (usize, &String)| column_row(roles, index, name);
    let head = |text: &'static str| el("th").attr("scope", "col").child(text);
    let rows = unknown.columns.iter().enumerate().map(row).pieces();
    let name = unknown.name.clone();
    let matched = unknown.clone();
    let read = move |_| {
        let columns: Vec<_> = matched.columns.iter().cloned().zip(roles.get_untracked()).collect();
        let input = if inside.get_untracked() == 0 {
            InputColumn::ContainsCache
        } else {
            InputColumn::LeavesCacheOut
        };
        let map = column_map(&columns, input, single.get_untracked() == 1);
        bill.read_matched(matched.clone(), map);
    };
    let question = |text: &'static str, name: &'static str, answers, place: RwSignal<usize>| {
        el("div").class("way").child(el("span").child(text)).child(choice(
            text,
            name,
            answers,
            place.into(),
            Callback::new(move |index| place.set(index)),
        ))
    };
    el("section")
        .class("blk")
        .child(el("h3").class("find").child([words::MATCH, &unknown.name].concat()))
        .child(el("p").class("s q").child(words::MATCH_WHY))
        .child(
            el("table")
                .class("match")
                .child(el("thead").child(el("tr").child(words::MATCH_HEADS.into_iter().map(head).pieces())))
                .child(el("tbody").child(rows)),
        )
        .child(question(words::CACHE_INSIDE, "cache-inside", &words::CACHE_ANSWERS, inside))
        .child(question(words::ROWS_ARE, "row-is", &words::ROW_ANSWERS, single))
        .child(
            el("div")
                .class("acts")
                .child(
                    el("button")
                        .attr("type", "button")
                        .class("btn p")
                        .on("click", read)
                        .child(words::COMPARE),
                )
                .child(
                    el("button")
                        .attr("type", "button")
                        .class("btn")
                        .on("click", move |_| bill.drop_unknown(&name))
                        .child(words::LEAVE_OUT),
                ),
        )
        .piece()
}

/// One column with the list of what it can be read as.
fn column_row(roles: RwSignal<Vec<ColumnRole>>, index: usize, name: &str) -> El {
    let choose = move |event| {
        let role =
            event_target_value(&event).parse().ok().and_then(|at: usize| ColumnRole::ALL.get(at).copied());
        roles.update(|roles| {
            if let (Some(place), Some(role)) = (roles.get_mut(index), role) {
                *place = role;
            }
        });
    };
    let now = roles.with_untracked(|roles| roles.get(index).copied());
    let option = |(at, role): (usize, ColumnRole)| {
        el("option").attr("value", at.to_string()).attr("selected", now == Some(role)).child(role_words(role))
    };
    let list = el("select")
        .attr("aria-label", [words::READ_AS, name].concat())
        .on("change", choose)
        .child(ColumnRole::ALL.into_iter().enumerate().map(option).pieces());
    el("tr")
        .child(el("th").attr("scope", "row").child(name.to_owned()))
        .child(el("td").child(el("span").class("pick").child(list).child(icon(Icon::Down))))
}
