//! A company without a credit line, in every form in which the API may decline; and missing data.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use defacto_sandbox::{DeclinedAs, MissingDataLocation, Sandbox};
use defacto_sdk::api::borrowers::{BorrowerStatus, NewBorrower};
use defacto_sdk::api::testing::{BusinessEligibility, EligibilityScenario};
use defacto_sdk::model::{BusinessIdentifier, IdentifierType};
use defacto_sdk::{EnrollOptions, Enrollment};
use defacto_tests_rust::companies::{french, german, german_without_director};
use defacto_tests_rust::story::{
    client, declined, in_sandbox_time, pending, ready, requests, sandbox, wait_until_ready,
};

fn make_ineligible(sandbox: &Sandbox, company: &NewBorrower) {
    let business = BusinessIdentifier::new(company.identifier.as_str(), IdentifierType::Siren);
    let eligibility = BusinessEligibility::new(business, EligibilityScenario::NotEligible);
    client(sandbox).testing().set_eligibility(&eligibility).unwrap();
}

/// Returns the reasons of a decline in this form, synchronous and asynchronous.
fn reasons(declined_as: DeclinedAs, number: u64) -> Vec<(Option<BorrowerStatus>, Option<String>)> {
    let sandbox = sandbox(|settings| settings.declined_as = declined_as);
    let outcomes = [true, false].into_iter().zip(number..).map(|(synchronous, number)| {
        let company = french(number);
        make_ineligible(&sandbox, &company);
        let options = wait_until_ready().synchronous(synchronous);
        let (borrower, reason) = declined(client(&sandbox).enroll(&company, &options).unwrap());
        (borrower.and_then(|borrower| borrower.status), reason)
    });
    outcomes.collect()
}

/// The sandbox's denial code.
const CODE: &str = "CREDIT_RISK_NOT_ELIGIBLE";

#[test]
fn blocked_without_a_line() {
    let blocked = (Some(BorrowerStatus::Blocked), Some(CODE.to_owned()));
    assert_eq!(reasons(DeclinedAs::NoLine, 20), [blocked.clone(), blocked]);
}

#[test]
fn prohibited() {
    let prohibited = (Some(BorrowerStatus::Prohibited), Some(CODE.to_owned()));
    assert_eq!(reasons(DeclinedAs::Prohibited, 22), [prohibited.clone(), prohibited]);
}

#[test]
fn ready_with_a_line_of_nothing() {
    for (status, reason) in reasons(DeclinedAs::ZeroLine, 24) {
        assert_eq!(status, Some(BorrowerStatus::Ready));
        assert!(reason.unwrap().contains("amount of 0"));
    }
}

#[test]
fn status_400() {
    let found = reasons(DeclinedAs::Error400, 26);
    assert_eq!(found[0], (None, Some("This company is not eligible.".to_owned())));
    assert_eq!(
        found[1],
        (Some(BorrowerStatus::Blocked), Some(CODE.to_owned())),
        "asynchronously there is a borrower"
    );
}

#[test]
fn a_denial_code_that_is_new_is_given_on() {
    let sandbox = sandbox(|settings| settings.denial_code = "TOO_MANY_GEESE".to_owned());
    make_ineligible(&sandbox, &french(28));
    let (_, reason) = declined(client(&sandbox).enroll(&french(28), &wait_until_ready()).unwrap());
    assert_eq!(reason.as_deref(), Some("TOO_MANY_GEESE"));
}

#[test]
fn declined_while_nobody_waits_is_found_when_resuming() {
    let sandbox = sandbox(|_| {});
    make_ineligible(&sandbox, &french(29));
    let client = client(&sandbox);
    let (_, token) =
        pending(client.enroll(&french(29), &in_sandbox_time(EnrollOptions::asynchronous())).unwrap());
    let (borrower, reason) = declined(client.resume_enrollment(&token, &wait_until_ready()).unwrap());
    assert_eq!((borrower.unwrap().status, reason), (Some(BorrowerStatus::Blocked), Some(CODE.to_owned())));
}

#[test]
fn declined_once_is_declined_again_without_a_second_borrower() {
    let sandbox = sandbox(|_| {});
    make_ineligible(&sandbox, &french(30));
    for _ in 0..2 {
        declined(client(&sandbox).enroll(&french(30), &wait_until_ready()).unwrap());
    }
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn missing_data_is_an_outcome_wherever_the_api_lists_it() {
    for location in
        [MissingDataLocation::Data, MissingDataLocation::InvalidParams, MissingDataLocation::Detail]
    {
        let sandbox = sandbox(|settings| settings.missing_data_location = location);
        let company = german_without_director(31);
        let outcome = client(&sandbox).enroll(&company, &wait_until_ready()).unwrap();
        let Enrollment::MissingData { fields, detail } = outcome else { panic!("{location:?}: {outcome:?}") };
        let wanted =
            ["first_name", "last_name", "birth_date", "nationality", "business_email", "address/country"];
        assert_eq!(fields, wanted.map(|name| format!("/directors/0/{name}")), "{location:?}");
        assert!(detail.unwrap().contains("issing"));
        assert!(sandbox.borrowers().is_empty(), "nothing was created");

        ready(client(&sandbox).enroll(&german(31), &wait_until_ready()).unwrap());
    }
}

#[test]
fn missing_data_is_found_before_sending_where_direct_debit_is_spoken_of() {
    let sandbox = sandbox(|_| {});
    let options = wait_until_ready().direct_debit(true);
    let error = client(&sandbox).enroll(&german_without_director(32), &options).unwrap_err();
    assert_eq!(error.problems()[0].pointer, "/directors");
    assert!(sandbox.log().is_empty());
}
