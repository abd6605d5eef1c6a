//! Invented companies and accounts, and the enrolment of every one of them.

use std::collections::HashSet;

use crate::support::{get, post, sandbox, with};

const COUNTRIES: [&str; 9] = ["BEL", "DEU", "ESP", "FRA", "GUF", "ISL", "MAF", "NLD", "REU"];

#[test]
fn an_invented_company_of_every_country_can_be_enrolled() {
    let sandbox = sandbox(|_| {});
    for country in COUNTRIES {
        let reply = get(&sandbox, &format!("/sandbox/business-generator?country={country}&is_borrower=true"));
        assert_eq!(reply.status, 200);
        assert_eq!(reply.body["address"]["country"], country);
        let enrolled = post(&sandbox, "/borrowers", &with(reply.body, "wait_for_ready", true.into()));
        assert_eq!((enrolled.status, enrolled.body["status"].as_str()), (201, Some("READY")), "{country}");
    }
    assert_eq!(sandbox.credit_lines().len(), COUNTRIES.len());
}

#[test]
fn inventing_enrols_nobody_and_repeats_nothing() {
    let sandbox = sandbox(|_| {});
    let invent = || get(&sandbox, "/sandbox/business-generator").body["identifier"].to_string();
    let made: HashSet<_> = (0..50).map(|_| invent()).collect();
    assert_eq!(made.len(), 50);
    assert!(sandbox.borrowers().is_empty());
}

#[test]
fn an_account_carries_its_scenario() {
    let sandbox = sandbox(|_| {});
    for (scenario, digit) in
        [("SUCCESS", '1'), ("SUCCESS_ONE_DAY_LATER", '2'), ("REJECT", '3'), ("FAIL", '4'), ("CANCEL", '5')]
    {
        let reply = get(&sandbox, &format!("/sandbox/iban-generator?scenario={scenario}"));
        assert_eq!(reply.status, 201);
        let account = reply.body["iban"].as_str().unwrap().to_owned();
        assert_eq!(account[4..14], format!("111110{digit}559"));
    }
    for country in COUNTRIES {
        assert_eq!(get(&sandbox, &format!("/sandbox/iban-generator?country={country}")).status, 201);
    }
}

#[test]
fn unknown_countries_and_scenarios_are_malformed() {
    let sandbox = sandbox(|_| {});
    for path in [
        "/sandbox/iban-generator?country=USA",
        "/sandbox/iban-generator?scenario=MAYBE",
        "/sandbox/business-generator?country=fr",
        "/sandbox/business-generator?is_borrower=perhaps",
    ] {
        assert_eq!(get(&sandbox, path).status, 422, "{path}");
    }
}
