//! Reads the files of published latencies; a folder may have any of them.

use std::collections::BTreeMap;
use std::path::Path;

/// One line of a file: its columns by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row(BTreeMap<String, String>);

impl Row {
    /// The text of a column; empty where there is no such column.
    pub(crate) fn text(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    /// The number of a column; nothing where it is empty or no number above zero.
    pub(crate) fn positive(&self, column: &str) -> Option<f64> {
        self.text(column).parse().ok().filter(|value: &f64| value.is_finite() && *value > 0.0)
    }

    /// The number of a column; nothing where it is empty.
    pub(crate) fn number(&self, column: &str) -> Option<f64> {
        self.text(column).parse().ok().filter(|value: &f64| value.is_finite())
    }
}

/// The rows of one file.
pub(crate) type Rows = Vec<Row>;

/// The rows of a folder's files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    /// Summaries: a host, a model, an effort, a length of prompt.
    pub(crate) ttft: Rows,
    /// Single calls.
    pub(crate) requests: Rows,
    /// Output speeds.
    pub(crate) speed: Rows,
    /// Tokens of thinking.
    pub(crate) thinking: Rows,
    /// Ratios of percentiles.
    pub(crate) spread: Rows,
}

/// The files, the columns that each must have, and where its rows go.
const FILES: [(&str, &[&str]); 5] = [
    ("ttft-vs-input.csv", &["model", "kind", "input_tokens", "ttft_p50_ms"]),
    ("ttft-requests.csv", &["model", "kind", "input_tokens", "ttft_ms"]),
    ("speed.csv", &["model", "effort", "tps_p50"]),
    ("reasoning-tokens.csv", &["model", "effort", "task_kind"]),
    ("spread.csv", &["metric", "model", "value"]),
];

/// Reads those of the files that `folder` has.
///
/// # Errors
/// What is wrong, where no file is there or one cannot be read.
pub(crate) fn read(folder: &Path) -> Result<Tables, String> {
    let mut tables = Tables::default();
    let mut found = 0;
    for (name, columns) in FILES {
        let path = folder.join(name);
        if !path.exists() {
            continue;
        }
        found += 1;
        let rows = read_file(&path, columns)?;
        match name {
            "ttft-vs-input.csv" => tables.ttft = rows,
            "ttft-requests.csv" => tables.requests = rows,
            "speed.csv" => tables.speed = rows,
            "reasoning-tokens.csv" => tables.thinking = rows,
            _ => tables.spread = rows,
        }
    }
    if found == 0 {
        let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        return Err(format!("{}: none of {} is there", folder.display(), names.join(", ")));
    }
    Ok(tables)
}

fn read_file(path: &Path, columns: &[&str]) -> Result<Rows, String> {
    let wrong = |what: String| format!("{}: {what}", path.display());
    let mut reader = csv::Reader::from_path(path).map_err(|error| wrong(error.to_string()))?;
    let headers = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
    for column in columns {
        if !headers.iter().any(|header| header == *column) {
            return Err(wrong(format!("the column {column} is missing")));
        }
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let cells = headers.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.trim().to_owned()));
        rows.push(Row(cells.collect()));
    }
    Ok(rows)
}
