//! `tokens`: counts the tokens of a text.
//!
//! Exit code 0, or 2 where the text cannot be read.

use super::streams::{Ending, Failure, Streams};
use inference_estimator::tokens::Tokenizer;
use std::fs;
use std::path::{Path, PathBuf};

static O200K: &[u8] = include_bytes!("../../tokens/data/o200k.merges");
static CL100K: &[u8] = include_bytes!("../../tokens/data/cl100k.merges");

const AFTER_HELP: &str = "\
Examples:
  inference-estimator tokens prompt.txt
  echo 'What will this cost?' | inference-estimator tokens --encoding cl100k

Models of OpenAI from GPT-4o on use o200k, GPT-4 and GPT-3.5 use cl100k. Other makers' tokenizers are not public; their counts
differ. What a chat adds to each message is not counted.

Exit codes:
  0  the count is on standard output
  2  the text cannot be read; standard error says why";

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Encoding {
    /// GPT-4o and later
    O200k,
    /// GPT-4 and GPT-3.5
    Cl100k,
}

/// Count the tokens of a text
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// The tokenizer
    #[arg(long, value_enum, default_value = "o200k")]
    encoding: Encoding,
    /// A text in UTF-8; without it or with "-", standard input
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let path = &arguments.file;
    let stopped = |message: String| Failure::stopped(2, format!("tokens: {}: {message}", path.display()));
    let text = if path == Path::new("-") {
        let mut text = String::new();
        streams.input.read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(path)
    };
    let text = text.map_err(|error| stopped(error.to_string()))?;
    let tokenizer = match arguments.encoding {
        Encoding::O200k => Tokenizer::o200k(O200K),
        Encoding::Cl100k => Tokenizer::cl100k(CL100K),
    };
    let tokenizer = tokenizer.map_err(|error| stopped(error.to_string()))?;
    writeln!(streams.output, "{}", tokenizer.count(&text))?;
    Ok(Ending::Fine)
}
