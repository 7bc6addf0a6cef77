//! Choices of the form that set several values of the scenario at once.

use crate::format::{Locale, exact};
use crate::scenario::{Days, HourProfile, Serving, Slo};
use crate::units::Share;

/// How requests are spread over the week. Another profile can come by a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourPreset {
    /// Every hour alike.
    Even,
    /// Mostly in working hours.
    Weekdays,
    /// Mostly in the second half of the day.
    Evenings,
    /// Mostly at night.
    Nights,
}

impl HourPreset {
    /// All of them, as listed.
    pub const ALL: [Self; 4] = [Self::Even, Self::Weekdays, Self::Evenings, Self::Nights];

    /// What it is called.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Even => "Evenly",
            Self::Weekdays => "Weekdays, 8:00 to 18:00: 80%",
            Self::Evenings => "Every day, 16:00 to 0:00: 80%",
            Self::Nights => "At night, 0:00 to 8:00: 80%",
        }
    }

    /// The profile, in UTC.
    #[must_use]
    pub fn profile(self) -> HourProfile {
        let window = |first_hour, end_hour, days| HourProfile::Window {
            first_hour,
            end_hour,
            days,
            share_inside: Share::saturating(0.8),
        };
        match self {
            Self::Even => HourProfile::Flat,
            Self::Weekdays => window(8, 18, Days::Weekdays),
            Self::Evenings => window(16, 0, Days::All),
            Self::Nights => window(0, 8, Days::All),
        }
    }
}

/// The latency targets that are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetPreset {
    /// The usual target of a chat.
    Chat,
    /// That of autocomplete.
    Autocomplete,
    /// Work that may take as long as it takes: no target.
    Batch,
    /// Another one.
    Custom,
}

impl TargetPreset {
    /// All of them, as listed.
    pub const ALL: [Self; 4] = [Self::Chat, Self::Autocomplete, Self::Batch, Self::Custom];

    /// What each is called, as listed.
    pub const WORDS: [&'static str; 4] =
        [Self::Chat.word(), Self::Autocomplete.word(), Self::Batch.word(), Self::Custom.word()];

    /// What it is called.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chat => "Chat",
            Self::Autocomplete => "Autocomplete",
            Self::Batch => "Batch",
            Self::Custom => "Custom",
        }
    }

    /// The target; nothing for a custom one.
    #[must_use]
    pub fn slo(self) -> Option<Slo> {
        match self {
            Self::Chat => Some(Slo::chat()),
            Self::Autocomplete => Some(Slo::autocomplete()),
            Self::Batch => Some(Slo::NoTarget),
            Self::Custom => None,
        }
    }

    /// The preset that sets this target.
    #[must_use]
    pub fn of(slo: Slo) -> Self {
        Self::ALL.into_iter().find(|preset| preset.slo() == Some(slo)).unwrap_or(Self::Custom)
    }
}

/// Where the model of a feature runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At a provider of an API.
    Hosted,
    /// On self-hosted GPUs.
    SelfHosted,
    /// Unknown: only the price of a request is.
    PerRequest,
}

impl Place {
    /// All of them, as listed.
    pub const ALL: [Self; 3] = [Self::Hosted, Self::SelfHosted, Self::PerRequest];

    /// What each is called, as listed.
    pub const WORDS: [&'static str; 3] =
        [Self::Hosted.word(), Self::SelfHosted.word(), Self::PerRequest.word()];

    /// What it is called.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hosted => "Hosted API",
            Self::SelfHosted => "Self-hosted GPUs",
            Self::PerRequest => "A price I know",
        }
    }

    /// Where this serving is.
    #[must_use]
    pub const fn of(serving: &Serving) -> Self {
        match serving {
            Serving::Hosted(_) => Self::Hosted,
            Serving::SelfHosted(_) => Self::SelfHosted,
            Serving::PerRequest(_) => Self::PerRequest,
        }
    }
}

/// The percentiles that are offered for a target.
pub const PERCENTILES: [f64; 5] = [50.0, 75.0, 90.0, 95.0, 99.0];

/// "p95: 95 of 100 requests", "median (p50)"
#[must_use]
pub fn percentile(rank: f64, locale: Locale) -> String {
    if (rank - 50.0).abs() < 1e-9 {
        return "median (p50)".to_owned();
    }
    let rank = exact(rank, locale);
    ["p", &rank, ": ", &rank, " of 100 requests"].concat()
}
