//! How far the month may be from the estimate, who costs more, and which input matters most.

use crate::chart::{Anchor, BandStrip, Chart, Frame, Point, Role, Shape, Swing, Tornado};
use crate::estimate::uncertainty::likely::{CostBand, InputSwing, Likely, likely};
use crate::format::{count, usd, usd_range};
use crate::pieces;
use crate::scenario::Field;
use crate::units::Usd;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::later::later;
use crate::web::ui::live::{Memo, Signal, on_change};
use crate::web::ui::state::after_typing;
use crate::web::ui::{Ui, charts::chart_block, inputs::varies, words::field_words};
use std::rc::Rc;
use std::sync::Arc;

/// Ten thousand draws are no work for a key.
const AFTER_MS: u32 = 60;
/// Height of a line of the chart: the input's name, and its bar below.
const LINE: f64 = 42.0;
/// So many inputs are drawn; the table has all.
const MOST: usize = 6;

/// The likely range, once something may vary.
pub fn range_block(ui: Ui) -> Piece {
    let varying = Memo::new(move |_| varies(ui));
    on_change(
        move || varying.get(),
        move |varying| {
            if !varying {
                ui.likely.set(None);
            }
        },
    );
    (move || varying.get().then(|| later(ui, move |parts| (parts.range)(ui)))).piece()
}

/// The likely range, and below it which input moves it most.
pub fn range(ui: Ui) -> Piece {
    after_typing(
        AFTER_MS,
        move || ui.draft.parsed().track(),
        move || {
            let scenario = ui.draft.now();
            let draw = || ui.catalogue.with_value(|catalogue| likely(&scenario, catalogue)).ok();
            ui.likely.set(draw().map(Arc::new));
        },
    );
    let several = Memo::new(move |_| {
        ui.likely.with(|found| found.as_ref().is_some_and(|found| !found.swings.is_empty()))
    });
    pieces![block(ui, finding, strip, words), move || several.get().then(|| block(ui, most, tornado, how))]
        .piece()
}

/// A finding of the range, its drawing, and words below.
fn block(
    ui: Ui,
    finding: fn(Ui, &Likely) -> String,
    chart: fn(Ui, &Likely) -> Drawn,
    words: fn(Ui, &Likely) -> Piece,
) -> Piece {
    let found = ui.likely;
    let unknown = || "How far the month may vary is not known".to_owned();
    chart_block(
        ui,
        Signal::derive(move || {
            found.with(|found| found.as_deref().map_or_else(unknown, |found| finding(ui, found)))
        }),
        Signal::derive(move || found.with(|found| chart(ui, found.as_deref()?))),
        Rc::new(move || (move || found.with(|found| found.as_deref().map(|found| words(ui, found)))).piece()),
    )
}

/// A drawing and its name.
type Drawn = Option<(Chart, String)>;

/// "Likely $16,900 to $25,000 a month, 8 times in 10"
fn finding(ui: Ui, found: &Likely) -> String {
    let band = &found.month;
    ["Likely ", &usd_range(band.p10, band.p90, ui.locale.get()), " a month, 8 times in 10"].concat()
}

fn strip(ui: Ui, found: &Likely) -> Drawn {
    let CostBand { p10, p50, p90, .. } = found.month;
    let pinned = ui.pinned.with(|pinned| pinned.as_ref().and_then(|pinned| pinned.total.cost.month.known()));
    let strip = BandStrip { p10, p50, p90, now: found.typical_month, pinned };
    let drawn = strip.draw(Frame::new(ui.answer_width(), 64.0), ui.locale.get());
    let name = ["Where 8 of 10 months lie: ", &usd_range(p10, p90, ui.locale.get())].concat();
    Some((drawn, name))
}

/// "Most hangs on “Sent to the model”, 1,150 to 5,420"
fn most(ui: Ui, found: &Likely) -> String {
    let locale = ui.locale.get();
    let Some(swing) = found.swings.first() else { return String::new() };
    let (low, high) = swing.values;
    let times = if swing.field == Field::UsersFactorP95 { " times" } else { "" };
    ["Most hangs on “", &name_of(ui, swing), "”, ", &count(low, locale), " to ", &count(high, locale), times]
        .concat()
}

/// "Support chat: sent to the model"
fn name_of(ui: Ui, swing: &InputSwing) -> String {
    let label = match swing.field {
        Field::UsersFactorP95 => field_words(Field::Users).label,
        field => field_words(field).label,
    };
    ui.draft.with(|scenario| match scenario.features.get(swing.feature) {
        Some(feature) if scenario.features.len() > 1 => [feature.name.as_str(), ": ", label].concat(),
        _ => label.to_owned(),
    })
}

fn tornado(ui: Ui, found: &Likely) -> Drawn {
    let typical = found.typical_month.get();
    let change = |month: Usd| Usd::saturating(month.get() - typical);
    let swings: Vec<Swing> = found
        .swings
        .iter()
        .map(|swing| Swing {
            name: name_of(ui, swing),
            one: change(swing.month_at_p10),
            other: change(swing.month_at_p90),
        })
        .collect();
    let bars = Tornado { swings: &swings, rows: MOST };
    let lines = swings.len().min(MOST);
    let mut chart = bars.draw(Frame::new(ui.answer_width(), LINE * lines as f64), ui.locale.get());
    for (line, index) in bars.order().into_iter().take(lines).enumerate() {
        let Some(swing) = swings.get(index) else { continue };
        chart.shapes.push(Shape::Text {
            role: Role::Tick,
            at: Point::new(0.0, LINE * line as f64 + 10.0),
            anchor: Anchor::Start,
            strong: false,
            text: swing.name.clone(),
        });
    }
    Some((chart, "What each input alone, from its low to its high end, does to the month".to_owned()))
}

fn words(ui: Ui, found: &Likely) -> Piece {
    let locale = ui.locale.get();
    let money = |amount: Usd| el("b").child(usd(amount, locale));
    el("p")
        .class("s goal heavy")
        .child("The middle is ")
        .child(money(found.month.p50))
        .child("; one month in twenty is above ")
        .child(money(found.month.p95))
        .child(". A heavy user, above whom 5 of 100 are, costs ")
        .child(money(found.user_month.p95))
        .child(" a month; half cost less than ")
        .child(money(found.user_month.p50))
        .child(".")
        .piece()
}

fn how(ui: Ui, found: &Likely) -> Piece {
    let (low, high) = found.month.p50_interval;
    let seeds = usd_range(low, high, ui.locale.get());
    el("p")
        .class("src")
        .child(
            ["Each from its p10 to its p90, the others as they are. 10,000 draws with a fixed seed, so a link shows the same range; \
              another seed puts the middle at ", &seeds, ". Each input keeps one level for the whole month, which errs to the wide side; \
              they vary independently."]
                .concat()
        )
        .piece()
}
