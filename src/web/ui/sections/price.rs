//! What a user may cost and what to charge: the questions on the left, what is left of the price on the right.

use super::{allowance, tiers};
use crate::estimate::{NoEconomics, Pressure, UnitEconomics, UserAt};
use crate::format::{count, percent, usd, usd_exact, usd_steps_to};
use crate::pieces;
use crate::scenario::{BillingPeriod, Field};
use crate::units::{Count, Usd};
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Callback, RwSignal, Signal, untrack};
use crate::web::ui::parts::{BarRow, Status, bars, choice, grid, number_field, settled, status, steps_list};
use crate::web::ui::results::plain_steps;
use crate::web::ui::slot::Slot;
use std::rc::Rc;

/// Requests a month of the users in the table of users.
const REQUESTS: [f64; 4] = [25.0, 40.0, 400.0, 1200.0];

/// Why nothing is known of a margin, and what to do.
pub const fn no_economics(why: NoEconomics) -> &'static str {
    match why {
        NoEconomics::NoPrice => "Set the price that users pay to see what is left of it.",
        NoEconomics::NobodyPays => "Nobody pays, so nothing can be left.",
        NoEconomics::CostNotKnown => {
            "What inference costs is not known, so what is left is not known either."
        }
    }
}

/// "Inference takes 25% of the price; $14.12 of $20 is left."
pub fn finding(ui: Ui) -> String {
    let locale = ui.locale.get();
    let found = ui.figures(|estimate| match &estimate.economics {
        Err(why) => no_economics(*why).to_owned(),
        Ok(found) => {
            let share = percent(found.share_of_price.get(), locale);
            let price = usd_exact(found.price, locale);
            let left = left_or_lost(found.contribution_margin, ui);
            ["Inference takes ", &share, " of the ", &price, " price; each who pays ", &left, "."].concat()
        }
    });
    found.unwrap_or_default()
}

/// "leaves $4.84" or "loses $0.99".
pub fn left_or_lost(left: Usd, ui: Ui) -> String {
    let amount = usd(Usd::saturating(left.get().abs()), ui.locale.get());
    [if left.get() < 0.0 { "loses " } else { "leaves " }, &amount].concat()
}

/// The section.
pub fn body(ui: Ui) -> Piece {
    let counted = RwSignal::new(0);
    let times = settled(ui, Rc::new(|| ()));
    let late = move |view: fn(Ui) -> Piece| {
        move || {
            times.track();
            untrack(|| view(ui))
        }
    };
    el("div")
        .class("two")
        .child(el("div").class("ask").child(plan_fields(ui)).child(tiers::fields(ui, counted)))
        .child(
            el("div").child(
                el("div")
                    .class_if("stale", move || ui.is_stale())
                    .child(late(economics))
                    .child(late(users))
                    .child(move || {
                        times.track();
                        let counted = counted.get();
                        untrack(|| allowance::advice(ui, counted))
                    })
                    .child(late(tiers::answers))
                    .child(late(allowance::risk)),
            ),
        )
        .piece()
}

fn plan_fields(ui: Ui) -> Piece {
    const FIELDS: [Field; 9] = [
        Field::PriceUsdPerMonth,
        Field::PayingShare,
        Field::TargetMargin,
        Field::FeeShare,
        Field::FeeUsd,
        Field::OtherCostsUsd,
        Field::DiscountShare,
        Field::FreeUserUsage,
        Field::HeavyUserFactor,
    ];
    let period = Signal::derive(move || {
        ui.draft.with(|scenario| usize::from(scenario.billing == BillingPeriod::Yearly))
    });
    let pay = Callback::new(move |index| {
        ui.draft.edit(
            || "change of the billing period".to_owned(),
            |scenario| {
                scenario.billing = if index == 1 { BillingPeriod::Yearly } else { BillingPeriod::Monthly };
            },
        );
    });
    pieces![
        el("h3").class("find").child("Price and costs of a user"),
        el("div").class("segs").child(choice(
            "How often a user pays",
            "billing",
            &["Paid every month", "Paid once a year"],
            period,
            pay
        )),
        el("div").class("row r3").child(FIELDS.map(|field| number_field(
            ui,
            Slot::scenario(field).into(),
            None,
            None,
            false
        )),)
    ]
    .piece()
}

/// Where the price goes, and each figure with its arithmetic.
fn economics(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let found = ui.figures(|estimate| estimate.economics.clone());
    let found = match found {
        Some(Ok(found)) => found,
        Some(Err(why)) => return el("p").class("find").child(no_economics(why)).piece(),
        None => return Piece::Nothing,
    };
    let steps = ui.draft.with(|scenario| found.steps(scenario));
    let (sign, word) = match found.pressure {
        Pressure::None => (Status::Meets, "No pressure"),
        Pressure::Margin => (Status::Close, "Under pressure"),
        Pressure::Loss => (Status::Misses, "At a loss"),
    };
    let inference = [" Inference takes ", &percent(found.share_of_price.get(), locale), " of the price. "];
    let gross = percent(found.gross_margin, locale);
    let all = ["Gross margin ", &gross, "; all who pay leave ", &usd(found.contribution_total, locale)];
    pieces![
        el("h3").class("find").child("Where the price of one user goes"),
        bars_of(ui, &found),
        el("p")
            .class("s press")
            .child(status(sign, word.to_owned()))
            .child(el("span").child([inference.concat(), all.concat(), " a month.".to_owned()].concat())),
        el("p").class("s").child(heavy_user(ui, &found)),
        steps_list(plain_steps(ui, &steps))
    ]
    .piece()
}

fn bars_of(ui: Ui, found: &UnitEconomics) -> Piece {
    let locale = ui.locale.get();
    let other = found.other_costs;
    let parts: [(&str, &str, Usd, &'static str); 4] = [
        ("Payment fees", "", found.fees, "fees"),
        (
            "Other costs",
            if other.is_some() { "" } else { "not set, so not counted" },
            other.unwrap_or(Usd::ZERO),
            "grey",
        ),
        ("Inference", "own use", found.inference, "cost"),
        ("Inference", "of users who do not pay", found.free_users, "cut"),
    ];
    let mut steps = vec![found.price];
    steps.extend(parts.iter().map(|(.., amount, _)| Usd::ZERO - *amount));
    let texts = usd_steps_to(found.contribution_margin, &steps, locale);
    let row = |name: &str, term: &str, bar: (f64, f64, &'static str), after: String| BarRow {
        name: name.to_owned(),
        term: term.to_owned(),
        bars: [bar, (0.0, 0.0, "")],
        before: String::new(),
        after,
    };
    let mut texts = texts.into_iter();
    let mut next = || texts.next().unwrap_or_default();
    let price = found.price.get();
    let mut rows = vec![row("Price", "after the discount", (0.0, price, "ink"), next())];
    let mut at = price;
    for (name, term, amount, kind) in parts {
        let from = at;
        at -= amount.get();
        rows.push(row(name, term, (at, from, kind), next()));
    }
    let left = usd_steps_to(found.contribution_margin, &[found.contribution_margin], locale).concat();
    rows.push(row("Left", "contribution margin", (0.0, at, "ink sum"), left));
    bars(["A user who pays", "", "A month"], rows, (at.min(0.0), price))
}

/// A share of users, which may be very small.
pub fn few(part: f64, ui: Ui) -> String {
    const LEAST: f64 = 0.001;
    let locale = ui.locale.get();
    if part > 0.0 && part < LEAST {
        ["Less than ", &percent(LEAST, locale)].concat()
    } else {
        percent(part, locale)
    }
}

/// "A heavy user, of whom 95 of 100 use less, costs $3.17 and leaves $4.84. 2% of users cost more than they pay."
fn heavy_user(ui: Ui, found: &UnitEconomics) -> String {
    let locale = ui.locale.get();
    match found.heavy_user {
        None => "Set what a heavy user uses to see how many users cost more than they pay.".to_owned(),
        Some(heavy) => [
            "A heavy user, of whom 95 of 100 use less, costs ",
            &usd(heavy.inference, locale),
            " and ",
            &left_or_lost(heavy.left, ui),
            "; the typical one costs ",
            &usd(heavy.typical_inference, locale),
            ". ",
            &few(heavy.users_at_a_loss.get(), ui),
            " of those who pay cost more than they pay.",
        ]
        .concat(),
    }
}

/// Users of the feature that is open, by how much they use it.
fn users(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let found = ui.figures_here(|feature| Some((feature.name.clone(), feature.cost_per_request.known()?)));
    let Some((name, each)) = found.flatten() else { return Piece::Nothing };
    let cells = ui.draft.with(|scenario| {
        let row = |requests: f64| {
            let user = UserAt::new(scenario, each, Count::saturating(requests));
            [
                count(requests, locale),
                usd(user.inference, locale),
                user.share_of_price.map_or_else(String::new, |share| percent(share.get(), locale)),
                user.left.map_or_else(String::new, |left| usd(left, locale)),
            ]
        };
        REQUESTS.iter().flat_map(|requests| row(*requests)).collect()
    });
    el("section")
        .class("blk")
        .child(el("h3").class("find").child(["What a user of ", name.as_str(), " costs, by use"].concat()))
        .child(grid("Users by use", &["Requests a month", "Inference", "Of the price", "Left"], cells))
        .piece()
}
