//! Cuts comma-separated text into records (RFC 4180), byte by byte, so that a file may come in pieces.
//!
//! Quotes count only at the beginning of a field. Lines end with LF, CR LF or CR; blank lines are no records.

/// A record of a file; its fields are without their quotes.
#[derive(Debug, Default, Clone)]
pub(crate) struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// The line on which it begins, from 1.
    pub(crate) line: u64,
}

impl Record {
    /// The fields; what is not UTF-8 becomes a replacement character.
    pub(crate) fn fields(&self) -> Vec<std::borrow::Cow<'_, str>> {
        let mut begin = 0;
        let field = |end: &usize| {
            let bytes = self.bytes.get(begin..*end).unwrap_or_default();
            begin = *end;
            String::from_utf8_lossy(bytes)
        };
        self.ends.iter().map(field).collect()
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    FieldBegins,
    Plain,
    Quoted,
    /// After a quote inside a quoted field: its end, or the first of two.
    QuoteInQuoted,
}

/// Cuts bytes into records.
#[derive(Debug)]
pub(crate) struct Splitter {
    delimiter: u8,
    state: State,
    record: Record,
    line: u64,
    after_cr: bool,
    /// The bytes of the record so far as they were, for a file that ends inside a quote.
    raw: Vec<u8>,
}

impl Splitter {
    /// Begins at `line`, counted from 1.
    pub(crate) fn new(delimiter: u8, line: u64) -> Self {
        let record = Record { line, ..Record::default() };
        Self { delimiter, state: State::FieldBegins, record, line, after_cr: false, raw: Vec::new() }
    }

    /// Takes the next bytes and hands every record over as soon as it ends.
    pub(crate) fn push(&mut self, bytes: &[u8], take: &mut dyn FnMut(&Record)) {
        let mut begins = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            let after_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
            if byte == b'\n' && after_cr {
                // The line was ended by the CR before.
                if self.state == State::Quoted {
                    self.record.bytes.push(byte);
                }
                continue;
            }
            let ends_line = byte == b'\n' || byte == b'\r';
            if ends_line {
                self.line += 1;
            }
            match self.state {
                State::FieldBegins if byte == b'"' => self.state = State::Quoted,
                State::QuoteInQuoted if byte == b'"' => {
                    self.record.bytes.push(byte);
                    self.state = State::Quoted;
                }
                State::Quoted if byte == b'"' => self.state = State::QuoteInQuoted,
                State::Quoted => self.record.bytes.push(byte),
                State::FieldBegins | State::Plain | State::QuoteInQuoted if byte == self.delimiter => {
                    self.end_field()
                }
                State::FieldBegins | State::Plain | State::QuoteInQuoted if ends_line => {
                    self.end_record(take);
                    self.raw.clear();
                    begins = at + 1;
                }
                State::FieldBegins | State::Plain | State::QuoteInQuoted => {
                    self.record.bytes.push(byte);
                    self.state = State::Plain;
                }
            }
        }
        self.raw.extend_from_slice(bytes.get(begins..).unwrap_or_default());
    }

    /// Whether the file ends inside a quoted field: then its last record is lost. Otherwise the last record, which need
    /// not end with a line break, is handed over.
    pub(crate) fn finish(&mut self, take: &mut dyn FnMut(&Record)) -> Result<(), UnclosedQuote> {
        if self.state == State::Quoted {
            return Err(UnclosedQuote { line: self.record.line, raw: std::mem::take(&mut self.raw) });
        }
        if !self.record.bytes.is_empty() || !self.record.ends.is_empty() {
            self.end_record(take);
        }
        Ok(())
    }

    fn end_field(&mut self) {
        self.record.ends.push(self.record.bytes.len());
        self.state = State::FieldBegins;
    }

    fn end_record(&mut self, take: &mut dyn FnMut(&Record)) {
        let was_quoted = self.state == State::QuoteInQuoted;
        self.end_field();
        let is_blank = self.record.ends.len() == 1
            && !was_quoted
            && self.record.bytes.iter().all(u8::is_ascii_whitespace);
        if !is_blank {
            take(&self.record);
        }
        self.record.clear();
        self.record.line = self.line;
    }
}

/// The file ends inside a quoted field of the record that begins on `line`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnclosedQuote {
    pub(crate) line: u64,
    /// Its bytes, from the beginning of the record to the end of the file.
    pub(crate) raw: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, piece: usize) -> Vec<(u64, Vec<String>)> {
        let mut records = Vec::new();
        let mut take = |record: &Record| {
            records.push((record.line, record.fields().iter().map(ToString::to_string).collect()));
        };
        let mut splitter = Splitter::new(b',', 1);
        for bytes in text.as_bytes().chunks(piece) {
            splitter.push(bytes, &mut take);
        }
        let _ = splitter.finish(&mut take);
        records
    }

    #[test]
    fn records_are_the_same_in_pieces_of_any_size() {
        let text = "a,b\r\n\"one, two\",\"a \"\"word\"\"\nand a line\"\r\n\r\n3,\n,\n\"\"\nlast,x";
        let whole = cut(text, usize::MAX);
        let fields: Vec<Vec<&str>> =
            whole.iter().map(|(_, f)| f.iter().map(String::as_str).collect()).collect();
        assert_eq!(
            fields,
            [
                vec!["a", "b"],
                vec!["one, two", "a \"word\"\nand a line"],
                vec!["3", ""],
                vec!["", ""],
                vec![""],
                vec!["last", "x"]
            ]
        );
        assert_eq!(whole.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 5, 6, 7, 8]);
        for piece in 1..12 {
            assert_eq!(cut(text, piece), whole, "pieces of {piece}");
        }
    }

    #[test]
    fn a_file_that_ends_inside_a_quote_says_where_the_record_begins() {
        let mut splitter = Splitter::new(b',', 1);
        splitter.push(b"a,b\nc,\"d\nef", &mut |_| {});
        assert_eq!(splitter.finish(&mut |_| {}), Err(UnclosedQuote { line: 2, raw: b"c,\"d\nef".to_vec() }));
    }
}
