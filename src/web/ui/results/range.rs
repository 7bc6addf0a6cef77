//! How far the month may be from the estimate, who costs more, and which input matters most.

use crate::chart::{Anchor, Chart, Frame, Point, Role, Shape, Swing, Tornado};
use crate::estimate::likely::{InputSwing, Likely, likely};
use crate::format::{count, usd, usd_range};
use crate::pieces;
use crate::scenario::Field;
use crate::units::Usd;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Memo, RwSignal, Signal};
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
    let found = RwSignal::new(None::<Arc<Likely>>);
    let varying = Memo::new(move |_| varies(ui));
    after_typing(
        AFTER_MS,
        move || ui.draft.parsed().track(),
        move || {
            let parsed = ui.draft.parsed().get_untracked();
            let draw = || ui.catalogue.with_value(|catalogue| likely(&parsed.scenario, catalogue)).ok();
            found.set(if varying.get_untracked() { draw().map(Arc::new) } else { None });
        },
    );
    let block = move || {
        varying.get().then(|| {
            chart_block(
                ui,
                Signal::derive(move || found.with(|found| finding(ui, found.as_deref()))),
                Signal::derive(move || found.with(|found| chart(ui, found.as_deref()))),
                Rc::new(move || (move || found.with(|found| words(ui, found.as_deref()))).piece()),
            )
        })
    };
    block.piece()
}

/// "Likely $16,900 to $25,000 a month, 8 times in 10"
fn finding(ui: Ui, found: Option<&Likely>) -> String {
    let Some(found) = found else { return "How far the month may vary is not known".to_owned() };
    let band = &found.month;
    ["Likely ", &usd_range(band.p10, band.p90, ui.locale.get()), " a month, 8 times in 10"].concat()
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

fn chart(ui: Ui, found: Option<&Likely>) -> Option<(Chart, String)> {
    let found = found.filter(|found| !found.swings.is_empty())?;
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
    let tornado = Tornado { swings: &swings, rows: MOST };
    let lines = swings.len().min(MOST);
    let mut chart = tornado.draw(Frame::new(ui.answer_width(), LINE * lines as f64), ui.locale.get());
    for (line, index) in tornado.order().into_iter().take(lines).enumerate() {
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

fn words(ui: Ui, found: Option<&Likely>) -> Piece {
    let Some(found) = found else {
        return el("p").class("src").child("A price of a feature is not known.").piece();
    };
    let locale = ui.locale.get();
    let money = |amount: Usd| el("b").child(usd(amount, locale));
    let first = found.swings.first().map(|swing| {
        let (low, high) = swing.values;
        let times = if swing.field == Field::UsersFactorP95 { " times" } else { "" };
        let ends = [&count(low, locale), " to ", &count(high, locale), times].concat();
        pieces![" Most hangs on ", el("b").child(name_of(ui, swing)), ", ", ends, "."]
    });
    let seeds = usd_range(found.month.p50_interval.0, found.month.p50_interval.1, locale);
    pieces![
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
            .child(first),
        el("p").class("src").child(
            ["10,000 draws with a fixed seed, so a link shows the same range; another seed puts the middle at ", &seeds, ". Each input keeps one level for the whole month, which errs to the wide side; they vary independently."]
                .concat()
        )
    ]
    .piece()
}
