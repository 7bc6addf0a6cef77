//! Why a row is not counted.

/// The reason why a row of a file is left out of its sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// A period without use.
    EmptyBucket,
    /// A sum of other rows.
    TotalsRow,
    /// The difference that rounding makes on an invoice.
    RoundingRow,
    /// Tax.
    Tax,
    /// A credit or discount: it changes what is paid, not what was used.
    Credit,
    /// Money paid back.
    Refund,
    /// A payment in advance or a reservation.
    Purchase,
    /// A correction of an earlier period.
    Adjustment,
    /// A service that is not model inference.
    OtherService,
    /// A call that failed and was not paid for.
    Failed,
    /// An answer from the gateway's own store: the provider was not called.
    GatewayCacheHit,
    /// A call that the file has already.
    Duplicate,
    /// A call that another of the joined files has, too.
    Overlap,
    /// A part of an answer whose last part has the counts.
    StreamPart,
    /// A line of a log that says nothing about use.
    NotUsage,
    /// A step of a trace that is not a call of a model.
    NotAGeneration,
    /// A span that is not a call of a model.
    NotAnInferenceSpan,
    /// A span that repeats the sum of its children.
    AggregateParentSpan,
    /// A message that the program wrote itself, without a model.
    Synthetic,
    /// An amount in another currency than US dollars.
    OtherCurrency,
    /// Text that is not what the format asks for.
    Malformed,
    /// More or fewer fields than the header has.
    WrongFieldCount,
    /// Text where a number belongs.
    NotANumber,
    /// A count below zero.
    Negative,
    /// More cached input than input.
    CachedExceedsInput,
    /// A time that is none.
    BadTime,
    /// A number that no bill has.
    TooLarge,
    /// The file ends inside a quoted field.
    UnclosedQuote,
}

impl Skip {
    /// The name in program output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EmptyBucket => "empty_bucket",
            Self::TotalsRow => "totals_row",
            Self::RoundingRow => "rounding_row",
            Self::Tax => "tax",
            Self::Credit => "credit",
            Self::Refund => "refund",
            Self::Purchase => "purchase",
            Self::Adjustment => "adjustment",
            Self::OtherService => "other_service",
            Self::Failed => "failed",
            Self::GatewayCacheHit => "gateway_cache_hit",
            Self::Duplicate => "duplicate",
            Self::Overlap => "overlap",
            Self::StreamPart => "stream_part",
            Self::NotUsage => "not_usage",
            Self::NotAGeneration => "not_a_generation",
            Self::NotAnInferenceSpan => "not_an_inference_span",
            Self::AggregateParentSpan => "aggregate_parent_span",
            Self::Synthetic => "synthetic",
            Self::OtherCurrency => "other_currency",
            Self::Malformed => "malformed",
            Self::WrongFieldCount => "wrong_field_count",
            Self::NotANumber => "not_a_number",
            Self::Negative => "negative",
            Self::CachedExceedsInput => "cached_exceeds_input",
            Self::BadTime => "bad_time",
            Self::TooLarge => "too_large",
            Self::UnclosedQuote => "unclosed_quote",
        }
    }

    /// Whether the row is broken, so that the person should look at it.
    #[must_use]
    pub const fn is_broken(self) -> bool {
        matches!(
            self,
            Self::Malformed
                | Self::WrongFieldCount
                | Self::NotANumber
                | Self::Negative
                | Self::CachedExceedsInput
                | Self::BadTime
                | Self::TooLarge
                | Self::UnclosedQuote
        )
    }
}
