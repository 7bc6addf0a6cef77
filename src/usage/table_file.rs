//! A file that is a table: finds its header and reads its records.

use super::day::order_shown_by;
use super::error::ReadError;
use super::format::mapped::{self, ColumnMap};
use super::format::{TABLES, TableFormat, TableReader};
use super::money::StyleEvidence;
use super::report::Report;
use super::seen::Seen;
use super::skip::Skip;
use super::split::csv::{Record, Splitter};
use super::table::{Head, Names, Row, Style};
use super::tally::Tally;
use std::borrow::Cow;
use std::fmt;

/// The header must be within this many lines; the lines above it are a preamble.
const PREAMBLE: usize = 20;
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// A quote that is never closed takes in the rest of a file. How often lines behind such a quote are read again.
const MOST_RECOVERIES: u32 = 100;

/// A table that is being read.
pub(super) struct TableFile {
    rows: Rows,
    delimiter: u8,
    splitter: Splitter,
    /// The bytes of a file in which only whole columns show how numbers or dates are written.
    waiting: Option<Vec<u8>>,
    row_caps: &'static [u64],
}

struct Rows {
    reader: Box<dyn TableReader>,
    head: Head,
    style: Style,
    short_rows: bool,
    tally: Tally,
}

impl fmt::Debug for TableFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TableFile")
    }
}

/// Where a header was found.
struct Header<'a> {
    format: Option<&'static TableFormat>,
    delimiter: u8,
    fields: Vec<Cow<'a, str>>,
    /// The number of lines before it, and the offset of the first byte after it.
    preamble: u64,
    end: usize,
}

impl TableFile {
    /// Finds the header within the first bytes and reads on from there.
    pub(super) fn begin(bytes: &[u8], map: Option<&ColumnMap>, seen: &mut Seen) -> Result<Self, ReadError> {
        let header = find_header(bytes, map)?;
        let mut head = Head::new(&header.fields);
        let mut tally = Tally::after(std::mem::take(seen));
        let (reader, short_rows, row_caps): (_, _, &'static [u64]) = match header.format {
            Some(format) => {
                tally.report.format = format.id;
                tally.report.time_zone = format.time_zone;
                ((format.open)(&mut head), format.short_rows, format.row_caps)
            }
            None => {
                tally.report.format = "columns_matched_by_hand";
                (mapped::open(map.unwrap_or(&ColumnMap::default()), &mut head), false, &[])
            }
        };
        tally.report.preamble_lines = (header.preamble > 0).then_some(header.preamble);
        let first_line = header.preamble + 2;
        let mut table = Self {
            rows: Rows { reader, head, style: Style::default(), short_rows, tally },
            delimiter: header.delimiter,
            splitter: Splitter::new(header.delimiter, first_line),
            waiting: None,
            row_caps,
        };
        let rest = bytes.get(header.end..).unwrap_or_default();
        if header.delimiter != b',' || table.has_dates_with_slashes(rest) {
            table.waiting = Some(Vec::new());
        }
        table.push(rest);
        Ok(table)
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        match &mut self.waiting {
            Some(waiting) => waiting.extend_from_slice(bytes),
            None => self.splitter.push(bytes, &mut |record| self.rows.take(record)),
        }
    }

    pub(super) fn finish(mut self) -> Result<(Report, Seen), ReadError> {
        if let Some(waiting) = self.waiting.take() {
            self.rows.style = self.survey(&waiting)?;
            self.splitter.push(&waiting, &mut |record| self.rows.take(record));
        }
        self.end_of_text(MOST_RECOVERIES);
        self.rows.reader.finish(&mut self.rows.tally);
        Ok(self.rows.tally.finish(self.row_caps))
    }

    /// The last record, or what is left of it.
    fn end_of_text(&mut self, recoveries: u32) {
        let Err(unclosed) = self.splitter.finish(&mut |record| self.rows.take_last(record)) else {
            return;
        };
        self.rows.tally.line = unclosed.line;
        self.rows.tally.skipped(Skip::UnclosedQuote);
        // A stray quote in the middle of a file takes in all records behind it: check whether the lines are valid without it.
        let Some(end) = unclosed.raw.iter().position(|byte| *byte == b'\n') else {
            return;
        };
        let rest = unclosed.raw.get(end + 1..).unwrap_or_default();
        if recoveries > 0 && self.has_more_good_records_than_bad(rest) {
            self.splitter = Splitter::new(self.delimiter, unclosed.line + 1);
            self.splitter.push(rest, &mut |record| self.rows.take(record));
            self.end_of_text(recoveries - 1);
        }
    }

    fn has_more_good_records_than_bad(&self, rest: &[u8]) -> bool {
        let (mut good, mut bad) = (0, 0);
        let width = self.rows.head.names.len();
        let mut splitter = Splitter::new(self.delimiter, 1);
        splitter.push(rest, &mut |record| if record.fields().len() == width { good += 1 } else { bad += 1 });
        width > 2 && good > bad
    }

    fn has_dates_with_slashes(&self, bytes: &[u8]) -> bool {
        let mut found = false;
        let mut splitter = Splitter::new(self.delimiter, 1);
        splitter.push(bytes, &mut |record| {
            let fields = record.fields();
            found |=
                self.rows.head.times.iter().filter_map(|at| fields.get(*at)).any(|cell| cell.contains('/'));
        });
        found
    }

    /// How the columns of numbers and times are written.
    fn survey(&self, bytes: &[u8]) -> Result<Style, ReadError> {
        let head = &self.rows.head;
        let mut columns: Vec<(usize, StyleEvidence)> =
            head.numbers.iter().map(|at| (*at, StyleEvidence::default())).collect();
        let mut dates = None;
        let mut splitter = Splitter::new(self.delimiter, 1);
        splitter.push(bytes, &mut |record| {
            let fields = record.fields();
            for (at, evidence) in &mut columns {
                if let Some(cell) = fields.get(*at) {
                    evidence.take(cell.trim());
                }
            }
            dates = dates.or_else(|| {
                head.times.iter().filter_map(|at| fields.get(*at)).find_map(|cell| order_shown_by(cell))
            });
        });
        let refuse = |at: usize| ReadError::AmbiguousNumbers {
            column: head.originals.get(at).cloned().unwrap_or_default(),
        };
        if self.delimiter == b',' {
            return Ok(Style { dates: dates.unwrap_or_default(), ..Style::default() });
        }
        if let Some((at, _)) = columns.iter().find(|(_, evidence)| evidence.is_contradictory()) {
            return Err(refuse(*at));
        }
        let all = columns.iter().fold(StyleEvidence::default(), |all, (_, evidence)| all.and(*evidence));
        let first = columns.first().map_or(0, |(at, _)| *at);
        let numbers = all.style().ok_or_else(|| refuse(first))?;
        Ok(Style { numbers, dates: dates.unwrap_or_default() })
    }
}

impl Rows {
    fn take(&mut self, record: &Record) {
        self.read(record, self.short_rows);
    }

    /// The last record of a file that does not end with a line break may be cut off.
    fn take_last(&mut self, record: &Record) {
        self.read(record, false);
    }

    fn read(&mut self, record: &Record, may_be_short: bool) {
        self.tally.line = record.line;
        let fields = record.fields();
        let width = self.head.names.len();
        if fields.len() > width || fields.len() < width && !may_be_short {
            return self.tally.skipped(Skip::WrongFieldCount);
        }
        let is_header = fields.iter().zip(&self.head.originals).all(|(field, name)| field.trim() == name);
        if is_header && fields.len() == width {
            // Two exports that were joined into one file.
            return self.tally.skipped(Skip::NotUsage);
        }
        self.reader.read(Row::new(&fields, self.style), &mut self.tally);
    }
}

/// The first lines of a file, each with the offset of the first byte after it.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let length = rest.iter().position(|byte| *byte == b'\n' || *byte == b'\r').unwrap_or(rest.len());
        let line = rest.get(..length)?;
        at += length + if rest.get(length..)?.starts_with(b"\r\n") { 2 } else { 1 };
        Some((line, at.min(bytes.len())))
    })
}

fn fields_of(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut fields = Vec::new();
    let mut take = |record: &Record| fields = record.fields().iter().map(ToString::to_string).collect();
    let mut splitter = Splitter::new(delimiter, 1);
    splitter.push(line, &mut take);
    let _ = splitter.finish(&mut take);
    fields
}

fn find_header(bytes: &[u8], map: Option<&ColumnMap>) -> Result<Header<'static>, ReadError> {
    let mut widest: Vec<String> = Vec::new();
    for (number, (line, end)) in lines(bytes).take(PREAMBLE + 1).enumerate() {
        for delimiter in DELIMITERS {
            let fields: Vec<Cow<'static, str>> =
                fields_of(line, delimiter).into_iter().map(Cow::Owned).collect();
            let names = Names::new(&fields);
            let format = TABLES.iter().find(|format| (format.fits)(&names)).copied();
            if format.is_some() || map.is_some_and(|map| map.fits(&names)) {
                return Ok(Header { format, delimiter, fields, preamble: number as u64, end });
            }
            if fields.len() > widest.len() {
                widest = fields.iter().map(ToString::to_string).collect();
            }
        }
    }
    let names = Names::new(&widest.iter().map(|name| Cow::Borrowed(name.as_str())).collect::<Vec<_>>());
    if names.has_all(&["timestamp", "sessionid", "userid"]) && !names.has("usagedetails") {
        return Err(ReadError::TracesOnly);
    }
    let columns = if widest.len() > 1 { widest } else { Vec::new() };
    Err(ReadError::NotRecognised { columns })
}
