//! The sums of a file, and what of it was not counted.

use super::day::Period;
use super::money::Money;
use super::record::{Amounts, Label, NO_MODEL, Tier};
use super::skip::Skip;
use crate::units::{SortedMap, SortedSet};

/// Rows that agree in everything but their amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The day or month; none where rows have no time.
    pub period: Option<Period>,
    /// The model as the file names it.
    pub model: Option<String>,
    /// The end user or account.
    pub user: Option<String>,
    /// What the rows can be mapped to a feature by.
    pub labels: Vec<(Label, String)>,
    /// What changes the price per token.
    pub tier: Tier,
    /// Their sums.
    pub amounts: Amounts,
    /// How many rows they are.
    pub rows: u64,
}

/// A row that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenRow {
    /// Counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: Skip,
}

/// What a reader of the sums must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caution {
    /// The file is the first page of several.
    FirstPageOnly,
    /// So many rows are the most that this export writes: the rest may be cut off.
    RowCap(u64),
    /// Every row is rounded to cents.
    RoundedToCents,
    /// Some rows' input leaves the cache out: a row has more cache reads than input.
    InputLeavesCacheOut,
    /// Cache writes are inside other input and not told apart.
    CacheWritesHidden,
    /// Whether input contains cached tokens is not known.
    CacheNotToldApart,
    /// The file repeats whole days on every row of a model, so that its sums are refused.
    Overcounts,
    /// The cost is the gateway's or tool's own estimate, not a bill.
    CostIsEstimate,
    /// The file is the export of a period without use.
    NoUse,
    /// The file names no currency.
    CurrencyUnknown,
    /// The file has amounts in several currencies; only US dollars are counted.
    OtherCurrencies,
    /// Rows of several formats, one behind the other.
    SeveralFormats,
    /// Rows of joined files that agree in everything were counted once.
    OverlappingExports,
    /// Calls that a gateway passed on are in the file of their provider, too; they were counted once.
    GatewayAndProvider,
}

/// What a usage or cost file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The format's name in program output, for example `openai_usage_csv`.
    pub format: &'static str,
    /// The formats of the files that were joined; empty for one file.
    pub formats: Vec<&'static str>,
    /// The zone of the file's days.
    pub time_zone: Option<&'static str>,
    /// The sums, as far apart as the file tells them.
    pub cells: Vec<Cell>,
    /// Rows that were read: those used and those skipped.
    pub rows_read: u64,
    /// Rows that are in the sums.
    pub rows_used: u64,
    /// Rows that are not, by reason.
    pub rows_skipped: SortedMap<Skip, u64>,
    /// The first broken rows; there may be more.
    pub broken: Vec<BrokenRow>,
    /// Credits and discounts, mostly negative; not part of the cost.
    pub credits: Option<Money>,
    /// Tax; not part of the cost.
    pub tax: Option<Money>,
    /// Charges for services that are not model inference; not part of the cost.
    pub other_services: Option<Money>,
    /// Amounts in other currencies, by their code; not part of the cost.
    pub other_currencies: SortedMap<String, Money>,
    /// Whether the file is all of its pages; unknown where it does not say.
    pub is_complete: Option<bool>,
    /// Lines above the header.
    pub preamble_lines: Option<u64>,
    /// What to know before the sums are compared.
    pub cautions: SortedSet<Caution>,
}

impl Report {
    /// The sums of everything.
    #[must_use]
    pub fn totals(&self) -> Amounts {
        sum(&self.cells)
    }

    /// The sums by the file's names of models.
    #[must_use]
    pub fn by_model(&self) -> SortedMap<&str, Amounts> {
        self.by(|cell| {
            let says_something = cell.model.is_some() || cell.amounts != Amounts::default();
            says_something.then(|| cell.model.as_deref().unwrap_or(NO_MODEL))
        })
    }

    /// The sums by day or month; rows without a time are left out.
    #[must_use]
    pub fn by_period(&self) -> SortedMap<Period, Amounts> {
        self.by(|cell| cell.period)
    }

    /// The sums by user; rows without one are left out.
    #[must_use]
    pub fn by_user(&self) -> SortedMap<&str, Amounts> {
        self.by(|cell| cell.user.as_deref())
    }

    /// The sums by a key; cells without one are left out.
    pub fn by<'a, K: Ord>(&'a self, key: impl Fn(&'a Cell) -> Option<K>) -> SortedMap<K, Amounts> {
        let mut sums: SortedMap<K, Amounts> = SortedMap::default();
        for cell in &self.cells {
            if let Some(key) = key(cell) {
                sums.at(key).add(&cell.amounts);
            }
        }
        sums
    }

    /// The days or months in order.
    #[must_use]
    pub fn periods(&self) -> SortedSet<Period> {
        self.cells.iter().filter_map(|cell| cell.period).collect()
    }

    /// Whether all rows were processed as batches.
    #[must_use]
    pub fn is_batch(&self) -> bool {
        !self.cells.is_empty() && self.cells.iter().all(|cell| cell.tier == Tier::Batch)
    }

    /// Rows that were skipped, whatever the reason.
    #[must_use]
    pub fn rows_skipped_total(&self) -> u64 {
        self.rows_skipped.values().sum()
    }
}

/// The sums of some cells.
#[must_use]
pub fn sum<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> Amounts {
    let mut total = Amounts::default();
    for cell in cells {
        total.add(&cell.amounts);
    }
    total
}
