//! The link as a code that a phone's camera reads.

use crate::presentation::words::sharing;
use crate::web::ui::Ui;
use crate::web::ui::dom::{IntoPiece, Piece, el, svg_el};
use crate::web::ui::parts::more;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use std::rc::Rc;

/// The largest that a phone reads from a screen: 117 modules a side.
const LARGEST: u8 = 25;

/// Empty modules on each side, which the standard asks for.
const QUIET: i32 = 4;

/// A line that opens to the code, or says that the link is too long for one.
pub(super) fn code(ui: Ui) -> Piece {
    more(Rc::new(|| sharing::QR_CODE.to_owned()), Rc::new(move || (move || drawn(ui)).piece()))
}

fn drawn(ui: Ui) -> Piece {
    let Some((side, path)) = ui.address().as_deref().and_then(outline) else {
        return el("p").class("s q").child(sharing::NO_QR_CODE).piece();
    };
    let side = side.to_string();
    let square = ["0 0 ", &side, " ", &side].concat();
    el("div")
        .class("qr")
        .child(
            svg_el("svg")
                .attr("viewBox", square)
                .attr("role", "img")
                .attr("aria-label", sharing::QR_CODE_NAME)
                .attr("shape-rendering", "crispEdges")
                .child(svg_el("path").attr("d", path)),
        )
        .child(el("p").class("s q").child(sharing::QR_CODE_USE))
        .piece()
}

/// The side in modules, and the dark modules as a path.
fn outline(text: &str) -> Option<(i32, String)> {
    let bytes = [QrSegment::make_bytes(text.as_bytes())];
    let (least, most) = (Version::MIN, Version::new(LARGEST));
    let code = QrCode::encode_segments_advanced(&bytes, QrCodeEcc::Low, least, most, None, true).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                for part in ["M", &(start + QUIET).to_string(), " ", &(y + QUIET).to_string(), "h"] {
                    path.push_str(part);
                }
                path.push_str(&(x - start).to_string());
                path.push_str("v1H");
                path.push_str(&(start + QUIET).to_string());
                path.push('z');
            }
            x += 1;
        }
    }
    Some((code.size() + 2 * QUIET, path))
}
