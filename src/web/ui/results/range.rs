//! How far the month may be from the estimate, what heavy users cost, and which input matters most.

use crate::estimate::uncertainty::likely::{Drawing, Likely};
use crate::pieces;
use crate::presentation::answers::range::{self, RANGE_NOT_KNOWN, Range};
use crate::presentation::form::{has_high_ends, varies};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::later::later;
use crate::web::ui::live::{Memo, RwSignal, Signal, on_change};
use crate::web::ui::schedule::{Phase, Progress, Work, work_after_change};
use crate::web::ui::{Ui, charts::chart_block};
use std::rc::Rc;
use std::sync::Arc;

/// The likely range, once something may vary. One that is assumed throughout waits until the second file is here for another
/// reason: a first visit does without it.
pub fn range_block(ui: Ui) -> Piece {
    let varying = Memo::new(move |_| {
        ui.draft.with(has_high_ends) || ui.files.parts().is_some() && ui.draft.with(varies)
    });
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
    work_after_change(
        Phase::Range,
        move || ui.draft.parsed().track(),
        move || {
            let scenario = ui.draft.now();
            let Ok(drawing) = ui.catalogue.with_value(|catalogue| Drawing::new(&scenario, catalogue)) else {
                ui.likely.set(None);
                return None;
            };
            Some(Box::new(Draw { drawing: Some(drawing), found: ui.likely }))
        },
    );
    let found = Memo::always(move |_| {
        let pinned = ui.pinned.with(|pinned| pinned.as_ref()?.total.cost.month.known());
        let likely = ui.likely.get()?;
        ui.view(|view| range::range(view, &likely, pinned))
    });
    let swings = Memo::new(move |_| {
        found.with(|found: &Option<Range>| found.as_ref().and_then(|found| found.swings.clone()))
    });
    let several = Memo::new(move |_| swings.with(Option::is_some));
    let sentence = move || {
        found.with(|found| {
            let parts = found.as_ref()?.sentence.clone().into_iter().enumerate();
            let part = |(place, text): (usize, String)| {
                if place % 2 == 1 { el("b").child(text).piece() } else { text.piece() }
            };
            Some(el("p").class("s goal heavy").child(parts.map(part).pieces()))
        })
    };
    let how = move || swings.with(|swings| Some(el("p").class("src").child(swings.as_ref()?.how.clone())));
    let of_swings = move || {
        chart_block(
            ui,
            Signal::derive(move || {
                swings.with(|swings| swings.as_ref().map(|swings| swings.heading.clone())).unwrap_or_default()
            }),
            Signal::derive(move || {
                let (width, locale) = (ui.answer_width(), ui.locale.get());
                swings.with(|swings| {
                    let swings = swings.as_ref()?;
                    Some((swings.draw(width, locale), swings.name.to_owned()))
                })
            }),
            Rc::new(move || how.piece()),
        )
    };
    pieces![
        chart_block(
            ui,
            Signal::derive(move || {
                let heading = |found: &Range| found.heading.clone();
                found.with(|found| found.as_ref().map_or_else(|| RANGE_NOT_KNOWN.to_owned(), heading))
            }),
            Signal::derive(move || {
                let (width, locale) = (ui.answer_width(), ui.locale.get());
                found.with(|found| {
                    let found = found.as_ref()?;
                    Some((found.draw(width, locale), found.name.clone()))
                })
            }),
            Rc::new(move || sentence.piece()),
        ),
        move || several.get().then(of_swings)
    ]
    .piece()
}

/// The draws, some at a time.
struct Draw {
    drawing: Option<Drawing>,
    found: RwSignal<Option<Arc<Likely>>>,
}

impl Work for Draw {
    fn step(&mut self) -> Progress {
        match self.drawing.as_mut().is_none_or(Drawing::advance) {
            true => Progress::Done,
            false => Progress::More,
        }
    }

    fn show(&mut self) {
        self.found.set(self.drawing.take().map(|drawing| Arc::new(drawing.finish())));
    }
}
