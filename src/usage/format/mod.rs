//! One file a format: by what it is recognised, and how a row of it is read.
//!
//! A format is recognised by names that only it has, never by the order or the number of columns, since most of these files
//! have gained columns within a year, and never by the name of the file.

mod anthropic_answers;
mod anthropic_api;
mod anthropic_cost_csv;
mod anthropic_usage_csv;
mod aws_cost_explorer;
mod aws_cur;
mod azure;
mod claude_code;
mod cloud;
mod cloudflare;
mod codex;
mod deepseek;
mod focus;
mod gcp;
mod gcp_bigquery;
mod gemini;
mod helicone;
mod labels;
mod langfuse;
mod litellm;
mod litellm_export;
pub(super) mod mapped;
mod openai_answers;
mod openai_api;
mod openai_batch;
mod openai_cost;
mod openai_usage_csv;
mod opencode;
mod openrouter;
mod openrouter_activity;
mod otlp;
mod portkey;
mod vercel;

use super::json::Value;
use super::record::Record;
use super::skip::Skip;
use super::table::{Head, Names, Row};
use super::tally::Tally;

/// Zone of most files' days.
const UTC: Option<&str> = Some("UTC");

/// What the rows of a table mean.
pub(super) trait TableReader {
    /// Reads one record and counts it in the tally.
    fn read(&mut self, row: Row<'_>, tally: &mut Tally);

    /// Counts what was held back until the last row was read.
    fn finish(&mut self, _tally: &mut Tally) {}
}

/// A reader whose rows say one record each.
trait OneRecord {
    fn record<'a>(&mut self, row: Row<'a>, tally: &mut Tally) -> Result<Record<'a>, Skip>;
}

impl<T: OneRecord> TableReader for T {
    fn read(&mut self, row: Row<'_>, tally: &mut Tally) {
        let record = self.record(row, tally);
        tally.row(record);
    }
}

/// A table with a header.
pub(super) struct TableFormat {
    /// The name in program output.
    pub(super) id: &'static str,
    /// The zone of its days.
    pub(super) time_zone: Option<&'static str>,
    /// Whether a header is this format's.
    pub(super) fits: fn(&Names) -> bool,
    /// Finds the columns.
    pub(super) open: fn(&mut Head) -> Box<dyn TableReader>,
    /// Numbers of rows at which the export is cut off without a word.
    pub(super) row_caps: &'static [u64],
    /// Whether records may be shorter than the header.
    pub(super) short_rows: bool,
}

/// What the values of a JSON text mean.
pub(super) trait ItemReader {
    /// Reads one value, which may have several rows, and counts them in the tally.
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally);

    /// A member of the page beside its rows.
    fn member(&mut self, _key: &str, _value: &Value<'_>, _tally: &mut Tally) {}

    /// Adds what was held back until the last row was read.
    fn finish(&mut self, _tally: &mut Tally) {}
}

/// JSON: a page, an array, or one value a line.
pub(super) struct JsonFormat {
    /// The name in program output.
    pub(super) id: &'static str,
    /// The zone of its days.
    pub(super) time_zone: Option<&'static str>,
    /// Whether a value is a row, or an element with rows, of this format.
    pub(super) fits: fn(&Value<'_>) -> bool,
    /// Begins to read.
    pub(super) open: fn() -> Box<dyn ItemReader>,
    /// Numbers of rows at which the export is cut off without a word.
    pub(super) row_caps: &'static [u64],
}

/// Every table, in the order in which headers are tried.
pub(super) const TABLES: [&TableFormat; 24] = [
    &openai_usage_csv::FORMAT,
    &openai_cost::CSV,
    &anthropic_usage_csv::FORMAT,
    &anthropic_cost_csv::FORMAT,
    &gcp::COST_TABLE,
    &gcp::REPORTS,
    &gcp_bigquery::CSV,
    &aws_cur::FORMAT,
    &aws_cost_explorer::FORMAT,
    &azure::FORMAT,
    &focus::FORMAT,
    &openrouter::FORMAT,
    &openrouter_activity::CSV,
    &litellm_export::FORMAT,
    &litellm_export::BY_MODEL,
    &litellm_export::LEGACY,
    &litellm_export::TEAM_USER,
    &litellm::SPEND_LOGS_CSV,
    &helicone::EXPORT_CSV,
    &helicone::REQUESTS_CSV,
    &langfuse::CSV,
    &deepseek::COST,
    &deepseek::AMOUNT,
    &opencode::FORMAT,
];

/// Every form of JSON, in the order in which values are tried.
pub(super) const JSON: [&JsonFormat; 25] = [
    &openai_api::USAGE,
    &openai_cost::API,
    &anthropic_api::USAGE,
    &anthropic_api::COST,
    &claude_code::ANALYTICS,
    &litellm::SPEND_LOGS,
    &litellm::DAILY_ACTIVITY,
    &openrouter_activity::API,
    &cloudflare::FORMAT,
    &vercel::FORMAT,
    &otlp::FORMAT,
    &langfuse::JSON,
    &helicone::JSONL,
    &helicone::EXPORT_JSONL,
    &portkey::FORMAT,
    &gcp_bigquery::FORMAT,
    &openai_batch::FORMAT,
    &anthropic_answers::BATCH,
    &gemini::FORMAT,
    &claude_code::LOG,
    &codex::FORMAT,
    &openai_answers::RESPONSES,
    &openai_answers::CHAT,
    &anthropic_answers::MESSAGES,
    &anthropic_answers::STREAM,
];
