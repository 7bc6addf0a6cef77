//! The price of one call: over the hours of the week, and over the turns of a conversation.

use crate::catalogue::{PricedUnit, Rates};
use crate::estimate::cost::price::{PriceError, PricePart, Usage, price};
use crate::estimate::cost::price_week::MeanParts;
use crate::estimate::cost::tokens::{CallTokens, turns_upto};
use crate::scenario::{CacheTtl, Feature, PromptCaching, Workload};
use crate::units::{Factor, Share, Tokens, sort_numbers};

/// How a call uses the provider's prompt cache, in tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::estimate) enum CacheUse {
    Off,
    PrefixTooShort(Tokens),
    On {
        read: f64,
        write: f64,
        ttl: CacheTtl,
    },
    /// Each turn reads what the turns before it sent and answered.
    History(HistoryCache),
}

/// What of a conversation is read from the cache: in the first turn the prefix, as often as an earlier conversation left
/// it there, in later turns all earlier turns, as soon as they are as long as the provider caches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::estimate) struct HistoryCache {
    prefix: f64,
    first_hit: f64,
    least: f64,
    ttl: CacheTtl,
}

/// Tokens of some turns together that are read from the cache and written to it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Cached {
    read: f64,
    write: f64,
}

impl HistoryCache {
    /// The sums over the turns `from`, …, `upto` − 1 of a conversation whose first turn sends `first` and whose input
    /// grows by `growth` a turn, `new` of it sent by the user.
    fn sums(&self, first: f64, growth: f64, new: f64, from: f64, upto: f64) -> Cached {
        let mut sums = Cached::default();
        if from < 1.0 && first >= self.least && first > 0.0 {
            sums.read = if self.prefix >= self.least { self.prefix * self.first_hit } else { 0.0 };
            sums.write = first - sums.read;
        }
        let enough = if growth > 0.0 { ((self.least - self.prefix) / growth).ceil() } else { f64::INFINITY };
        let reads_from = if self.prefix >= self.least { 1.0 } else { enough.max(1.0) };
        let (a, b) = (from.max(reads_from), upto);
        if b > a {
            sums.read += (b - a) * self.prefix + growth * (b - a) * (a + b - 1.0) / 2.0;
            sums.write += (b - a) * new;
        }
        sums
    }
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
pub(in crate::estimate) struct CallPricing {
    workload: Workload,
    tokens: CallTokens,
    rates: Vec<(Rates, f64)>,
    searches: f64,
    /// What every price is multiplied with: a discount, or a fee on top.
    scale: f64,
    pub(in crate::estimate) cache: CacheUse,
}

impl CallPricing {
    /// The calls of a workload at `rates`, with `searches` that are billed.
    pub(in crate::estimate) fn new(
        workload: Workload,
        rates: Vec<(Rates, f64)>,
        searches: f64,
        scale: f64,
        cache: CacheUse,
    ) -> Self {
        let tokens = CallTokens::new(&workload);
        Self { workload, tokens, rates, searches, scale, cache }
    }

    /// The parts of the mean price of a call.
    pub(in crate::estimate) fn mean_parts(&self) -> Result<Vec<PricePart>, PriceError> {
        let mut parts = MeanParts::default();
        let (output, reasoning) = (self.tokens.output.get(), self.tokens.reasoning.get());
        let turns = self.tokens.turns.get();
        for (rates, weight) in &self.rates {
            let mut from = 0.0;
            for group in self.tokens.turn_groups(&tier_edges(rates)) {
                let carried =
                    Carried { input: group.input.get(), image: group.image.get(), output, reasoning };
                let upto = (from + group.weight * turns).round();
                let cached = self.cached(&self.tokens, from, upto);
                for part in price(rates, &self.usage(rates, &carried, cached)?)?.parts {
                    parts.add(self.scaled(part), weight * group.weight);
                }
                from = upto;
            }
        }
        Ok(parts.into_parts())
    }

    fn scaled(&self, part: PricePart) -> PricePart {
        let by = Factor::saturating(self.scale);
        PricePart { rate: part.rate * by, cost: part.cost * by, ..part }
    }

    /// Mean tokens of the turns `from`, …, `upto` − 1 that are read from the cache and written to it.
    fn cached(&self, tokens: &CallTokens, from: f64, upto: f64) -> Cached {
        match self.cache {
            CacheUse::Off | CacheUse::PrefixTooShort(_) => Cached::default(),
            CacheUse::On { read, write, .. } => Cached { read, write },
            CacheUse::History(history) => {
                let (first, growth) = (tokens.first_input.get(), tokens.growth.get());
                let new = growth - tokens.output.get();
                let sums = history.sums(first, growth, new, from, upto);
                let count = (upto - from).max(1.0);
                Cached { read: sums.read / count, write: sums.write / count }
            }
        }
    }

    fn usage(&self, rates: &Rates, carried: &Carried, cached: Cached) -> Result<Usage, PriceError> {
        use PricedUnit as U;
        let load = &self.workload;
        let (audio_in, video_in) = (load.input_audio_tokens().get(), load.input_video_tokens().get());
        let media_out = [
            (U::OutputAudioTokens, load.output_audio_tokens().get()),
            (U::OutputImageTokens, load.output_image_tokens().get()),
            (U::OutputVideoTokens, load.output_video_tokens().get()),
        ];
        let citations = load.output_citation_tokens().get();
        let written: f64 = media_out.iter().map(|(_, count)| count).sum();
        let mut usage = Usage::new().with(U::InputTokens, carried.input + audio_in + video_in)?;
        usage.set(U::OutputTokens, carried.output + carried.reasoning + written + citations)?;
        // A model that does not answer in pictures, sound or video has no price for them.
        if let Some((unit, _)) =
            media_out.iter().find(|(unit, count)| *count > 0.0 && rates.get(*unit).is_none())
        {
            return Err(PriceError::NoRate { unit: *unit });
        }
        let counts = media_out.into_iter().chain([
            (U::InputAudioTokens, audio_in),
            (U::InputVideoTokens, video_in),
            (U::OutputCitationTokens, citations),
            (U::InputCharacters, load.input_characters().get()),
            (U::StorageSearches, load.file_searches().get()),
            (U::WebSearches, self.searches),
        ]);
        for (unit, count) in counts.filter(|(_, count)| *count > 0.0) {
            usage.set(unit, count)?;
        }
        let minutes = [load.input_audio_minutes().get(), load.output_audio_minutes().get()];
        if minutes.iter().any(|minutes| *minutes > 0.0) {
            let [sent, answered] = minutes.map(|minutes| minutes * 60.0);
            usage.set(U::AudioSeconds, sent + answered)?;
            usage.set(U::InputAudioSeconds, sent)?;
            usage.set(U::OutputAudioSeconds, answered)?;
        }
        if rates.get(U::OutputReasoningTokens).is_some() {
            usage.set(U::OutputReasoningTokens, carried.reasoning)?;
        }
        if rates.get(U::InputImageTokens).is_some() {
            usage.set(U::InputImageTokens, carried.image)?;
        }
        let ttl = match self.cache {
            CacheUse::Off | CacheUse::PrefixTooShort(_) => return Ok(usage),
            CacheUse::On { ttl, .. } => ttl,
            CacheUse::History(history) => history.ttl,
        };
        usage.set(U::CacheReadTokens, cached.read)?;
        usage.set(U::CacheWriteTokens, cached.write)?;
        if ttl == CacheTtl::OneHour && rates.get(U::CacheWrite1hTokens).is_some() {
            usage.set(U::CacheWrite1hTokens, cached.write)?;
        }
        // What is cached is text.
        for unit in [U::CacheAudioReadTokens, U::CacheImageReadTokens, U::CacheVideoReadTokens] {
            if rates.get(unit).is_some() {
                usage.set(unit, 0.0)?;
            }
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
            bands.push((*weight * self.scale, lines));
        }
        let CallTokens { image, turns, .. } = self.tokens;
        let history = match self.cache {
            CacheUse::History(history) => Some(history),
            CacheUse::Off | CacheUse::PrefixTooShort(_) | CacheUse::On { .. } => None,
        };
        Ok(CallCurve { prefix, image: image.get(), turns: turns.get(), history, bands })
    }

    /// Within a tier the price is linear in every count: its slopes from five prices.
    fn line(&self, rates: &Rates, from: f64, upto: f64, prefix: f64) -> Result<Line, PriceError> {
        let always = match self.cache {
            CacheUse::On { read, write, .. } => Cached { read, write },
            CacheUse::Off | CacheUse::PrefixTooShort(_) | CacheUse::History(_) => Cached::default(),
        };
        let with_cache = |input: f64, image: f64, output: f64, reasoning: f64, cached: Cached| {
            let carried = Carried { input, image, output, reasoning };
            Ok(price(rates, &self.usage(rates, &carried, cached)?)?.total.get())
        };
        let at = |input: f64, image: f64, output: f64, reasoning: f64| {
            with_cache(input, image, output, reasoning, always)
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
        let (mut read, mut write) = (0.0, 0.0);
        if matches!(self.cache, CacheUse::History(_)) && low > 0.0 {
            read = (with_cache(low, 0.0, 0.0, 0.0, Cached { read: low, write: 0.0 })? - first) / low;
            write = (with_cache(low, 0.0, 0.0, 0.0, Cached { read: 0.0, write: low })? - first) / low;
        }
        Ok(Line { base: first - input * low, input, image, output, reasoning, read, write })
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
    /// More for a token that is read from the cache than for one that is not.
    read: f64,
    /// More for a token that is written to the cache.
    write: f64,
}

/// The mean price of a call, in US dollars, as a function of what it carries.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::estimate) struct CallCurve {
    prefix: f64,
    image: f64,
    turns: f64,
    history: Option<HistoryCache>,
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
                    if let Some(history) = self.history {
                        let cached = history.sums(first, growth, growth - output, from, upto);
                        sum += weight / self.turns * (line.read * cached.read + line.write * cached.write);
                    }
                    from = upto;
                }
            }
        }
        sum
    }
}

/// What is known of a provider's prompt cache.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::estimate) struct ProviderCache {
    /// Fewest tokens that are cached; 0 where that is not known.
    pub(in crate::estimate) least: f64,
    /// Whether the provider caches unasked.
    pub(in crate::estimate) by_itself: bool,
    /// Whether it has a price for reads.
    pub(in crate::estimate) has_price: bool,
}

/// Whether and how the prompt cache is used; `derived` is the hit share of the prefix that follows from the traffic.
pub(in crate::estimate) fn cache_use(feature: &Feature, provider: ProviderCache, derived: Share) -> CacheUse {
    let workload = &feature.workload;
    let prefix = workload.cacheable_prefix_tokens().get();
    let typed = workload.cache_hit_share().get();
    let ttl = ttl_of(feature);
    let ProviderCache { least, by_itself, has_price } = provider;
    let of_prefix = |hit: f64| match prefix {
        _ if prefix <= 0.0 => CacheUse::Off,
        _ if prefix < least => CacheUse::PrefixTooShort(Tokens::saturating(least)),
        _ => CacheUse::On { read: prefix * hit, write: prefix * (1.0 - hit), ttl },
    };
    let has_history = workload.turns().get() > 1.0;
    let history = |first_hit: f64| CacheUse::History(HistoryCache { prefix, first_hit, least, ttl });
    let whole = |hit: f64| if has_history { history(hit) } else { of_prefix(hit) };
    match feature.options.prompt_caching {
        PromptCaching::Off => CacheUse::Off,
        PromptCaching::TypedOrOff if typed <= 0.0 => CacheUse::Off,
        PromptCaching::TypedOrOff => of_prefix(typed),
        PromptCaching::TypedShare
            if has_history && by_itself && has_price && (prefix <= 0.0 || prefix >= least) =>
        {
            history(typed)
        }
        PromptCaching::TypedShare => of_prefix(typed),
        PromptCaching::Provider if by_itself && has_price => whole(derived.get()),
        PromptCaching::Provider => CacheUse::Off,
        PromptCaching::On if has_price => whole(if typed > 0.0 { typed } else { derived.get() }),
        PromptCaching::On => CacheUse::Off,
    }
}

/// For how long writes are billed: an hour where a prefix is kept for longer than five minutes.
pub(in crate::estimate) fn ttl_of(feature: &Feature) -> CacheTtl {
    match feature.terms.cache_ttl_minutes() {
        Some(minutes) if minutes.get() > 5.0 => CacheTtl::OneHour,
        Some(_) => CacheTtl::FiveMinutes,
        None => feature.cache_ttl,
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
