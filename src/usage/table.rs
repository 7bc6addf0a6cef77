//! A header and its rows: columns are found by name once, and cells are read by what they mean.

use super::day::{DateOrder, Period};
use super::money::{Money, NumberStyle, parse_count, parse_scaled_count};
use super::skip::Skip;
use std::borrow::Cow;

/// The names of a header, with ASCII letters in lower case and without space around them.
#[derive(Debug, Clone)]
pub(crate) struct Names(Vec<String>);

impl Names {
    pub(super) fn new(fields: &[Cow<'_, str>]) -> Self {
        Self(
            fields
                .iter()
                .map(|field| field.trim().trim_start_matches('\u{feff}').to_ascii_lowercase())
                .collect(),
        )
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    pub(super) fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(name))
    }

    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// Whether these are all the names there are.
    pub(super) fn are(&self, names: &[&str]) -> bool {
        self.has_all(names) && self.0.iter().all(|own| own.is_empty() || names.contains(&own.as_str()))
    }

    pub(super) fn starting(&self, beginning: &str) -> Option<usize> {
        self.0.iter().position(|name| name.starts_with(beginning))
    }

    pub(super) fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    pub(super) fn last(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    fn find(&self, name: &str) -> Option<usize> {
        if name.is_empty() {
            return None;
        }
        self.0.iter().position(|own| own == name)
    }
}

/// A column of texts, if the file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextColumn(Option<usize>);

/// A column of counts or amounts, if the file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NumberColumn(Option<usize>);

/// A column of times, if the file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeColumn(Option<usize>);

impl NumberColumn {
    pub(super) const fn is_there(self) -> bool {
        self.0.is_some()
    }
}

/// A header whose columns are asked for; it remembers which of them are numbers and which are times, since the way in which
/// those are written shows only in whole columns.
#[derive(Debug)]
pub(crate) struct Head {
    pub(super) names: Names,
    /// The names as the file writes them.
    pub(super) originals: Vec<String>,
    pub(super) numbers: Vec<usize>,
    pub(super) times: Vec<usize>,
}

impl Head {
    pub(super) fn new(fields: &[Cow<'_, str>]) -> Self {
        let originals =
            fields.iter().map(|field| field.trim().trim_start_matches('\u{feff}').to_owned()).collect();
        Self { names: Names::new(fields), originals, numbers: Vec::new(), times: Vec::new() }
    }

    fn any_of(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.names.find(name))
    }

    /// The first of these columns that is there.
    pub(super) fn text(&self, names: &[&str]) -> TextColumn {
        TextColumn(self.any_of(names))
    }

    /// The columns whose names begin so, with the rest of their names.
    pub(super) fn texts_starting(&self, beginning: &str) -> Vec<(String, TextColumn)> {
        let names = self.names.0.iter().enumerate();
        names
            .filter_map(|(at, name)| Some((name.strip_prefix(beginning)?.to_owned(), TextColumn(Some(at)))))
            .collect()
    }

    /// The first of these columns that is there.
    pub(super) fn number(&mut self, names: &[&str]) -> NumberColumn {
        let at = self.any_of(names);
        self.numbers.extend(at);
        NumberColumn(at)
    }

    /// The first column whose name begins so: names of money columns end with the currency's sign.
    pub(super) fn number_starting(&mut self, beginning: &str) -> NumberColumn {
        let at = self.names.starting(beginning);
        self.numbers.extend(at);
        NumberColumn(at)
    }

    /// A column by its place.
    pub(super) fn number_at(&mut self, at: usize) -> NumberColumn {
        self.numbers.push(at);
        NumberColumn(Some(at))
    }

    /// The first of these columns that is there.
    pub(super) fn time(&mut self, names: &[&str]) -> TimeColumn {
        let at = self.any_of(names);
        self.times.extend(at);
        TimeColumn(at)
    }
}

/// How the cells of a file are written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) numbers: NumberStyle,
    pub(super) dates: DateOrder,
}

/// The cells of one record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    cells: &'a [Cow<'a, str>],
    style: Style,
}

impl<'a> Row<'a> {
    pub(super) const fn new(cells: &'a [Cow<'a, str>], style: Style) -> Self {
        Self { cells, style }
    }

    fn cell(self, at: Option<usize>) -> &'a str {
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// The text of a cell by its place.
    pub(super) fn cell_at(self, at: usize) -> &'a str {
        self.cell(Some(at))
    }

    /// A cell's text, blank where there is none. An apostrophe that keeps a spreadsheet from taking the text for a formula
    /// is no part of it.
    pub(super) fn text(self, column: TextColumn) -> &'a str {
        let text = self.cell(column.0);
        match text.strip_prefix('\'') {
            Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
            _ => text,
        }
    }

    /// A cell's text where it is not blank.
    pub(super) fn some_text(self, column: TextColumn) -> Option<&'a str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    pub(super) fn is_blank(self, column: NumberColumn) -> bool {
        self.cell(column.0).is_empty()
    }

    pub(super) fn count(self, column: NumberColumn) -> Result<Option<u64>, Skip> {
        parse_count(self.cell(column.0), self.style.numbers)
    }

    pub(super) fn scaled_count(self, column: NumberColumn, scale: u32) -> Result<Option<u64>, Skip> {
        parse_scaled_count(self.cell(column.0), self.style.numbers, scale)
    }

    pub(super) fn money(self, column: NumberColumn) -> Result<Option<Money>, Skip> {
        Money::parse(self.cell(column.0), self.style.numbers)
    }

    /// An amount that was charged: not below zero.
    pub(super) fn charge(self, column: NumberColumn) -> Result<Option<Money>, Skip> {
        match self.money(column)? {
            Some(money) if money.is_negative() => Err(Skip::Negative),
            money => Ok(money),
        }
    }

    /// The day of a time; nothing where the cell is blank.
    pub(super) fn day(self, column: TimeColumn) -> Result<Option<Period>, Skip> {
        match self.cell(column.0) {
            "" => Ok(None),
            text => Period::parse(text, self.style.dates).map(Some),
        }
    }

    /// The cells with text, whatever their columns.
    pub(super) fn texts(self) -> impl Iterator<Item = &'a str> {
        self.cells.iter().map(|cell| cell.trim()).filter(|text| !text.is_empty())
    }
}
