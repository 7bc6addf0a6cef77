//! What a price can include, what one more should cost, and what no limit risks.

use super::price::{few, no_economics};
use crate::estimate::business::pricing::{Advice, Counted, NoRisk, OnAverage, advise, unlimited_risk};
use crate::format::{count, percent, share, usd, usd_exact};
use crate::pieces;
use crate::units::{Usd, sort_numbers};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::parts::{grid, steps_list};
use crate::web::ui::results::plain_steps;

/// What the choice of the form counts.
const fn counted_as(choice: usize) -> Counted {
    match choice {
        0 => Counted::Requests,
        1 => Counted::Tokens,
        2 => Counted::Credits,
        feature => Counted::Feature(feature - 3),
    }
}

/// "For 70%, $10 can include 90 requests a month", the same for the price of each tier, and the arithmetic.
pub fn advice(ui: Ui, choice: usize) -> Piece {
    let locale = ui.locale.get();
    let counted = counted_as(choice);
    let found: Option<Vec<Advice>> = ui.draft.with(|scenario| {
        let mut prices: Vec<f64> =
            scenario.tiers.iter().map(|tier| tier.tier.tier_price_usd().get()).collect();
        prices.extend(scenario.plan.price_usd_per_month().map(Usd::get));
        prices.retain(|price| *price > 0.0);
        sort_numbers(&mut prices);
        prices.dedup();
        ui.figures(|estimate| {
            let at = |price: &f64| advise(scenario, estimate, counted, Usd::saturating(*price)).ok();
            prices.iter().filter_map(at).collect()
        })
    });
    let rows = found.unwrap_or_default();
    let plan = ui.draft.with(|scenario| scenario.plan.price_usd_per_month());
    let main = rows.iter().find(|row| Some(row.price) == plan).or(rows.first());
    let Some(main) = main else { return Piece::Nothing };
    let included = |row: &Advice| {
        row.allowance.map_or_else(|| "none possible".to_owned(), |most| count(most.get(), locale))
    };
    let on_average = |row: &Advice| match row.on_average {
        OnAverage::Limit(most) => count(most.get(), locale),
        OnAverage::NoLimit => "no limit needed".to_owned(),
        OnAverage::NonePossible => "none possible".to_owned(),
        OnAverage::SpreadNotSet => "not known".to_owned(),
    };
    let cells = rows.iter().flat_map(|row| {
        [
            usd_exact(row.price, locale),
            included(row),
            usd(row.cost_if_used, locale),
            percent(row.margin_if_used, locale),
            on_average(row),
        ]
    });
    let noun = match counted {
        Counted::Requests | Counted::Feature(_) => " requests",
        Counted::Tokens => " tokens",
        Counted::Credits => " credits",
    };
    let target = ui.draft.with(|scenario| share(scenario.plan.target_margin(), locale));
    let most = match main.allowance {
        Some(_) => [&included(main), noun].concat(),
        None => "nothing".to_owned(),
    };
    let can = ["For ", &target, ", ", &usd_exact(main.price, locale), " can include ", &most];
    el("section")
        .class("blk")
        .child(el("h3").class("find").child(can.concat()))
        .child(grid(
            "Allowances",
            &["Price a month", "Included", "Cost if all is used", "Margin then", "Enough in the mean"],
            cells.collect(),
        ))
        .child(el("p").class("src").child(
            "Included: a user who uses all of it leaves your margin; rounded down. Enough in the mean: only all users together do.",
        ))
        .child(steps_list(plain_steps(ui, &main.steps)))
        .piece()
}

/// What a plan without a limit risks.
pub fn risk(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let found = ui.draft.with(|scenario| ui.figures(|estimate| unlimited_risk(scenario, estimate)));
    let content = match found {
        Some(Ok(risk)) => {
            let cells = risk.heavy.iter().flat_map(|user| {
                [
                    share(user.below, locale),
                    count(user.requests.get().round(), locale),
                    usd(user.inference, locale),
                    usd(user.left, locale),
                    share(user.share_of_use, locale),
                ]
            });
            let lost = usd(risk.lost, locale);
            let first = [
                &few(risk.users_at_a_loss.get(), ui).to_ascii_lowercase(),
                " of those who pay would lose ",
                &lost,
            ];
            pieces![
                el("h3").class("find").child(["Without a limit, ", &first.concat(), " a month"].concat()),
                grid(
                    "Users without a limit",
                    &[
                        "Users who use less",
                        "Requests a month",
                        "Inference",
                        "Left",
                        "Share of all use, from here up"
                    ],
                    cells.collect()
                ),
                steps_list(plain_steps(ui, &[risk.step]))
            ]
            .piece()
        }
        Some(Err(why)) => {
            let words = match why {
                NoRisk::Economics(why) => no_economics(why),
                NoRisk::SpreadNotSet => {
                    "Set what a heavy user uses to see what a plan without a limit risks."
                }
                NoRisk::NoUse => "Nothing is used, so nothing is risked.",
            };
            el("p").class("s q").child(words).piece()
        }
        None => Piece::Nothing,
    };
    el("section").class("blk").child(content).piece()
}
