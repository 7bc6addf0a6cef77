//! What one row of a file says.

use super::day::Period;
use super::money::Money;
use super::skip::Skip;
use crate::units::holds;

/// The name under which files' charges for tools appear among the models.
pub const TOOLS: &str = "(tools)";
/// The name of rows that name no model.
pub const NO_MODEL: &str = "(no model named)";

/// Tokens of a row or a sum of rows. The five input parts and the output do not overlap; reasoning is a part of output.
/// What a file does not say is missing, which is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TokenParts {
    /// Input at the full price.
    pub uncached: Option<u64>,
    /// Input read from the prompt cache.
    pub cache_read: Option<u64>,
    /// Input written to the prompt cache for five minutes.
    pub write_5m: Option<u64>,
    /// Input written to the prompt cache for an hour.
    pub write_1h: Option<u64>,
    /// Input written to the prompt cache, where the file does not say for how long.
    pub write_unknown: Option<u64>,
    /// All input, where the file does not tell its parts apart.
    pub undivided: Option<u64>,
    /// All that is billed as output.
    pub output: Option<u64>,
    /// The part of output that is reasoning.
    pub reasoning: Option<u64>,
}

/// The five input kinds and output, for rows that say one kind each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Uncached,
    CacheRead,
    Write5m,
    Write1h,
    WriteUnknown,
    Output,
    /// Output that is reasoning.
    Reasoning,
}

impl TokenParts {
    /// The parts of a row that has tokens of one kind.
    pub(super) fn of_kind(kind: Kind, tokens: Option<u64>) -> Self {
        let mut parts = Self::default();
        match kind {
            Kind::Uncached => parts.uncached = tokens,
            Kind::CacheRead => parts.cache_read = tokens,
            Kind::Write5m => parts.write_5m = tokens,
            Kind::Write1h => parts.write_1h = tokens,
            Kind::WriteUnknown => parts.write_unknown = tokens,
            Kind::Output => parts.output = tokens,
            Kind::Reasoning => (parts.output, parts.reasoning) = (tokens, tokens),
        }
        parts
    }

    /// Takes `input`, of which the cache parts are parts already, apart.
    ///
    /// # Errors
    /// [`Skip::CachedExceedsInput`] where the parts are more than the whole.
    pub(super) fn with_input_that_contains_cache(mut self, input: Option<u64>) -> Result<Self, Skip> {
        self.uncached = match input {
            Some(input) => Some(input.checked_sub(self.cached()).ok_or(Skip::CachedExceedsInput)?),
            None => None,
        };
        Ok(self)
    }

    /// Cache reads and writes.
    #[must_use]
    pub fn cached(&self) -> u64 {
        total([self.cache_read, self.write_5m, self.write_1h, self.write_unknown])
    }

    /// All input; missing where the file says nothing about input.
    #[must_use]
    pub fn input(&self) -> Option<u64> {
        let parts = [
            self.uncached,
            self.cache_read,
            self.write_5m,
            self.write_1h,
            self.write_unknown,
            self.undivided,
        ];
        parts.iter().any(Option::is_some).then(|| total(parts))
    }

    /// Whether nothing is said.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let Self { uncached, cache_read, write_5m, write_1h, write_unknown, undivided, output, reasoning } =
            self;
        uncached.is_none()
            && cache_read.is_none()
            && write_5m.is_none()
            && write_1h.is_none()
            && write_unknown.is_none()
            && undivided.is_none()
            && output.is_none()
            && reasoning.is_none()
    }

    pub(super) fn add(&mut self, other: &Self) {
        let Self { uncached, cache_read, write_5m, write_1h, write_unknown, undivided, output, reasoning } =
            other;
        add_count(&mut self.uncached, *uncached);
        add_count(&mut self.cache_read, *cache_read);
        add_count(&mut self.write_5m, *write_5m);
        add_count(&mut self.write_1h, *write_1h);
        add_count(&mut self.write_unknown, *write_unknown);
        add_count(&mut self.undivided, *undivided);
        add_count(&mut self.output, *output);
        add_count(&mut self.reasoning, *reasoning);
    }
}

fn total<const N: usize>(parts: [Option<u64>; N]) -> u64 {
    parts.into_iter().flatten().fold(0, u64::saturating_add)
}

pub(super) fn add_count(sum: &mut Option<u64>, count: Option<u64>) {
    if let Some(count) = count {
        *sum = Some(sum.unwrap_or(0).saturating_add(count));
    }
}

pub(super) fn add_money(sum: &mut Option<Money>, money: Option<Money>) {
    if let Some(money) = money {
        *sum = Some(sum.unwrap_or(Money::ZERO) + money);
    }
}

/// What rows say in numbers; amounts add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amounts {
    /// Calls that were paid for.
    pub requests: Option<u64>,
    /// Tokens.
    pub tokens: TokenParts,
    /// Charged for use, before credits and tax.
    pub cost: Option<Money>,
    /// The part of `cost` that is for tools: searches, grounding, storage.
    pub tool_cost: Option<Money>,
    /// The cost before discounts, where the file says it.
    pub list_price: Option<Money>,
    /// What the provider charged on an account of the customer's own.
    pub byok: Option<Money>,
    /// Searches of the web.
    pub web_searches: Option<u64>,
    /// Requests whose cost the file does not know.
    pub unpriced_requests: Option<u64>,
}

impl Amounts {
    /// Adds other amounts; what neither says stays unknown.
    pub fn add(&mut self, other: &Self) {
        let Self { requests, tokens, cost, tool_cost, list_price, byok, web_searches, unpriced_requests } =
            other;
        add_count(&mut self.requests, *requests);
        self.tokens.add(tokens);
        add_money(&mut self.cost, *cost);
        add_money(&mut self.tool_cost, *tool_cost);
        add_money(&mut self.list_price, *list_price);
        add_money(&mut self.byok, *byok);
        add_count(&mut self.web_searches, *web_searches);
        add_count(&mut self.unpriced_requests, *unpriced_requests);
    }
}

/// What a row can be mapped to a feature by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// A project or workspace of the provider.
    Project,
    /// The name of an API key.
    Key,
    /// A team or application.
    Team,
    /// A tag, or a value of the caller's own metadata: `feature=chat`.
    Tag,
    /// The name of the call or of the trace.
    Name,
    /// A resource of a cloud, for example an inference profile.
    Resource,
}

impl Label {
    /// All kinds.
    pub const ALL: [Self; 6] = [Self::Project, Self::Key, Self::Team, Self::Tag, Self::Name, Self::Resource];

    /// The name in program output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Key => "key",
            Self::Team => "team",
            Self::Tag => "tag",
            Self::Name => "name",
            Self::Resource => "resource",
        }
    }
}

/// What changes the price per token of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Tier {
    /// The standard price, as far as the file says.
    #[default]
    Standard,
    /// Batch processing.
    Batch,
    /// Slower and cheaper.
    Flex,
    /// Faster and more expensive.
    Priority,
    /// Prompts above the model's threshold.
    LongContext,
}

impl Tier {
    /// The tier that a word of a file names.
    pub(super) fn of_text(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let has = |word: &str| holds(&text, word);
        match () {
            () if has("batch") => Self::Batch,
            () if has("flex") => Self::Flex,
            () if has("priority") => Self::Priority,
            () if has("> 200k") || has("200k-1m") || has("long context") || has("long-context") => {
                Self::LongContext
            }
            () => Self::Standard,
        }
    }

    /// The name in program output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Batch => "batch",
            Self::Flex => "flex",
            Self::Priority => "priority",
            Self::LongContext => "long_context",
        }
    }
}

/// A figure for input of which only the whole file can show whether the cache is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UnsureInput {
    pub(super) tokens: u64,
    /// Rows that were written by the same code have the same sense.
    pub(super) group: u32,
}

/// What one row says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Record<'a> {
    pub(super) day: Option<Period>,
    pub(super) model: Option<&'a str>,
    pub(super) user: Option<&'a str>,
    pub(super) labels: Vec<(Label, &'a str)>,
    pub(super) tier: Tier,
    pub(super) amounts: Amounts,
    pub(super) unsure_input: Option<UnsureInput>,
}

impl<'a> Record<'a> {
    /// Adds a label where the text says something.
    pub(super) fn label(mut self, label: Label, text: Option<&'a str>) -> Self {
        self.labels.extend(text.filter(|text| !text.is_empty()).map(|text| (label, text)));
        self
    }
}
