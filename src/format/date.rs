//! Days, in English: 20 Nov 2026.

use crate::units::Date;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "20 Nov 2026"
#[must_use]
pub fn date(date: Date) -> String {
    format!("{} {}", day_and_month(date), date.ymd().0)
}

/// "20 Nov", where the year is clear.
#[must_use]
pub fn day_and_month(date: Date) -> String {
    let (_, month, day) = date.ymd();
    let name = MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or_default();
    format!("{day} {name}")
}

/// "112 days", from `date` to `today`; "1 day"; a date to come has no age and is "0 days" old.
#[must_use]
pub fn age_in_days(date: Date, today: Date) -> String {
    let days = (today.days() - date.days()).max(0);
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_in_english_without_leading_zeros() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(date(day("2026-11-20")), "20 Nov 2026");
        assert_eq!(date(day("2027-01-01")), "1 Jan 2027");
        assert_eq!(day_and_month(day("2026-11-20")), "20 Nov");
        assert_eq!(age_in_days(day("2026-08-03"), day("2026-11-23")), "112 days");
        assert_eq!(age_in_days(day("2026-11-23"), day("2026-08-03")), "0 days");
    }
}
