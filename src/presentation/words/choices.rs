//! What the values of each choice are called, by `match`.

use super::verdict::{Standing, Status};
use crate::estimate::business::what_if::Outcome;
use crate::estimate::{NoEconomics, Pressure};

/// What an outcome of a what-if question is called.
#[must_use]
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Month => "Inference a month",
        Outcome::UserMonth => "Inference per user, a month",
        Outcome::Margin => "Gross margin per paying user",
        Outcome::GrossMargin => "Gross margin, % of the price",
        Outcome::MarginTotal => "Gross margin, all paying users",
        Outcome::UsersAtALoss => "Users at a loss",
    }
}

/// How healthy a margin is.
#[must_use]
pub fn pressure(pressure: Pressure) -> Standing {
    match pressure {
        Pressure::None => Standing::new(Status::Meets, "Healthy margin"),
        Pressure::Margin => Standing::new(Status::Close, "Thin margin"),
        Pressure::Loss => Standing::new(Status::Misses, "At a loss"),
    }
}

/// Why nothing is known of a margin, and what to do.
#[must_use]
pub const fn no_economics(why: NoEconomics) -> &'static str {
    match why {
        NoEconomics::NoPrice => "Set the price that users pay to see the gross margin.",
        NoEconomics::NobodyPays => "Nobody pays, so there is no margin.",
        NoEconomics::CostNotKnown => "The cost of inference is not known, so the margin is not known either.",
    }
}
