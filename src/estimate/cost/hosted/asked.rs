//! What a price list is asked for, what providers do unasked, and the rates that are typed in.

use crate::catalogue::{PricedUnit, Rate, Rates};
use crate::estimate::cost::tokens::CallTokens;
use crate::scenario::{CustomPrices, DataResidency, HostedOptions, Processing, SearchContextSize, Workload};
use crate::units::{Factor, UsdPerMtok, parse_number};

/// Whether an answer in pictures, sound or video is entered.
pub(in crate::estimate) fn enters_media(workload: &Workload) -> bool {
    let tokens =
        [workload.output_audio_tokens(), workload.output_image_tokens(), workload.output_video_tokens()];
    tokens.iter().any(|tokens| tokens.get() > 0.0) || workload.output_audio_minutes().get() > 0.0
}

/// Whether the provider caches prompts unasked: OpenAI (also at Azure), Gemini from 2.5 on, DeepSeek, xAI.
pub(super) fn caches_by_itself(provider: &str, slug: &str) -> bool {
    match provider {
        "openai" | "deepseek" | "x-ai" => true,
        "azure" => slug.starts_with("gpt-") || slug.starts_with('o'),
        "google" => slug.strip_prefix("gemini-").is_some_and(|rest| {
            let number = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect::<String>();
            parse_number(&number).is_some_and(|number| number >= 2.5)
        }),
        _ => false,
    }
}

/// What a request says of itself for a price list.
pub(in crate::estimate) fn context_of(
    processing: Processing,
    options: &HostedOptions,
) -> Vec<(&'static str, &'static str)> {
    let HostedOptions {
        prompt_caching: _,
        data_residency,
        search_context_size,
        image_tokens: _,
        image_detail: _,
    } = *options;
    let parts = [
        processing_context(processing),
        residency_context(data_residency),
        search_context(search_context_size),
    ];
    parts.concat()
}

pub(super) const fn processing_context(processing: Processing) -> &'static [(&'static str, &'static str)] {
    match processing {
        Processing::Standard => &[],
        Processing::Batch => &[("processing", "batch")],
        Processing::Flex => &[("service_tier", "flex")],
        Processing::Priority => &[("service_tier", "priority")],
        Processing::Fast => &[("speed", "fast"), ("service_tier", "fast")],
    }
}

pub(super) const fn residency_context(residency: DataResidency) -> &'static [(&'static str, &'static str)] {
    match residency {
        DataResidency::Global => &[],
        DataResidency::Us => &[("data_residency", "us"), ("inference_geo", "us"), ("region", "us")],
        DataResidency::Eu => &[("data_residency", "eu"), ("region", "eu")],
    }
}

pub(super) const fn search_context(size: SearchContextSize) -> &'static [(&'static str, &'static str)] {
    match size {
        SearchContextSize::Default => &[],
        SearchContextSize::Low => &[("search_context_size", "low")],
        SearchContextSize::Medium => &[("search_context_size", "medium")],
        SearchContextSize::High => &[("search_context_size", "high")],
    }
}

/// Five-minute writes cost 1.25 times the input rate, and those for an hour twice as much as input, where a provider
/// bills writes so (Anthropic).
const FIVE_MINUTE_WRITE: f64 = 1.25;
const HOUR_WRITE: f64 = 2.0;

/// The rates that were typed in, or the unit whose rate is needed and was not.
pub(super) fn custom_rates(
    prices: &CustomPrices,
    tokens: &CallTokens,
    processing: Processing,
) -> Result<Rates, PricedUnit> {
    use PricedUnit as U;
    let mut rates = Rates::default();
    let batch =
        prices.batch_price_share().filter(|_| processing == Processing::Batch).map_or(1.0, Factor::get);
    let long = prices.long_context_tokens().map(|tokens| tokens.get() as u64);
    let mut set = |unit: U, rate: Option<f64>, long_rate: Option<f64>| {
        if let Some(base) = rate {
            let factor = if unit.is_tokens() { batch } else { 1.0 };
            let tiers = long.zip(long_rate).map(|(edge, rate)| (edge, rate * factor)).into_iter().collect();
            rates.set(unit, Rate { base: base * factor, tiers });
        }
    };
    let get = UsdPerMtok::get;
    let input = prices.input_usd_per_mtok().map(get);
    let write = prices.cache_write_usd_per_mtok().map(get);
    let assumed = input.zip(write).and_then(|(input, write)| {
        ((write - FIVE_MINUTE_WRITE * input).abs() <= 1e-9 * write).then_some(HOUR_WRITE * input)
    });
    set(U::InputTokens, input, prices.long_input_usd_per_mtok().map(get));
    set(U::OutputTokens, prices.output_usd_per_mtok().map(get), prices.long_output_usd_per_mtok().map(get));
    set(U::CacheReadTokens, prices.cache_read_usd_per_mtok().map(get), None);
    set(U::CacheWriteTokens, write, None);
    set(U::CacheWrite1hTokens, prices.cache_write_1h_usd_per_mtok().map(get).or(assumed), None);
    set(U::InputImageTokens, prices.input_image_usd_per_mtok().map(get), None);
    set(U::OutputImageTokens, prices.output_image_usd_per_mtok().map(get), None);
    set(U::InputAudioTokens, prices.input_audio_usd_per_mtok().map(get), None);
    set(U::OutputAudioTokens, prices.output_audio_usd_per_mtok().map(get), None);
    set(
        U::WebSearches,
        prices.usd_per_web_search().map(|usd| usd.get() * f64::from(U::WebSearches.per())),
        None,
    );
    set(U::Requests, prices.usd_per_request().map(|usd| usd.get() * f64::from(U::Requests.per())), None);
    let needed = [(U::InputTokens, tokens.largest_input()), (U::OutputTokens, tokens.billed_output())];
    match needed.into_iter().find(|(unit, count)| count.get() > 0.0 && rates.get(*unit).is_none()) {
        Some((unit, _)) => Err(unit),
        None => Ok(rates),
    }
}
