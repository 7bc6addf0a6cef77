//! Tables as data, and as CSV and Markdown.

use super::decimal::Decimal;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What people read.
    pub title: String,
    /// What programs read in CSV: a name with its unit, such as `cost_usd_per_month`.
    pub key: &'static str,
}

impl Column {
    /// A column with a title for people and a key for programs.
    #[must_use]
    pub fn new(title: impl Into<String>, key: &'static str) -> Self {
        Self { title: title.into(), key }
    }
}

/// The content of a table cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words, perhaps typed by a user.
    Text(String),
    /// A number: as people read it, and in full in the unit of its column's key.
    Number {
        /// As people read it.
        text: String,
        /// In full.
        value: f64,
    },
    /// A number that is not known: "not known" to people, empty to programs.
    NotKnown,
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number and how people read it.
    #[must_use]
    pub fn number(value: f64, text: impl Into<String>) -> Self {
        Self::Number { text: text.into(), value }
    }

    /// What people read.
    #[must_use]
    pub fn shown(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number { text, .. } => text,
            Self::NotKnown => super::NOT_KNOWN,
        }
    }

    /// The same with a number of six significant digits, but never less than cents: what follows is not known so well.
    #[must_use]
    pub fn rounded(&self) -> Self {
        match self {
            Self::Number { text, value } => {
                let number = Decimal::new(*value).map(|number| match number.lead() {
                    4.. => number.at_place(-2),
                    _ => number.significant(6),
                });
                let value = number.map_or(*value, Decimal::to_f64);
                Self::Number { text: text.clone(), value }
            }
            other => other.clone(),
        }
    }

    /// Whether it is right-aligned in its column.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self, Self::Number { .. } | Self::NotKnown)
    }
}

/// Rows of cells under columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each as long as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// CSV after RFC 4180: header line, CRLF, quotes where needed, numbers in full with a full stop.
    /// Words that a spreadsheet would take for a formula get an apostrophe before them.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut csv = String::new();
        line(&mut csv, self.columns.iter().map(|column| quoted(column.key)));
        for row in &self.rows {
            line(&mut csv, row.iter().map(csv_cell));
        }
        csv
    }

    /// Plain text: columns in line where letters have one width, numbers to the right.
    #[must_use]
    pub fn text(&self) -> String {
        let header = self.columns.iter().map(|column| column.title.as_str());
        let lines: Vec<Vec<&str>> = std::iter::once(header.collect())
            .chain(self.rows.iter().map(|row| row.iter().map(Cell::shown).collect()))
            .collect();
        let letters = |text: &str| text.chars().count();
        let mut widths = vec![0; self.columns.len()];
        for line in &lines {
            for (width, cell) in widths.iter_mut().zip(line) {
                *width = letters(cell).max(*width);
            }
        }
        let right =
            |index: usize| self.rows.first().and_then(|row| row.get(index)).is_some_and(Cell::is_number);
        let mut text = String::new();
        for line in &lines {
            let start = text.len();
            for (index, (cell, width)) in line.iter().zip(&widths).enumerate() {
                let room = " ".repeat(width - letters(cell));
                let (before, after) = if right(index) { (room.as_str(), "") } else { ("", room.as_str()) };
                for part in [if index > 0 { "  " } else { "" }, before, cell, after] {
                    text.push_str(part);
                }
            }
            text.truncate(start + text.get(start..).map_or(0, |line| line.trim_end().len()));
            text.push('\n');
        }
        text
    }

    /// A Markdown table, numbers to the right.
    #[must_use]
    pub fn markdown(&self) -> String {
        let right =
            |index: usize| self.rows.first().and_then(|row| row.get(index)).is_some_and(Cell::is_number);
        let mut text = String::new();
        markdown_row(&mut text, self.columns.iter().map(|column| column.title.as_str()));
        let rules = (0..self.columns.len()).map(|index| if right(index) { "---:" } else { "---" });
        markdown_row(&mut text, rules);
        for row in &self.rows {
            markdown_row(&mut text, row.iter().map(Cell::shown));
        }
        text
    }
}

fn line(csv: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            csv.push(',');
        }
        csv.push_str(&cell);
    }
    csv.push_str("\r\n");
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => quoted(&harmless(text)),
        Cell::Number { value, .. } => Decimal::new(*value).map_or_else(String::new, Decimal::plain),
        Cell::NotKnown => String::new(),
    }
}

/// Text that no spreadsheet runs: one that begins as formulas begin gets an apostrophe first.
fn harmless(text: &str) -> String {
    let begins = text.trim_start_matches([' ', '\u{a0}']).chars().next();
    if matches!(begins, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')) {
        ["'", text].concat()
    } else {
        text.to_owned()
    }
}

fn quoted(text: &str) -> String {
    let edges = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    if edges || text.contains([',', '"', '\r', '\n', ';']) {
        ["\"", &text.replace('"', "\"\""), "\""].concat()
    } else {
        text.to_owned()
    }
}

fn markdown_row<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    text.push('|');
    for cell in cells {
        text.push(' ');
        escaped(text, cell);
        text.push_str(" |");
    }
    text.push('\n');
}

/// Appends words to Markdown with its markup escaped.
pub fn escaped(text: &mut String, words: &str) {
    for letter in words.chars() {
        match letter {
            // A bar would end the cell, a line break the row; the others would be markup.
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' => text.extend(['\\', letter]),
            '\r' => {}
            '\n' => text.push(' '),
            _ => text.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> Table {
        let mut table = Table::new([Column::new("Feature", "feature"), Column::new("A month", "cost_usd")]);
        table.rows.push(vec![Cell::text(name), Cell::number(-6_500.5, "−$6,500")]);
        table.rows.push(vec![Cell::text("Plain"), Cell::NotKnown]);
        table
    }

    #[test]
    fn csv_holds_numbers_in_full_and_leaves_the_unknown_empty() {
        assert_eq!(table("Chat").csv(), "feature,cost_usd\r\nChat,-6500.5\r\nPlain,\r\n");
    }

    #[test]
    fn a_name_that_looks_like_a_formula_is_made_harmless() {
        for name in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"] {
            let csv = table(name).csv();
            let cell = csv.split("\r\n").nth(1).unwrap().trim_start_matches('"');
            assert!(cell.starts_with('\''), "{csv}");
        }
    }

    #[test]
    fn quotes_commas_and_line_breaks_stay_inside_their_cell() {
        assert!(table("a \"b\", c\nd").csv().contains("\"a \"\"b\"\", c\nd\",-6500.5"));
        let mut reader = csv::Reader::from_reader("x,y\r\n".as_bytes());
        assert!(reader.headers().is_ok());
        let text = table("a \"b\", c\nd").csv();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[0], "a \"b\", c\nd");
    }

    #[test]
    fn markdown_escapes_what_would_end_a_cell() {
        assert_eq!(
            table("a|b\n*c*").markdown(),
            "| Feature | A month |\n| --- | ---: |\n| a\\|b \\*c\\* | −$6,500 |\n| Plain | not known |\n"
        );
    }
}
