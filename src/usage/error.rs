//! Why a file cannot be read at all.

use thiserror::Error;

/// Why a file cannot be read; rows that cannot be read are counted in the report instead.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A table or JSON of no known format.
    #[error(
        "no known usage or cost export has this shape; match its columns by hand if it is a table with a header"
    )]
    NotRecognised {
        /// The names of its header, if it looks like a table.
        columns: Vec<String>,
    },
    /// Compressed.
    #[error("the file is compressed ({kind}); unpack it and use the file inside")]
    Compressed {
        /// What it is compressed with.
        kind: &'static str,
    },
    /// Not a text in UTF-8.
    #[error("the file is in UTF-16; save it as CSV in UTF-8")]
    Utf16,
    /// A table whose numbers are written in two ways.
    #[error(
        "the column `{column}` has numbers with a decimal point and with a decimal comma; save the file anew with one of them"
    )]
    AmbiguousNumbers {
        /// The name of the column.
        column: String,
    },
    /// Pages without a row.
    #[error("the file has no rows: nothing was used in its period")]
    NoRows,
    /// Langfuse's export of traces.
    #[error("an export of traces has neither tokens nor cost; export the observations instead")]
    TracesOnly,
}
