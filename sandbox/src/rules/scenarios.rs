//! What becomes of a payment, as the account that is paid tells.

use crate::rules::iban;

/// What becomes of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scenario {
    Success,
    /// The payout is a day late.
    OneDayLater,
    /// The loan is declined.
    Reject,
    /// The payout fails after the loan was approved.
    Fail,
    /// The payout is canceled after the loan was approved.
    Cancel,
}

impl Scenario {
    /// Name on the wire and digit in an account of each.
    pub(crate) const ALL: [(&str, u8, Self); 5] = [
        ("SUCCESS", 1, Self::Success),
        ("SUCCESS_ONE_DAY_LATER", 2, Self::OneDayLater),
        ("REJECT", 3, Self::Reject),
        ("FAIL", 4, Self::Fail),
        ("CANCEL", 5, Self::Cancel),
    ];

    /// The digit of a scenario on the wire.
    pub(crate) fn digit(name: &str) -> Option<u8> {
        Self::ALL.iter().find(|(known, ..)| *known == name).map(|(_, digit, _)| *digit)
    }

    /// The scenario of an account; none when it was not generated for one.
    pub(crate) fn of_account(account: &str) -> Option<Self> {
        let account = iban::normal(account);
        let between = |before: &str, after: &str| {
            let digit = account.get(4..)?.strip_prefix(before)?;
            digit.get(1..)?.strip_prefix(after)?;
            digit.get(..1)?.parse::<u8>().ok()
        };
        let digit = match account.get(..2)? {
            "FR" => between("111110", "559"),
            "DE" => between("111110", "5"),
            "ES" => between("99990", "2800"),
            "NL" => between("TEST", ""),
            "IS" => between("99990", ""),
            "BE" => between("99", ""),
            _ => None,
        };
        Self::ALL.iter().find(|(_, known, _)| Some(*known) == digit).map(|(.., scenario)| *scenario)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_accounts_have_their_scenarios() {
        for (account, scenario) in [
            ("FR8811111015593603018280926", Some(Scenario::Success)),
            ("FR37 1111 1025 5932 4433 2331 294", Some(Scenario::OneDayLater)),
            ("FR1311111045594746737398900", Some(Scenario::Fail)),
            ("FR7611111000420001234567876", None),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(Scenario::of_account(account), scenario, "{account}");
        }
    }
}
