//! What is said of files that were read.

use super::{first_upper, span_of};
use crate::format::{Locale, count};
use crate::presentation::words::counted;
use crate::usage::{ReadError, Report, Skip};

/// Broken rows that are named.
const NAMED: usize = 5;

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileText {
    /// Its name.
    pub name: String,
    /// "OpenAI usage CSV, 44,890 rows, 1 Oct 2026 to 31 Oct 2026"
    pub line: String,
    /// Rows that are left out, by reason; empty where there are none.
    pub left_out: String,
    /// Rows that could not be read; empty where there are none.
    pub broken: String,
}

/// What is said of a file that was read.
#[must_use]
pub fn file_text(name: &str, report: &Report, locale: Locale) -> FileText {
    let rows = report.rows_used as f64;
    let rows = counted(rows, &count(rows, locale), "row", "rows");
    let span = span_of(report.periods().in_order());
    let days = if span.is_empty() { String::new() } else { [", ", &span].concat() };
    let reasons = |broken: bool| {
        let of =
            report.rows_skipped.iter().filter(|(reason, rows)| reason.is_broken() == broken && **rows > 0);
        let texts: Vec<String> = of
            .map(|(reason, rows)| [&count(*rows as f64, locale), " ", &reason_words(*reason)].concat())
            .collect();
        texts.join(", ")
    };
    let left_out = reasons(false);
    let broken = reasons(true);
    let named: Vec<String> = report
        .broken
        .iter()
        .filter(|row| row.reason.is_broken())
        .take(NAMED)
        .map(|row| ["line ", &row.line.to_string(), " (", &reason_words(row.reason), ")"].concat())
        .collect();
    FileText {
        name: name.to_owned(),
        line: [&format_words(report.format), ", ", &rows, &days].concat(),
        left_out: if left_out.is_empty() { left_out } else { ["Left out: ", &left_out, "."].concat() },
        broken: if broken.is_empty() {
            broken
        } else {
            [
                "Could not be read, so that the bill is at least this: ",
                &broken,
                ". First ",
                &named.join(", "),
                ".",
            ]
            .concat()
        },
    }
}

/// What is said of several files that were joined.
#[must_use]
pub fn joined_lines(reports: &[&Report], joined: &Report, locale: Locale) -> Vec<String> {
    let mut lines = Vec::new();
    if reports.len() > 1 {
        for reason in [Skip::Duplicate, Skip::Overlap] {
            let before: u64 = reports.iter().filter_map(|report| report.rows_skipped.get(&reason)).sum();
            let now = joined.rows_skipped.get(&reason).copied().unwrap_or(0);
            if now > before {
                let rows = (now - before) as f64;
                let rows = counted(rows, &count(rows, locale), "row is", "rows are");
                lines.push(["The files overlap: ", &rows, " in two of them and counted once."].concat());
            }
        }
    }
    lines
}

/// Why a file is not read.
#[must_use]
pub fn refused(name: &str, error: &ReadError) -> String {
    [name, " was not read: ", &error.to_string(), ". The other files are kept."].concat()
}

/// Said of a file that is too large.
#[must_use]
pub fn too_large(name: &str) -> String {
    [name, " has more than 200 MB, which a page cannot read without trouble. Export fewer days, or use the command line."].concat()
}

/// The reason's name in program output, as words.
fn reason_words(reason: Skip) -> String {
    reason.name().replace('_', " ")
}

/// The name of a format in program output, as people write it.
fn format_words(format: &str) -> String {
    const NAMES: [(&str, &str); 21] = [
        ("openai", "OpenAI"),
        ("anthropic", "Anthropic"),
        ("gcp", "Google Cloud"),
        ("gemini", "Gemini"),
        ("aws", "AWS"),
        ("cur", "CUR"),
        ("cur2", "CUR 2.0"),
        ("azure", "Azure"),
        ("focus", "FOCUS"),
        ("litellm", "LiteLLM"),
        ("openrouter", "OpenRouter"),
        ("helicone", "Helicone"),
        ("langfuse", "Langfuse"),
        ("portkey", "Portkey"),
        ("cloudflare", "Cloudflare"),
        ("vercel", "Vercel"),
        ("opencode", "OpenCode"),
        ("deepseek", "DeepSeek"),
        ("claude", "Claude"),
        ("csv", "CSV"),
        ("api", "API"),
    ];
    let mut words: Vec<&str> = Vec::new();
    for part in format.split('_') {
        words.push(NAMES.iter().find(|(name, _)| *name == part).map_or(part, |(_, word)| word));
    }
    let text = words.join(" ");
    first_upper(text)
}
