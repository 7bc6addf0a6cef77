//! Tiers: their form, and who would choose which.

use crate::estimate::business::pricing::{Counted, NoTiers, TierRow, advise, tier_table};
use crate::format::{count, percent, share, usd};
use crate::scenario::{Field, FieldGroup, MAX_TIERS, Name, PlanTier, Scenario};
use crate::units::{Power, Usd};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::{Callback, Memo, RwSignal, untrack};
use crate::web::ui::parts::{grid, more, number_field, pick, steps_list};
use crate::web::ui::results::plain_steps;
use crate::web::ui::slot::Slot;
use leptos::prelude::event_target_value;
use std::rc::Rc;

/// What a tier costs where nothing says more, in US dollars.
const FIRST_PRICE: f64 = 10.0;

/// The form: what an allowance counts, and each tier.
pub fn fields(ui: Ui, counted: RwSignal<usize>) -> Piece {
    let options = Memo::new(move |_| {
        let mut names = vec!["Requests".to_owned(), "Tokens, in and out".to_owned(), "Credits".to_owned()];
        ui.draft.with(|scenario| {
            let features = scenario.features.iter();
            names.extend(features.map(|feature| ["Requests of ", feature.name.as_str()].concat()));
        });
        names
    });
    let tiers = Memo::new(move |_| ui.draft.with(|scenario| scenario.tiers.len()));
    let is_credit = Memo::new(move |_| counted.get() == 2);
    let choose = Callback::new(move |index| counted.set(index));
    el("section")
        .class("g")
        .attr("aria-label", "What would you sell?")
        .child(el("h3").class("find").child("What would you sell?"))
        .child(
            el("div")
                .class("row r2")
                .child(pick(
                    "An allowance counts",
                    "what the customer sees",
                    ui.next_id(),
                    options.into(),
                    counted.into(),
                    choose,
                ))
                .child(move || {
                    is_credit
                        .get()
                        .then(|| number_field(ui, Slot::scenario(Field::CreditUsd).into(), None, None, false))
                }),
        )
        .child(move || (0..tiers.get()).map(|index| tier(ui, index)).pieces())
        .child(move || {
            (tiers.get() < MAX_TIERS).then(|| {
                el("p").class("acts").child(
                    el("button")
                        .attr("type", "button")
                        .class("btn")
                        .on("click", move |_| add(ui))
                        .child("Add a tier"),
                )
            })
        })
        .piece()
}

#[allow(clippy::too_many_lines, reason = "one line of the form with its seven fields, in their order")]
fn tier(ui: Ui, index: usize) -> Piece {
    let field = move |field| number_field(ui, Slot::tier(index, field).into(), None, None, false);
    let id = ui.next_id();
    let name = move || {
        ui.draft.with(|scenario| {
            scenario.tiers.get(index).map_or_else(String::new, |tier| tier.name.as_str().to_owned())
        })
    };
    let rename = move |event| {
        let name = Name::new(&event_target_value(&event));
        ui.draft.edit(
            || "name of a tier".to_owned(),
            |scenario| {
                if let Some(tier) = scenario.tiers.get_mut(index) {
                    tier.name = name;
                }
            },
        );
    };
    let remove = move |_| {
        ui.draft.forget_tiers();
        ui.draft.edit(
            || "removal of a tier".to_owned(),
            |scenario| {
                if index < scenario.tiers.len() {
                    scenario.tiers.remove(index);
                }
            },
        );
    };
    el("div")
        .class("tier")
        .attr("role", "group")
        .attr("aria-label", ["Tier ", &(index + 1).to_string()].concat())
        .child(
            el("div")
                .class("row r2")
                .child(
                    el("div")
                        .class("f")
                        .child(
                            el("label")
                                .attr("for", id.clone())
                                .child("Name ")
                                .child(el("span").class("t").child("of this tier")),
                        )
                        .child(
                            el("div").class("in").child(
                                el("input")
                                    .attr("id", id)
                                    .attr("type", "text")
                                    .attr("autocomplete", "off")
                                    .attr("maxlength", "80")
                                    .value(name)
                                    .on("change", rename),
                            ),
                        ),
                )
                .child(field(Field::TierPriceUsd))
                .child(field(Field::IncludedRequests))
                .child(field(Field::OverageUsd)),
        )
        .child(
            el("button")
                .attr("type", "button")
                .class("link s rm")
                .attr("aria-label", move || ["Remove tier ", &name()].concat())
                .on("click", remove)
                .child("Remove"),
        )
        .child(more(
            Rc::new(|| "Tokens or credits instead".to_owned()),
            Rc::new(move || {
                const FIELDS: [Field; 4] = [
                    Field::IncludedTokens,
                    Field::OverageUsdPerMtok,
                    Field::IncludedCredits,
                    Field::OverageUsdPerCredit,
                ];
                el("div").class("row r2").child(FIELDS.map(field)).piece()
            }),
        ))
        .piece()
}

/// One more tier at twice the price of the last one, with what it can include for the target margin.
fn add(ui: Ui) {
    let suggest = |scenario: &Scenario| {
        let last = scenario.tiers.last().map(|tier| tier.tier.tier_price_usd().get() * 2.0);
        let plan = || scenario.plan.price_usd_per_month().map(Usd::get);
        let price = Usd::saturating(last.or_else(plan).filter(|price| *price > 0.0).unwrap_or(FIRST_PRICE));
        let advice = ui.figures(|estimate| advise(scenario, estimate, Counted::Requests, price).ok());
        (price, advice.flatten())
    };
    let (price, advice) = untrack(|| ui.draft.with(suggest));
    ui.draft.edit(
        || "one more tier".to_owned(),
        |scenario| {
            let number = (scenario.tiers.len() + 1).to_string();
            let mut tier = PlanTier { name: Name::new(&["Tier ", &number].concat()), ..PlanTier::default() };
            // A number outside its field's range is left out.
            let mut set = |field, value| {
                let _ = tier.tier.set(field, value);
            };
            set(Field::TierPriceUsd, Some(price.get()));
            if let Some(advice) = &advice {
                set(Field::IncludedRequests, advice.allowance.map(crate::units::Count::get));
                set(Field::OverageUsd, advice.overage.map(cents_up));
            }
            scenario.tiers.push(tier);
        },
    );
}

/// Up to two digits, so that the target margin is kept at a price that can be named.
fn cents_up(price: Usd) -> f64 {
    let price = price.get();
    if price <= 0.0 {
        return 0.0;
    }
    let step = 10_f64.powi(price.decade() - 1);
    // Dividing by a power of ten gives the shortest decimal; multiplying would not.
    let steps = (price / step - 1e-9).ceil();
    if step < 1.0 { steps / (1.0 / step).round() } else { steps * step }
}

/// Who chooses which tier, and what it brings.
pub fn answers(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let found = ui.draft.with(|scenario| ui.figures(|estimate| tier_table(scenario, estimate)));
    let table = match found {
        Some(Ok(table)) => table,
        Some(Err(NoTiers::CostNotKnown)) => {
            return el("p")
                .class("blk s q")
                .child("What tiers leave is not known: a cost is missing.")
                .piece();
        }
        Some(Err(NoTiers::NobodyPays)) => {
            return el("p").class("blk s q").child("Nobody pays, so nobody chooses a tier.").piece();
        }
        Some(Err(NoTiers::NoTiers)) | None => return Piece::Nothing,
    };
    let name = |row: &TierRow| {
        ui.draft.with(|scenario| {
            scenario.tiers.get(row.tier).map_or_else(String::new, |tier| tier.name.as_str().to_owned())
        })
    };
    let cells = table.rows.iter().flat_map(|row| {
        [
            name(row),
            count(row.users.get().round(), locale),
            share(row.share, locale),
            usd(row.revenue, locale),
            usd(row.overage, locale),
            usd(row.fees + row.other_costs + row.inference, locale),
            usd(row.margin, locale),
            row.gross_margin.map_or_else(String::new, |margin| percent(margin, locale)),
        ]
    });
    let cells = cells.collect();
    let finding =
        ["The tiers bring ", &usd(table.revenue, locale), " and leave ", &usd(table.margin, locale)];
    let mut notes = String::new();
    if table.free_users.get() > 0.0 {
        notes = [&notes, "Users who do not pay cost ", &usd(table.free_users, locale), " of that. "].concat();
    }
    if table.refused_use.get() > 0.0 {
        notes = [&notes, &share(table.refused_use, locale), " of the use ends at an allowance. "].concat();
    }
    if !table.has_spread {
        notes += "All users are taken to use the same: set what a heavy user uses.";
    }
    let steps: Vec<_> = table.rows.iter().flat_map(|row| row.steps.iter().cloned()).collect();
    el("section")
        .class("blk")
        .child(el("h3").class("find").child(finding.concat() + " a month"))
        .child(grid(
            "Tiers",
            &["Tier", "Users", "Of those who pay", "Brings", "Of it overage", "Costs", "Leaves", "Margin"],
            cells,
        ))
        .child(el("p").class("src").child(notes))
        .child(more(
            Rc::new(|| "How each tier was reckoned".to_owned()),
            Rc::new(move || steps_list(plain_steps(ui, &steps))),
        ))
        .piece()
}
