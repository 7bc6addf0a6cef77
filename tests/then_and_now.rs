//! An old link shows what its sharer saw, and what the same inputs cost today.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use inference_estimator::catalogue::Catalogue;
use inference_estimator::estimate::{estimate, then_and_now, then_day};
use inference_estimator::scenario::Preset;
use inference_estimator::units::Date;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_link_of_today_has_no_then() {
    let catalogue = Catalogue::shipped().unwrap();
    let scenario = Preset::SupportChat.scenario(day("2026-11-23"));
    assert_eq!(then_day(&scenario, None, day("2026-11-23"), &catalogue), None);
}

#[test]
fn then_is_what_the_sharer_saw_and_now_is_todays_estimate() {
    let catalogue = Catalogue::shipped().unwrap();
    let today = day("2027-06-01");
    for preset in Preset::ALL {
        let shared = preset.scenario(day("2026-11-23"));
        let then = then_day(&shared, None, today, &catalogue).unwrap();
        let both = then_and_now(&shared, then, today, &catalogue).unwrap();
        assert_eq!(both.then, estimate(&shared, &catalogue).unwrap());
        assert_eq!(both.now, estimate(&preset.scenario(today), &catalogue).unwrap());
        assert_eq!(both.is_same(), both.then.total.cost.month == both.now.total.cost.month);
    }
}

#[test]
fn prices_that_the_sharers_older_book_could_not_know_do_not_count() {
    let catalogue = Catalogue::shipped().unwrap();
    let shared = Preset::Glossary.scenario(day("2027-03-01"));
    let then = |book: &str| then_day(&shared, Some(day(book)), day("2027-06-01"), &catalogue);
    assert_eq!(then("2026-10-01"), Some(day("2026-10-01")));
    // With the book at hand the sharer saw its announced prices, too.
    assert_eq!(then("2026-11-23"), Some(day("2027-03-01")));
}
