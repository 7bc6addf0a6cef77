//! The arithmetic of an estimate as data, so that a face can print it and a test can do the sum again.

use crate::units::{Count, Factor, Millis, Share, Tokens, Usd, UsdPerMtok};

/// What a counted number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// People.
    Users,
    /// Actions of users.
    Requests,
    /// Requests of one user of a feature on an active day.
    RequestsEach,
    /// Active days.
    Days,
    /// Months.
    Months,
    /// Calls of a model for one request.
    Calls,
    /// Turns of a conversation.
    Turns,
    /// Images.
    Images,
    /// Web searches.
    WebSearches,
    /// Tokens, where they are counted as such.
    Tokens,
    /// Replicas of a model on GPUs.
    Replicas,
    /// GPUs.
    Gpus,
    /// Hours of one GPU.
    GpuHours,
    /// Hours.
    Hours,
    /// Plain numbers.
    Plain,
}

/// A number with its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// US dollars.
    Usd(Usd),
    /// US dollars per 1M tokens.
    UsdPerMtok(UsdPerMtok),
    /// US dollars for one unit that is not a token.
    UsdEach(Usd, Noun),
    /// Tokens.
    Tokens(Tokens),
    /// A count.
    Count(Count, Noun),
    /// A part of a whole.
    Share(Share),
    /// A multiplier.
    Factor(Factor),
    /// Milliseconds.
    Millis(Millis),
}

impl Figure {
    /// The number to type into a calculator: dollars, tokens, shares of 1, dollars per token for a rate.
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::Usd(v) | Self::UsdEach(v, _) => v.get(),
            Self::UsdPerMtok(v) => v.get() * 1e-6,
            Self::Tokens(v) => v.get(),
            Self::Count(v, _) => v.get(),
            Self::Share(v) => v.get(),
            Self::Factor(v) => v.get(),
            Self::Millis(v) => v.get(),
        }
    }
}

/// A formula with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A number.
    Figure(Figure),
    /// a + b + …
    Sum(Vec<Expr>),
    /// a × b × …
    Product(Vec<Expr>),
    /// a − b
    Difference(Box<Expr>, Box<Expr>),
    /// a ÷ b
    Quotient(Box<Expr>, Box<Expr>),
}

impl From<Figure> for Expr {
    fn from(figure: Figure) -> Self {
        Self::Figure(figure)
    }
}

impl Expr {
    /// What a calculator gives.
    #[must_use]
    pub fn value(&self) -> f64 {
        match self {
            Self::Figure(figure) => figure.value(),
            Self::Sum(terms) => terms.iter().map(Self::value).sum(),
            Self::Product(factors) => factors.iter().map(Self::value).product(),
            Self::Difference(a, b) => a.value() - b.value(),
            Self::Quotient(a, b) => a.value() / b.value(),
        }
    }
}

/// Which figure a step of the working arrives at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepName {
    /// Mean tokens sent in one call.
    TokensIn,
    /// Cost of one call of the model of this leg of the mix.
    Call(usize),
    /// Cost of one request: all its calls, retries and the mix.
    Request,
    /// Requests on an active day.
    RequestsPerDay,
    /// Requests in a month.
    RequestsPerMonth,
    /// Cost on an active day.
    CostPerDay,
    /// Cost in a month.
    CostPerMonth,
    /// Cost in a year.
    CostPerYear,
    /// Cost for each user in a month.
    CostPerUser,
    /// What a lever saves in a month.
    Saving,
    /// What a user who pays leaves in a month.
    Margin,
    /// What all users who pay leave in a month.
    MarginTotal,
    /// The price at which nothing is left and nothing lost.
    BreakEvenPrice,
    /// The price that leaves the target margin.
    TargetPrice,
    /// Users who must pay so that fixed costs are met.
    BreakEvenUsers,
    /// Use in a month up to which a user leaves nothing and loses nothing.
    BreakEvenUse,
    /// What the price may include for the target margin.
    Allowance,
    /// The least price of one more for the target margin.
    Overage,
    /// What the users of a tier pay in a month.
    TierRevenue,
    /// What a tier leaves in a month.
    TierMargin,
}

/// One numbered line of the working.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it gives.
    pub name: StepName,
    /// How.
    pub formula: Expr,
    /// The result.
    pub result: Figure,
}

impl Step {
    /// A step that arrives at `result` by `formula`.
    #[must_use]
    pub const fn new(name: StepName, formula: Expr, result: Figure) -> Self {
        Self { name, formula, result }
    }
}
