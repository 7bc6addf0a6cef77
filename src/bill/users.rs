//! What single users cost, where a file names them.

use crate::units::in_order;
use crate::usage::{Money, Report};

/// How costs are spread over the users that a file names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UserCosts {
    /// Users that the file names.
    pub users: usize,
    /// What all of them cost together.
    pub total: Money,
    /// What half of them stay below.
    pub p50: Money,
    /// What 95 of 100 of them stay below.
    pub p95: Money,
    /// The share of the total that the most expensive hundredth has, of at least one user.
    pub top_share: f64,
}

/// The spread of costs over users; none where the file names no user or no money.
#[must_use]
pub fn user_costs(report: &Report) -> Option<UserCosts> {
    let costs = report.by_user().values().filter_map(|amounts| amounts.cost).collect();
    let costs: Vec<Money> = in_order(costs, |cost: &Money| cost.to_f64());
    let rank = |percent: usize| costs.get((costs.len() * percent).div_ceil(100).saturating_sub(1)).copied();
    let total: Money = costs.iter().copied().sum();
    let top: Money = costs.iter().rev().take(costs.len().div_ceil(100)).copied().sum();
    let share = if total == Money::ZERO { 0.0 } else { top.to_f64() / total.to_f64() };
    Some(UserCosts { users: costs.len(), total, p50: rank(50)?, p95: rank(95)?, top_share: share })
}
