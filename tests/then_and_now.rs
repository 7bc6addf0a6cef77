//! An old link shows what its sharer saw, and what the same inputs cost today.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{estimate, then_and_now};
use inference_estimator::scenario::Preset;
use inference_estimator::units::Date;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_link_of_today_has_no_then() {
    let catalogue = Catalogue::shipped().unwrap();
    let scenario = Preset::SupportChat.scenario(day("2026-11-23"));
    assert_eq!(then_and_now(&scenario, None, day("2026-11-23"), &catalogue).unwrap(), None);
}

#[test]
fn then_is_what_the_sharer_saw_and_now_is_todays_estimate() {
    let catalogue = Catalogue::shipped().unwrap();
    for preset in Preset::ALL {
        let shared = preset.scenario(day("2026-11-23"));
        let both = then_and_now(&shared, None, day("2027-06-01"), &catalogue).unwrap().unwrap();
        assert_eq!(both.then, estimate(&shared, &catalogue).unwrap());
        assert_eq!(both.now, estimate(&preset.scenario(day("2027-06-01")), &catalogue).unwrap());
        assert_eq!(both.is_same(), both.then.total.cost.month == both.now.total.cost.month);
    }
}

#[test]
fn a_day_after_the_sharers_book_counts_as_the_books_own() {
    let catalogue = Catalogue::shipped().unwrap();
    let shared = Preset::Glossary.scenario(day("2027-03-01"));
    let both =
        then_and_now(&shared, Some(day("2026-11-23")), day("2027-06-01"), &catalogue).unwrap().unwrap();
    assert_eq!(both.then_day, day("2026-11-23"));
    assert_eq!(both.now_day, day("2027-06-01"));
}
