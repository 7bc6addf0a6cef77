//! Widths of the style sheet that charts and folding need as numbers, in CSS pixels. `tests/architecture.rs` compares them
//! with the style sheet.

use crate::units::Within;

/// Narrower than this, the full form has one column, as on a phone.
pub const PHONE_PX: f64 = 720.0;

/// From this width on, questions and answers of the full form are side by side.
pub const WIDE_PX: f64 = 1180.0;

/// From this width on, the questions of the full form are beside its findings, below its headline.
pub const HALVES_PX: f64 = 960.0;

/// Narrower than this, the compact form has one column.
const COMPACT_PHONE_PX: f64 = 520.0;

/// From this width on, the compact form has its wide gaps.
const COMPACT_WIDE_PX: f64 = 660.0;

/// The width of the answers of the full form, for charts that are drawn pixel by pixel.
#[must_use]
pub fn answer_width(width: f64) -> f64 {
    match width {
        _ if (HALVES_PX..WIDE_PX).contains(&width) => width / 2.0 - 24.0 - edge(width),
        _ => section_width(width),
    }
}

/// The same in the sections below the estimate.
#[must_use]
pub fn section_width(width: f64) -> f64 {
    match width {
        _ if width <= 0.0 => 624.0,
        _ if width < PHONE_PX => (width - 32.0).max(200.0),
        _ if width < WIDE_PX => width - 2.0 * edge(width),
        _ => (width - 656.0).min(624.0),
    }
}

/// The space at the sides.
fn edge(width: f64) -> f64 {
    (width * 0.04).within(16.0, 40.0)
}

/// The width of a strip of the compact form.
#[must_use]
pub fn strip_width(width: f64) -> f64 {
    match width {
        _ if width <= 0.0 => 300.0,
        _ if width < COMPACT_PHONE_PX => (width - 34.0).max(100.0),
        _ if width < COMPACT_WIDE_PX => (width - 50.0 - 22.0) / 2.12,
        _ => (width - 50.0 - 32.0) / 2.12,
    }
}
