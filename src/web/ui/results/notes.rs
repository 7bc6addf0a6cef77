//! Announced price changes, and what is odd about a model in use.

use crate::estimate::{Cost, LegEstimate, LegNote, PriceProblem};
use crate::format::{cost, date, tokens};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces};
use crate::web::ui::live::Memo;
use crate::web::ui::{
    Ui,
    later::later,
    parts::{Icon, note},
};

/// Lines under the table, where there is something to say: announced changes, then what is odd about a model in use.
pub fn notes(ui: Ui) -> Piece {
    let any = Memo::new(move |_| {
        let odd = |leg: &LegEstimate| leg.problem.is_some() || !leg.notes.is_empty();
        let found = ui.figures(|estimate| {
            let odd = estimate.features.iter().any(|feature| feature.legs.iter().any(odd));
            odd || !estimate.price_changes.is_empty()
        });
        found.unwrap_or(false)
    });
    (move || any.get().then(|| later(ui, move |parts| (parts.notes)(ui)))).piece()
}

/// The lines themselves.
pub fn note_lines(ui: Ui) -> Piece {
    (move || lines(ui)).piece()
}

fn lines(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let lines = ui.figures(|estimate| {
        let mut lines: Vec<(Icon, String)> = Vec::new();
        for change in &estimate.price_changes {
            let model = ui.catalogue.with_value(|catalogue| {
                catalogue.hosted.model(change.model).map(|model| model.name.clone()).unwrap_or_default()
            });
            lines.push((
                Icon::Info,
                [
                    &model,
                    &how_much(change.month_before, change.month_after),
                    &date(change.date),
                    ": the total would be ",
                    &cost(change.total_after, locale),
                    ".",
                ]
                .concat(),
            ));
        }
        for feature in &estimate.features {
            for leg in &feature.legs {
                let model = leg.name.as_str();
                if let Some(problem) = &leg.problem {
                    lines.push((Icon::Question, unknown_price(problem, model)));
                }
                lines.extend(leg.notes.iter().map(|note| leg_note(*note, model, locale)));
            }
        }
        lines
    });
    let mut said: Vec<(Icon, String)> = Vec::new();
    for line in lines.unwrap_or_default() {
        if !said.contains(&line) {
            said.push(line);
        }
    }
    said.into_iter().map(|(sign, text)| note(sign, text.piece())).pieces().piece()
}

fn how_much(before: Cost, after: Cost) -> String {
    let ratio = before.known().zip(after.known()).map(|(before, after)| after.get() / before.get());
    match ratio {
        Some(ratio) if (ratio - 2.0).abs() < 0.01 => " doubles on ".to_owned(),
        Some(ratio) if (ratio - 0.5).abs() < 0.005 => " halves on ".to_owned(),
        Some(ratio) if ratio > 1.0 => " gets dearer on ".to_owned(),
        Some(_) => " gets cheaper on ".to_owned(),
        None => " changes its price on ".to_owned(),
    }
}

fn unknown_price(problem: &PriceProblem, model: &str) -> String {
    match problem {
        PriceProblem::UnknownModel(_) => [
            model,
            " is not in this price book. Its price is not known: choose another, or enter its prices.",
        ]
        .concat(),
        PriceProblem::NotTyped(unit) => [
            "The price of ",
            &unit.usage_key().replace('_', " "),
            " for ",
            model,
            " is not set. Enter it to see the cost.",
        ]
        .concat(),
        PriceProblem::Price(error) => [model, ": ", &error.to_string()].concat(),
    }
}

fn leg_note(note: LegNote, model: &str, locale: crate::format::Locale) -> (Icon, String) {
    match note {
        LegNote::ContextExceeded { needed, window } => (
            Icon::Triangle,
            [
                model,
                " reads at most ",
                &tokens(window, locale),
                " tokens; the last turn carries ",
                &tokens(needed, locale),
                ".",
            ]
            .concat(),
        ),
        LegNote::OutputExceeded { most } => {
            (Icon::Triangle, [model, " answers with at most ", &tokens(most, locale), " tokens."].concat())
        }
        LegNote::PrefixTooShort { least } => (
            Icon::Info,
            [
                "The repeated part is too short for the cache of ",
                model,
                ", which begins at ",
                &tokens(least, locale),
                " tokens.",
            ]
            .concat(),
        ),
        LegNote::NoSuchProcessing(_) => {
            (Icon::Info, [model, " has no price list of that kind; its list price is used."].concat())
        }
        LegNote::PricedByHour => (
            Icon::Info,
            [model, " is priced by the hour; this is the mean over the hours of the week."].concat(),
        ),
        LegNote::Retired(since) => {
            (Icon::Triangle, [model, " has not been offered since ", &date(since), "."].concat())
        }
        LegNote::Deprecated => (Icon::Triangle, [model, " is to be withdrawn by its provider."].concat()),
    }
}
