//! Whether and how a model thinks before it answers.

/// Whether a model thinks before it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThinkingMode {
    /// It cannot.
    Never,
    /// Only where the request asks for it.
    OffUnlessAsked,
    /// Unless the request turns it off.
    OnUnlessRefused,
    /// It cannot be turned off.
    Always,
}

impl ThinkingMode {
    /// Whether it thinks where the request does not say.
    #[must_use]
    pub const fn thinks_unasked(self) -> bool {
        matches!(self, Self::OnUnlessRefused | Self::Always)
    }

    /// Whether it can think.
    #[must_use]
    pub const fn can_think(self) -> bool {
        !matches!(self, Self::Never)
    }
}

/// A setting of how much a model thinks, as providers name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// Almost nothing.
    Minimal,
    /// A little.
    Low,
    /// Between low and high.
    Medium,
    /// Much.
    High,
    /// Very much.
    ExtraHigh,
    /// As much as the model can.
    Maximum,
}

impl Effort {
    /// All of them, from the least to the most.
    pub const ALL: [Self; 6] =
        [Self::Minimal, Self::Low, Self::Medium, Self::High, Self::ExtraHigh, Self::Maximum];

    /// The name in the data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Minimal => "minimal",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::ExtraHigh => "xhigh",
            Self::Maximum => "max",
        }
    }

    /// The effort that the data call `key`.
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effort| effort.key() == key)
    }
}

/// What is known of a model's thinking, for all models whose name fits a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThinkingRule {
    /// Whether it thinks.
    pub mode: ThinkingMode,
    /// Its settings of effort; none where it has no such setting, or none is known.
    pub efforts: Vec<Effort>,
    /// The setting that holds where the request names none.
    pub default: Option<Effort>,
    /// Where this is published or how it was seen.
    pub source: &'static str,
    /// The names: `^` at the beginning of a name, else anywhere in it.
    pub pattern: &'static str,
}

/// A model that no line names.
pub(super) static NEVER: ThinkingRule = ThinkingRule {
    mode: ThinkingMode::Never,
    efforts: Vec::new(),
    default: None,
    source: "not known to think",
    pattern: "",
};
