//! The size class of a hosted model: frontier, mid-size, small. Models of one class are compared with one another; what a
//! class says about the quality of an answer is for the reader to test.
//!
//! The maker's own tier decides (the words of `tier` and `size` lines in `data/latency.tsv`, which are edited by hand:
//! Opus, Sonnet, Haiku), then the number of parameters in the name, then the price.

use super::latency::effects::{Size, named_size};
use super::{Catalogue, HostedModel, PeakDays, PricedUnit, RequestContext};
use crate::units::{Date, Moment};

/// List prices up to which a model is small, and up to which mid-size, in US dollars per 1M tokens, three of input for one
/// of output.
const PRICES: [(f64, Size); 2] = [(0.5, Size::Small), (3.0, Size::Mid)];

impl Catalogue {
    /// The size class of `model`, by its maker's tier, its parameters or, on `as_of`, its price; nothing where none of them
    /// is known.
    #[must_use]
    pub fn size_class(&self, model: &HostedModel, as_of: Date) -> Option<Size> {
        if let Some(size) = named_size(&model.slug, &self.latency.classes_by_name) {
            return Some(size);
        }
        if let Some(size) = self.latency.named_size(&model.slug) {
            return Some(size);
        }
        let rates = self.hosted.rates(model, Moment::noon(as_of), RequestContext(&[]), PeakDays::Provider);
        let rate = |unit| rates.get(unit).map(|rate| rate.base);
        let (input, output) = (rate(PricedUnit::InputTokens)?, rate(PricedUnit::OutputTokens)?);
        let blended = (3.0 * input + output) / 4.0;
        let class = PRICES.into_iter().find(|(most, _)| blended <= *most);
        Some(class.map_or(Size::Frontier, |(_, size)| size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_maker_s_tier_comes_before_parameters_and_price() {
        let catalogue = Catalogue::shipped().unwrap();
        let class = |provider: &str, slug: &str| {
            let model = catalogue.hosted.by_slug(provider, slug).unwrap();
            catalogue.size_class(model, "2026-11-23".parse().unwrap())
        };
        for (provider, slug, wanted) in [
            ("anthropic", "claude-opus-5-5", Size::Frontier),
            ("anthropic", "claude-sonnet-5-5", Size::Mid),
            ("anthropic", "claude-haiku-5-5", Size::Small),
            ("openai", "gpt-6.1-sol", Size::Frontier),
            ("openai", "gpt-6.1-terra", Size::Mid),
            ("openai", "gpt-6-luna", Size::Small),
            ("openai", "gpt-5.4", Size::Frontier),
            ("google", "gemini-3.8-flash", Size::Mid),
            ("google", "gemini-3.5-flash-lite", Size::Small),
            ("google", "gemini-4-argon", Size::Frontier),
            ("aws", "meta.llama3-1-8b-instruct-v1:0", Size::Small),
            ("aws", "meta.llama3-3-70b-instruct-v1:0", Size::Mid),
            ("mistral", "mistral-large-4", Size::Frontier),
            ("cerebras", "gpt-oss-120b", Size::Mid),
        ] {
            assert_eq!(class(provider, slug), Some(wanted), "{slug}");
        }
    }
}
