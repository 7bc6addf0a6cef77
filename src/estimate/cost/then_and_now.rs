//! An estimate that was shared, at the prices of its day, and the same inputs at today's.

use crate::catalogue::Catalogue;
use crate::estimate::{Cost, Estimate, EstimateError, estimate};
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

/// The day whose prices the sharer of `scenario` saw; nothing where that is `today`.
///
/// The prices of the past are the dated rows of the book at hand. Where the sharer's book (`book`, if the link names its
/// date) is older than that one, what it could not know yet does not count: the day is no later than that book's.
#[must_use]
pub fn then_day(scenario: &Scenario, book: Option<Date>, today: Date, catalogue: &Catalogue) -> Option<Date> {
    let older = book.filter(|book| *book < catalogue.hosted.package().date);
    let day = older.map_or(scenario.as_of, |book| scenario.as_of.min(book));
    (day != today).then_some(day)
}

/// Estimates `scenario` at the prices of `then` (see [`then_day`]) and at those of `today`.
///
/// # Errors
/// [`EstimateError::Fields`] names every field that breaks a rule.
///
/// # Examples
/// ```
/// use inference_estimator::{catalogue::Catalogue, estimate::{then_and_now, then_day}, scenario::Preset};
///
/// let catalogue = Catalogue::shipped()?;
/// let shared = Preset::Glossary.scenario("2026-11-23".parse()?);
/// let today = "2027-02-01".parse()?;
/// let then = then_day(&shared, None, today, &catalogue).ok_or("shared today")?;
/// assert_eq!(then_and_now(&shared, then, today, &catalogue)?.then_day, shared.as_of);
/// assert!(then_day(&shared, None, shared.as_of, &catalogue).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn then_and_now(
    scenario: &Scenario,
    then: Date,
    today: Date,
    catalogue: &Catalogue,
) -> Result<ThenAndNow, EstimateError> {
    let on = |day: Date| {
        let mut scenario = scenario.clone();
        scenario.as_of = day;
        estimate(&scenario, catalogue)
    };
    Ok(ThenAndNow { then_day: then, then: on(then)?, now_day: today, now: on(today)? })
}
