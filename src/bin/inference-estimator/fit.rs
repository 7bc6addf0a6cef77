//! `fit`: fits a model to measured data and prints the result as a source file.

pub(crate) mod api_latency;
pub(crate) mod serving;

use super::streams::{Ending, Failure, Streams};

/// Fit a model to measured data, and print the result as a source file of the project
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    model: Model,
}

#[derive(clap::Subcommand)]
enum Model {
    Serving(serving::Arguments),
    #[command(alias = "api_latency")]
    ApiLatency(api_latency::Arguments),
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    match &arguments.model {
        Model::Serving(arguments) => serving::run(arguments, streams),
        Model::ApiLatency(arguments) => api_latency::run(arguments, streams),
    }
}
