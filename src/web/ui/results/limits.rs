//! The load in the busiest minute, against the provider's limits where they are given.

use crate::estimate::latency::throughput::{LimitUse, Limits};
use crate::format::{count, exact, percent, times};
use crate::units::{Count, Tokens};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::Memo;
use crate::web::ui::{
    Ui,
    later::later,
    parts::{Status, status},
};

/// The load in a line; against the provider's limits, where there are some.
pub fn limits(ui: Ui) -> Piece {
    let is_limited = Memo::new(move |_| {
        ui.feature(|feature| Limits::of(&feature.rate_limits)).unwrap_or_default() != Limits::default()
    });
    (move || {
        if is_limited.get() {
            later(ui, move |parts| (parts.limits)(ui))
        } else {
            (move || el("p").class("s q goal").child(load(ui))).piece()
        }
    })
    .piece()
}

fn load(ui: Ui) -> Option<String> {
    let locale = ui.locale.get();
    let peak = ui.wait_here(|wait| wait.peak)?;
    let [sent, answered] =
        [peak.input_tokens_per_min, peak.output_tokens_per_min].map(|each| count(each.get(), locale));
    let line = [
        "In the busiest minute: ",
        &count(peak.requests_per_min.get(), locale),
        " requests, ",
        &sent,
        " tokens in, ",
        &answered,
        " out. Rate limits of the provider: not set.",
    ];
    Some(line.concat())
}

/// Load and limits line by line, each limit not known where it was not given.
pub fn limit_table(ui: Ui) -> Piece {
    (move || limit_rows(ui)).piece()
}

fn limit_rows(ui: Ui) -> Option<Piece> {
    let locale = ui.locale.get();
    let limits = ui.feature(|feature| Limits::of(&feature.rate_limits))?;
    let (peak, report) = ui.wait_here(|wait| (wait.peak, wait.limits))?;
    let rows = [
        ("Requests", peak.requests_per_min.get(), limits.requests_per_min.map(Count::get), report.requests),
        (
            "Tokens in",
            peak.input_tokens_per_min.get(),
            limits.input_tokens_per_min.map(Tokens::get),
            report.input_tokens,
        ),
        (
            "Tokens out",
            peak.output_tokens_per_min.get(),
            limits.output_tokens_per_min.map(Tokens::get),
            report.output_tokens,
        ),
    ];
    let row = |(what, load, limit, used): (&'static str, f64, Option<f64>, LimitUse)| {
        let (sign, words) = match used {
            LimitUse::NotKnown => (Status::Unknown, "cannot tell".to_owned()),
            LimitUse::Within(part) => (Status::Meets, percent(part.get(), locale) + " used"),
            LimitUse::Close(part) => (Status::Close, percent(part.get(), locale) + " used"),
            LimitUse::Over(part) => (Status::Misses, times(part.get(), locale) + " the limit"),
        };
        el("tr")
            .child(el("th").attr("scope", "row").child(what))
            .child(el("td").child(count(load / 60.0, locale)))
            .child(el("td").child(count(load, locale)))
            .child(el("td").child(limit.map_or_else(|| "not known".to_owned(), |limit| exact(limit, locale))))
            .child(el("td").class("l").child(status(sign, words)))
    };
    let heads = ["In the busiest hour", "A second", "A minute", "Allowed a minute", "Rate limit"];
    let head = |(index, text): (usize, &'static str)| {
        let class = (index == 4).then_some("l");
        el("th").attr("scope", "col").attr("class", class).child(text)
    };
    let table = el("div").class("tscroll limits").child(
        el("table")
            .child(el("thead").child(el("tr").child(heads.into_iter().enumerate().map(head).pieces())))
            .child(el("tbody").child(rows.into_iter().map(row).pieces())),
    );
    Some(table.piece())
}
