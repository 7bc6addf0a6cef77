//! The command line of the estimator: one program, one file for each sub-command.
//!
//! `./dev cli ARGUMENTS…` builds it natively and runs it in the caller's directory. Standard output is the result alone;
//! everything else is written to standard error. A reader that closes the output early (`| head -1`) ends the run quietly.

pub(crate) mod check;
pub(crate) mod estimate;
pub(crate) mod fit;
pub(crate) mod measured;
pub(crate) mod price;
pub(crate) mod refresh_prices;
pub(crate) mod streams;
pub(crate) mod tokens;
pub(crate) mod usage;
pub(crate) mod validate;
pub(crate) mod validate_latency;

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io;
use std::process::ExitCode;
use streams::{Ending, Failure, Streams};

/// What will this AI feature cost, and will it be fast enough?
///
/// Prices requests, estimates scenarios, and compares the models behind the estimates
/// with measured data. Nothing is sent anywhere: prices, devices and models are part of
/// the program. `COMMAND --help` says what each command reads, prints and exits with.
#[derive(Parser)]
#[command(name = "inference-estimator", version, args_override_self = true, verbatim_doc_comment)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Price(price::Arguments),
    Estimate(estimate::Arguments),
    Usage(usage::Arguments),
    Check(check::Arguments),
    Tokens(tokens::Arguments),
    Validate(validate::Arguments),
    ValidateLatency(validate_latency::Arguments),
    RefreshPrices(refresh_prices::Arguments),
    Fit(fit::Arguments),
}

fn main() -> ExitCode {
    let (mut input, mut output, mut errors) = (io::stdin().lock(), io::stdout().lock(), io::stderr());
    let streams = &mut Streams { input: &mut input, output: &mut output, errors: &mut errors };
    ExitCode::from(run(std::env::args_os(), streams))
}

/// Runs the program: `words` begin with its name, as the system passes them. Returns the exit code.
pub(crate) fn run(words: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> u8 {
    let words: Vec<OsString> = words.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&words) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error, words.get(1), streams),
    };
    let ending = match &arguments.command {
        Command::Price(arguments) => price::run(arguments, streams),
        Command::Estimate(arguments) => estimate::run(arguments, streams),
        Command::Usage(arguments) => usage::run(arguments, streams),
        Command::Check(arguments) => check::run(arguments, streams),
        Command::Tokens(arguments) => tokens::run(arguments, streams),
        Command::Validate(arguments) => validate::run(arguments, streams),
        Command::ValidateLatency(arguments) => validate_latency::run(arguments, streams),
        Command::RefreshPrices(arguments) => refresh_prices::run(arguments, streams),
        Command::Fit(arguments) => fit::run(arguments, streams),
    };
    match ending.and_then(|ending| streams.output.flush().map(|()| ending).map_err(Failure::from)) {
        Ok(Ending::Fine) | Err(Failure::OutputClosed) => 0,
        Ok(Ending::Differs) => 1,
        Err(Failure::Stopped { message, code }) => {
            // Where standard error is closed, too, the exit code is all that is left to say.
            let _ = writeln!(streams.errors, "{message}");
            code
        }
    }
}

/// Help and version go to standard output; arguments that make no sense go to standard error.
fn refuse(error: &clap::Error, command: Option<&OsString>, streams: &mut Streams<'_>) -> u8 {
    let text = error.render();
    if !error.use_stderr() {
        let _ = write!(streams.output, "{text}").and_then(|()| streams.output.flush());
        return 0;
    }
    let _ = write!(streams.errors, "{text}");
    // These have always ended with 1 where their arguments made no sense.
    let one = ["validate", "validate-latency", "fit"];
    if command.is_some_and(|command| one.iter().any(|name| command == name)) { 1 } else { 2 }
}
