//! Fees: what is outstanding, times the days, times the daily rate in percent; at least one day.

use jiff::Timestamp;

use crate::rules::dates::days_after;

/// Percent a day, in ten-thousandths: 0.06.
const DAILY_RATE: i64 = 600;
/// Double, but not more than 0.1 percent a day.
const LATE_RATE: i64 = if 2 * DAILY_RATE > 1000 { 1000 } else { 2 * DAILY_RATE };
/// A cent of fees in the unit of the sum: cents, days and ten-thousandths of a percent.
const CENT: i128 = 1_000_000;

/// The fees of a loan in cents. It is paid out at `from`; `repayments` are of the principal, in the order of
/// their times; what they leave is outstanding until `until`. The late rate holds from `late_from` on.
/// Half a cent counts as one.
pub(crate) fn fees(
    amount: i64,
    from: Timestamp,
    repayments: &[(Timestamp, i64)],
    until: Timestamp,
    late_from: Timestamp,
) -> i64 {
    let (start, late) = (day(from), day(late_from));
    let (mut sum, mut outstanding, mut since) = (0_i128, i128::from(amount), start);
    let end = (until, 0);
    for (at, repaid) in repayments.iter().filter(|(at, _)| *at <= until).chain([&end]) {
        let to = day(*at).max(since);
        let normal_days = to.min(late).max(since) - since;
        let late_days = to - since - normal_days;
        let weight = normal_days * DAILY_RATE + late_days * LATE_RATE;
        sum += outstanding.max(0) * i128::from(weight);
        outstanding -= i128::from(*repaid);
        since = to;
    }
    if since == start {
        sum = i128::from(amount) * i128::from(DAILY_RATE);
    }
    i64::try_from((sum + CENT / 2) / CENT).unwrap_or(i64::MAX)
}

/// When the late rate begins: on day 7 after the date of repayment, or, when that was postponed, on day 30
/// after the date of the contract.
pub(crate) fn late_from(to_repay_at: Timestamp, contractual: Timestamp, postponed: bool) -> Timestamp {
    let (base, days) = if postponed { (contractual, 30) } else { (to_repay_at, 7) };
    days_after(base, days)
}

/// The number of a calendar day, in UTC.
fn day(at: Timestamp) -> i64 {
    at.as_second().div_euclid(24 * 60 * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("{text}T10:00:00Z").parse().unwrap()
    }

    const NEVER: Timestamp = Timestamp::MAX;

    #[test]
    fn sixty_days_of_a_hundred_euros_cost_three_sixty() {
        let (from, until) = (at("2026-11-20"), at("2027-01-19"));
        assert_eq!(fees(10_000, from, &[(until, 10_000)], until, NEVER), 360);
    }

    #[test]
    fn a_loan_of_no_day_costs_one() {
        let from = at("2026-11-20");
        assert_eq!(fees(10_000, from, &[], from, NEVER), 6);
        assert_eq!(fees(10_000, from, &[(from, 10_000)], from, NEVER), 6);
    }

    #[test]
    fn what_is_repaid_early_costs_less() {
        let (from, half, until) = (at("2026-11-01"), at("2026-11-11"), at("2026-11-21"));
        let repayments = [(half, 5_000), (until, 5_000)];
        assert_eq!(fees(10_000, from, &repayments, until, NEVER), 60 + 30);
        assert_eq!(fees(10_000, from, &repayments, half, NEVER), 60);
    }

    #[test]
    fn the_late_rate_begins_on_day_seven() {
        let (from, due) = (at("2026-11-01"), at("2026-11-11"));
        let late = late_from(due, due, false);
        assert_eq!(fees(10_000, from, &[], at("2026-11-18"), late), 17 * 6);
        assert_eq!(fees(10_000, from, &[], at("2026-11-20"), late), 17 * 6 + 2 * 10);
        assert_eq!(late_from(due, from, true), at("2026-12-01"));
    }

    #[test]
    fn half_a_cent_counts_as_one() {
        let (from, until) = (at("2026-11-20"), at("2026-11-21"));
        assert_eq!(fees(2_500, from, &[], until, NEVER), 2);
        assert_eq!(fees(2_499, from, &[], until, NEVER), 1);
    }
}
