//! Tables of figures that are shown as they are, and bars in a table.

/// A table with one line of headings, for people alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Its name, for screen readers.
    pub name: &'static str,
    /// The headings.
    pub heads: Vec<&'static str>,
    /// The cells, row by row, each as long as the headings.
    pub cells: Vec<String>,
}

/// How a bar looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarKind {
    /// Inference.
    Cost,
    /// A result of inference, at the end.
    CostSum,
    /// Saved inference, or inference of users who do not pay.
    Cut,
    /// Fees.
    Fees,
    /// Other costs.
    Other,
    /// A price, or what stays of it.
    Kept,
    /// The same as a result, at the end.
    KeptSum,
}

/// One bar, in the scale of all rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How it looks.
    pub kind: BarKind,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    /// What it is.
    pub name: String,
    /// More about it, smaller.
    pub term: String,
    /// Its bars.
    pub bars: Vec<Span>,
    /// The amount before the bars; no row has one where the heading of these amounts is empty.
    pub before: String,
    /// The amount after them.
    pub after: String,
}

/// Rows with bars between `low` and `high`.
#[derive(Debug, Clone, PartialEq)]
pub struct BarTable {
    /// The headings of names, of amounts before, and of amounts after the bars.
    pub heads: [&'static str; 3],
    /// The rows.
    pub rows: Vec<BarRow>,
    /// The scale.
    pub between: (f64, f64),
}
