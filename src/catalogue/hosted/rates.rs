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
    pub fn iter(&self) -> impl Iterator<Item = (PricedUnit, &Rate)> + Clone {
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

    /// Multiplies the rates of all units that count tokens.
    fn scale_tokens(&mut self, factor: f64) {
        for (_, rate) in self.0.iter_mut().filter(|(unit, _)| unit.is_tokens()) {
            rate.base *= factor;
            for (_, tier) in &mut rate.tiers {
                *tier *= factor;
            }
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

/// Which collection of prices a row comes from, and so what it may replace.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// The first source: its rates apply.
    #[default]
    First,
    /// Another source: applies where the first source has no rate.
    Filling,
    /// Another source, for what the first source states incompletely (a fee without its size, a variant without the
    /// tier of its standard rate): applies instead of the first source's rate.
    Replacing,
}

/// One dated price of a model: the standard one, or what a kind of request pays instead.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PriceRow {
    /// Which collection it comes from.
    pub origin: Origin,
    /// Multiplies every token rate of the requests that the row is for: a regional uplift.
    pub factor: Option<f64>,
    /// First day (UTC) on which it no longer applies; none means that no end is known.
    pub until: Option<Date>,
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
    /// Whether this is a standard price of the first source.
    #[must_use]
    pub fn is_standard(&self) -> bool {
        self.when.is_empty() && self.origin == Origin::First
    }

    fn holds(&self, at: Moment, days: &DayRule<'_>) -> bool {
        self.from.is_none_or(|from| at.date >= from) && self.holds_apart_from_start(at, days)
    }

    fn holds_apart_from_start(&self, at: Moment, days: &DayRule<'_>) -> bool {
        self.until.is_none_or(|until| at.date < until)
            && self.window.is_none_or(|window| window.holds(at.time) && days(window, at))
    }

    /// Whether it is the first row of its kind of request that `rows` know: before its first day nothing else is
    /// known of that kind, so its rates apply then too.
    #[must_use]
    pub fn is_first_known(&self, rows: &[PriceRow]) -> bool {
        let same_kind =
            |row: &&PriceRow| row.when == self.when && row.factor.is_some() == self.factor.is_some();
        rows.iter().filter(same_kind).all(|row| row.from >= self.from)
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

/// The value of a condition that every value but `global` meets: `?region=*`.
pub(in crate::catalogue) const ANY: &str = "*";

/// What a request says of itself: `processing=batch`, `service_tier=flex`, `speed=fast`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RequestContext<'a>(pub &'a [(&'a str, &'a str)]);

impl RequestContext<'_> {
    /// Whether the request meets all conditions of `when`.
    pub(in crate::catalogue) fn answers(&self, when: &[(String, String)]) -> bool {
        when.iter().all(|(key, value)| {
            let meets = |asked: &str| asked == value || (value == ANY && asked != "global");
            self.0.iter().any(|(k, v)| k == key && meets(v))
        })
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

/// The standard rates, completed by other sources, with those replaced, unit by unit, that the context pays instead (the
/// first variant wins), times the uplift of the context.
pub(in crate::catalogue) fn rates_of(
    rows: &[PriceRow],
    at: Moment,
    context: RequestContext<'_>,
    days: &DayRule<'_>,
) -> Rates {
    let mut rates = standard_row(rows, at, days).map(|row| row.rates.clone()).unwrap_or_default();
    let unconditional = |origin| {
        rows.iter().filter(move |row| row.origin == origin && row.when.is_empty() && row.holds(at, days))
    };
    for (unit, rate) in unconditional(Origin::Filling).flat_map(|row| row.rates.iter()) {
        if rates.get(unit).is_none() {
            rates.set(unit, rate.clone());
        }
    }
    replace(&mut rates, unconditional(Origin::Replacing));
    let asked = |row: &&PriceRow| {
        !row.when.is_empty()
            && context.answers(&row.when)
            && (row.holds(at, days) || (row.is_first_known(rows) && row.holds_apart_from_start(at, days)))
    };
    let asked = || rows.iter().filter(asked);
    let variants = |origin| asked().filter(move |row| row.origin == origin && row.factor.is_none());
    replace(
        &mut rates,
        variants(Origin::Replacing).chain(variants(Origin::First)).chain(variants(Origin::Filling)),
    );
    if let Some(factor) = asked().find_map(|row| row.factor) {
        rates.scale_tokens(factor);
    }
    rates
}

/// Puts the rates of `rows` in the place of those in `rates`; of two for one unit the first wins.
fn replace<'a>(rates: &mut Rates, rows: impl Iterator<Item = &'a PriceRow>) {
    let mut replaced: Vec<PricedUnit> = Vec::new();
    for (unit, rate) in rows.flat_map(|row| row.rates.iter()) {
        if !replaced.contains(&unit) {
            replaced.push(unit);
            rates.set(unit, rate.clone());
        }
    }
}
