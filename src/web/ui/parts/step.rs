//! What the arrow keys do to a number.

use crate::scenario::FieldUnit;
use crate::units::Power;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To more.
    Up,
    /// To less.
    Down,
}

/// How far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stride {
    /// One step.
    Short,
    /// Ten.
    Long,
}

/// One step up or down: 1 for counts under 20, else about a twentieth, to a round figure.
pub fn stepped(value: f64, unit: FieldUnit, way: Way, stride: Stride) -> f64 {
    let up = way == Way::Up;
    let scale = if unit.is_percent() { 100.0 } else { 1.0 };
    let value = value * scale;
    let is_money = matches!(unit, FieldUnit::Usd | FieldUnit::UsdPerMtok | FieldUnit::UsdPerGpuHour);
    let small = if is_money { 0.0 } else { 20.0 };
    let mut step = if value < small || (!up && value <= small) || value <= 0.0 {
        1.0
    } else {
        let about = value * 0.05;
        let power = 10_f64.powi(about.decade());
        let lead = about / power;
        power
            * if lead < 1.5 {
                1.0
            } else if lead < 3.5 {
                2.0
            } else if lead < 7.5 {
                5.0
            } else {
                10.0
            }
    };
    if stride == Stride::Long {
        step *= 10.0;
    }
    // The next multiple of the step: 10,300 goes to 10,500, not to 10,800.
    let steps = value / step;
    let next = if up { (steps + 1e-9).floor() + 1.0 } else { (steps - 1e-9).ceil() - 1.0 };
    (next * step).max(0.0) / scale
}
