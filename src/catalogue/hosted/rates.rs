//! Rates of a model: what a unit costs, from when, at which hours, and for which kind of request.

use crate::catalogue::hosted::units::PricedUnit;
use crate::units::{Date, Hour, Moment};

/// US dollars for [`PricedUnit::per`] of a unit, perhaps more for a long input.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// Up to the first tier.
    pub base: f64,
    /// Input tokens above which the tier applies, and its rate for the whole request; rising.
    pub tiers: Vec<(u64, f64)>,
}

impl Rate {
    /// The rate for a request of `input_tokens`. A tier is a cliff: strictly above its start, the whole count
    /// pays its rate.
    #[must_use]
    pub fn at(&self, input_tokens: f64) -> f64 {
        let tier = self.tiers.iter().rev().find(|(start, _)| input_tokens > *start as f64);
        tier.map_or(self.base, |(_, rate)| *rate)
    }
}

/// The rates that hold at one moment for one kind of request, one a unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rates(Vec<(PricedUnit, Rate)>);

impl Rates {
    /// All units that have a rate.
    pub fn iter(&self) -> impl Iterator<Item = (PricedUnit, &Rate)> {
        self.0.iter().map(|(unit, rate)| (*unit, rate))
    }

    /// The rate of `unit`, if it has one of its own.
    #[must_use]
    pub fn get(&self, unit: PricedUnit) -> Option<&Rate> {
        self.iter().find(|(u, _)| *u == unit).map(|(_, rate)| rate)
    }

    /// Sets the rate of `unit`, in the place of one it had.
    pub fn set(&mut self, unit: PricedUnit, rate: Rate) {
        match self.0.iter_mut().find(|(u, _)| *u == unit) {
            Some(entry) => entry.1 = rate,
            None => self.0.push((unit, rate)),
        }
    }

    /// Whether no unit has a rate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A daily window, start inclusive, end exclusive, UTC; it may wrap midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// When it begins.
    pub start: Hour,
    /// When it ends.
    pub end: Hour,
}

/// Whether a window that applies by its hours also applies on the day of a moment.
pub(in crate::catalogue) type DayRule<'a> = dyn Fn(Window, Moment) -> bool + 'a;

impl Window {
    fn holds(self, time: Hour) -> bool {
        if self.end < self.start {
            time >= self.start || time < self.end
        } else {
            self.start <= time && time < self.end
        }
    }
}

/// One dated price of a model: the standard one, or what a kind of request pays instead.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceRow {
    /// First day (UTC) on which it applies; none means from the beginning.
    pub from: Option<Date>,
    /// Hours at which it applies; none means all day.
    pub window: Option<Window>,
    /// The request context that chooses it, key and value; empty for the standard price.
    pub when: Vec<(String, String)>,
    /// The rates.
    pub rates: Rates,
    /// Day since which these rates are known to hold, where a source says so.
    pub known_since: Option<Date>,
    /// Where that is published, where known.
    pub source: Option<String>,
}

impl PriceRow {
    /// Whether this is a standard price.
    #[must_use]
    pub fn is_standard(&self) -> bool {
        self.when.is_empty()
    }

    fn holds(&self, at: Moment, days: &DayRule<'_>) -> bool {
        self.from.is_none_or(|from| at.date >= from)
            && self.window.is_none_or(|window| window.holds(at.time) && days(window, at))
    }
}

/// The prices of a model as one state of the published data gave them.
#[derive(Debug, Clone, PartialEq)]
pub struct Epoch {
    /// Day from which this state replaces the one before; none for the first.
    pub since: Option<Date>,
    /// Rows in published order.
    pub rows: Vec<PriceRow>,
}

/// What a request says of itself: `processing=batch`, `service_tier=flex`, `speed=fast`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RequestContext<'a>(pub &'a [(&'a str, &'a str)]);

impl RequestContext<'_> {
    fn answers(&self, when: &[(String, String)]) -> bool {
        when.iter().all(|(key, value)| self.0.iter().any(|(k, v)| k == key && v == value))
    }
}

/// The standard row that applies at a moment: the last whose conditions are met, else the first.
pub(in crate::catalogue) fn standard_row<'a>(
    rows: &'a [PriceRow],
    at: Moment,
    days: &DayRule<'_>,
) -> Option<&'a PriceRow> {
    let standard = || rows.iter().filter(|row| row.is_standard());
    standard().rev().find(|row| row.holds(at, days)).or_else(|| standard().next())
}

/// The standard rates with those replaced, key by key, that the context pays instead; the first variant wins.
pub(in crate::catalogue) fn rates_of(
    rows: &[PriceRow],
    at: Moment,
    context: RequestContext<'_>,
    days: &DayRule<'_>,
) -> Rates {
    let mut rates = standard_row(rows, at, days).map(|row| row.rates.clone()).unwrap_or_default();
    let variants =
        rows.iter().filter(|row| !row.is_standard() && row.holds(at, days) && context.answers(&row.when));
    let mut replaced: Vec<PricedUnit> = Vec::new();
    for (unit, rate) in variants.flat_map(|row| row.rates.iter()) {
        if !replaced.contains(&unit) {
            replaced.push(unit);
            rates.set(unit, rate.clone());
        }
    }
    rates
}
