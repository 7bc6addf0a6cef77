//! Adds rows up while a file is read.

use super::day::Period;
use super::money::Money;
use super::record::{Amounts, Label, Record, Tier, add_money};
use super::report::{BrokenRow, Caution, Cell, Report};
use super::seen::Seen;
use super::skip::Skip;
use crate::units::{SortedMap, SortedSet};

/// Broken rows that are named; a file that is broken throughout need not be listed whole.
const MOST_NAMED: usize = 100;

/// Numbers for texts, so that a text that many rows have is kept once.
#[derive(Debug, Default)]
struct Texts {
    numbers: SortedMap<String, u32>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.numbers.at_or(text.to_owned(), number)
    }

    /// The texts in the order of their numbers.
    fn in_order(self) -> Vec<String> {
        let mut texts = vec![String::new(); self.numbers.len()];
        for (text, number) in self.numbers.in_order() {
            if let Some(place) = texts.get_mut(number as usize) {
                *place = text;
            }
        }
        texts
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    period: Option<Period>,
    model: Option<u32>,
    user: Option<u32>,
    labels: Vec<(Label, u32)>,
    tier: Tier,
    /// Rows whose input is of unsure sense, by group.
    unsure: Option<u32>,
}

#[derive(Debug, Default)]
struct Sums {
    amounts: Amounts,
    unsure_input: u64,
    rows: u64,
}

/// The sums so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    cells: SortedMap<Key, Sums>,
    texts: Texts,
    /// Identities of the rows so far, also of the files before.
    seen: Seen,
    /// Groups of rows of which one had more cache reads than input.
    leaves_out: SortedSet<u32>,
    /// The line of the row that is read.
    pub(super) line: u64,
    pub(super) report: Report,
}

impl Tally {
    /// Nothing counted yet, behind files with these identities.
    pub(super) fn after(seen: Seen) -> Self {
        Self { seen, ..Self::default() }
    }

    /// Counts a row: with what it says, or as skipped.
    pub(super) fn row(&mut self, record: Result<Record<'_>, Skip>) {
        match record {
            Ok(record) => {
                self.used();
                self.add_rows(&record, 1);
            }
            Err(skip) => self.skipped(skip),
        }
    }

    /// Counts a row whose content is added apart from it.
    pub(super) fn used(&mut self) {
        self.report.rows_read += 1;
        self.report.rows_used += 1;
    }

    /// Counts a row that is not in the sums.
    pub(super) fn skipped(&mut self, reason: Skip) {
        let report = &mut self.report;
        report.rows_read += 1;
        *report.rows_skipped.at(reason) += 1;
        if reason.is_broken() && report.broken.len() < MOST_NAMED {
            report.broken.push(BrokenRow { line: self.line, reason });
        }
    }

    /// Adds up a further record of a row.
    pub(super) fn add(&mut self, record: &Record<'_>) {
        self.add_rows(record, 0);
    }

    /// Adds up what so many rows say that are counted as used already.
    pub(super) fn add_rows(&mut self, record: &Record<'_>, rows: u64) {
        let Record { day, model, user, labels, tier, amounts, unsure_input } = record;
        let key = Key {
            period: *day,
            model: model.map(|model| self.texts.number(model)),
            user: user.map(|user| self.texts.number(user)),
            labels: labels.iter().map(|(label, text)| (*label, self.texts.number(text))).collect(),
            tier: *tier,
            unsure: unsure_input.map(|input| input.group),
        };
        let sums = self.cells.at(key);
        sums.amounts.add(amounts);
        sums.rows += rows;
        if let Some(input) = unsure_input {
            sums.unsure_input = sums.unsure_input.saturating_add(input.tokens);
            if amounts.tokens.cached() > input.tokens {
                self.leaves_out.insert(input.group);
            }
        }
    }

    /// Whether a row with this identity came before. Numbers that a spreadsheet has rounded identify nothing.
    pub(super) fn is_repeated(&mut self, id: Option<&str>) -> bool {
        let Some(id) = id.filter(|id| !id.is_empty() && !is_rounded_number(id)) else {
            return false;
        };
        !self.seen.insert(id)
    }

    /// Whether a row with this identity came before, without taking it in.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.seen.contains(id)
    }

    /// A number for rows that were written by the same code.
    pub(super) fn group(&mut self, name: &str) -> u32 {
        self.texts.number(name)
    }

    pub(super) fn caution(&mut self, caution: Caution) {
        self.report.cautions.insert(caution);
    }

    pub(super) fn credit(&mut self, money: Option<Money>) {
        add_money(&mut self.report.credits, money);
    }

    pub(super) fn tax(&mut self, money: Option<Money>) {
        add_money(&mut self.report.tax, money);
    }

    pub(super) fn other_service(&mut self, money: Option<Money>) {
        add_money(&mut self.report.other_services, money);
    }

    /// Whether an amount is in US dollars; others are added up apart.
    pub(super) fn is_usd(&mut self, currency: &str, money: Option<Money>) -> bool {
        if currency.is_empty() || currency.eq_ignore_ascii_case("usd") {
            return true;
        }
        let sum = self.report.other_currencies.at(currency.to_ascii_uppercase());
        *sum = *sum + money.unwrap_or_default();
        self.caution(Caution::OtherCurrencies);
        false
    }

    /// The report, once every row is in.
    pub(super) fn finish(self, most_rows: &[u64]) -> (Report, Seen) {
        let texts = self.texts.in_order();
        let text = |number: u32| texts.get(number as usize).cloned().unwrap_or_default();
        let mut cells: Vec<Cell> = Vec::with_capacity(self.cells.len());
        for (key, sums) in self.cells.in_order() {
            let mut amounts = sums.amounts;
            if let Some(group) = key.unsure {
                let tokens = &mut amounts.tokens;
                let inside = if self.leaves_out.contains(&group) { 0 } else { tokens.cached() };
                tokens.uncached = Some(sums.unsure_input.saturating_sub(inside));
            }
            cells.push(Cell {
                period: key.period,
                model: key.model.map(text),
                user: key.user.map(text),
                labels: key.labels.iter().map(|(label, number)| (*label, text(*number))).collect(),
                tier: key.tier,
                amounts,
                rows: sums.rows,
            });
        }
        let mut report = self.report;
        report.cells = cells;
        if !self.leaves_out.is_empty() {
            report.cautions.insert(Caution::InputLeavesCacheOut);
        }
        if report.is_complete == Some(false) {
            report.cautions.insert(Caution::FirstPageOnly);
        }
        if most_rows.contains(&report.rows_read) {
            report.cautions.insert(Caution::RowCap(report.rows_read));
        }
        (report, self.seen)
    }
}

/// `1.23E+15`: what a spreadsheet leaves of a long number.
fn is_rounded_number(id: &str) -> bool {
    id.split_once(['E', 'e']).is_some_and(|(digits, exponent)| {
        exponent.starts_with('+') && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
    })
}
