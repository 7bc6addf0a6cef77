//! Counts, shares, times and sizes.

use super::decimal::Decimal;
use super::locale::Locale;
use super::money::with_plus;
use super::{NO_BREAK_SPACE, NOT_KNOWN};
use crate::units::{Bytes, Millis, Share, Tokens};

/// A number with all its digits, as it was typed or follows exactly.
#[must_use]
pub fn exact(value: f64, locale: Locale) -> String {
    Decimal::new(value).map_or_else(|| NOT_KNOWN.to_owned(), |value| value.text(0, locale))
}

/// Counts, and rates of counts: whole numbers in full (6,000,000), other numbers in three digits (0.289),
/// from 1,000 up without a fraction.
#[must_use]
pub fn count(value: f64, locale: Locale) -> String {
    match Decimal::new(value) {
        Some(value) => counted(value).text(0, locale),
        None => NOT_KNOWN.to_owned(),
    }
}

/// A count as it is shown.
pub(super) fn counted(value: Decimal) -> Decimal {
    if value.is_whole() || value.lead() >= 2 { value.at_place(0) } else { value.significant(3) }
}

/// Tokens, as a count.
#[must_use]
pub fn tokens(tokens: Tokens, locale: Locale) -> String {
    count(tokens.get(), locale)
}

/// A short form for axes: 10k, 1.5M, 2bn, in at most three digits.
#[must_use]
pub fn short(value: f64, locale: Locale) -> String {
    let Some(value) = Decimal::new(value) else { return NOT_KNOWN.to_owned() };
    let value = value.significant(3);
    let (power, suffix) = match value.lead() {
        9.. => (9, "bn"),
        6..9 => (6, "M"),
        3..6 => (3, "k"),
        _ => (0, ""),
    };
    value.shifted(-power).text(0, locale) + suffix
}

/// A part of a whole in two digits: 25%, 8.8%. 100% and 0% only when it is all or nothing.
#[must_use]
pub fn share(share: Share, locale: Locale) -> String {
    percent(share.get(), locale)
}

/// The same for ratios that may pass 1: 134%, −2.7%; from 100% up without a fraction.
#[must_use]
pub fn percent(ratio: f64, locale: Locale) -> String {
    let Some(exact) = Decimal::new(ratio) else { return NOT_KNOWN.to_owned() };
    let exact = exact.shifted(2);
    let rounded = |digits| if exact.lead() >= 2 { exact.at_place(0) } else { exact.significant(digits) };
    // What is not all of it does not say 100%.
    let digits =
        (2..9).find(|digits| rounded(*digits).lead() == exact.lead() || exact.lead() != 1).unwrap_or(9);
    percent_text(rounded(digits), locale)
}

/// A part of a whole with all its digits, as it was typed: 12.5%, 33.33%.
#[must_use]
pub fn exact_percent(ratio: f64, locale: Locale) -> String {
    percent_text(Decimal::new(ratio).unwrap_or(Decimal::ZERO).shifted(2), locale)
}

/// A percentage that is rounded already.
pub(super) fn percent_text(value: Decimal, locale: Locale) -> String {
    locale.percent(value.is_negative(), &value.digits_text(0, locale))
}

/// The change from one amount to another: +12%, −65%, 0%; nothing where there is nothing to compare with.
#[must_use]
pub fn change(from: f64, to: f64, locale: Locale) -> Option<String> {
    if from == 0.0 || !from.is_finite() || !to.is_finite() {
        return None;
    }
    let ratio = (to - from) / from.abs();
    Some(with_plus(percent(ratio, locale), ratio > 0.0))
}

/// A difference of two shares: −16 points, +1 point.
#[must_use]
pub fn points(from: Share, to: Share, locale: Locale) -> String {
    let difference = (to.get() - from.get()) * 100.0;
    let shown = Decimal::new(difference).unwrap_or(Decimal::ZERO).significant(2);
    let unit = if shown.size() == Decimal::from_parts(false, 1, 0) { "point" } else { "points" };
    with_plus(format!("{}{NO_BREAK_SPACE}{unit}", shown.text(0, locale)), difference > 0.0)
}

/// How many times: 2.4 times, in two digits.
#[must_use]
pub fn times(ratio: f64, locale: Locale) -> String {
    match Decimal::new(ratio) {
        Some(ratio) if ratio.lead() >= 2 => format!("{} times", ratio.at_place(0).text(0, locale)),
        Some(ratio) => format!("{} times", ratio.significant(2).text(0, locale)),
        None => NOT_KNOWN.to_owned(),
    }
}

/// A size of memory in three digits, in powers of 1,024: 65.8 GiB, 320 KiB. Engines and drivers count memory so.
#[must_use]
pub fn bytes(bytes: Bytes, locale: Locale) -> String {
    const KIB: f64 = 1024.0;
    // Memory of accelerators is given in GiB, up to the thousands.
    let (unit, name) = match bytes.get() {
        size if size >= 1e4 * KIB * KIB * KIB => (KIB * KIB * KIB * KIB, "TiB"),
        size if size >= KIB * KIB * KIB => (KIB * KIB * KIB, "GiB"),
        size if size >= KIB * KIB => (KIB * KIB, "MiB"),
        size if size >= KIB => (KIB, "KiB"),
        _ => (1.0, "B"),
    };
    let size = Decimal::new(bytes.get() / unit).unwrap_or(Decimal::ZERO).significant(3);
    format!("{}{NO_BREAK_SPACE}{name}", size.text(0, locale))
}

/// What is timed, which decides the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timed {
    /// Tokens and other short times: milliseconds below 1 s.
    Token,
    /// The first word and whole answers: always seconds.
    Answer,
}

/// A time in two digits: 19 ms, 1.6 s, 0.95 s, 2.5 min, 3 h.
#[must_use]
pub fn time(time: Millis, timed: Timed, locale: Locale) -> String {
    time_in_digits(Decimal::new(time.get()).unwrap_or(Decimal::ZERO), 2, timed, locale)
}

/// A time as it was typed, all its digits: 2 s, 1.25 s, 18.75 ms.
#[must_use]
pub fn exact_time(time: Millis, timed: Timed, locale: Locale) -> String {
    let time = Decimal::new(time.get()).unwrap_or(Decimal::ZERO);
    let seconds = timed == Timed::Answer || time.lead() >= 3;
    in_unit(time, seconds, locale)
}

fn in_unit(time: Decimal, seconds: bool, locale: Locale) -> String {
    let (time, unit) = if seconds { (time.shifted(-3), "s") } else { (time, "ms") };
    format!("{}{NO_BREAK_SPACE}{unit}", time.text(0, locale))
}

/// Longest time shown in each unit, and the milliseconds of the next.
const LONG_TIMES: [(f64, f64, &str); 3] =
    [(2.592e8, 8.64e7, "days"), (7.2e6, 3.6e6, "h"), (1.2e5, 6e4, "min")];

fn time_in_digits(time: Decimal, digits: i32, timed: Timed, locale: Locale) -> String {
    let shown = time.significant(digits);
    let millis = shown.to_f64();
    if let Some((_, unit_ms, unit)) = LONG_TIMES.iter().find(|(longest, ..)| millis > *longest) {
        let units = Decimal::new(time.to_f64() / unit_ms).unwrap_or(Decimal::ZERO);
        // From 100 up the units themselves are fine enough.
        let units = if units.lead() >= digits { units.at_place(0) } else { units.significant(digits) };
        return format!("{}{NO_BREAK_SPACE}{unit}", units.text(0, locale));
    }
    in_unit(shown, timed == Timed::Answer || shown.lead() >= 3, locale)
}

/// A time held against its target; both texts agree with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// The time, in two digits or as many as show on which side of the target it lies.
    pub time: String,
    /// What is left or too much, in the target's own unit.
    pub margin: String,
    /// Whether the time is above the target.
    pub over: bool,
}

/// Compares `time` with `target`: "1.6 s" is "0.4 s" below 2 s; 2.04 s is shown as such, not as 2 s.
#[must_use]
pub fn against(time: Millis, target: Millis, timed: Timed, locale: Locale) -> Against {
    let exact = Decimal::new(time.get()).unwrap_or(Decimal::ZERO);
    let side = |value: f64| value.partial_cmp(&target.get());
    let digits = (2..15).find(|n| side(exact.significant(*n).to_f64()) == side(time.get())).unwrap_or(15);
    let left =
        Decimal::new((target.get() - exact.significant(digits).to_f64()).abs()).unwrap_or(Decimal::ZERO);
    // The difference of two short decimals is short; what is beyond is noise.
    let left = left.at_place(exact.lead().min(0) - 9);
    let seconds = timed == Timed::Answer || target.get() >= 1000.0;
    Against {
        time: time_in_digits(exact, digits, timed, locale),
        margin: in_unit(left, seconds, locale),
        over: time > target,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Locale = Locale::ENGLISH;

    fn ms(value: f64) -> Millis {
        Millis::new(value).unwrap()
    }

    fn plain(text: &str) -> String {
        text.replace(NO_BREAK_SPACE, " ")
    }

    #[test]
    fn counts_that_follow_exactly_are_whole() {
        assert_eq!(count(6_000_000.0, EN), "6,000,000");
        assert_eq!(count(0.289_35, EN), "0.289");
        assert_eq!(count(1.157_4, EN), "1.16");
        assert_eq!(count(462.96, EN), "463");
        assert_eq!(count(29_800.4, EN), "29,800");
        assert_eq!(count(12.5, EN), "12.5");
        assert_eq!(count(0.0, EN), "0");
        assert_eq!(count(f64::NAN, EN), "not known");
    }

    #[test]
    fn axes_have_short_forms() {
        assert_eq!(short(1_000_000.0, EN), "1M");
        assert_eq!(short(10_000.0, EN), "10k");
        assert_eq!(short(1_500_000.0, Locale::from_tag("de")), "1,5M");
        assert_eq!(short(2e9, EN), "2bn");
        assert_eq!(short(999_999.0, EN), "1M");
        assert_eq!(short(300.0, EN), "300");
    }

    #[test]
    fn shares_have_two_digits_and_only_all_of_it_is_100_percent() {
        let shown = |value| percent(value, EN);
        assert_eq!(shown(0.25), "25%");
        assert_eq!(shown(0.088_4), "8.8%");
        assert_eq!(shown(1.0), "100%");
        assert_eq!(shown(0.996), "99.6%");
        assert_eq!(shown(0.999_96), "99.996%");
        assert_eq!(shown(1.344), "134%");
        assert_eq!(shown(0.0), "0%");
        assert_eq!(shown(0.000_4), "0.04%");
        assert_eq!(percent(0.25, Locale::from_tag("de")), "25\u{a0}%");
        assert_eq!(percent(-0.25, Locale::from_tag("tr")), "−%25");
    }

    #[test]
    fn a_change_is_told_from_the_first_to_the_second() {
        assert_eq!(change(20_000.0, 7_050.0, EN).as_deref(), Some("−65%"));
        assert_eq!(change(6_500.0, 7_280.0, EN).as_deref(), Some("+12%"));
        assert_eq!(change(6_500.0, 13_000.0, EN).as_deref(), Some("+100%"));
        assert_eq!(change(5.0, 5.0, EN).as_deref(), Some("0%"));
        assert_eq!(change(0.0, 5.0, EN), None);
        let share = |value| Share::new(value).unwrap();
        assert_eq!(plain(&points(share(0.25), share(0.088), EN)), "−16 points");
        assert_eq!(plain(&points(share(0.25), share(0.26), EN)), "+1 point");
        assert_eq!(times(2.4076, EN), "2.4 times");
    }

    #[test]
    fn latency_has_two_digits() {
        let token = |value| plain(&time(ms(value), Timed::Token, EN));
        let answer = |value| plain(&time(ms(value), Timed::Answer, EN));
        assert_eq!(token(18.75), "19 ms");
        assert_eq!(token(999.0), "1 s");
        assert_eq!(answer(1_600.0), "1.6 s");
        assert_eq!(answer(950.0), "0.95 s");
        assert_eq!(answer(19.0), "0.019 s");
        assert_eq!(answer(9_100.0), "9.1 s");
        assert_eq!(answer(14_049.0), "14 s");
        assert_eq!(answer(119_000.0), "120 s");
        assert_eq!(answer(150_000.0), "2.5 min");
        assert_eq!(answer(10_800_000.0), "3 h");
        assert_eq!(answer(24.0 * 3.6e6), "24 h");
        assert_eq!(answer(100.0 * 8.64e7), "100 days");
        assert_eq!(plain(&exact_time(ms(1250.0), Timed::Answer, EN)), "1.25 s");
        assert_eq!(plain(&exact_time(ms(18.75), Timed::Token, EN)), "18.75 ms");
    }

    #[test]
    fn a_margin_is_the_difference_of_what_is_shown() {
        let held = |time, target| {
            let held = against(ms(time), ms(target), Timed::Answer, EN);
            (plain(&held.time), plain(&held.margin), held.over)
        };
        assert_eq!(held(1_580.0, 2_000.0), ("1.6 s".into(), "0.4 s".into(), false));
        assert_eq!(held(950.0, 2_000.0), ("0.95 s".into(), "1.05 s".into(), false));
        assert_eq!(held(2_040.0, 2_000.0), ("2.04 s".into(), "0.04 s".into(), true));
        assert_eq!(held(1_300.0, 500.0), ("1.3 s".into(), "0.8 s".into(), true));
        assert_eq!(held(2_000.0, 2_000.0), ("2 s".into(), "0 s".into(), false));
        let token = against(ms(18.75), ms(25.0), Timed::Token, EN);
        assert_eq!(plain(&token.margin), "6 ms");
    }

    #[test]
    fn memory_has_three_digits() {
        let size = |value| plain(&bytes(Bytes::new(value).unwrap(), EN));
        let gib = |count: f64| size(count * 1_073_741_824.0);
        assert_eq!(gib(70.6), "70.6 GiB");
        assert_eq!(gib(158.4), "158 GiB");
        assert_eq!(gib(1075.2), "1,080 GiB");
        assert_eq!(gib(20_480.0), "20 TiB");
        assert_eq!(size(327_680.0), "320 KiB");
        assert_eq!(gib(0.5), "512 MiB");
        assert_eq!(size(0.0), "0 B");
    }
}
