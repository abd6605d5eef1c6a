//! The vectors, and what holds for any spelling.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by them")]

use serde_json::Value;

use super::{Company, CompanyMatch};
use crate::api::borrowers::NewBorrower;
use crate::model::IdentifierType;

fn company(request: &Value) -> Company {
    let request: NewBorrower = crate::wire::read(request.to_string().as_bytes()).expect("it is a request");
    Company::of_request(&request)
}

#[test]
fn who_may_be_one_company_shares_a_lock() {
    let vectors: Value = serde_json::from_str(include_str!("../../../tests/vectors/identity.json")).unwrap();
    for case in vectors["cases"].as_array().unwrap() {
        let (one, other) = (company(&case["one"]), company(&case["other"]));
        let shared = one.locks().iter().any(|lock| other.locks().contains(lock));
        if case["answer"] == "same" {
            assert!(shared, "{}: {:?} {:?}", case["name"], one.locks(), other.locks());
        }
    }
}

#[test]
fn the_vectors_hold() {
    let vectors: Value = serde_json::from_str(include_str!("../../../tests/vectors/identity.json")).unwrap();
    let mut failures = Vec::new();
    for case in vectors["cases"].as_array().unwrap() {
        let (one, other) = (company(&case["one"]), company(&case["other"]));
        let answer = one.compare(&other);
        assert_eq!(answer, other.compare(&one), "{}: it does not matter who asks whom", case["name"]);
        if answer.as_str() != case["answer"] {
            failures.push(format!("{}: {} instead of {}", case["name"], answer.as_str(), case["answer"]));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Returns a spelling as people and spreadsheets make it. It still names the same company.
fn respelled(number: &str, dice: &mut fastrand::Rng) -> String {
    const BETWEEN: [&str; 9] = ["", "", "", " ", "\u{A0}", "\u{202F}", "\u{AD}", "\u{200B}", "."];
    let mut text = String::new();
    for (at, c) in number.chars().enumerate() {
        if at > 0 && c.is_ascii_digit() {
            // A point before the last digits would be that of a decimal number.
            let signs = if at + 3 < number.len() { BETWEEN.len() } else { BETWEEN.len() - 1 };
            text.push_str(BETWEEN[dice.usize(..signs)]);
        }
        match dice.u8(..4) {
            0 => text.extend(c.to_lowercase()),
            1 if c.is_ascii_digit() => text.extend(char::from_u32(u32::from(c) - u32::from('0') + 0xFF10)),
            _ => text.push(c),
        }
    }
    let (before, behind) = (["", " ", "'", "\u{FEFF}"], ["", " ", "\u{200E}", "\0"]);
    format!("{}{text}{}", before[dice.usize(..4)], behind[dice.usize(..4)])
}

/// Numbers of one company, each with its type.
fn numbers_of_one(dice: &mut fastrand::Rng) -> Vec<(&'static str, String)> {
    let mut digits =
        |length: usize| -> String { (0..length).map(|_| char::from(b'0' + dice.u8(..10))).collect() };
    let (siren, nic) = (digits(9), digits(5));
    let key = (12 + 3 * (siren.parse::<u64>().unwrap() % 97)) % 97;
    let (spanish, belgian, kvk, austrian) =
        (format!("B{}", digits(8)), format!("0{}", digits(9)), digits(8), digits(8));
    match dice.u8(..5) {
        0 => vec![
            ("siren", siren.clone()),
            ("siret", format!("{siren}{nic}")),
            ("vat_number", format!("FR{key:02}{siren}")),
        ],
        1 => vec![("nif", spanish.clone()), ("cif", spanish.clone()), ("vat_number", format!("ES{spanish}"))],
        2 => vec![("belgium_registration_number", belgian.clone()), ("vat_number", format!("BE{belgian}"))],
        3 => vec![("kvk", kvk)],
        _ => vec![("vat_number", format!("ATU{austrian}"))],
    }
}

#[test]
fn spellings_of_one_company_have_one_key_and_two_companies_have_two() {
    let mut dice = fastrand::Rng::with_seed(4711);
    let mut keys = std::collections::HashMap::<String, usize>::new();
    for company in 0..3_000 {
        let numbers = numbers_of_one(&mut dice);
        let spelled: Vec<(Company, String)> = (0..4)
            .map(|_| {
                let (kind, number) = &numbers[dice.usize(..numbers.len())];
                let number = respelled(number, &mut dice);
                (Company::of_number(&number, Some(&IdentifierType::from(*kind))), number)
            })
            .collect();
        let (first, number) = &spelled[0];
        let key = first.key(number);
        for (other, number) in &spelled {
            assert_eq!(other.key(number), key, "{spelled:?}");
            assert_eq!(first.compare(other), CompanyMatch::Same, "{spelled:?}");
            assert_eq!(other.locks(), first.locks(), "{spelled:?}");
        }
        assert_eq!(*keys.entry(key).or_insert(company), company, "another company has its key: {spelled:?}");
    }
}
