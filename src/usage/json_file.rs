//! A file that is JSON: a page, an array, or one value a line.

use super::error::ReadError;
use super::format::{ItemReader, JSON, JsonFormat};
use super::json::Value;
use super::report::{Caution, Report};
use super::seen::Seen;
use super::skip::Skip;
use super::split::json::{Cut, PAGE_ARRAYS, Splitter};
use super::tally::Tally;
use std::borrow::Cow;
use std::fmt;

/// Values that come before the first one that shows the format are kept up to this size.
const MOST_WAITING: usize = 16 << 20;

/// JSON that is read.
pub(super) struct JsonFile {
    lines: Option<Lines>,
    splitter: Splitter,
    items: Items,
}

/// One value a line: a broken line is one broken row.
#[derive(Debug)]
struct Lines {
    /// The line so far.
    line: Vec<u8>,
    number: u64,
}

struct Open {
    format: &'static JsonFormat,
    reader: Box<dyn ItemReader>,
}

#[derive(Default)]
struct Items {
    /// The formats that were found, the first one first.
    open: Vec<Open>,
    waiting: Vec<Waiting>,
    waiting_bytes: usize,
    tally: Tally,
}

enum Waiting {
    Row(Vec<u8>, u64),
    Member(String, Vec<u8>),
    Broken(u64),
}

impl fmt::Debug for JsonFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonFile")
    }
}

impl JsonFile {
    /// Chooses between one value a line and one long text by the first lines.
    pub(super) fn begin(bytes: &[u8], seen: Seen) -> Self {
        let lines = Self::has_lines(bytes).then(|| Lines { line: Vec::new(), number: 1 });
        let mut file = Self {
            lines,
            splitter: Splitter::new(1),
            items: Items { tally: Tally::after(seen), ..Items::default() },
        };
        file.push(bytes);
        file
    }

    /// Whether every line is a value of its own.
    pub(super) fn has_lines(bytes: &[u8]) -> bool {
        let mut lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        let is_object = |line: &[u8]| {
            std::str::from_utf8(line).ok().and_then(Value::parse).is_some_and(|value| value.is_object())
        };
        let Some(first) = lines.next() else {
            return false;
        };
        // A line may be broken; a text over several lines is indented behind its first one.
        is_object(first)
            || !first.starts_with(b"[") && lines.next().is_some_and(|second| second.starts_with(b"{"))
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        let Self { lines, splitter, items } = self;
        match lines {
            None => splitter.push(bytes, &mut |cut, line| items.take(cut, line)),
            Some(lines) => {
                let mut rest = bytes;
                while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
                    lines.line.extend_from_slice(rest.get(..end).unwrap_or_default());
                    items.take_line(&lines.line, lines.number);
                    lines.line.clear();
                    lines.number += 1;
                    rest = rest.get(end + 1..).unwrap_or_default();
                }
                lines.line.extend_from_slice(rest);
            }
        }
    }

    pub(super) fn finish(mut self) -> Result<(Report, Seen), ReadError> {
        let Self { lines, splitter, items } = &mut self;
        match lines {
            None => splitter.finish(&mut |cut, line| items.take(cut, line)),
            Some(lines) => items.take_line(&lines.line, lines.number),
        }
        self.items.finish()
    }
}

fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

impl Items {
    /// A line, which is one value or one broken row.
    fn take_line(&mut self, line: &[u8], number: u64) {
        let line = line.trim_ascii();
        if line.is_empty() {
            return;
        }
        let text = text_of(line);
        let Some(value) = Value::parse(&text) else {
            return self.take(Cut::Broken, number);
        };
        let is_page = PAGE_ARRAYS.iter().any(|key| matches!(value.at(key), Value::List(_)));
        if is_page && !JSON.iter().any(|format| (format.fits)(&value)) {
            drop(value);
            let mut splitter = Splitter::new(number);
            splitter.push(line, &mut |cut, line| self.take(cut, line));
            splitter.finish(&mut |cut, line| self.take(cut, line));
            return;
        }
        self.row(line, &value, number);
    }

    fn take(&mut self, cut: Cut<'_>, line: u64) {
        match cut {
            Cut::Row(bytes) => {
                let text = text_of(bytes);
                match Value::parse(&text) {
                    Some(value) => self.row(bytes, &value, line),
                    None => self.broken(line),
                }
            }
            Cut::Member(key, bytes) => self.member(key, bytes),
            Cut::Broken => self.broken(line),
        }
    }

    fn broken(&mut self, line: u64) {
        if self.open.is_empty() {
            return self.wait(Waiting::Broken(line), 0);
        }
        self.tally.line = line;
        self.tally.skipped(Skip::Malformed);
    }

    fn member(&mut self, key: &str, bytes: &[u8]) {
        match self.open.first_mut() {
            Some(open) => {
                if let Some(value) = Value::parse(&text_of(bytes)) {
                    open.reader.member(key, &value, &mut self.tally);
                }
            }
            None => self.wait(Waiting::Member(key.to_owned(), bytes.to_vec()), bytes.len()),
        }
    }

    fn row(&mut self, bytes: &[u8], value: &Value<'_>, line: u64) {
        let at = match self.reader_of(value) {
            Some(at) => at,
            None if self.open.is_empty() => {
                return self.wait(Waiting::Row(bytes.to_vec(), line), bytes.len());
            }
            // The format that was found first says what a row that fits none is.
            None => 0,
        };
        if let Some(open) = self.open.get_mut(at) {
            self.tally.line = line;
            open.reader.read(value, &mut self.tally);
        }
    }

    /// The reader of a value; it is opened where the value is the first of its format.
    fn reader_of(&mut self, value: &Value<'_>) -> Option<usize> {
        if let Some(at) = self.open.iter().position(|open| (open.format.fits)(value)) {
            return Some(at);
        }
        let format = *JSON.iter().find(|format| (format.fits)(value))?;
        self.open.push(Open { format, reader: (format.open)() });
        if self.open.len() > 1 {
            self.tally.caution(Caution::SeveralFormats);
            return Some(self.open.len() - 1);
        }
        self.tally.report.format = format.id;
        self.tally.report.time_zone = format.time_zone;
        for waiting in std::mem::take(&mut self.waiting) {
            match waiting {
                Waiting::Row(bytes, line) => self.take(Cut::Row(&bytes), line),
                Waiting::Member(key, bytes) => self.member(&key, &bytes),
                Waiting::Broken(line) => self.broken(line),
            }
        }
        Some(0)
    }

    fn wait(&mut self, waiting: Waiting, bytes: usize) {
        self.waiting_bytes += bytes;
        // Of a text that shows no format for so long, the first values are enough to say so.
        if self.waiting_bytes <= MOST_WAITING {
            self.waiting.push(waiting);
        }
    }

    fn finish(mut self) -> Result<(Report, Seen), ReadError> {
        let Some(first) = self.open.first() else {
            return Err(self.nothing_found());
        };
        let row_caps = first.format.row_caps;
        for open in &mut self.open {
            open.reader.finish(&mut self.tally);
        }
        Ok(self.tally.finish(row_caps))
    }

    fn nothing_found(&self) -> ReadError {
        let is_empty_page = self.waiting.iter().any(|waiting| match waiting {
            Waiting::Member(key, bytes) => key == "object" && bytes == b"\"page\"" || key == "has_more",
            Waiting::Row(..) | Waiting::Broken(_) => false,
        });
        if is_empty_page { ReadError::NoRows } else { ReadError::NotRecognised { columns: Vec::new() } }
    }
}
