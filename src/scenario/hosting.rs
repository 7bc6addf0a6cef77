//! How hosted models are called: what is cached, where, with which search context, and how pictures are counted.

/// Whether and how the provider's prompt cache is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PromptCaching {
    /// The typed hit share, for the prefix alone; 0 means that the cache is not used. Links and presets from before this
    /// setting mean it.
    #[default]
    TypedOrOff,
    /// As the provider does unasked: where it caches by itself, the prefix and the history of a conversation are read,
    /// and the hit share of the first turn follows from the traffic.
    Provider,
    /// Asked for: the same with every provider that has a price for cache reads.
    On,
    /// The typed hit share, for the prefix; 0 means that all is written and nothing read.
    TypedShare,
    /// Not used.
    Off,
}

/// Where a request must be processed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DataResidency {
    /// Anywhere.
    #[default]
    Global,
    /// In the United States.
    Us,
    /// In the European Union.
    Eu,
}

/// How much of the pages that a search finds goes to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SearchContextSize {
    /// What the provider does unasked.
    #[default]
    Default,
    /// Little.
    Low,
    /// More.
    Medium,
    /// Most.
    High,
}

/// How the tokens of a picture are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImageTokens {
    /// As typed. Links and presets from before this setting mean it.
    #[default]
    Typed,
    /// By the provider's published rule, from size and detail.
    BySize,
}

/// In which detail a model sees pictures, where the provider offers a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImageDetail {
    /// All of it.
    #[default]
    High,
    /// A small copy.
    Low,
}

/// The choices of how hosted models are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HostedOptions {
    /// The provider's prompt cache.
    pub prompt_caching: PromptCaching,
    /// Where requests are processed.
    pub data_residency: DataResidency,
    /// How much a search gives to the model.
    pub search_context_size: SearchContextSize,
    /// How the tokens of a picture are known.
    pub image_tokens: ImageTokens,
    /// In which detail pictures are seen.
    pub image_detail: ImageDetail,
}
