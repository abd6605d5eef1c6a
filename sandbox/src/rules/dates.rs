//! Times: read, written, and counted in days, months and business days.

use std::{str::FromStr, time::Duration};

use jiff::{
    SignedDuration, Span, Timestamp,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde_json::Value;

/// Month and day of the fixed days on which European banks are closed.
const BANK_HOLIDAYS: [(i8, i8); 4] = [(1, 1), (5, 1), (12, 25), (12, 26)];

/// Reads a date-time. One without offset counts as UTC, when it is accepted at all.
pub(crate) fn parse_datetime(text: &str, lenient: bool) -> Option<Timestamp> {
    // The parser below also reads `2026-11-20 09:30Z` and `[Europe/Paris]`, which RFC 3339 does not know.
    let shaped = text.get(10..11).is_some_and(|t| t.eq_ignore_ascii_case("t")) && !text.contains('[');
    if !shaped || text.len() < 19 {
        return None;
    }
    text.parse().ok().or_else(|| if lenient { format!("{text}Z").parse().ok() } else { None })
}

/// A date-time as the API writes it: microseconds and a numeric offset.
pub(crate) fn datetime(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

/// A time so much later, or the last one there is.
pub(crate) fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// A time so many days later.
pub(crate) fn days_after(at: Timestamp, days: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX)
}

/// A date so many periods later: weeks, two weeks or months.
pub(crate) fn periods_after(from: Timestamp, period: &str, count: i64) -> Timestamp {
    match period {
        "weekly" => days_after(from, 7 * count),
        "biweekly" => days_after(from, 14 * count),
        _ => months_after(from, count),
    }
}

fn months_after(at: Timestamp, count: i64) -> Timestamp {
    let zoned = at.to_zoned(TimeZone::UTC);
    let later = Span::new().try_months(count).and_then(|span| zoned.checked_add(span));
    later.map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

/// The next day from there on that is neither a weekend nor a fixed bank holiday.
pub(crate) fn business_day(mut at: Timestamp) -> Timestamp {
    for _ in 0..7 {
        let date = at.to_zoned(TimeZone::UTC).date();
        let weekend = [Weekday::Saturday, Weekday::Sunday].contains(&date.weekday());
        if !weekend && !BANK_HOLIDAYS.contains(&(date.month(), date.day())) {
            break;
        }
        at = days_after(at, 1);
    }
    at
}

/// The first and the last moment of a month, in UTC.
pub(crate) fn month(period: &str) -> Option<(Timestamp, Timestamp)> {
    let first = Date::from_str(&format!("{period}-01")).ok().filter(|_| period.len() == 7)?;
    let start = |day: Date| day.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
    let next = first.last_of_month().tomorrow().ok()?;
    Some((start(first)?, start(next)?.checked_sub(SignedDuration::from_micros(1)).ok()?))
}

/// Reads a date-time that a schema has checked.
pub(crate) fn time_of(value: &Value) -> Timestamp {
    value.as_str().and_then(|text| parse_datetime(text, true)).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datetime_carries_microseconds_and_an_offset() {
        let at = "2022-01-03T10:53:09.5Z".parse().unwrap();
        assert_eq!(datetime(at), "2022-01-03T10:53:09.500000+00:00");
    }

    #[test]
    fn weekends_and_bank_holidays_are_skipped() {
        let next = |day: &str| {
            let at = format!("{day}T10:00:00Z").parse().unwrap();
            business_day(at).to_string()[..10].to_owned()
        };
        assert_eq!(next("2026-11-20"), "2026-11-20");
        assert_eq!(next("2026-11-21"), "2026-11-23");
        assert_eq!(next("2026-12-25"), "2026-12-28");
        assert_eq!(next("2027-01-01"), "2027-01-04");
    }

    #[test]
    fn a_month_ends_where_the_next_one_begins() {
        let (from, to) = month("2024-02").unwrap();
        assert_eq!(
            (datetime(from), datetime(to)),
            ("2024-02-01T00:00:00.000000+00:00".to_owned(), "2024-02-29T23:59:59.999999+00:00".to_owned(),)
        );
        for wrong in ["2024-2", "2024", "2024-13", "2024-02-01", "024-02-", ""] {
            assert_eq!(month(wrong), None, "{wrong}");
        }
    }
}
