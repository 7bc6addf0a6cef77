//! What the result would be if an input were different: one at a time, and any two against each other.

use crate::catalogue::Catalogue;
use crate::estimate::cost::Cost;
use crate::estimate::cost::feature::month_cost;
use crate::estimate::uncertainty::Uncertain;
use crate::estimate::{UnitEconomics, UsageSpread};
use crate::scenario::{Feature, Field, FieldPath, HostedModelChoice, Lever, Place, Scenario, Serving};
use crate::units::{Usd, in_order};

/// The result that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhatIfOutcome {
    /// Inference in a month, in US dollars.
    Month,
    /// Inference in a month for each user, in US dollars.
    UserMonth,
    /// What a user who pays leaves in a month, in US dollars.
    Margin,
    /// That as a share of the price.
    GrossMargin,
    /// What all users who pay leave in a month, in US dollars.
    MarginTotal,
    /// Share of the users who pay and cost more than they pay.
    UsersAtALoss,
}

impl WhatIfOutcome {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Month,
        Self::UserMonth,
        Self::Margin,
        Self::GrossMargin,
        Self::MarginTotal,
        Self::UsersAtALoss,
    ];

    /// The name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Month => "cost_usd_per_month",
            Self::UserMonth => "cost_usd_per_user_month",
            Self::Margin => "contribution_margin_usd_per_month",
            Self::GrossMargin => "gross_margin_share",
            Self::MarginTotal => "contribution_total_usd_per_month",
            Self::UsersAtALoss => "share_of_users_at_a_loss",
        }
    }

    /// The result for `scenario`; nothing where it is not known.
    #[must_use]
    pub fn of(self, scenario: &Scenario, catalogue: &Catalogue) -> Option<f64> {
        self.of_months(scenario, &months(scenario, catalogue))
    }

    /// The result where each feature costs so much in a month.
    fn of_months(self, scenario: &Scenario, months: &[Cost]) -> Option<f64> {
        let month = months.iter().copied().sum::<Cost>();
        let spread = scenario.plan.heavy_user_factor().map(UsageSpread::of_heavy_user);
        let economics = || UnitEconomics::with_spread(scenario, month, spread).ok();
        match self {
            Self::Month => month.known().map(Usd::get),
            Self::UserMonth => month.per(scenario.audience.users())?.known().map(Usd::get),
            Self::Margin => Some(economics()?.contribution_margin.get()),
            Self::GrossMargin => Some(economics()?.gross_margin),
            Self::MarginTotal => Some(economics()?.contribution_total.get()),
            Self::UsersAtALoss => Some(economics()?.heavy_user?.users_at_a_loss.get()),
        }
    }
}

/// What each feature costs in a month.
fn months(scenario: &Scenario, catalogue: &Catalogue) -> Vec<Cost> {
    scenario.features.iter().map(|feature| month_of(feature, scenario, catalogue)).collect()
}

fn month_of(feature: &Feature, scenario: &Scenario, catalogue: &Catalogue) -> Cost {
    month_cost(feature, feature.levers.on, &scenario.audience, catalogue, scenario.as_of)
}

/// The costs of `other`, which is `scenario` with another number at `path`: only what depends on it is made again.
fn months_after(path: FieldPath, other: &Scenario, before: &[Cost], catalogue: &Catalogue) -> Vec<Cost> {
    match path.place {
        Place::Scenario if path.field == Field::Users => months(other, catalogue),
        Place::Scenario | Place::Tier(_) => before.to_vec(),
        Place::Feature(index) | Place::Leg(index, _) => {
            let mut months = before.to_vec();
            if let (Some(feature), Some(month)) = (other.features.get(index), months.get_mut(index)) {
                *month = month_of(feature, other, catalogue);
            }
            months
        }
    }
}

/// The scenario with another number at `path`; nothing where the number is outside the field's range. A prefix never
/// is longer than the input that contains it.
fn changed(scenario: &Scenario, path: FieldPath, value: f64) -> Option<Scenario> {
    let mut other = scenario.clone();
    other.set(path, Some(value)).ok()?;
    for feature in &mut other.features {
        let most = feature.workload.input_tokens().get();
        if feature.workload.cacheable_prefix_tokens().get() > most {
            feature.set(Field::CacheablePrefixTokens, Some(most)).ok()?;
        }
    }
    Some(other)
}

/// An input and the ends between which it may lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InputRange {
    /// Which number of the scenario.
    pub path: FieldPath,
    /// Its value now.
    pub now: f64,
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
    /// Whether the ends follow from what the scenario says, or are assumed.
    pub is_assumed: bool,
}

/// The inputs worth moving: each from its 10th to its 90th percentile where the scenario says how high it may be, else
/// by `part` up and down, which is assumed; within its field's range.
#[must_use]
pub fn input_ranges(scenario: &Scenario, part: f64) -> Vec<InputRange> {
    const WHOLE: [Field; 6] = [
        Field::Users,
        Field::PriceUsdPerMonth,
        Field::PayingShare,
        Field::OtherCostsUsd,
        Field::FreeUserUsage,
        Field::DiscountShare,
    ];
    let mut ranges = Vec::new();
    let mut add = |path: FieldPath| {
        let Some(now) = scenario.value(path).filter(|now| *now > 0.0) else { return };
        let bounds = path.field.spec().bounds;
        let spread = Uncertain::positive(now, high_end(scenario, path, now));
        let is_assumed = !spread.varies();
        let (low, high) = if is_assumed {
            (now * (1.0 - part), now * (1.0 + part))
        } else {
            (spread.quantile(0.1), spread.quantile(0.9))
        };
        let (low, high) = (bounds.clamp(low), bounds.clamp(high));
        if low < high {
            ranges.push(InputRange { path, now, low, high, is_assumed });
        }
    };
    for field in WHOLE {
        add(FieldPath { place: Place::Scenario, field });
    }
    for (index, feature) in scenario.features.iter().enumerate() {
        for field in moving_fields(feature) {
            add(FieldPath { place: Place::Feature(index), field });
        }
        if let Serving::Hosted(route) = &feature.serving {
            for (leg, part) in route.legs.iter().enumerate() {
                if matches!(part.model, HostedModelChoice::Custom { .. }) {
                    for field in [Field::InputUsdPerMtok, Field::OutputUsdPerMtok] {
                        add(FieldPath { place: Place::Leg(index, leg), field });
                    }
                }
            }
        }
    }
    ranges
}

/// The fields of a feature that its cost depends on.
fn moving_fields(feature: &Feature) -> Vec<Field> {
    let mut fields = vec![
        Field::InputTokens,
        Field::OutputTokens,
        Field::ReasoningTokens,
        Field::CallsPerRequest,
        Field::RetryShare,
        Field::CacheHitShare,
        Field::ShareOfUsers,
        Field::RequestsPerActiveDay,
        Field::ActiveDaysPerMonth,
    ];
    for lever in feature.levers.on.iter() {
        let own: &[Field] = match lever {
            Lever::AnswerCache => &[Field::AnswerHitShare],
            Lever::PromptCache => &[Field::PrefixHitShare],
            Lever::Batching => &[Field::WaitingShare],
            Lever::Routing => &[Field::EasyShare, Field::EscalationShare],
            Lever::Distillation => &[Field::SmallModelShare],
            Lever::Quantization => &[],
            Lever::ShorterText => &[Field::InputCut, Field::OutputCut],
        };
        fields.extend_from_slice(own);
    }
    fields
}

/// The high end (95 of 100 lie below) that the scenario gives for an input; of users, the highest of its features.
fn high_end(scenario: &Scenario, path: FieldPath, now: f64) -> Option<f64> {
    let in_feature = |field| match path.place {
        Place::Feature(index) => scenario.features.get(index)?.value(field),
        _ => None,
    };
    match path.field {
        Field::InputTokens => in_feature(Field::InputTokensP95),
        Field::OutputTokens => in_feature(Field::OutputTokensP95),
        Field::ReasoningTokens => in_feature(Field::ReasoningTokensP95),
        Field::RequestsPerActiveDay => in_feature(Field::RequestsPerActiveDayP95),
        Field::Users => {
            let factors = scenario.features.iter().filter_map(|feature| feature.value(Field::UsersFactorP95));
            factors.reduce(f64::max).map(|factor| factor * now)
        }
        _ => None,
    }
}

/// What a result becomes at both ends of an input, all else as it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InputSwing {
    /// The input and its ends.
    pub range: InputRange,
    /// The result at the low end.
    pub at_low: f64,
    /// The result at the high end.
    pub at_high: f64,
}

/// The result now and how far each input alone moves it, the farthest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Swings {
    /// The result as it is.
    pub now: f64,
    /// One for each input that moves the result.
    pub rows: Vec<InputSwing>,
}

/// Moves each of `ranges` to both ends; nothing where the result is not known.
#[must_use]
pub fn swings(
    scenario: &Scenario,
    catalogue: &Catalogue,
    outcome: WhatIfOutcome,
    ranges: &[InputRange],
) -> Option<Swings> {
    let before = months(scenario, catalogue);
    let now = outcome.of_months(scenario, &before)?;
    let at = |path, value| {
        let other = changed(scenario, path, value)?;
        outcome.of_months(&other, &months_after(path, &other, &before, catalogue))
    };
    let mut rows = Vec::with_capacity(ranges.len());
    for range in ranges {
        let ends = at(range.path, range.low).zip(at(range.path, range.high));
        rows.extend(ends.map(|(at_low, at_high)| InputSwing { range: *range, at_low, at_high }));
    }
    let size = |row: &InputSwing| (row.at_low - now).abs().max((row.at_high - now).abs());
    rows.retain(|row| size(row) > now.abs() * 1e-12);
    // Stable, so that equals stay in the order of the inputs.
    let rows = in_order(rows, |row| -size(row));
    Some(Swings { now, rows })
}

/// One side of a two-way table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableSide {
    /// Which number of the scenario.
    pub path: FieldPath,
    /// The values that it takes.
    pub values: Vec<f64>,
}

impl TableSide {
    /// Half, three quarters, once, one and a half and twice the present value, those that the field's range allows;
    /// nothing where the field is empty or zero.
    #[must_use]
    pub fn around(scenario: &Scenario, path: FieldPath) -> Option<Self> {
        let now = scenario.value(path).filter(|now| *now > 0.0)?;
        let bounds = path.field.spec().bounds;
        let mut values: Vec<f64> =
            [0.5, 0.75, 1.0, 1.5, 2.0].iter().map(|by| bounds.clamp(now * by)).collect();
        values.dedup();
        Some(Self { path, values })
    }
}

/// A result over two inputs, one down and one across.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoWayTable {
    /// The result that is looked at.
    pub outcome: WhatIfOutcome,
    /// From row to row.
    pub down: TableSide,
    /// From column to column.
    pub across: TableSide,
    /// The result, row by row; nothing where it is not known or a value is outside its field's range.
    pub cells: Vec<Vec<Option<f64>>>,
}

/// The result for each pair of values, all else as it is. Where both sides are one input, the column's value applies.
#[must_use]
pub fn two_way_table(
    scenario: &Scenario,
    catalogue: &Catalogue,
    outcome: WhatIfOutcome,
    down: TableSide,
    across: TableSide,
) -> TwoWayTable {
    let before = months(scenario, catalogue);
    let mut cells = Vec::with_capacity(down.values.len());
    for row in &down.values {
        let base = changed(scenario, down.path, *row);
        let base = base.map(|base| {
            let months = months_after(down.path, &base, &before, catalogue);
            (base, months)
        });
        let cell = |column: &f64| {
            let (base, months) = base.as_ref()?;
            let other = changed(base, across.path, *column)?;
            outcome.of_months(&other, &months_after(across.path, &other, months, catalogue))
        };
        cells.push(across.values.iter().map(cell).collect());
    }
    TwoWayTable { outcome, down, across, cells }
}
