//! What a run reads and writes, and how it ends.

use std::io::{self, ErrorKind, Read, Write};

/// The streams of one run: the terminal's, or a test's.
pub(crate) struct Streams<'a> {
    /// Standard input.
    pub(crate) input: &'a mut dyn Read,
    /// Standard output: the result and nothing else.
    pub(crate) output: &'a mut dyn Write,
    /// Standard error: notes, progress and errors.
    pub(crate) errors: &'a mut dyn Write,
}

/// How a run ended that did what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Exit code 0.
    Fine,
    /// What was compared does not agree: exit code 1.
    Differs,
}

/// Why a run ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader has closed the output: the rest is not wanted, and nothing is wrong.
    OutputClosed,
    /// There is no result.
    Stopped {
        /// What is wrong, then what to do about it.
        message: String,
        /// The exit code.
        code: u8,
    },
}

impl Failure {
    /// No result, with a message for standard error.
    pub(crate) fn stopped(code: u8, message: String) -> Self {
        Self::Stopped { message, code }
    }
}

/// Of writing to standard output; errors of files get a message with the file's name before they come here.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::stopped(2, format!("standard output: {error}")),
        }
    }
}
