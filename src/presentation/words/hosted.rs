//! What is asked about hosted models only, and what the answers are called.

use super::fields::{Words, words};
use crate::catalogue::latency::Effort;
use crate::scenario::{
    DataResidency, Field, ImageDetail, ImageTokens, Processing, PromptCaching, ReasoningEffort,
    SearchContextSize, TaskKind,
};

/// The settings of hosted models that are not in [`super::fields`].
#[must_use]
pub const fn hosted_words(field: Field) -> Words {
    match field {
        Field::InputAudioTokens => words("Audio in the prompt", "input audio tokens", "tokens"),
        Field::OutputAudioTokens => words("Audio in the response", "output audio tokens", "tokens"),
        Field::OutputImageTokens => words("Images in the response", "output image tokens", "tokens"),
        Field::OutputCitationTokens => words("Citations", "citation tokens, billed apart", "tokens"),
        Field::InputVideoTokens => words("Video in the prompt", "input video tokens", "tokens"),
        Field::OutputVideoTokens => words("Video in the response", "output video tokens", "tokens"),
        Field::InputAudioMinutes => words("Audio in", "billed by time", "minutes"),
        Field::OutputAudioMinutes => words("Audio out", "billed by time", "minutes"),
        Field::InputCharacters => words("Text in", "billed by characters", "characters"),
        Field::FileSearches => words("File searches", "provider\u{2019}s tool, per call", ""),
        Field::WebSearches => words("Web searches", "provider\u{2019}s tool, per call", ""),
        Field::ImageWidthPx => words("Width of an image", "decides its tokens", "pixels"),
        Field::ImageHeightPx => words("Height of an image", "decides its tokens", "pixels"),
        Field::CacheTtlMinutes => words("Cache lifetime", "time to live; empty: 5 minutes", "minutes"),
        Field::PriceChangeShare => {
            words("Agreed change of the price", "negative: a discount; empty: none", "%")
        }
        Field::CacheWrite1hUsdPerMtok => {
            words("Price to cache, 1 hour", "cache write; empty: by rule", "per 1M")
        }
        Field::InputImageUsdPerMtok => words("Images in", "image tokens; empty: as in", "per 1M"),
        Field::OutputImageUsdPerMtok => words("Images out", "image tokens; empty: as out", "per 1M"),
        Field::InputAudioUsdPerMtok => words("Audio in", "audio tokens; empty: as in", "per 1M"),
        Field::OutputAudioUsdPerMtok => words("Audio out", "audio tokens; empty: as out", "per 1M"),
        Field::UsdPerWebSearch => words("A web search", "tool fee; empty: not known", "a search"),
        Field::BatchPriceShare => words("Batch price", "part of the list price; empty: none", "× list"),
        Field::LongContextTokens => words("Long prompts, above", "tier; empty: none", "tokens"),
        Field::LongInputUsdPerMtok => words("Price in, long", "the whole of a long request", "per 1M"),
        Field::LongOutputUsdPerMtok => words("Price out, long", "the whole of a long request", "per 1M"),
        other => super::fields::field_words(other),
    }
}

/// The line that opens to the rarer prices of a model.
pub const MORE_PRICES: &str = "More prices: cache for an hour, images, audio, searches, batch, long prompts";
/// Those prices.
pub const PRICES_OF_MODEL: [Field; 10] = [
    Field::CacheWrite1hUsdPerMtok,
    Field::BatchPriceShare,
    Field::UsdPerWebSearch,
    Field::InputImageUsdPerMtok,
    Field::OutputImageUsdPerMtok,
    Field::InputAudioUsdPerMtok,
    Field::OutputAudioUsdPerMtok,
    Field::LongContextTokens,
    Field::LongInputUsdPerMtok,
    Field::LongOutputUsdPerMtok,
];

/// The list of efforts.
pub const EFFORT: (&str, &str) = ("Reasoning effort", "a setting of the model");
/// The list of kinds of task.
pub const TASK: (&str, &str) = ("Kind of task", "decides the reasoning that is assumed");
/// The list of ways to use the provider's prompt cache.
pub const CACHING: (&str, &str) = ("Prompt caching", "of the provider");
/// The list of ways to know the tokens of a picture.
pub const IMAGE_TOKENS: (&str, &str) = ("Tokens of an image", "how they are known");
/// The list of details.
pub const DETAIL: (&str, &str) = ("Detail", "in which the model sees images");
/// The list of sizes of the search context.
pub const SEARCH_CONTEXT: (&str, &str) = ("Search context", "how much of the pages found is read");
/// The list of kinds of processing.
pub const PROCESSING: (&str, &str) = ("Service tier", "processing, for all models here");
/// The list of places.
pub const RESIDENCY: (&str, &str) = ("Region", "where requests are processed");

/// What a step of the history is called.
pub const CHANGED_EFFORT: &str = "change of reasoning effort";
/// What a step of the history is called.
pub const CHANGED_TASK: &str = "change of the kind of task";
/// What a step of the history is called.
pub const CHANGED_CACHING: &str = "change of prompt caching";
/// What a step of the history is called.
pub const CHANGED_IMAGES: &str = "change of image tokens";
/// What a step of the history is called.
pub const CHANGED_DETAIL: &str = "change of image detail";
/// What a step of the history is called.
pub const CHANGED_SEARCH: &str = "change of search context";
/// What a step of the history is called.
pub const CHANGED_PROCESSING: &str = "change of service tier";
/// What a step of the history is called.
pub const CHANGED_RESIDENCY: &str = "change of region";
/// What a step of the history is called.
pub const CHANGED_CACHE_TIME: &str = "change of cache time";
/// The lifetime of a cache entry as a lever has it: label, term, and the two values.
pub const CACHE_TIME: [&str; 4] = ["Kept in the cache", "time to live", "5 minutes", "1 hour"];

/// The line that opens the rarer settings of a request.
pub const RARER: &str = "Prompt cache, several calls, retries, searches, reasoning effort: ";
/// The line that opens region and service tier.
pub const WHERE_AND_HOW: &str = "Region and service tier: ";
/// The heading of models that are no choice for a feature that answers in text.
pub const MEDIA_MODELS: &str = "Images, audio, video, embeddings";
/// Said where the model can respond otherwise than in text, or be sent other things.
pub const MEDIA: &str =
    "This model also bills what is not text. What you enter here is billed at its own rate.";

/// Asks for the instructions where there are several turns and none are entered.
pub const ALL_COUNT_AS_NEW: &str = "How many of the prompt\u{2019}s tokens are instructions that every turn repeats? Until \
     you enter them as the repeated prompt, all of it counts as new in each turn; the true figure is lower.";

/// What a kind of processing is called.
#[must_use]
pub const fn processing(processing: Processing) -> &'static str {
    match processing {
        Processing::Standard => "Standard",
        Processing::Batch => "Batch: may wait up to a day",
        Processing::Flex => "Flex: slower, cheaper",
        Processing::Priority => "Priority: faster, at a higher price",
        Processing::Fast => "Fast mode: faster, at a higher price",
    }
}

/// What a place is called.
#[must_use]
pub const fn residency(place: DataResidency) -> &'static str {
    match place {
        DataResidency::Global => "Any",
        DataResidency::Us => "United States",
        DataResidency::Eu => "European Union",
    }
}

/// What a size of search context is called.
#[must_use]
pub const fn search_context(size: SearchContextSize) -> &'static str {
    match size {
        SearchContextSize::Default => "Provider\u{2019}s default",
        SearchContextSize::Low => "Low",
        SearchContextSize::Medium => "Medium",
        SearchContextSize::High => "High",
    }
}

/// What a detail of pictures is called.
#[must_use]
pub const fn detail(detail: ImageDetail) -> &'static str {
    match detail {
        ImageDetail::High => "High",
        ImageDetail::Low => "Low",
    }
}

/// How the tokens of a picture are known.
#[must_use]
pub const fn image_tokens(known: ImageTokens) -> &'static str {
    match known {
        ImageTokens::Typed => "As entered",
        ImageTokens::BySize => "From size and detail",
    }
}

/// What a use of the prompt cache is called.
#[must_use]
pub const fn caching(caching: PromptCaching) -> &'static str {
    match caching {
        PromptCaching::TypedOrOff => "Hit share as entered; 0: not used",
        PromptCaching::Provider => "As the provider does unasked",
        PromptCaching::On => "On: repeated prompt and history are read from it",
        PromptCaching::TypedShare => "Hit share as entered; 0: written, never read",
        PromptCaching::Off => "Off",
    }
}

/// What a kind of task is called.
#[must_use]
pub const fn task(task: TaskKind) -> &'static str {
    match task {
        TaskKind::Chat => "Chat",
        TaskKind::DocumentQuestion => "Question about a document",
        TaskKind::Code => "Code",
        TaskKind::Extraction => "Extraction, classification",
        TaskKind::Science => "Science and mathematics",
    }
}

/// What an effort of a model is called.
#[must_use]
pub const fn effort(effort: Effort) -> &'static str {
    match effort {
        Effort::Minimal => "minimal",
        Effort::Low => "low",
        Effort::Medium => "medium",
        Effort::High => "high",
        Effort::ExtraHigh => "very high",
        Effort::Maximum => "maximum",
    }
}

/// What an effort that is asked for is called.
#[must_use]
pub const fn asked_effort(asked: ReasoningEffort) -> &'static str {
    match asked {
        ReasoningEffort::Off => "Off",
        ReasoningEffort::Low => "Low",
        ReasoningEffort::Medium => "Provider\u{2019}s default",
        ReasoningEffort::High => "High",
        ReasoningEffort::Maximum => "Maximum",
    }
}

/// "Kept for 5 minutes: $1,200 a month; for 1 hour: $1,100 a month."
#[must_use]
pub fn lifetimes(five: &str, hour: &str) -> String {
    ["Kept for 5 minutes: ", five, " a month; for 1 hour: ", hour, " a month."].concat()
}
