//! Checks dates. The caller supplies the current time.
//!
//! All findings are warnings: a phone whose clock says 1970 must still be able to enrol.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::finding::Finding;

/// How far a clock may be wrong, or in another zone, before a signature counts as in the future.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_hours(24);

/// Checks the birth date of a director or owner.
pub(crate) fn check_birth_date(date: Date, today: Date) -> Vec<Finding> {
    let finding = match age(date, today) {
        _ if date > today => Some(("birth_date_in_future", "must not be in the future")),
        ..18 => Some(("birth_date_minor", "makes the person younger than 18: check the year")),
        111.. => Some(("birth_date_too_old", "makes the person older than 110: check the year")),
        _ => None,
    };
    finding.map(|(code, detail)| Finding::warning(code, detail)).into_iter().collect()
}

/// Checks the moment when the terms were accepted.
pub(crate) fn check_signed_at(at: Timestamp, now: Timestamp) -> Vec<Finding> {
    if at.duration_since(now) > CLOCK_TOLERANCE {
        return vec![Finding::warning("signed_at_in_future", "must not be in the future")];
    }
    Vec::new()
}

/// Returns the completed years. A person born on 29 February completes one on 1 March of an ordinary year.
fn age(date: Date, today: Date) -> i16 {
    let before_birthday = (today.month(), today.day()) < (date.month(), date.day());
    today.year() - date.year() - i16::from(before_birthday)
}
