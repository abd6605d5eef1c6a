//! The vectors, and what holds for any spelling.

use serde_json::Value;

use super::{Companies, Company, CompanyMatch};
use crate::api::borrowers::NewBorrower;

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
        let name = &case["name"];
        match case["answer"].as_str().unwrap() {
            "same" => assert!(shared, "{name}: {:?} {:?}", one.locks(), other.locks()),
            _ => {}
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
