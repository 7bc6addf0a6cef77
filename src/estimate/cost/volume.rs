//! How many requests there are: a day, a month, a second.

use crate::estimate::working::{Expr, Figure, Noun, Step, StepName};
use crate::scenario::{Audience, Traffic};
use crate::units::{Count, RequestsPerSec};

const SECONDS_PER_DAY: f64 = 86_400.0;

/// The requests of one feature. A day is an active day; a month has so many of them; a year is twelve months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Volume {
    /// Users of the feature.
    pub active_users: Count,
    /// Requests on an active day.
    pub per_day: Count,
    /// Requests in a month.
    pub per_month: Count,
    /// Requests a second, averaged over an active day.
    pub average: RequestsPerSec,
    /// Requests a second in the busiest hour.
    pub peak: RequestsPerSec,
}

impl Volume {
    /// users × share × requests each = a day; × active days = a month; ÷ 86,400 s = a second; × peak to average.
    #[must_use]
    pub fn new(audience: &Audience, traffic: &Traffic) -> Self {
        let active_users = audience.users() * traffic.share_of_users();
        let per_day = active_users * traffic.requests_per_active_day();
        let average = per_day.get() / SECONDS_PER_DAY;
        Self {
            active_users,
            per_day,
            per_month: per_day * traffic.active_days_per_month(),
            average: RequestsPerSec::saturating(average),
            peak: RequestsPerSec::saturating(average * traffic.peak_to_average().get()),
        }
    }

    /// The working of requests a day and a month.
    #[must_use]
    pub fn steps(&self, audience: &Audience, traffic: &Traffic) -> [Step; 2] {
        let mut factors = vec![Figure::Count(audience.users(), Noun::Users).into()];
        if traffic.share_of_users().get() < 1.0 {
            factors.push(Figure::Share(traffic.share_of_users()).into());
        }
        factors.push(Figure::Count(traffic.requests_per_active_day(), Noun::RequestsEach).into());
        let per_day = Figure::Count(self.per_day, Noun::Requests);
        let days = Figure::Count(traffic.active_days_per_month(), Noun::Days);
        [
            Step::new(StepName::RequestsPerDay, Expr::Product(factors), per_day),
            Step::new(
                StepName::RequestsPerMonth,
                Expr::Product(vec![per_day.into(), days.into()]),
                Figure::Count(self.per_month, Noun::Requests),
            ),
        ]
    }
}
