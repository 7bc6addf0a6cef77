//! Reading of our own tables: tab-separated text with one header line.

use crate::units::parse_number;
use std::cell::Cell;
use thiserror::Error;

/// Why a table of ours could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TableError {
    /// The header names no such column.
    #[error("the table has no column {column}; add it to the header line")]
    NoColumn {
        /// The missing column.
        column: &'static str,
    },
    /// A cell has a value that its column does not allow.
    #[error("line {line}, column {column}: not a value of this column; correct the cell")]
    Cell {
        /// Line of the table as it is shipped, 1 for the header.
        line: usize,
        /// The column.
        column: &'static str,
    },
}

/// One line of a table, asked by column name. What is wrong with it is kept until its reader is done, which needs no
/// branch for each cell then; the reader gets nothing or nought instead.
pub(super) struct Row<'a> {
    header: &'a [&'static str],
    cells: Vec<&'static str>,
    line: usize,
    error: Cell<Option<TableError>>,
}

impl Row<'_> {
    /// The text of a cell; empty where the line ends early.
    pub(super) fn text(&self, column: &'static str) -> &'static str {
        let place = self.header.iter().position(|name| *name == column);
        if place.is_none() {
            self.error.set(Some(TableError::NoColumn { column }));
        }
        place.and_then(|place| self.cells.get(place)).copied().unwrap_or("")
    }

    /// Notes that a cell of this line is wrong.
    pub(super) fn wrong(&self, column: &'static str) {
        self.error.set(Some(self.error.get().unwrap_or(TableError::Cell { line: self.line, column })));
    }

    /// The value for the text of a cell.
    pub(super) fn one_of<T: Copy>(&self, column: &'static str, values: &[(&str, T)]) -> Option<T> {
        let text = self.text(column);
        let value = values.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if value.is_none() {
            self.wrong(column);
        }
        value
    }

    /// A number that may be left out.
    pub(super) fn optional(&self, column: &'static str) -> Option<f64> {
        let text = self.text(column);
        let number = parse_number(text);
        if number.is_none() && !text.is_empty() {
            self.wrong(column);
        }
        number
    }

    /// A number that must be there.
    pub(super) fn number(&self, column: &'static str) -> f64 {
        let number = self.optional(column);
        if number.is_none() {
            self.wrong(column);
        }
        number.unwrap_or(0.0)
    }

    /// A whole number that must be there.
    pub(super) fn whole(&self, column: &'static str) -> u32 {
        let number = self.number(column);
        if number.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&number) {
            self.wrong(column);
        }
        number as u32
    }

    /// Yes or no.
    pub(super) fn yes(&self, column: &'static str) -> bool {
        self.one_of(column, &[("yes", true), ("no", false)]).unwrap_or_default()
    }
}

/// Reads every line of `text` with `read`.
///
/// # Errors
/// The first [`TableError`] that `read` meets.
pub(super) fn rows<T>(text: &'static str, read: fn(&Row<'_>) -> T) -> Result<Vec<T>, TableError> {
    let mut all = Vec::new();
    each_row(text, &mut |row| all.push(read(row)))?;
    Ok(all)
}

fn each_row(text: &'static str, read: &mut dyn FnMut(&Row<'_>)) -> Result<(), TableError> {
    let mut header = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        if index == 0 {
            header = cells;
            continue;
        }
        let row = Row { header: &header, cells, line: index + 1, error: Cell::new(None) };
        read(&row);
        if let Some(error) = row.error.get() {
            return Err(error);
        }
    }
    Ok(())
}

/// The ids in a table of nothing else.
fn ids(text: &str) -> std::iter::Skip<std::str::Lines<'_>> {
    text.lines().skip(1)
}

/// The number by which links name the row `id`: its place, 0 first. Rows are only ever added at the end.
pub(super) fn number_of(text: &str, id: &str) -> Option<u32> {
    ids(text).position(|each| each == id).map(|place| place as u32)
}

/// The id of the row that links name `number`.
pub(super) fn id_of(text: &str, number: u32) -> Option<&str> {
    ids(text).nth(number as usize)
}
