//! Invented companies, as many as wanted. Their numbers are made by formula, so one may exist by chance.

use std::collections::HashMap;
use std::fmt::Write;

use defacto_sandbox::Sandbox;

/// The number of a French company: eight digits and the check digit that Luhn's formula gives.
pub(crate) fn siren(number: u64) -> String {
    let digits = format!("{number:08}");
    let doubled = |(at, digit): (usize, u8)| {
        let value = u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 };
        value / 10 + value % 10
    };
    let sum: u32 = digits.bytes().rev().enumerate().map(doubled).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// A portfolio as CSV: a French company of each number.
pub(crate) fn csv(numbers: impl IntoIterator<Item = u64>) -> String {
    let mut text = "siren,name\n".to_owned();
    for number in numbers {
        writeln!(text, "{},Fonderie des Tilleuls SAS", siren(number)).unwrap();
    }
    text
}

/// How many borrowers a sandbox has of each company.
pub(crate) fn enrolled(sandbox: &Sandbox) -> HashMap<String, u32> {
    let mut count = HashMap::new();
    for borrower in sandbox.borrowers() {
        *count.entry(borrower["identifier"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    count
}

/// How often companies were sent.
pub(crate) fn posts(sandbox: &Sandbox) -> usize {
    sandbox.log().iter().filter(|entry| entry.operation.as_deref() == Some("POST /borrowers")).count()
}
