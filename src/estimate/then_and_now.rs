//! An estimate that was shared, at the prices of its day, and the same inputs at today's.

use super::{Cost, Estimate, EstimateError, estimate};
use crate::catalogue::Catalogue;
use crate::scenario::Scenario;
use crate::units::Date;

/// The same inputs on two days.
#[derive(Debug, Clone, PartialEq)]
pub struct ThenAndNow {
    /// The day whose prices the sharer saw.
    pub then_day: Date,
    /// At those prices.
    pub then: Estimate,
    /// The day whose prices apply now.
    pub now_day: Date,
    /// At these prices.
    pub now: Estimate,
}

impl ThenAndNow {
    /// Whether the two days cost the same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.then.total.cost.month == self.now.total.cost.month
    }

    /// How many times the month costs now what it cost then; nothing where one of them is not known, or it was free.
    #[must_use]
    pub fn month_ratio(&self) -> Option<f64> {
        let known = |cost: Cost| cost.known().map(crate::units::Usd::get);
        let then = known(self.then.total.cost.month).filter(|usd| *usd > 0.0)?;
        Some(known(self.now.total.cost.month)? / then)
    }
}

/// Estimates `scenario` at the prices of its own day and at those of `today`; nothing where that is the same day.
///
/// The prices of the past are the dated rows of the book at hand. A price that the sharer's book (`book`, where the link
/// names its date) could not know yet does not count for *then*: the day is no later than that book's.
///
/// # Errors
/// [`EstimateError::Fields`] names every field that breaks a rule.
///
/// # Examples
/// ```
/// use inference_estimator::{catalogue::Catalogue, estimate::then_and_now, scenario::Preset};
///
/// let catalogue = Catalogue::shipped()?;
/// let shared = Preset::Glossary.scenario("2026-11-23".parse()?);
/// let both = then_and_now(&shared, None, "2027-02-01".parse()?, &catalogue)?;
/// assert!(both.is_some());
/// assert!(then_and_now(&shared, None, "2026-11-23".parse()?, &catalogue)?.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn then_and_now(
    scenario: &Scenario,
    book: Option<Date>,
    today: Date,
    catalogue: &Catalogue,
) -> Result<Option<ThenAndNow>, EstimateError> {
    let then_day = book.map_or(scenario.as_of, |book| scenario.as_of.min(book));
    if then_day == today {
        return Ok(None);
    }
    let on = |day: Date| {
        let mut scenario = scenario.clone();
        scenario.as_of = day;
        estimate(&scenario, catalogue)
    };
    Ok(Some(ThenAndNow { then_day, then: on(then_day)?, now_day: today, now: on(today)? }))
}
