//! Why a leg of a mix has no price, and what else to know about it.

use crate::catalogue::{FreeAllowance, ModelId, PricedUnit};
use crate::estimate::cost::price::PriceError;
use crate::scenario::{DataResidency, ModelRef, Processing, SearchContextSize};
use crate::units::{Date, Tokens};

/// Why a leg of a mix has no price.
#[derive(Debug, Clone, PartialEq)]
pub enum PriceProblem {
    /// The book does not know the model.
    UnknownModel(ModelRef),
    /// The prices typed in leave out one that is needed.
    NotTyped(PricedUnit),
    /// The model's prices do not cover what the calls use, or the counts cannot be.
    Price(PriceError),
}

/// Something to know about a leg that has a price.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LegNote {
    /// The last turn does not fit into the context window.
    ContextExceeded {
        /// Input and output of the last turn.
        needed: Tokens,
        /// The window.
        window: Tokens,
    },
    /// The answer is longer than the model can give.
    OutputExceeded {
        /// Most tokens of output.
        most: Tokens,
    },
    /// The prefix is shorter than the provider caches, so the cache is not used.
    PrefixTooShort {
        /// Fewest tokens that are cached.
        least: Tokens,
    },
    /// The model always thinks before it answers, and no tokens of thinking are counted: the cost is a least one.
    ThinkingLeftOut,
    /// The model has no price for this kind of processing, so the list price is used.
    NoSuchProcessing(Processing),
    /// The price depends on the hour; this is the mean over the hours in which requests come.
    PricedByHour,
    /// The provider no longer offers the model.
    Retired(Date),
    /// The provider advises against the model.
    Deprecated,
    /// The provider answers the name with another model since it was retired, and bills that.
    BilledAs {
        /// Since when.
        since: Date,
        /// The model that answers.
        other: ModelId,
    },
    /// The rates of this kind of processing are known from a later day on only, and are used before it, too.
    FirstSeen(Date),
    /// The model has no price of its own where the data must stay, so the list price is used.
    NoSuchResidency(DataResidency),
    /// The model bills no search by the size of its context, so the usual fee is used.
    NoSuchSearchContext(SearchContextSize),
    /// Nobody says how short a prompt the provider caches, so any length counts as cached.
    LeastNotKnown,
    /// The price of a cache entry kept for an hour was not typed, and is assumed from the others.
    HourWriteAssumed,
    /// No rule is known by which the provider counts a picture, so the typed number of tokens is used.
    PictureTokensNotKnown,
    /// The model answers in pictures, sound or video too, and none is entered.
    AnswersInMedia,
    /// So many searches are free, and are taken off the month.
    FreeSearches(FreeAllowance),
}
