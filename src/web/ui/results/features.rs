//! What each feature costs and how it stands, with the finding as heading.

use super::{trouble, verdict};
use crate::estimate::Cost;
use crate::format::{cost, count, exact, shares_of_whole};
use crate::units::Plain;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::Memo;
use crate::web::ui::{
    Ui,
    parts::{Status, status},
};

/// The table of features.
pub fn feature_table(ui: Ui) -> Piece {
    let rows = Memo::new(move |_| ui.draft.with(|scenario| scenario.features.len()));
    el("section")
        .class("blk")
        .child(el("div").class("fh").child(el("h2").class("find").child(move || finding(ui))))
        .child(
            el("div").class("tscroll").child(
                el("table")
                    .class("feat")
                    .child(
                        el("thead").child(
                            el("tr")
                                .child(el("th").attr("scope", "col").child("Feature"))
                                .child(el("th").attr("scope", "col").child("A request"))
                                .child(el("th").attr("scope", "col").child("× requests"))
                                .child(el("th").attr("scope", "col").child("= a month"))
                                .child(el("th").attr("scope", "col").class("l").child("Share"))
                                .child(el("th").attr("scope", "col").class("l").child("Against its target")),
                        ),
                    )
                    .child(
                        el("tbody")
                            .child(move || (0..rows.get()).map(|index| row(ui, index)).pieces())
                            .child(move || (rows.get() > 1).then(|| sum_row(ui))),
                    ),
            ),
        )
        .piece()
}

fn name_of(ui: Ui, index: usize) -> String {
    ui.figures_of(index, |feature| feature.name.as_str().to_owned()).unwrap_or_default()
}

/// The share of each feature in what is known.
fn shares(ui: Ui) -> (Vec<f64>, Vec<String>) {
    let locale = ui.locale.get();
    let known = ui.figures(|estimate| {
        let known = |feature: &crate::estimate::FeatureEstimate| {
            feature.cost.month.known_part().map_or(0.0, |usd| usd.get())
        };
        estimate.features.iter().map(|feature| known(feature)).collect::<Vec<f64>>()
    });
    let known = known.unwrap_or_default();
    let sum: f64 = known.iter().sum();
    let texts = shares_of_whole(&known, locale);
    (known.iter().map(|value| if sum > 0.0 { value / sum } else { 0.0 }).collect(), texts)
}

fn row(ui: Ui, index: usize) -> Piece {
    let is_chosen = move || ui.chosen.get() == index;
    let each = move || {
        ui.figures_of(index, |feature| cost(feature.cost_per_request, ui.locale.get())).unwrap_or_default()
    };
    let requests = move || {
        ui.figures_of(index, |feature| count(feature.volume.per_month.get(), ui.locale.get()))
            .unwrap_or_default()
    };
    let month = move || ui.months.with(|months| months.parts.get(index).cloned().unwrap_or_default());
    let share = move || shares(ui).1.get(index).cloned().unwrap_or_default();
    // The longest bar is as wide as its column: half of the whole is 65 px, so that two equal features fit.
    let width = move || {
        let (shares, _) = shares(ui);
        let largest = shares.iter().copied().fold(0.0, f64::max);
        let share = shares.get(index).copied().unwrap_or(0.0);
        let part = if largest > 0.0 { share / largest } else { 0.0 };
        [&Plain(part * 100.0).to_string(), "%"].concat()
    };
    let name = move || {
        if is_chosen() {
            name_of(ui, index).piece()
        } else {
            el("button")
                .attr("type", "button")
                .class("link")
                .on("click", move |_| ui.choose(index))
                .child(name_of(ui, index))
                .piece()
        }
    };
    el("tr")
        .class_if("on", is_chosen)
        .child(el("th").attr("scope", "row").child(name))
        .child(el("td").class("opt-col").child(each))
        .child(el("td").class("opt-col").child(requests))
        .child(el("td").class("month").child(month))
        .child(
            el("td").class("l").child(
                el("span")
                    .class("share")
                    .child(el("span").child(share))
                    .child(el("span").class("track").child(el("span").class("bar").style("width", width))),
            ),
        )
        .child(el("td").class("how").attr("aria-hidden", "true").child(requests).child(" × ").child(each))
        .child(el("td").class("l verdict").child(move || {
            let (sign, words) = verdict(ui, index);
            status(sign, words)
        }))
        .piece()
}

fn sum_row(ui: Ui) -> Piece {
    let requests = move || {
        ui.figures(|estimate| exact(estimate.total.requests_per_month.get().round(), ui.locale.get()))
            .unwrap_or_default()
    };
    el("tr")
        .class("sum")
        .child(el("th").attr("scope", "row").child("All"))
        .child(el("td").class("opt-col"))
        .child(el("td").class("opt-col").child(requests))
        .child(el("td").class("month").child(move || ui.months.with(|months| months.total.clone())))
        .child(el("td").class("l"))
        .child(el("td").class("l verdict"))
        .piece()
}

/// "Nightly summaries cost the most; Autocomplete is too slow"
fn finding(ui: Ui) -> String {
    let (shares, texts) = shares(ui);
    let dearest = shares.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(index, _)| index);
    let missed: Vec<String> = (0..shares.len())
        .filter(|index| verdict(ui, *index).0 == Status::Misses)
        .map(|index| name_of(ui, index))
        .collect();
    let first = match (shares.len(), dearest) {
        (0, _) | (_, None) => return "No feature yet".to_owned(),
        (1, _) => {
            let each = ui.figures_of(0, |feature| {
                let each = feature.cost_per_request;
                (each != Cost::NotKnown).then(|| cost(each, ui.locale.get()))
            });
            let Some(each) = each.flatten() else {
                return match trouble(ui, 0) {
                    Some(trouble) => [&name_of(ui, 0), " ", trouble].concat(),
                    None => ["What a request of ", &name_of(ui, 0), " costs is not known"].concat(),
                };
            };
            ["A request of ", &name_of(ui, 0), " costs ", &each].concat()
        }
        (_, Some(dearest)) => {
            let share = texts.get(dearest).cloned().unwrap_or_default();
            [&name_of(ui, dearest), " is the largest part: ", &share].concat()
        }
    };
    let why = |one: &str| {
        let index = (0..shares.len()).find(|index| name_of(ui, *index) == one);
        index.and_then(|index| trouble(ui, index)).unwrap_or("is too slow")
    };
    match missed.as_slice() {
        [] => first,
        [one] if shares.len() == 1 => [&first, ", and it ", why(one)].concat(),
        [one] => [&first, "; ", one, " ", why(one)].concat(),
        several => [&first, "; ", &several.join(" and "), " are too slow"].concat(),
    }
}
