//! The companies and loans that every process requests.

use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::api::loans::NewLoan;
use defacto_sdk::model::{CompanyReference, IdentifierType, PaymentAccount, Timestamp};

/// Returns the SIREN of a company, with the right check digit.
pub(crate) fn siren(number: usize) -> String {
    let base = 91_357_240 + number;
    let digits = |last: u32| format!("{base:08}{last}");
    (0..10).map(digits).find(|text| luhn(text)).unwrap()
}

fn luhn(text: &str) -> bool {
    let sum: u32 = text
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0') * if at % 2 == 1 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Returns the SIREN in a number of a French company: a VAT number ends with it.
pub(crate) fn siren_in(identifier: &str) -> String {
    let digits: String = identifier.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(9)..].to_owned()
}

/// Returns the company in one of its spellings.
pub(crate) fn spelled(number: usize, spelling: u64) -> NewBorrower {
    let siren = siren(number);
    let (identifier, kind) = match spelling % 4 {
        0 => (siren, "siren"),
        1 => (format!("{} {} {}", &siren[..3], &siren[3..6], &siren[6..]), "siren"),
        2 => {
            let key = (12 + 3 * (siren.parse::<u64>().unwrap() % 97)) % 97;
            (format!("FR{key:02}{siren}"), "vat_number")
        }
        _ => (format!("{}.{}.{}", &siren[..3], &siren[3..6], &siren[6..]), "siren"),
    };
    NewBorrower::new(identifier).identifier_type(IdentifierType::from(kind)).name("Fonderie des Tilleuls SAS")
}

/// Returns the loan of an order, built anew for each request.
pub(crate) fn loan(order: usize) -> NewLoan {
    let moment = |text: &str| text.parse::<Timestamp>().unwrap();
    let account = PaymentAccount::new("FR1420041010050500013M02606");
    let amount = 10_000 + i64::try_from(order).unwrap();
    NewLoan::new(amount, account, moment("2027-03-01T00:00:00Z"), moment("2027-04-30T00:00:00Z"))
        .borrower(CompanyReference::new(siren(0)))
        .for_key(&format!("order-{order}"))
}
