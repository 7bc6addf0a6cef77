//! What if: one input at a time, and any two against each other.

use crate::chart::heat;
use crate::estimate::business::what_if::{
    InputRange, Outcome, Swings, TableSide, input_ranges, swings, two_way_table,
};
use crate::format::{count, percent, usd};
use crate::pieces;
use crate::scenario::{Field, FieldPath, FieldUnit, Place, Scenario};
use crate::units::Usd;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal, untrack};
use crate::web::ui::parts::{BarRow, bars, pick, settled};
use crate::web::ui::words::field_words;
use std::rc::Rc;

/// How far inputs are moved that nobody has said more about.
const PART: f64 = 0.2;

/// Most inputs that are shown, the farthest-reaching first.
const MOST_ROWS: usize = 8;

/// What each outcome is called, in the order of [`Outcome::ALL`].
const OUTCOMES: [&str; 6] = [
    "Inference a month",
    "Inference a user, a month",
    "Left from each who pays",
    "Gross margin",
    "Left from all who pay",
    "Users who are a loss",
];

/// Questions and answers. At first: what is left, or what is paid where nothing is sold, by users and by their visits.
pub fn view(ui: Ui) -> Piece {
    let names = Memo::new(move |_| {
        ui.draft.with(|scenario| {
            let ranges = input_ranges(scenario, PART);
            ranges.iter().map(|range| input_name(scenario, range.path)).collect::<Vec<_>>()
        })
    });
    let outcomes = Signal::stored(OUTCOMES.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    let (outcome, outcome_list) = choice(ui, ("Look at", "outcome"), outcomes, |ui| {
        let sells = ui.draft.with(|scenario| scenario.plan.price_usd_per_month().is_some());
        if sells { "Left from all who pay" } else { "" }
    });
    let across_words = "of the two-way table";
    let users = |_| field_words(Field::Users).label;
    let visits = |_| field_words(Field::RequestsPerActiveDay).label;
    let (down, down_list) = choice(ui, ("Down", across_words), names.into(), users);
    let (across, across_list) = choice(ui, ("Across", across_words), names.into(), visits);
    let times = settled(ui, Rc::new(|| ()));
    el("div")
        .class("two")
        .child(
            el("div")
                .class("ask")
                .child(el("h3").class("find").child("What if an input were different?"))
                .child(el("div").class("row r3").child([outcome_list, down_list, across_list])),
        )
        .child(el("div").child(el("div").class_if("stale", move || ui.is_stale()).child(move || {
            times.track();
            let chosen = (outcome.get(), down.get(), across.get());
            untrack(|| answers(ui, chosen))
        })))
        .piece()
}

/// A list to pick from, and the place of what is picked. It is kept by name, for what there is to pick from changes
/// with the form; until then it is the first option that ends with the words of `first`.
fn choice(
    ui: Ui,
    (label, term): (&'static str, &'static str),
    options: Signal<Vec<String>>,
    first: fn(Ui) -> &'static str,
) -> (Memo<usize>, Piece) {
    let picked = RwSignal::new(String::new());
    let at = Memo::new(move |_| {
        let first = first(ui);
        options.with(|options| {
            let place = |wanted: &str| options.iter().position(|name| name.ends_with(wanted));
            let known = picked.with(|picked| if picked.is_empty() { None } else { place(picked) });
            known.or_else(|| place(first)).unwrap_or(0)
        })
    });
    let choose = Callback::new(move |index: usize| {
        if let Some(name) = options.with_untracked(|options| options.get(index).cloned()) {
            picked.set(name);
        }
    });
    (at, pick(label, term, ui.next_id(), options, at.into(), choose))
}

fn input_name(scenario: &Scenario, path: FieldPath) -> String {
    let label = field_words(path.field).label;
    match path.place {
        Place::Feature(index) | Place::Leg(index, _) if scenario.features.len() > 1 => {
            let feature = scenario.features.get(index).map_or("", |feature| feature.name.as_str());
            [feature, ": ", label].concat()
        }
        _ => label.to_owned(),
    }
}

fn answers(ui: Ui, (outcome, down, across): (usize, usize, usize)) -> Piece {
    let scenario = ui.draft.parsed().with(|parsed| parsed.scenario.clone());
    let name = OUTCOMES.get(outcome).copied().unwrap_or_default();
    let outcome = Outcome::ALL.get(outcome).copied().unwrap_or(Outcome::Month);
    let ranges = input_ranges(&scenario, PART);
    let path = |index: usize| ranges.get(index).or(ranges.first()).map(|range| range.path);
    ui.catalogue.with_value(|catalogue| {
        let Some(found) = swings(&scenario, catalogue, outcome, &ranges) else {
            return el("p").class("s q").child([name, " is not known here."].concat()).piece();
        };
        let side = |index| TableSide::around(&scenario, path(index)?);
        let sides = side(down).zip(side(across));
        let table = sides.map(|(down, across)| two_way_table(&scenario, catalogue, outcome, down, across));
        let two_way = table.map(|table| {
            let heads = [input_name(&scenario, table.down.path), input_name(&scenario, table.across.path)];
            let title = [name, ", by “", &heads.join("” down and “"), "” across"].concat();
            let cells = heat(&table, ui.locale.get());
            let head = |value: &f64, path: FieldPath| value_text(ui, path, *value);
            let is_now = |value: &f64, path: FieldPath| scenario.value(path) == Some(*value);
            let column = |value: &f64| {
                el("th")
                    .attr("scope", "col")
                    .class(if is_now(value, table.across.path) { "now" } else { "" })
                    .child(head(value, table.across.path))
            };
            let row = |(value, cells): (&f64, Vec<crate::chart::HeatCell>)| {
                let cells = cells.into_iter().map(|cell| {
                    let level = [["h", &cell.level.to_string()].concat(), if cell.is_loss { " loss" } else { "" }.to_owned()];
                    el("td").class(level.concat()).child(cell.text.unwrap_or_else(|| "not known".to_owned()))
                });
                el("tr")
                    .child(
                        el("th")
                            .attr("scope", "row")
                            .class(if is_now(value, table.down.path) { "now" } else { "" })
                            .child(head(value, table.down.path)),
                    )
                    .child(cells.pieces())
            };
            el("section").class("blk").child(el("h3").class("find").child(title)).child(
                el("div")
                    .class("tscroll")
                    .attr("role", "region")
                    .attr("aria-label", "Two-way table")
                    .attr("tabindex", "0")
                    .child(
                        el("table")
                            .class("heat")
                            .child(el("thead").child(
                                el("tr")
                                    .child(el("th").attr("scope", "col").child("Down, across"))
                                    .child(table.across.values.iter().map(column).pieces()),
                            ))
                            .child(
                                el("tbody").child(table.down.values.iter().zip(cells).map(row).pieces()),
                            ),
                    ),
            )
            .child(el("p").class("src").child("The denser the hatching, the higher the figure. Bold: as it is now."))
        });
        pieces![
            tornado(ui, &scenario, outcome, name, &found),
            el("p").class("src").child(
                "One input at a time, all else as it is. Assumed: nobody has said how sure it is, so it is taken 20% lower \
                 and 20% higher. As you set it: from p10 to p90 of the high end in the form."
            ),
            two_way
        ]
        .piece()
    })
}

/// A value of an input, in its unit.
fn value_text(ui: Ui, path: FieldPath, value: f64) -> String {
    let locale = ui.locale.get();
    match path.field.spec().unit {
        FieldUnit::Share | FieldUnit::Change => percent(value, locale),
        FieldUnit::Usd | FieldUnit::UsdPerMtok | FieldUnit::UsdPerGpuHour => {
            usd(Usd::saturating(value), locale)
        }
        _ => count(value, locale),
    }
}

fn tornado(ui: Ui, scenario: &Scenario, outcome: Outcome, name: &str, found: &Swings) -> Piece {
    let locale = ui.locale.get();
    let text = |value: f64| match outcome {
        Outcome::GrossMargin | Outcome::UsersAtALoss => percent(value, locale),
        _ => usd(Usd::saturating(value), locale),
    };
    let (less, more) = match outcome {
        Outcome::Month | Outcome::UserMonth => ("cut", "cost"),
        _ => ("fees", "ink"),
    };
    let rows = found.rows.iter().take(MOST_ROWS);
    let ends = rows.clone().flat_map(|row| [row.at_low, row.at_high]);
    let (low, high) = ends.fold((found.now, found.now), |(low, high), end| (low.min(end), high.max(end)));
    let row = |row: &crate::estimate::business::what_if::InputSwing| {
        let InputRange { path, low, high, is_assumed, .. } = row.range;
        BarRow {
            name: input_name(scenario, path),
            term: [
                value_text(ui, path, low).as_str(),
                " to ",
                &value_text(ui, path, high),
                if is_assumed { ", assumed" } else { ", as you set it" },
            ]
            .concat(),
            bars: [(found.now, row.at_low, less), (found.now, row.at_high, more)],
            before: text(row.at_low),
            after: text(row.at_high),
        }
    };
    let first = found.rows.first().map_or_else(String::new, |row| input_name(scenario, row.range.path));
    let finding = [name, " is ", &text(found.now), "; “", &first, "” moves it most"].concat();
    pieces![
        el("h3").class("find").child(finding),
        bars(
            ["If this alone were different", "At its low end", "At its high end"],
            rows.map(row).collect(),
            (low, high)
        )
    ]
    .piece()
}
