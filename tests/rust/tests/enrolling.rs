//! The main job without faults: from a company to its credit line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use defacto_sandbox::{PendingLines, RepeatEnrollment, Shape};
use defacto_sdk::api::borrowers::BorrowerStatus;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::{Client, EnrollOptions};
use defacto_tests_rust::companies::{french, french_with_account, german};
use defacto_tests_rust::story::{
    active_borrowers, client, eventually, in_sandbox_time, pending, ready, requests, sandbox,
    wait_until_ready,
};

#[test]
fn synchronously() {
    let sandbox = sandbox(|_| {});
    let company = french_with_account(1);
    let (borrower, line) = ready(client(&sandbox).enroll(&company, &wait_until_ready()).unwrap());

    assert_eq!(borrower.identifier, company.identifier);
    assert_eq!(borrower.status, Some(BorrowerStatus::Ready));
    assert_eq!(line.default_borrower.unwrap().identifier, company.identifier);
    assert!(line.pool_amount.unwrap() > 0);
    let posts = requests(&sandbox, "POST /borrowers");
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].body.as_ref().unwrap()["wait_for_ready"], true);
}

#[test]
fn asynchronously_and_waited_for() {
    let sandbox = sandbox(|_| {});
    let company = german(2);
    let options = wait_until_ready().synchronous(false);
    let (borrower, line) = ready(client(&sandbox).enroll(&company, &options).unwrap());

    assert_eq!(borrower.identifier, "HRB 2 B");
    assert!(line.id.is_some());
    let posts = requests(&sandbox, "POST /borrowers");
    assert!(posts[0].body.as_ref().unwrap().get("wait_for_ready").is_none());
}

#[test]
fn asynchronously_and_resumed_by_another_process() {
    let sandbox = sandbox(|_| {});
    let company = french(3);
    let (borrower, token) =
        pending(client(&sandbox).enroll(&company, &in_sandbox_time(EnrollOptions::asynchronous())).unwrap());
    assert_eq!(borrower.unwrap().identifier, company.identifier);

    let (borrower, line) = ready(client(&sandbox).resume_enrollment(&token, &wait_until_ready()).unwrap());
    assert_eq!(borrower.status, Some(BorrowerStatus::Ready));
    assert!(line.pool_amount.is_some());
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1, "resuming sends reads only");
}

#[test]
fn a_resumed_enrolment_that_does_not_wait_looks_once() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let options = in_sandbox_time(EnrollOptions::asynchronous());
    let (_, token) = pending(client.enroll(&french(4), &options).unwrap());
    eventually("the line", || !sandbox.credit_lines().is_empty());
    ready(client.resume_enrollment(&token, &options).unwrap());
}

#[test]
fn a_token_may_be_given_to_enroll_as_well() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let company = french(5);
    let (_, token) =
        pending(client.enroll(&company, &in_sandbox_time(EnrollOptions::asynchronous())).unwrap());
    ready(client.enroll(&company, &wait_until_ready().resume(token.clone())).unwrap());
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);

    let other = client.enroll(&french(6), &wait_until_ready().resume(token)).unwrap_err();
    assert_eq!(other.kind(), ErrorKind::Configuration, "{other}");
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn a_token_of_one_environment_is_refused_in_another() {
    let (first, second) = (sandbox(|_| {}), sandbox(|_| {}));
    let options = in_sandbox_time(EnrollOptions::asynchronous());
    let (_, token) = pending(client(&first).enroll(&french(5), &options).unwrap());
    let other = client(&second);
    let resumed = other.resume_enrollment(&token, &wait_until_ready()).unwrap_err();
    let enrolled = other.enroll(&french(5), &wait_until_ready().resume(token)).unwrap_err();
    for error in [resumed, enrolled] {
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    }
    assert!(second.log().is_empty());
}

#[test]
fn what_is_no_token_is_refused_before_anything_is_sent() {
    let sandbox = sandbox(|_| {});
    for token in ["", "{}", "nonsense", "[]", r#"{"version":1}"#, r#"{"version":2,"identifier":"472618354"}"#]
    {
        let error = client(&sandbox).resume_enrollment(token, &wait_until_ready()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation, "{token}: {error}");
    }
    assert!(sandbox.log().is_empty());
}

#[test]
fn the_same_company_twice_is_one_borrower() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let company = french(7);
    let (first, _) = ready(client.enroll(&company, &wait_until_ready()).unwrap());
    let (second, _) = ready(client.enroll(&company, &wait_until_ready()).unwrap());
    assert_eq!(first.id, second.id);

    let mut spaced = company.clone();
    spaced.identifier = format!(" {} {}", &company.identifier[..3], &company.identifier[3..]);
    let (third, _) = ready(client.enroll(&spaced, &wait_until_ready()).unwrap());
    assert_eq!(first.id, third.id);
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn eight_threads_at_once_are_one_borrower() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let company = french(8);
    let ids: Vec<_> = std::thread::scope(|scope| {
        let enroll = || ready(client.clone().enroll(&company, &wait_until_ready()).unwrap()).0.id;
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(enroll)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| id.is_some() && *id == ids[0]));
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn without_looking_up_where_the_api_returns_the_existing_borrower() {
    let sandbox = sandbox(|settings| settings.repeat_enrollment = RepeatEnrollment::ReturnExisting);
    let client = client(&sandbox);
    let company = french(9);
    let options = wait_until_ready().look_up_existing(false);
    let (first, _) = ready(client.enroll(&company, &options).unwrap());
    let (second, _) = ready(client.enroll(&company, &options).unwrap());
    assert_eq!(first.id, second.id);
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 2);
    assert_eq!(active_borrowers(&sandbox, &company.identifier), 1);
}

#[test]
fn without_looking_up_where_the_api_refuses_a_second_enrolment() {
    let sandbox = sandbox(|settings| settings.repeat_enrollment = RepeatEnrollment::Refuse);
    let client = client(&sandbox);
    let options = wait_until_ready().look_up_existing(false);
    ready(client.enroll(&french(10), &options).unwrap());
    let error = client.enroll(&french(10), &options).unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Validation, Some(400)), "{error}");
    assert!(!error.outcome_unknown());
    ready(client.enroll(&french(10), &wait_until_ready()).unwrap());
}

#[test]
fn answers_with_what_the_contract_requires_and_nothing_else() {
    for synchronous in [true, false] {
        let sandbox = sandbox(|settings| {
            settings.response_shape = Shape::Minimal;
            settings.line_shape = Shape::Minimal;
            settings.pending_lines = PendingLines::NotFound;
        });
        let options = wait_until_ready().synchronous(synchronous);
        let (borrower, line) = ready(client(&sandbox).enroll(&german(11), &options).unwrap());
        assert!(borrower.id.is_some(), "it was read again");
        assert!(line.id.is_none() && line.pool_amount.is_none());
        assert_eq!(active_borrowers(&sandbox, "HRB 11 B"), 1);
    }
}

#[test]
fn a_list_of_lines_that_is_not_found_is_waited_for() {
    let sandbox = sandbox(|settings| settings.pending_lines = PendingLines::NotFound);
    let options = wait_until_ready().synchronous(false);
    ready(client(&sandbox).enroll(&french(12), &options).unwrap());
    assert!(requests(&sandbox, "GET /credit_lines").iter().any(|entry| entry.status == Some(404)));
}

#[test]
fn every_step_is_told() {
    let sandbox = sandbox(|_| {});
    let stages = Arc::<Mutex<Vec<_>>>::default();
    let heard = Arc::clone(&stages);
    let options = wait_until_ready().on_progress(move |step| heard.lock().unwrap().push(step.clone()));
    ready(client(&sandbox).enroll(&french(13), &options).unwrap());
    let steps = stages.lock().unwrap();
    let names: Vec<_> = steps.iter().map(|step| step.stage.as_str()).collect();
    assert_eq!(names, ["validated", "sending", "created", "ready"]);
    assert_eq!(steps[2].attempts, 1);
    assert!(steps.is_sorted_by_key(|step| step.elapsed_ms));
}

#[test]
fn a_request_that_cannot_pass_is_not_sent() {
    let sandbox = sandbox(|_| {});
    let mut company = french(14).account_number("FR1520041010050500013M02606");
    company.identifier.clear();
    let error = client(&sandbox).enroll(&company, &wait_until_ready()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    let places: Vec<_> = error.problems().iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(places, ["/identifier", "/account_number"]);
    assert!(sandbox.log().is_empty());
}

#[test]
fn a_test_account_is_refused_in_production_before_anything_is_sent() {
    let company = french(15).account_number("FR88 1111 1015 5936 0301 8280 926");
    let options = EnrollOptions::wait_until_ready(Duration::from_secs(1)).direct_debit(false);
    let error = Client::new("key", "production").unwrap().enroll(&company, &options).unwrap_err();
    assert_eq!(error.problems()[0].code, "sandbox_account", "{error}");
    assert!(!error.outcome_unknown());
}
