//! Quantities with their unit in the type, and the range each may have, declared once.
//!
//! Every quantity wraps one finite `f64` inside its [`Bounds`]; a value can only be made by a checked
//! constructor, so the formulas need not check again. Units meet only where that means something:
//! `UsdPerMtok * Tokens = Usd`.

mod arithmetic;
mod bounds;
mod date;
mod number;
mod order;
mod power;
mod quantity;
mod sorted;
mod text;

pub use bounds::{Bounds, OutOfBounds, Within};
pub use date::{Date, DateError, Hour, HourOfWeek, Moment};
pub use number::{Plain, parse_number, to_digits};
pub use order::{in_order, sort_numbers};
pub use power::Power;
pub use quantity::{
    Bytes, BytesPerSec, Count, Factor, FlopPerSec, Gpus, Millis, Percentile, RequestsPerSec, Share, Tokens,
    TokensPerSec, Usd, UsdPerGpuHour, UsdPerMtok, Watts,
};
pub use sorted::{SortedMap, SortedSet};
pub use text::{each_place, holds};
