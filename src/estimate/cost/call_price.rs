//! The price of one call: over the hours of the week, and over the turns of a conversation.

use crate::catalogue::{PricedUnit, Rates};
use crate::estimate::cost::price::{PriceError, PricePart, Usage, price};
use crate::estimate::cost::price_week::MeanParts;
use crate::estimate::cost::tokens::{CallTokens, turns_upto};
use crate::scenario::{CacheTtl, Feature, Workload};
use crate::units::{Tokens, sort_numbers};

/// How a call uses the provider's prompt cache, in tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::estimate) enum CacheUse {
    Off,
    PrefixTooShort(Tokens),
    On { read: f64, write: f64, ttl: CacheTtl },
}

/// What one call carries, in tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::estimate) struct Carried {
    pub(in crate::estimate) input: f64,
    pub(in crate::estimate) image: f64,
    pub(in crate::estimate) output: f64,
    pub(in crate::estimate) reasoning: f64,
}

/// The calls of one model and the rates that they meet, each with its share of the traffic.
pub(in crate::estimate) struct CallPricing<'a> {
    workload: &'a Workload,
    tokens: CallTokens,
    rates: Vec<(Rates, f64)>,
    pub(in crate::estimate) cache: CacheUse,
}

impl<'a> CallPricing<'a> {
    /// The calls of `feature` at `rates`, by a provider that caches no prefix of fewer than `least` tokens.
    pub(in crate::estimate) fn new(
        feature: &'a Feature,
        rates: Vec<(Rates, f64)>,
        least: Option<u32>,
    ) -> Self {
        let workload = &feature.workload;
        let tokens = CallTokens::new(workload);
        Self { workload, tokens, rates, cache: cache_use(feature, least) }
    }

    /// The parts of the mean price of a call.
    pub(in crate::estimate) fn mean_parts(&self) -> Result<Vec<PricePart>, PriceError> {
        let mut parts = MeanParts::default();
        let (output, reasoning) = (self.tokens.output.get(), self.tokens.reasoning.get());
        for (rates, weight) in &self.rates {
            for group in self.tokens.turn_groups(&tier_edges(rates)) {
                let carried =
                    Carried { input: group.input.get(), image: group.image.get(), output, reasoning };
                for part in price(rates, &self.usage(rates, &carried)?)?.parts {
                    parts.add(part, weight * group.weight);
                }
            }
        }
        Ok(parts.into_parts())
    }

    fn usage(&self, rates: &Rates, carried: &Carried) -> Result<Usage, PriceError> {
        use PricedUnit as U;
        let mut usage = Usage::new().with(U::InputTokens, carried.input)?;
        usage.set(U::OutputTokens, carried.output + carried.reasoning)?;
        if rates.get(U::OutputReasoningTokens).is_some() {
            usage.set(U::OutputReasoningTokens, carried.reasoning)?;
        }
        if rates.get(U::InputImageTokens).is_some() {
            usage.set(U::InputImageTokens, carried.image)?;
        }
        if let CacheUse::On { read, write, ttl } = self.cache {
            usage.set(U::CacheReadTokens, read)?;
            usage.set(U::CacheWriteTokens, write)?;
            if ttl == CacheTtl::OneHour && rates.get(U::CacheWrite1hTokens).is_some() {
                usage.set(U::CacheWrite1hTokens, write)?;
            }
        }
        if self.workload.web_searches().get() > 0.0 {
            usage.set(U::WebSearches, self.workload.web_searches().get())?;
        }
        Ok(usage)
    }

    /// The mean price of a call as a function of what it carries, for thousands of draws.
    pub(in crate::estimate) fn curve(&self) -> Result<CallCurve, PriceError> {
        let prefix = self.workload.cacheable_prefix_tokens().get();
        let mut bands = Vec::with_capacity(self.rates.len());
        for (rates, weight) in &self.rates {
            let mut lines = Vec::new();
            let mut from = 0.0;
            for upto in tier_edges(rates).into_iter().chain([f64::INFINITY]) {
                // The input is never shorter than the prefix, so what lies below it is never asked for.
                if upto >= prefix {
                    lines.push((upto, self.line(rates, from, upto, prefix)?));
                }
                from = upto;
            }
            bands.push((*weight, lines));
        }
        let CallTokens { image, turns, .. } = self.tokens;
        Ok(CallCurve { prefix, image: image.get(), turns: turns.get(), bands })
    }

    /// Within a tier the price is linear in every count: its slopes from five prices.
    fn line(&self, rates: &Rates, from: f64, upto: f64, prefix: f64) -> Result<Line, PriceError> {
        let at = |input: f64, image: f64, output: f64, reasoning: f64| {
            let carried = Carried { input, image, output, reasoning };
            Ok(price(rates, &self.usage(rates, &carried)?)?.total.get())
        };
        let low = if prefix > from { prefix } else { from + f64::min(1.0, 0.5 * (upto - from)) };
        let more = STEP.min(upto - low);
        let first = at(low, 0.0, 0.0, 0.0)?;
        let (mut input, mut image) = (0.0, 0.0);
        if more > 0.0 {
            let second = at(low + more, 0.0, 0.0, 0.0)?;
            input = (second - first) / more;
            image = (at(low + more, more, 0.0, 0.0)? - second) / more;
        }
        let (mut output, mut reasoning) = (0.0, 0.0);
        // A model without a price for output is fine as long as there is none.
        if self.tokens.billed_output().get() > 0.0 {
            let written = at(low, 0.0, STEP, 0.0)?;
            output = (written - first) / STEP;
            reasoning = output + (at(low, 0.0, 0.0, STEP)? - written) / STEP;
        }
        Ok(Line { base: first - input * low, input, image, output, reasoning })
    }
}

/// How far apart two prices are taken, in tokens: so far that no digit is lost.
const STEP: f64 = 1e6;

/// US dollars of a call, and of each token that it carries.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    base: f64,
    input: f64,
    image: f64,
    output: f64,
    reasoning: f64,
}

/// The mean price of a call, in US dollars, as a function of what it carries.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::estimate) struct CallCurve {
    prefix: f64,
    image: f64,
    turns: f64,
    /// For each set of rates its share of the traffic, and a line up to each tier edge.
    bands: Vec<(f64, Vec<(f64, Line)>)>,
}

impl CallCurve {
    /// Mean price of a call with so many tokens of text in the first turn, of answer and of thinking.
    pub(in crate::estimate) fn at(&self, input: f64, output: f64, reasoning: f64) -> f64 {
        let first = input.max(self.prefix) + self.image;
        let growth = first - self.prefix + output;
        let mut sum = 0.0;
        for (weight, lines) in &self.bands {
            let mut from = 0.0;
            for (edge, line) in lines {
                let upto = turns_upto((first, growth), self.turns, *edge);
                if upto > from {
                    let middle = f64::midpoint(from, upto - 1.0);
                    let price = line.base
                        + line.input * (first + middle * growth)
                        + line.image * self.image * (1.0 + middle)
                        + line.output * output
                        + line.reasoning * reasoning;
                    sum += weight * (upto - from) / self.turns * price;
                    from = upto;
                }
            }
        }
        sum
    }
}

/// Whether and how the prompt cache is used, given the fewest tokens that the provider caches.
fn cache_use(feature: &Feature, least: Option<u32>) -> CacheUse {
    let workload = &feature.workload;
    let prefix = workload.cacheable_prefix_tokens().get();
    let hit = workload.cache_hit_share().get();
    let least = f64::from(least.unwrap_or(0));
    if prefix <= 0.0 || hit <= 0.0 {
        CacheUse::Off
    } else if prefix < least {
        CacheUse::PrefixTooShort(Tokens::saturating(least))
    } else {
        CacheUse::On { read: prefix * hit, write: prefix * (1.0 - hit), ttl: feature.cache_ttl }
    }
}

/// The inputs above which some rate changes, rising.
fn tier_edges(rates: &Rates) -> Vec<f64> {
    let mut edges: Vec<f64> =
        rates.iter().flat_map(|(_, rate)| &rate.tiers).map(|(start, _)| *start as f64).collect();
    sort_numbers(&mut edges);
    edges.dedup();
    edges
}
