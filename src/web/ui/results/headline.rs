//! The one big figure, the sentence after it, what is eaten of the price, and how it was made.

use super::{fleet_line, own, step_texts, verdict};
use crate::estimate::self_hosted::FleetOutcome;
use crate::estimate::{Cost, Costs, FeatureEstimate};
use crate::format::{cost, count, exact, percent, usd, usd_exact, usd_range, working_line};
use crate::pieces;
use crate::units::{Plain, Usd, Within};
use crate::web::ui::dom::{El, IntoPiece, Piece, el, made_from};
use crate::web::ui::live::{Callback, Memo, RwSignal, Signal};
use crate::web::ui::{
    Ui,
    parts::{Icon, Status, equals_line, icon},
};
use std::rc::Rc;

/// Whether the answer is for the feature that is open or for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The feature that is open.
    Feature,
    /// All of them.
    All,
}

/// What the headline says: texts, made once and used by the page, the phone bar and the live region.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Said {
    /// "at least", where a part is not known.
    pub before: String,
    /// The amount a month.
    pub month: String,
    /// The cost of a user.
    pub user: Option<String>,
    /// "25%" of the price, and the price.
    pub eaten: Option<(String, String)>,
    /// The share itself.
    pub share: Option<f64>,
    /// Cost for each paying user, and what is left of the price.
    pub split: Option<(String, String)>,
    /// Users, whole.
    pub users: String,
    /// Users who pay, whole.
    pub payers: String,
    /// Names of features whose cost is not known.
    pub unknown: Vec<String>,
    /// Whether that is so because one does not fit on its GPUs.
    pub misfit: bool,
}

/// "at least $13,500" in its two parts.
fn in_two(text: String) -> (String, String) {
    match text.strip_prefix("at least ") {
        Some(amount) => ("at least ".to_owned(), amount.to_owned()),
        None => (String::new(), text),
    }
}

/// The texts of the headline for one feature or for all.
pub fn said(ui: Ui, scope: Scope) -> Said {
    let locale = ui.locale.get();
    let texts = ui.months.get();
    let index = ui.chosen.get();
    let (users, price) = ui.draft.with(|scenario| {
        (scenario.audience.users(), scenario.plan.price_usd_per_month().filter(|price| price.get() > 0.0))
    });
    let read = |costs: &Costs| {
        let (text, periods) = match scope {
            Scope::All => (texts.total.clone(), costs.total.cost),
            Scope::Feature => (
                texts.parts.get(index).cloned().unwrap_or_default(),
                costs.features.get(index).map_or(costs.total.cost, |feature| feature.cost),
            ),
        };
        let (before, month) = in_two(text);
        let payers = costs.total.paying_users;
        let each = periods.month.per(payers).and_then(Cost::known);
        let share = each.zip(price).map(|(each, price)| each.get() / price.get());
        let unknown = costs.features.iter().filter(|feature| feature.cost.month.known().is_none());
        let fits = |feature: &FeatureEstimate| match &feature.own_gpus {
            Some(Ok(own)) => own.outcome != FleetOutcome::DoesNotFit,
            _ => true,
        };
        // One that is merely without a price is the first thing to mend.
        let misfit = unknown.clone().next().is_some() && unknown.clone().all(|feature| !fits(feature));
        Said {
            before,
            month,
            user: periods.user_month.map(|each| cost(each, locale)),
            eaten: share.zip(price).map(|(share, price)| (percent(share, locale), usd_exact(price, locale))),
            share,
            split: each.zip(price).map(|(each, price)| {
                (usd(each, locale), usd(Usd::saturating(price.get() - each.get()), locale))
            }),
            users: exact(users.get(), locale),
            payers: count(payers.get(), locale),
            misfit,
            unknown: unknown.map(|feature| feature.name.as_str().to_owned()).collect(),
        }
    };
    ui.costs(read).unwrap_or_default()
}

/// The headline block.
pub fn headline(ui: Ui, scope: RwSignal<Scope>) -> Piece {
    let several = Memo::new(move |_| ui.draft.with(|scenario| scenario.features.len()) > 1);
    let now = Memo::new(move |_| said(ui, if several.get() { scope.get() } else { Scope::All }));
    let open = RwSignal::new(false);
    let steps = Signal::derive(move || {
        if open.get() {
            ui.figures_here(|feature| step_texts(ui, feature)).unwrap_or_default()
        } else {
            Vec::new()
        }
    });
    let line = move || {
        if several.get() && scope.get() == Scope::All { sum_line(ui) } else { day_line(ui) }
    };
    pieces![
        move || several.get().then(|| scope_switch(ui, scope)),
        el("p")
            .class("big")
            .child(move || now.with(|now| now.before.clone()))
            .child(el("b").child(move || now.with(|now| now.month.clone())))
            .child(" a month"),
        el("p").class("sent").child(sentence(now)),
        made_from(
            move || now.with(|now| now.share.is_some() && now.split.is_some()),
            move |has| has.then(|| price_bar(now))
        ),
        equals_line(Rc::new(move || (move || line()).piece()), steps, open),
        move || likely_line(ui).filter(|_| !several.get() || scope.get() == Scope::All),
        move || (open.get() && several.get()).then(|| el("p").class("src").child(move || [
            "Steps of ",
            &chosen_name(ui),
            "; the other features are reckoned alike."
        ]
        .concat()))
    ]
    .piece()
}

/// "Likely $16,900 to $25,000, 8 times in 10."
fn likely_line(ui: Ui) -> Option<El> {
    let range = ui.likely.with(|found| {
        found.as_ref().map(|found| usd_range(found.month.p10, found.month.p90, ui.locale.get()))
    });
    Some(el("p").class("s q likely").child("Likely ").child(el("b").child(range?)).child(", 8 times in 10."))
}

fn chosen_name(ui: Ui) -> String {
    ui.feature(|feature| feature.name.as_str().to_owned()).unwrap_or_default()
}

fn scope_switch(ui: Ui, scope: RwSignal<Scope>) -> Piece {
    let button = |each: Scope, text: Piece| {
        el("button")
            .attr("type", "button")
            .attr("role", "radio")
            .attr("aria-checked", move || (scope.get() == each).to_string())
            .on("click", move |_| scope.set(each))
            .child(text)
    };
    el("div")
        .class("scope")
        .attr("role", "radiogroup")
        .attr("aria-label", "Show the answer for")
        .child(button(Scope::Feature, (move || chosen_name(ui)).piece()))
        .child(button(Scope::All, "All features".piece()))
        .piece()
}

/// "for 10,000 users: $2.00 each. Inference eats 25% of the $10 price." Its words stay where they are while figures change.
fn sentence(now: Memo<Said>) -> Piece {
    let bold =
        move |text: fn(&Said) -> Option<&String>| el("b").child(move || now.with(|now| text(now).cloned()));
    let shape = move || now.with(|now| (unknown(now), now.user.is_some(), now.eaten.is_some()));
    made_from(shape, move |(unknown, each, eaten)| {
        if let Some(unknown) = unknown {
            return unknown.clone().piece();
        }
        let each = each.then(|| pieces![": ", bold(|now| now.user.as_ref()), " each"]);
        let price = move || {
            now.with(|now| now.eaten.as_ref().map(|(_, price)| [" of the ", price, " price."].concat()))
        };
        let eaten = eaten.then(|| {
            pieces![" Inference eats ", bold(|now| now.eaten.as_ref().map(|(share, _)| share)), price]
        });
        pieces![move || now.with(|now| ["for ", &now.users, " users"].concat()), each, ".", eaten].piece()
    })
}

/// Why there is no cost of a user.
fn unknown(now: &Said) -> Option<String> {
    if now.unknown.is_empty() {
        return None;
    }
    let names = now.unknown.join(" and ");
    Some(if now.before.is_empty() && now.misfit {
        [&names, " does not fit on its GPUs, so it has no cost."].concat()
    } else if now.before.is_empty() {
        ["The price of ", &names, " is not known."].concat()
    } else if now.misfit {
        ["and ", &names, ", which does not fit on its GPUs."].concat()
    } else {
        ["and ", &names, ", whose price is not known."].concat()
    })
}

/// What inference takes of the price, as a bar and in words.
fn price_bar(now: Memo<Said>) -> Piece {
    let shown = move || now.with(|now| now.share.unwrap_or(0.0).within(0.0, 1.0) * 100.0);
    let width = move || [&Plain(shown()).to_string(), "%"].concat();
    let cost = move || now.with(|now| now.split.as_ref().map(|(cost, _)| cost.clone()));
    let rest = move || {
        now.with(|now| {
            let left = now.split.as_ref().map_or("", |(_, left)| left);
            if left.starts_with('\u{2212}') {
                [left, " on each who pays"].concat()
            } else {
                [left, " left, from each of the ", &now.payers, " who pay"].concat()
            }
        })
    };
    let name =
        move || ["Of the price, inference takes ", &cost().unwrap_or_default(), "; ", &rest()].concat();
    pieces![
        el("div")
            .class("pb")
            .attr("role", "img")
            .attr("aria-label", name)
            .child(el("i").class("eaten").style("width", width))
            .child(el("i").class("left")),
        el("div")
            .class("pbl")
            .attr("aria-hidden", "true")
            .child(
                el("span")
                    .style("min-width", width)
                    .child(el("b").child(cost))
                    .child(el("span").class("long").child(" inference"))
            )
            .child(el("span").child(rest))
    ]
    .piece()
}

/// "$6,500 + $4,500 + $9,000 · $850 an active day · $240,000 a year"
fn sum_line(ui: Ui) -> String {
    let locale = ui.locale.get();
    let texts = ui.months.get();
    let mut line = texts.parts.join(" + ");
    let periods = ui.costs(|costs| costs.total.cost);
    if let Some(periods) = periods {
        line = [&line, " \u{a0}·\u{a0} ", &cost(periods.day, locale), " an active day"].concat();
        line = [&line, " \u{a0}·\u{a0} ", &cost(periods.year, locale), " a year"].concat();
    }
    line
}

/// "100,000 users × 5 requests × $0.003 = $1,500 a day, × 30 days"
fn day_line(ui: Ui) -> String {
    let locale = ui.locale.get();
    let year = ui.figures_here(|feature| cost(feature.cost.year, locale)).unwrap_or_default();
    if let Some((formula, month)) = own(ui, |own| fleet_line(own, locale)).flatten() {
        return [&formula, " = ", &month, " a month \u{a0}·\u{a0} ", &year, " a year"].concat();
    }
    let unknown = own(ui, |own| own.month.known().is_none().then(|| own.outcome == FleetOutcome::DoesNotFit));
    match unknown.flatten() {
        Some(true) => return "The model does not fit on these GPUs.".to_owned(),
        Some(false) => return "The cost of these GPUs is not known.".to_owned(),
        None => {}
    }
    let days = ui.feature(|feature| feature.traffic.active_days_per_month().get()).unwrap_or(0.0);
    let line = ui.figures_here(|feature| {
        let requests =
            feature.steps.iter().find(|step| step.name == crate::estimate::StepName::RequestsPerDay)?;
        let requests = working_line(requests, locale).formula;
        let (each, day) = (cost(feature.cost_per_request, locale), cost(feature.cost.day, locale));
        Some([&requests, " × ", &each, " = ", &day, " a day, × ", &exact(days, locale), " days"].concat())
    });
    [&line.flatten().unwrap_or_default(), " \u{a0}·\u{a0} ", &year, " a year"].concat()
}

/// The bar at the foot of a phone: the answer in short, and the way to it and back.
pub fn phone_bar(ui: Ui, to_answer: Callback<()>) -> Piece {
    let now = Memo::new(move |_| said(ui, Scope::All));
    let missed = move || {
        let features = ui.draft.with(|scenario| scenario.features.len());
        (0..features).filter(|index| verdict(ui, *index).0 == Status::Misses).count()
    };
    let texts = move || {
        let price = now.with(|now| now.eaten.as_ref().map(|(share, _)| [share, " of the price"].concat()));
        (price, missed())
    };
    let second = |(price, missed): &(Option<String>, usize)| {
        let words = match *missed {
            0 => None,
            1 => Some("1 target missed".to_owned()),
            missed => Some([&missed.to_string(), " targets missed"].concat()),
        };
        el("span")
            .class("by")
            .child(price.clone())
            .child(words.map(|words| pieces![icon(Icon::OctagonLine), words]))
    };
    el("div")
        .class("dock")
        .child(
            el("div")
                .child(
                    el("span")
                        .class("d")
                        .child(el("b").child(move || {
                            now.with(|now| [now.before.as_str(), now.month.as_str()].concat())
                        }))
                        .child(" a month")
                        .child(made_from(texts, second)),
                )
                .child(
                    el("button")
                        .attr("type", "button")
                        .on("click", move |_| to_answer.run(()))
                        .child("Answer ")
                        .child(icon(Icon::Up)),
                ),
        )
        .piece()
}
