//! The table of features, with the finding as its heading.

use crate::presentation::answers::features::{ALL_FEATURES, FeatureRow, HEADS, features};
use crate::presentation::words::verdict::Status;
use crate::units::Plain;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::Memo;
use crate::web::ui::{Ui, parts::status};

/// What each feature costs and how it compares with its target.
pub fn feature_table(ui: Ui) -> Piece {
    let found = ui.answer(features);
    let heading = move || found.with(|found| found.as_ref().map(|found| found.heading.clone()));
    let rows = Memo::new(move |_| found.with(|found| found.as_ref().map_or(0, |found| found.rows.len())));
    let row = move |index: usize| {
        let read = Read { found, index };
        row(ui, index, read)
    };
    let head = |(index, text): (usize, &'static str)| {
        let class = (index >= 4).then_some("l");
        el("th").attr("scope", "col").attr("class", class).child(text)
    };
    el("section")
        .class("blk")
        .child(el("div").class("fh").child(el("h2").class("find").child(heading)))
        .child(
            el("div").class("tscroll").attr("tabindex", "0").child(
                el("table")
                    .class("feat")
                    .child(
                        el("thead").child(el("tr").child(HEADS.into_iter().enumerate().map(head).pieces())),
                    )
                    .child(
                        el("tbody")
                            .child(move || (0..rows.get()).map(row).pieces())
                            .child(move || (rows.get() > 1).then(|| sum_row(found))),
                    ),
            ),
        )
        .piece()
}

type Found = Memo<Option<crate::presentation::answers::features::Features>>;

/// Reads one row.
#[derive(Clone, Copy)]
struct Read {
    found: Found,
    index: usize,
}

impl Read {
    fn with<T: Default>(self, read: impl FnOnce(&FeatureRow) -> T) -> T {
        let row = |found: &Option<_>| {
            let found: Option<&crate::presentation::answers::features::Features> = found.as_ref();
            found.and_then(|found| found.rows.get(self.index)).map(read)
        };
        self.found.with(row).unwrap_or_default()
    }

    fn text(self, text: fn(&FeatureRow) -> &String) -> impl Fn() -> String + Copy + 'static {
        move || self.with(|row| text(row).clone())
    }
}

fn row(ui: Ui, index: usize, row: Read) -> Piece {
    let is_chosen = move || ui.chosen.get() == index;
    let (request, requests) = (row.text(|row| &row.request), row.text(|row| &row.requests));
    // The longest bar is as wide as its column: half of the whole is 65 px, so that two equal features fit.
    let width = move || [&Plain(row.with(|row| row.bar) * 100.0).to_string(), "%"].concat();
    let name = row.text(|row| &row.name);
    let name = move || {
        if is_chosen() {
            name().piece()
        } else {
            el("button")
                .attr("type", "button")
                .class("link")
                .on("click", move |_| ui.choose(index))
                .child(name())
                .piece()
        }
    };
    let standing =
        move || row.with(|row| Some(row.standing.clone())).unwrap_or_else(|| Status::Unknown.plain());
    el("tr")
        .class_if("on", is_chosen)
        .child(
            el("th")
                .attr("scope", "row")
                .child(name)
                .child(el("div").class("src").child(row.text(|row| &row.models))),
        )
        .child(el("td").class("opt-col").child(request))
        .child(el("td").class("opt-col").child(requests))
        .child(el("td").class("month").child(row.text(|row| &row.month)))
        .child(
            el("td").class("l").child(
                el("span")
                    .class("share")
                    .child(el("span").child(row.text(|row| &row.share)))
                    .child(el("span").class("track").child(el("span").class("bar").style("width", width))),
            ),
        )
        .child(el("td").class("how").attr("aria-hidden", "true").child(requests).child(" × ").child(request))
        .child(el("td").class("l verdict").child(move || status(standing())))
        .piece()
}

fn sum_row(found: Found) -> Piece {
    let sum =
        move || found.with(|found| found.as_ref().and_then(|found| found.sum.clone())).unwrap_or_default();
    el("tr")
        .class("sum")
        .child(el("th").attr("scope", "row").child(ALL_FEATURES))
        .child(el("td").class("opt-col"))
        .child(el("td").class("opt-col").child(move || sum().0))
        .child(el("td").class("month").child(move || sum().1))
        .child(el("td").class("l"))
        .child(el("td").class("l verdict"))
        .piece()
}
