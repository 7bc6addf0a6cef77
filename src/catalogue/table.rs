//! Reading of our own tables: tab-separated text, one header line, `#` before remarks.

use crate::units::parse_number;
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
    /// A cell holds something that its column does not allow.
    #[error("line {line}, column {column}: not a value of this column; correct the cell")]
    Cell {
        /// Line of the file, 1 first.
        line: usize,
        /// The column.
        column: &'static str,
    },
}

/// One line of a table, asked by column name.
pub(super) struct Row<'a> {
    header: &'a [&'a str],
    cells: Vec<&'a str>,
    line: usize,
}

impl<'a> Row<'a> {
    /// The text of a cell; empty where the line ends early.
    pub(super) fn text(&self, column: &'static str) -> Result<&'a str, TableError> {
        let place =
            self.header.iter().position(|name| *name == column).ok_or(TableError::NoColumn { column })?;
        Ok(self.cells.get(place).copied().unwrap_or(""))
    }

    /// The complaint about a cell of this line.
    pub(super) const fn wrong(&self, column: &'static str) -> TableError {
        TableError::Cell { line: self.line, column }
    }

    /// A number that may be left out.
    pub(super) fn optional(&self, column: &'static str) -> Result<Option<f64>, TableError> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        parse_number(text).map(Some).ok_or(self.wrong(column))
    }

    /// A number that must be there.
    pub(super) fn number(&self, column: &'static str) -> Result<f64, TableError> {
        self.optional(column)?.ok_or(self.wrong(column))
    }

    /// A whole number that must be there.
    pub(super) fn whole(&self, column: &'static str) -> Result<u32, TableError> {
        self.text(column)?.parse().map_err(|_| self.wrong(column))
    }

    /// Yes or no.
    pub(super) fn yes(&self, column: &'static str) -> Result<bool, TableError> {
        match self.text(column)? {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(self.wrong(column)),
        }
    }
}

/// Reads every line of `text` with `read`.
///
/// # Errors
/// The first [`TableError`] that `read` gives.
pub(super) fn rows<T>(
    text: &str,
    mut read: impl FnMut(&Row<'_>) -> Result<T, TableError>,
) -> Result<Vec<T>, TableError> {
    let mut lines =
        text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    lines
        .map(|(index, line)| {
            read(&Row { header: &header, cells: line.split('\t').collect(), line: index + 1 })
        })
        .collect()
}

/// The first cells of a table's rows: the ids.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.skip(1).filter_map(|line| line.split('\t').next())
}

/// The number by which links name the row `id`: its place, 0 first. Rows are only ever added at the end.
pub(super) fn number_of(text: &str, id: &str) -> Option<u32> {
    ids(text).position(|each| each == id).map(|place| place as u32)
}

/// The id of the row that links name `number`.
pub(super) fn id_of(text: &str, number: u32) -> Option<&str> {
    ids(text).nth(number as usize)
}
