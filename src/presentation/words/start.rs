//! Whether the engine starts, and why a deployment is refused: the one place for both wordings.

use crate::estimate::self_hosted::serving::start::Start;
use crate::estimate::self_hosted::{FleetEstimate, FleetOutcome, Refusal};
use crate::format::{Locale, bytes, count, exact};

/// A sentence without its point; nothing where the engine starts as asked.
#[must_use]
pub fn start_words(own: &FleetEstimate, locale: Locale) -> Option<String> {
    if let FleetOutcome::Refused(refusal) = &own.outcome {
        return Some(refused_words(refusal, locale));
    }
    let start = &own.start;
    let longest = start.longest_that_fits.map_or(String::new(), |tokens| {
        ["; the longest that fits is ", &count(tokens.get(), locale)].concat()
    });
    let figures = [
        "a request of ",
        &count(start.asked.get(), locale),
        " tokens needs ",
        &bytes(start.needed, locale),
        " of cache, ",
        &if start.left.get() > 0.0 { bytes(start.left, locale) + " are" } else { "none is".to_owned() },
        " left",
        &longest,
    ]
    .concat();
    match start.verdict {
        Start::Starts => None,
        Start::NoRequestAbove { tokens } => {
            Some(["It starts, but takes no request above ", &count(tokens, locale), " tokens"].concat())
        }
        Start::DoesNotStart => Some(["It does not start: ", &figures].concat()),
        Start::Tight => Some(["Too tight to say whether it starts: ", &figures].concat()),
    }
}

fn refused_words(refusal: &Refusal, locale: Locale) -> String {
    let number = |of: u32| exact(f64::from(of), locale);
    match *refusal {
        Refusal::RequestTooLong { asked, longest } => [
            "Refused: a prompt and its answer have ",
            &count(asked.get(), locale),
            " tokens, the longest context is ",
            &count(longest.get(), locale),
        ]
        .concat(),
        Refusal::ContextBeyondModel { longest, .. } => {
            ["Refused: the model\u{2019}s own context ends at ", &count(longest.get(), locale), " tokens"]
                .concat()
        }
        Refusal::UnevenHeads { heads, gpus } => [
            "Refused: ",
            &number(gpus),
            " GPUs do not divide the model\u{2019}s ",
            &number(heads),
            " heads; uneven splits are not supported",
        ]
        .concat(),
        Refusal::ExpertsBeyondGpus { asked, gpus } => {
            ["Refused: experts cannot be spread over ", &number(asked), " GPUs, a stage has ", &number(gpus)]
                .concat()
        }
        Refusal::ContextParallel { most, .. } => {
            ["Refused: a conversation can be spread over at most ", &number(most), " of these GPUs"].concat()
        }
        Refusal::Slices { .. } => {
            "Refused: the GPU cannot be divided so; A100, H100 and later have 1, 2, 3, 4 or 7 slices of 7"
                .to_owned()
        }
        Refusal::CacheOnHost => {
            "Refused: only llama.cpp keeps the cache in the host\u{2019}s memory".to_owned()
        }
    }
}
