//! Cuts JSON text into the values that may be rows, byte by byte, so that a page of any size needs memory for one of its
//! elements only.
//!
//! A text is one value or several, one after the other. Of an array every element is handed over, and so is every element of
//! the arrays in which the known pages keep their rows; other members of such an object are handed over by their key. An object
//! without such an array is a row as a whole.

/// Members whose arrays have the rows of a page.
pub(crate) const PAGE_ARRAYS: [&str; 9] =
    ["data", "results", "result", "resourceSpans", "items", "logs", "rows", "records", "observations"];
/// Members of an element of `resourceSpans` that lead to its spans.
const SPAN_ARRAYS: [&str; 3] = ["scopeSpans", "instrumentationLibrarySpans", "spans"];
/// An object that is no page is kept whole up to this size: larger ones are no single answer of a model.
const LONGEST_WHOLE: usize = 32 << 20;

/// What was cut out of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut<'a> {
    /// An element of a page or of an array, or a whole object.
    Row(&'a [u8]),
    /// A member of a page beside its rows.
    Member(&'a str, &'a [u8]),
    /// The text ends or goes wrong inside of a value.
    Broken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between values of the text.
    Top,
    /// In an array whose elements are rows.
    Rows,
    /// In an object, before a key.
    Key,
    /// Behind a key.
    Colon,
    /// Before the value of a member.
    Member,
}

/// A container that the text is inside of.
#[derive(Debug)]
struct Frame {
    /// The place to return to.
    place: Place,
    /// The member that the container is the value of.
    key: String,
}

/// Cuts bytes into values.
#[derive(Debug)]
pub(crate) struct Splitter {
    place: Place,
    frames: Vec<Frame>,
    key: String,
    /// Whether the outermost object has an array of rows.
    is_page: bool,
    /// The value that is being read, and how deep inside of it the text is.
    value: Vec<u8>,
    depth: u32,
    in_value: bool,
    in_text: bool,
    escaped: bool,
    /// The bytes of the outermost object so far, as long as it may be a row as a whole.
    whole: Vec<u8>,
    pub(crate) line: u64,
    /// The line on which the value began.
    pub(crate) value_line: u64,
    whole_line: u64,
}

impl Splitter {
    /// Begins at `line`, counted from 1.
    pub(crate) fn new(line: u64) -> Self {
        Self {
            place: Place::Top,
            frames: Vec::new(),
            key: String::new(),
            is_page: false,
            value: Vec::new(),
            depth: 0,
            in_value: false,
            in_text: false,
            escaped: false,
            whole: Vec::new(),
            line,
            value_line: line,
            whole_line: line,
        }
    }

    /// Takes the next bytes and hands everything over that is complete, with the line on which it began.
    pub(crate) fn push(&mut self, bytes: &[u8], take: &mut dyn FnMut(Cut<'_>, u64)) {
        for &byte in bytes {
            if byte == b'\n' {
                self.line += 1;
            }
            self.keep_whole(byte);
            if self.in_value {
                self.inside(byte, take);
            } else {
                self.between(byte, take);
            }
        }
    }

    /// Ends the text; whatever is not complete is broken.
    pub(crate) fn finish(&mut self, take: &mut dyn FnMut(Cut<'_>, u64)) {
        if self.in_value && self.depth == 0 && !self.in_text {
            self.end_value(take);
        }
        if self.in_value || !self.frames.is_empty() {
            let line = if self.in_value { self.value_line } else { self.line };
            take(Cut::Broken, line);
        }
        *self = Self::new(self.line);
    }

    fn keep_whole(&mut self, byte: u8) {
        if !self.whole.is_empty() && !self.is_page && self.whole.len() < LONGEST_WHOLE {
            self.whole.push(byte);
        }
    }

    /// A byte of a value that is kept whole.
    fn inside(&mut self, byte: u8, take: &mut dyn FnMut(Cut<'_>, u64)) {
        if self.in_text {
            self.value.push(byte);
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_text = false;
                    if self.depth == 0 {
                        self.end_value(take);
                    }
                }
                _ => {}
            }
            return;
        }
        match byte {
            b'"' => {
                self.value.push(byte);
                self.in_text = true;
            }
            b'{' | b'[' => {
                self.value.push(byte);
                self.depth += 1;
            }
            b'}' | b']' if self.depth > 0 => {
                self.value.push(byte);
                self.depth -= 1;
                if self.depth == 0 {
                    self.end_value(take);
                }
            }
            b'}' | b']' | b',' if self.depth == 0 => {
                self.end_value(take);
                self.between(byte, take);
            }
            _ if self.depth == 0 && byte.is_ascii_whitespace() => self.end_value(take),
            _ => self.value.push(byte),
        }
    }

    fn begin_value(&mut self, byte: u8) {
        self.value.clear();
        self.value.push(byte);
        self.value_line = self.line;
        self.in_value = true;
        self.in_text = byte == b'"';
        self.escaped = false;
        self.depth = u32::from(byte == b'{' || byte == b'[');
    }

    fn end_value(&mut self, take: &mut dyn FnMut(Cut<'_>, u64)) {
        self.in_value = false;
        match self.place {
            Place::Top | Place::Rows => take(Cut::Row(&self.value), self.value_line),
            Place::Key => {
                let text = String::from_utf8_lossy(&self.value);
                self.key = text.trim_matches('"').to_owned();
                self.place = Place::Colon;
            }
            Place::Member => {
                take(Cut::Member(&self.key, &self.value), self.value_line);
                self.place = Place::Key;
            }
            Place::Colon => {}
        }
    }

    /// A byte outside of every value that is kept whole.
    fn between(&mut self, byte: u8, take: &mut dyn FnMut(Cut<'_>, u64)) {
        match (self.place, byte) {
            (_, b',') if self.place != Place::Member => {}
            (_, byte) if byte.is_ascii_whitespace() => {}
            (Place::Top, b'[') => self.go_in(Place::Rows),
            (Place::Top, b'{') => {
                self.whole.clear();
                self.whole.push(byte);
                self.whole_line = self.line;
                self.go_in(Place::Key);
            }
            (Place::Rows, b'{') if self.leads_to_spans() => self.go_in(Place::Key),
            (Place::Rows, b']') | (Place::Key, b'}') => self.go_out(take),
            (Place::Top | Place::Rows, _) => self.begin_value(byte),
            (Place::Key, b'"') => self.begin_value(byte),
            (Place::Colon, b':') => self.place = Place::Member,
            (Place::Member, b'[') if self.has_rows() => {
                self.is_page = true;
                self.whole.clear();
                self.place = Place::Key;
                self.go_in(Place::Rows);
            }
            (Place::Member, b'}' | b']' | b',') | (Place::Key | Place::Colon, _) => {
                // Not JSON: begin anew with whatever comes.
                take(Cut::Broken, self.line);
                let line = self.line;
                *self = Self::new(line);
            }
            (Place::Member, _) => self.begin_value(byte),
        }
    }

    /// Whether elements of this array are objects whose arrays lead to spans.
    fn leads_to_spans(&self) -> bool {
        let key = self.frames.last().map_or("", |frame| frame.key.as_str());
        key == "resourceSpans" || key == "scopeSpans" || key == "instrumentationLibrarySpans"
    }

    /// Whether the array of the current member has rows.
    fn has_rows(&self) -> bool {
        let key = self.key.as_str();
        if self.frames.len() == 1 { PAGE_ARRAYS.contains(&key) } else { SPAN_ARRAYS.contains(&key) }
    }

    fn go_in(&mut self, place: Place) {
        self.frames.push(Frame { place: self.place, key: std::mem::take(&mut self.key) });
        self.place = place;
    }

    fn go_out(&mut self, take: &mut dyn FnMut(Cut<'_>, u64)) {
        let was_object = self.place == Place::Key;
        if let Some(frame) = self.frames.pop() {
            self.place = frame.place;
            self.key = frame.key;
        }
        if self.frames.is_empty() {
            if was_object && !self.is_page {
                let whole = std::mem::take(&mut self.whole);
                take(Cut::Row(&whole), self.whole_line);
            }
            self.whole.clear();
            self.is_page = false;
        }
    }
}
