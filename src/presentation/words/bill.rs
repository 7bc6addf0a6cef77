//! The words around the check of a bill and the count of a text.

use super::counted;
use crate::format::{Locale, count, percent};

/// The drop area.
pub const DROP: &str = "Drop usage or cost files here";
/// What may be dropped.
pub const DROP_WHAT: &str = "CSV or JSON of OpenAI, Anthropic, Google Cloud, AWS, Azure, LiteLLM, OpenRouter, Helicone, Langfuse, \
    Portkey and others, or any table whose columns you match. Files are read in this browser and sent nowhere; nothing of them \
    goes into the link, the saved file or an export.";
/// Opens the list of files.
pub const CHOOSE: &str = "Choose files";
/// The same once there are some.
pub const ADD: &str = "Add a file";
/// The name of the hidden field.
pub const FILES: &str = "Usage or cost files";
/// Ends it all.
pub const FORGET: &str = "Forget them";
/// Said after that.
pub const FORGOTTEN: &str = "Forgotten: nothing of the files is left here.";
/// The heading over files that were read.
pub const READ: &str = "Read here and sent nowhere";
/// The heading over the columns of an unknown table; its name follows.
pub const MATCH: &str = "Match the columns of ";
/// What that is for.
pub const MATCH_WHY: &str =
    "This header is of no known export. What each column is read as was guessed from its name.";
/// The headings of that table.
pub const MATCH_HEADS: [&str; 2] = ["Column in the file", "Read as"];
/// The question about input.
pub const CACHE_INSIDE: &str = "Do the input tokens include those read from the cache?";
/// Its answers.
pub const CACHE_ANSWERS: [&str; 2] = ["Yes, included", "No, beside them"];
/// The question about rows.
pub const ROWS_ARE: &str = "What is a row, where no column has requests?";
/// Its answers.
pub const ROW_ANSWERS: [&str; 2] = ["A sum of calls", "One call"];
/// Reads the table.
pub const COMPARE: &str = "Compare with the estimate";
/// Leaves the table.
pub const LEAVE_OUT: &str = "Leave this file out";
/// Before a column's list, for screen readers.
pub const READ_AS: &str = "Read as: ";

/// The heading of the mapping.
pub const MAPPING: &str = "Which rows belong to which feature?";
/// What the mapping is by.
pub const MAP_BY: &str = "Map rows by";
/// No feature.
pub const NOT_MAPPED: &str = "No feature";
/// The heading of further rules.
pub const PATTERN: &str = "Pattern; * is any text";
/// Adds a pattern.
pub const ADD_PATTERN: &str = "Add the pattern";
/// Ends a rule.
pub const REMOVE: &str = "Remove";
/// The field for the threshold.
pub const THRESHOLD: &str = "Drift is a difference over";
/// Leads to the table of a day.
pub const FEATURE: &str = "Feature";
/// The headings of the causes.
pub const CAUSE_HEADS: [&str; 4] = ["Cause, in this order", "Adds", "From the estimate to the bill", ""];
/// Said where a press has no effect.
pub const CANNOT_USE: &str = "A field of this scenario cannot have that value, so that nothing was changed.";

/// The counter of tokens.
pub const SAMPLE: &str = "Paste a sample to count";
/// The field for the text.
pub const SAMPLE_TEXT: &str = "Text to count";
/// What becomes of it.
pub const SAMPLE_WHERE: &str = "The text stays in this browser and is kept nowhere.";
/// The list of tokenizers.
pub const TOKENIZER: (&str, &str) = ("Tokenizer", "of the model");
/// Its options.
pub const TOKENIZERS: [&str; 5] = [
    "o200k: GPT-4o, o1 and later, exact",
    "cl100k: GPT-4, GPT-3.5, exact",
    "Claude up to 4.6, a range",
    "Claude from 4.7 on, a range",
    "Gemini, a range",
];
/// The list of languages.
pub const KIND: (&str, &str) = ("The text is", "for the range");
/// Its options.
pub const KINDS: [&str; 9] = [
    "English",
    "German or French",
    "Spanish or Portuguese",
    "Russian or Ukrainian",
    "Chinese or Japanese",
    "Korean",
    "Arabic or Hindi",
    "Program code",
    "JSON, identifiers, numbers",
];
/// Counts.
pub const COUNT: &str = "Count";
/// While it counts.
pub const COUNTING: &str = "Counting\u{2026}";
/// Takes the count into fields.
pub const INTO: [&str; 3] = ["Use as prompt", "Use as repeated prompt", "Use as response"];
/// What a step of the history is called that does so.
pub const INTO_STEP: &str = "use of a counted text";
/// Said where the table is not there.
pub const NO_TABLE: &str = "The table of this tokenizer is not here: no connection, not on the server, or this is the page as one file, \
    which does not carry it.";
/// Where ranges are from.
pub const RANGE_SOURCE: &str = "This tokenizer is not public. The range is from published counts of such text, for each token of o200k. \
    Claude from 4.7 on makes 1.0 to 1.47 times the tokens of 4.6; its maker says up to 1.35.";

/// "Reading usage.csv, 40%"
#[must_use]
pub fn reading(name: &str, done: f64, locale: Locale) -> String {
    ["Reading ", name, ", ", &percent(done, locale)].concat()
}

/// "1,204 tokens, 5,120 bytes"
#[must_use]
pub fn exact_count(tokens: f64, bytes: usize, locale: Locale) -> String {
    let tokens = counted(tokens, &count(tokens, locale), "token", "tokens");
    let bytes = counted(bytes as f64, &count(bytes as f64, locale), "byte", "bytes");
    [&tokens, " exactly, ", &bytes].concat()
}

/// "1,204 to 1,500 tokens"
#[must_use]
pub fn range_count((low, high): (f64, f64), locale: Locale) -> String {
    [&count(low.round(), locale), " to ", &count(high.round(), locale), " tokens"].concat()
}
