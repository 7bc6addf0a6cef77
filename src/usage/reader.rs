//! Reads a file that comes in pieces: recognises it by what is in it, and adds its rows up.

use super::error::ReadError;
use super::format::mapped::ColumnMap;
use super::json_file::JsonFile;
use super::report::Report;
use super::seen::Seen;
use super::table_file::TableFile;

/// Bytes that are looked at before a format is chosen.
const ENOUGH: usize = 64 << 10;
/// JSON without a line break so far is one long text.
const LONGEST_LINE: usize = 4 << 20;

/// Reads a usage or cost file, piece by piece.
///
/// ```
/// use inference_estimator::usage::Reader;
///
/// let mut reader = Reader::new();
/// reader.push(b"usage_date_utc,model,token_type,cost_usd\n2026-11-02,Claude Sonnet 5.5,")?;
/// reader.push(b"output,1.51\n")?;
/// let report = reader.finish()?;
/// assert_eq!(report.format, "anthropic_cost_csv");
/// assert_eq!(report.totals().cost.map(|cost| cost.to_string()).as_deref(), Some("1.51"));
/// # Ok::<(), inference_estimator::usage::ReadError>(())
/// ```
#[derive(Debug, Default)]
pub struct Reader {
    kind: Kind,
    map: Option<ColumnMap>,
    seen: Seen,
}

#[derive(Debug)]
enum Kind {
    /// The bytes so far.
    Undecided(Vec<u8>),
    Table(Box<TableFile>),
    Json(Box<JsonFile>),
}

impl Default for Kind {
    fn default() -> Self {
        Self::Undecided(Vec::new())
    }
}

/// Reads a whole file.
///
/// # Errors
/// [`ReadError`] if nothing in it can be read.
pub fn read(file: &[u8]) -> Result<Report, ReadError> {
    let mut reader = Reader::new();
    reader.push(file)?;
    reader.finish()
}

impl Reader {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a table whose columns were matched by hand; used only if no format is recognised.
    #[must_use]
    pub fn with_columns(map: ColumnMap) -> Self {
        Self { map: Some(map), ..Self::default() }
    }

    /// Leaves rows out that were in the files before, where they have an identity.
    #[must_use]
    pub fn after(mut self, seen: Seen) -> Self {
        self.seen = seen;
        self
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// [`ReadError`] as soon as it is clear that nothing can be read.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        match &mut self.kind {
            Kind::Table(table) => table.push(bytes),
            Kind::Json(json) => json.push(bytes),
            Kind::Undecided(begun) => {
                begun.extend_from_slice(bytes);
                if begun.len() >= ENOUGH {
                    self.decide(false)?;
                }
            }
        }
        Ok(())
    }

    /// The report, once the whole file is in.
    ///
    /// # Errors
    /// [`ReadError`] if nothing in it could be read.
    pub fn finish(self) -> Result<Report, ReadError> {
        self.finish_with_identities().map(|(report, _)| report)
    }

    /// The report and the identities of all rows so far, for [`Reader::after`].
    ///
    /// # Errors
    /// As [`Reader::finish`].
    pub fn finish_with_identities(mut self) -> Result<(Report, Seen), ReadError> {
        self.decide(true)?;
        match self.kind {
            Kind::Table(table) => table.finish(),
            Kind::Json(json) => json.finish(),
            Kind::Undecided(_) => Err(ReadError::Empty),
        }
    }

    /// Chooses between table and JSON, if the bytes so far are enough for it.
    fn decide(&mut self, at_end: bool) -> Result<(), ReadError> {
        let Kind::Undecided(begun) = &mut self.kind else {
            return Ok(());
        };
        let bytes = begun.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begun);
        refuse_what_is_no_text(bytes)?;
        let Some(first) = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) else {
            return if at_end { Err(ReadError::Empty) } else { Ok(()) };
        };
        let is_json = matches!(first, b'{' | b'[');
        if is_json {
            let knows_line =
                bytes.trim_ascii_start().contains(&b'\n') || at_end || bytes.len() >= LONGEST_LINE;
            if knows_line {
                self.kind = Kind::Json(Box::new(JsonFile::begin(bytes, std::mem::take(&mut self.seen))));
            }
            return Ok(());
        }
        match TableFile::begin(bytes, self.map.as_ref(), &mut self.seen) {
            Ok(table) => self.kind = Kind::Table(Box::new(table)),
            // A log whose first line is cut in the middle.
            Err(_) if JsonFile::has_lines(bytes) => {
                self.kind = Kind::Json(Box::new(JsonFile::begin(bytes, std::mem::take(&mut self.seen))));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

fn refuse_what_is_no_text(bytes: &[u8]) -> Result<(), ReadError> {
    const PACKED: [(&[u8], &str); 5] = [
        (b"\x1f\x8b", "gzip"),
        (b"PK\x03\x04", "ZIP"),
        (b"PAR1", "Parquet"),
        (b"\x28\xb5\x2f\xfd", "Zstandard"),
        (b"BZh", "bzip2"),
    ];
    if let Some((_, kind)) = PACKED.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::Compressed { kind });
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(ReadError::Utf16);
    }
    Ok(())
}
