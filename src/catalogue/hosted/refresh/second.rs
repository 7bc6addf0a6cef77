//! Reading the second source: the map of prices in the PyPI package `litellm` (MIT), one entry a model.
//!
//! A key is a base name, perhaps a tier (`_above_200k_tokens`) and perhaps a kind of request (`_batches`, `_flex`,
//! `_priority`). Amounts are US dollars for one of a unit.

use crate::catalogue::hosted::rates::Rate;
use crate::catalogue::hosted::units::PricedUnit;
use crate::catalogue::hosted::{AllowancePeriod, FreeAllowance, SearchBilling};
use crate::units::Date;
use serde_json::{Map, Value};
use thiserror::Error;

/// Why a text is not the second source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "this is not a JSON object of models; take model_prices_and_context_window_backup.json of the package"
)]
pub struct SecondError;

/// The kinds of request that the second source prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RequestKind {
    /// The list price.
    Standard,
    /// `processing=batch`.
    Batch,
    /// `service_tier=flex`.
    Flex,
    /// `service_tier=priority`.
    Priority,
}

impl RequestKind {
    pub(super) const ALL: [Self; 4] = [Self::Standard, Self::Batch, Self::Flex, Self::Priority];

    /// The condition by which rows of this kind are chosen.
    pub(super) const fn context(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Standard => &[],
            Self::Batch => &[("processing", "batch")],
            Self::Flex => &[("service_tier", "flex")],
            Self::Priority => &[("service_tier", "priority")],
        }
    }

    const fn suffix(self) -> &'static str {
        match self {
            Self::Standard => "",
            Self::Batch => "_batches",
            Self::Flex => "_flex",
            Self::Priority => "_priority",
        }
    }
}

/// Sizes of a search's context, and what a search or a request costs with each, in US dollars.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SearchFees {
    pub(super) low: f64,
    pub(super) medium: f64,
    pub(super) high: f64,
}

/// What the second source says of a model.
#[derive(Debug, Clone)]
pub(super) struct SecondEntry {
    /// Our key of the provider.
    pub(super) provider: &'static str,
    /// The provider's name of the model.
    pub(super) name: String,
    /// The cloud region of which the entry speaks, where it speaks of one.
    pub(super) region: Option<String>,
    pub(super) rates: Vec<(RequestKind, Vec<(PricedUnit, Rate)>)>,
    pub(super) search: Option<SearchFees>,
    pub(super) free_searches: Option<FreeAllowance>,
    pub(super) search_billing: SearchBilling,
    pub(super) min_cacheable: Option<u32>,
    pub(super) context_window: Option<u32>,
    pub(super) max_output: Option<u32>,
    /// Conditions under which every token rate is multiplied.
    pub(super) uplifts: Vec<(&'static str, &'static str, f64)>,
    /// Token rates of fast mode over the list price.
    pub(super) fast: Option<f64>,
    pub(super) ends: Option<Date>,
    pub(super) successor: Option<String>,
    pub(super) source: Option<String>,
}

/// The second source's providers and ours; an entry of the first counts before one of a later line for the same model.
const PROVIDERS: &[(&str, &str)] = &[
    ("openai", "openai"),
    ("text-completion-openai", "openai"),
    ("anthropic", "anthropic"),
    ("gemini", "google"),
    ("vertex_ai-language-models", "google"),
    ("vertex_ai-anthropic_models", "google"),
    ("vertex_ai-embedding-models", "google"),
    ("vertex_ai", "google"),
    ("bedrock_converse", "aws"),
    ("bedrock", "aws"),
    ("bedrock_mantle", "aws"),
    ("azure", "azure"),
    ("azure_ai", "azure"),
    ("xai", "x-ai"),
    ("mistral", "mistral"),
    ("groq", "groq"),
    ("deepseek", "deepseek"),
    ("cohere_chat", "cohere"),
    ("cohere", "cohere"),
    ("perplexity", "perplexity"),
    ("moonshot", "moonshotai"),
    ("minimax", "minimax"),
    ("zai", "zai"),
    ("fireworks_ai", "fireworks"),
    ("together_ai", "together"),
    ("cerebras", "cerebras"),
    ("baseten", "baseten"),
    ("databricks", "databricks"),
    ("cloudflare", "cloudflare"),
    ("voyage", "voyageai"),
    ("dashscope", "alibaba"),
];

const BASES: &[(&str, PricedUnit)] = &[
    ("input_cost_per_token", PricedUnit::InputTokens),
    ("output_cost_per_token", PricedUnit::OutputTokens),
    ("cache_read_input_token_cost", PricedUnit::CacheReadTokens),
    ("cache_creation_input_token_cost", PricedUnit::CacheWriteTokens),
    ("cache_creation_input_token_cost_above_1hr", PricedUnit::CacheWrite1hTokens),
    ("input_cost_per_audio_token", PricedUnit::InputAudioTokens),
    ("output_cost_per_audio_token", PricedUnit::OutputAudioTokens),
    ("cache_read_input_audio_token_cost", PricedUnit::CacheAudioReadTokens),
    ("input_cost_per_image_token", PricedUnit::InputImageTokens),
    ("output_cost_per_image_token", PricedUnit::OutputImageTokens),
    ("cache_read_input_image_token_cost", PricedUnit::CacheImageReadTokens),
    ("input_cost_per_video_token", PricedUnit::InputVideoTokens),
    ("output_cost_per_video_token", PricedUnit::OutputVideoTokens),
    ("output_cost_per_reasoning_token", PricedUnit::OutputReasoningTokens),
    ("citation_cost_per_token", PricedUnit::OutputCitationTokens),
];

/// All entries of providers that we know, in the order in which they count.
pub(super) fn read_second(json: &str) -> Result<Vec<SecondEntry>, SecondError> {
    let value: Value = serde_json::from_str(json).map_err(|_| SecondError)?;
    let map = value.as_object().ok_or(SecondError)?;
    let mut entries = Vec::new();
    for (theirs, ours) in PROVIDERS {
        for (key, entry) in map {
            let Some(entry) = entry.as_object() else { continue };
            if entry.get("litellm_provider").and_then(Value::as_str) == Some(theirs) {
                entries.push(read_entry(key, ours, entry));
            }
        }
    }
    Ok(entries)
}

fn read_entry(key: &str, provider: &'static str, entry: &Map<String, Value>) -> SecondEntry {
    let number = |field: &str| entry.get(field).and_then(Value::as_f64).filter(|number| *number > 0.0);
    let count = |field: &str| number(field).filter(|n| *n <= f64::from(u32::MAX)).map(|n| n as u32);
    let text = |field: &str| entry.get(field).and_then(Value::as_str);
    let (region, name) = name_of(key, provider);
    let mut uplifts = Vec::new();
    for (place, field) in [
        ("eu", "regional_processing_uplift_multiplier_eu"),
        ("us", "regional_processing_uplift_multiplier_us"),
    ] {
        uplifts.extend(number(field).map(|factor| ("data_residency", place, factor)));
    }
    uplifts.extend(number("regional_endpoint_uplift_multiplier").map(|factor| ("region", "*", factor)));
    let specific = |field: &str| entry.get("provider_specific_entry")?.get(field)?.as_f64();
    if let Some(factor) = specific("us") {
        uplifts.push(("inference_geo", "us", factor));
        uplifts.push(("data_residency", "us", factor));
    }
    let fee = |size: &str| {
        let fees = entry.get("search_context_cost_per_query")?;
        fees.get(format!("search_context_size_{size}"))?.as_f64()
    };
    let search = fee("low").zip(fee("medium")).zip(fee("high"));
    let free_searches = entry.get("search_free_requests").and_then(|free| {
        let period = match free.get("period")?.as_str()? {
            "day" => AllowancePeriod::Day,
            "month" => AllowancePeriod::Month,
            _ => return None,
        };
        Some(FreeAllowance { count: u32::try_from(free.get("count")?.as_u64()?).ok()?, period })
    });
    // Google says so for Gemini 2; from Gemini 3 on, each query counts.
    let per_query = text("web_search_billing_unit") == Some("per_query");
    let per_prompt = provider == "google" && search.is_some() && !per_query && name.starts_with("gemini-");
    SecondEntry {
        provider,
        name,
        region,
        rates: RequestKind::ALL.into_iter().map(|kind| (kind, rates_of(entry, kind))).collect(),
        search: search.map(|((low, medium), high)| SearchFees { low, medium, high }),
        free_searches,
        search_billing: if per_prompt { SearchBilling::Prompt } else { SearchBilling::Query },
        min_cacheable: count("prompt_cache_min_tokens"),
        context_window: count("max_input_tokens"),
        max_output: count("max_output_tokens"),
        uplifts,
        fast: specific("fast"),
        ends: text("deprecation_date").and_then(|date| date.parse().ok()),
        successor: text("successor_model").map(|other| name_of(other, provider).1),
        source: text("source")
            .filter(|url| url.starts_with("https://") && !url.contains(' '))
            .map(str::to_owned),
    }
}

/// The region, where the key names one, and the provider's name of the model.
fn name_of(key: &str, provider: &str) -> (Option<String>, String) {
    let rest = match (provider, key.split_once('/')) {
        ("aws" | "azure", Some((prefix, rest)))
            if prefix.starts_with("bedrock") || prefix.starts_with("azure") =>
        {
            rest
        }
        ("cloudflare" | "together" | "fireworks", _) => key.split_once('/').map_or(key, |(_, rest)| rest),
        (_, Some((_, rest))) => rest,
        (_, None) => key,
    };
    match (provider, rest.split_once('/')) {
        ("aws", Some((region, name))) if is_region(region) => (Some(region.to_owned()), name.to_owned()),
        ("azure", Some((zone @ ("eu" | "us" | "global"), name))) => (Some(zone.to_owned()), name.to_owned()),
        _ => (None, rest.to_owned()),
    }
}

/// Whether a word looks like a region of a cloud: `eu-west-1`.
fn is_region(word: &str) -> bool {
    word.split('-').count() >= 3 && word.ends_with(|c: char| c.is_ascii_digit())
}

fn rates_of(entry: &Map<String, Value>, kind: RequestKind) -> Vec<(PricedUnit, Rate)> {
    let mut rates: Vec<(PricedUnit, Rate)> = Vec::new();
    for (base, unit) in BASES {
        let amount = |key: &str| {
            let each = entry.get(key)?.as_f64().filter(|each| *each >= 0.0)?;
            Some(exact(each * f64::from(unit.per())))
        };
        let Some(first) = amount(&format!("{base}{}", kind.suffix())) else { continue };
        let mut tiers: Vec<(u64, f64)> = Vec::new();
        for thousand in [32, 100, 128, 200, 256, 272, 512] {
            let key = format!("{base}_above_{thousand}k_tokens{}", kind.suffix());
            tiers.extend(amount(&key).map(|rate| (thousand * 1000, rate)));
        }
        rates.push((*unit, Rate { base: first, tiers }));
    }
    if rates.is_empty() && kind == RequestKind::Standard {
        rates = banded(entry).unwrap_or_default();
    }
    rates
}

/// Rates by bands of the input, as one list of objects with a `range`.
fn banded(entry: &Map<String, Value>) -> Option<Vec<(PricedUnit, Rate)>> {
    let bands = entry.get("tiered_pricing")?.as_array()?;
    let mut rates: Vec<(PricedUnit, Rate)> = Vec::new();
    for (base, unit) in BASES {
        let mut rate: Option<Rate> = None;
        for band in bands {
            let Some(each) = band.get(base).and_then(Value::as_f64) else { continue };
            let (amount, from) = (exact(each * 1e6), band.get("range")?.get(0)?.as_f64()?);
            match &mut rate {
                None => rate = Some(Rate { base: amount, tiers: Vec::new() }),
                Some(rate) => rate.tiers.push((from as u64, amount)),
            }
        }
        rates.extend(rate.map(|rate| (*unit, rate)));
    }
    Some(rates)
}

/// The amount to twelve digits: prices are decimals, and a product of two is off in the sixteenth.
pub(super) fn exact(amount: f64) -> f64 {
    format!("{amount:.11e}").parse().unwrap_or(amount)
}
