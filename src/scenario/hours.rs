//! How requests spread over the 168 hours of a week, in UTC.

use crate::units::{Bounds, HourOfWeek, Share};

/// Which days a window of hours applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Days {
    /// Monday to Sunday.
    #[default]
    All,
    /// Monday to Friday.
    Weekdays,
}

/// The share of a week's requests that falls into each hour; 168 numbers that make 1.
pub type HourShares = [f64; 168];

/// When requests come.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum HourProfile {
    /// Every hour alike.
    #[default]
    Flat,
    /// So much of the week's traffic inside a daily window of hours, evenly; the rest evenly outside.
    Window {
        /// First hour of the window, 0 to 23, UTC.
        first_hour: u8,
        /// The hour at which the window ends, 0 to 23, UTC; earlier than the first means the next day.
        end_hour: u8,
        /// On which days a window begins.
        days: Days,
        /// Share of the week's requests inside.
        share_inside: Share,
    },
    /// A weight for each hour from Monday 00:00 UTC; only their proportions count.
    Custom(Box<HourShares>),
}

impl HourProfile {
    /// The range of a clock hour.
    pub const HOUR: Bounds = Bounds::whole(0.0, 23.0);
    /// The range of an hour's weight.
    pub const WEIGHT: Bounds = Bounds::real(0.0, 1e9);

    /// The share of each hour. A window of no hours, or weights that are all zero, count as flat.
    #[must_use]
    pub fn shares(&self) -> HourShares {
        let flat = [1.0 / 168.0; 168];
        let (weights, share_inside) = match self {
            Self::Flat => return flat,
            Self::Custom(weights) => {
                let sum: f64 = weights.iter().sum();
                return if sum > 0.0 { weights.map(|weight| weight / sum) } else { flat };
            }
            Self::Window { first_hour, end_hour, days, share_inside } => {
                let inside = |hour| is_inside(hour, *first_hour, *end_hour, *days);
                let mut weights = [false; 168];
                for (weight, hour) in weights.iter_mut().zip(HourOfWeek::all()) {
                    *weight = inside(hour);
                }
                (weights, share_inside.get())
            }
        };
        let inside = weights.iter().filter(|inside| **inside).count();
        if inside == 0 || inside == 168 {
            return flat;
        }
        let (in_share, out_share) =
            (share_inside / inside as f64, (1.0 - share_inside) / (168 - inside) as f64);
        weights.map(|inside| if inside { in_share } else { out_share })
    }
}

/// Whether `hour` lies in a window that begins at `first` on one of `days`.
fn is_inside(hour: HourOfWeek, first: u8, end: u8, days: Days) -> bool {
    let begins_on = |weekday: u8| days == Days::All || weekday < 5;
    let (today, yesterday) = (hour.weekday(), (hour.weekday() + 6) % 7);
    let clock = hour.hour();
    if first < end {
        begins_on(today) && (first..end).contains(&clock)
    } else {
        (begins_on(today) && clock >= first) || (begins_on(yesterday) && clock < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_make_a_whole_whatever_the_profile() {
        let office = HourProfile::Window {
            first_hour: 22,
            end_hour: 6,
            days: Days::Weekdays,
            share_inside: Share::new(0.9).unwrap(),
        };
        let spiky =
            HourProfile::Custom(Box::new(std::array::from_fn(|hour| if hour % 24 == 3 { 5.0 } else { 1.0 })));
        for profile in [HourProfile::Flat, office, spiky] {
            assert!((profile.shares().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_window_over_midnight_ends_on_the_morning_after_friday() {
        let night = HourProfile::Window {
            first_hour: 22,
            end_hour: 6,
            days: Days::Weekdays,
            share_inside: Share::new(1.0).unwrap(),
        };
        let shares = night.shares();
        assert_eq!(shares.iter().filter(|share| **share > 0.0).count(), 40);
        assert!(shares[5 * 24 + 5] > 0.0, "Saturday 05:00 belongs to Friday's window");
        assert!(shares[5].abs() < 1e-15, "Monday 05:00 belongs to Sunday, which has no window");
    }
}
