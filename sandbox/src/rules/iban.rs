//! IBANs: checked by length, structure and mod-97 only. National check digits are left alone on purpose:
//! test accounts in circulation do not fulfil them.

use iban::Iban;

/// The account number as it is compared: without spaces, in capitals.
pub(crate) fn normal(account: &str) -> String {
    account.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}

/// Whether length, structure and checksum are right.
pub(crate) fn is_valid(account: &str) -> bool {
    normal(account).parse::<Iban>().is_ok()
}

/// Completes country and account part with the two check digits that make it pass.
pub(crate) fn with_check_digits(country: &str, account: &str) -> Option<String> {
    (2..=98).map(|digits| format!("{country}{digits:02}{account}")).find(|iban| is_valid(iban))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_accounts_with_a_wrong_national_key_pass() {
        for account in ["FR8811111015593603018280926", "FR37 1111 1025 5932 4433 2331 294"] {
            assert!(is_valid(account), "{account}");
        }
        assert!(!is_valid("FR7711111000420001234567876"));
        assert!(!is_valid("FR88"));
    }

    #[test]
    fn check_digits_complete_an_account() {
        let made = with_check_digits("FR", "11111015593603018280926");
        assert_eq!(made.as_deref(), Some("FR8811111015593603018280926"));
    }
}
