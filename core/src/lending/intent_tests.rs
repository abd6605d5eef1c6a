//! One intent is one loan, however often it is sent.
#![expect(clippy::unnecessary_wraps, reason = "an answer may also be none, as when a connection breaks")]

use std::sync::mpsc::Receiver;
use std::time::Duration;

use serde_json::Value;

use super::LoanOutcome;
use super::options::LoanOptions;
use super::tests::{lines, loan, new_loan, soon};
use crate::api::loans::NewLoan;
use crate::canned::server;
use crate::client::{CallOptions, Client};
use crate::error::ErrorKind;
use crate::wait::CancelToken;

/// The bodies that were sent.
fn bodies(requests: &Receiver<String>) -> Vec<Value> {
    let body = |request: String| {
        let (_, body) = request.split_once("\r\n\r\n").expect("it has a body");
        serde_json::from_str(body).expect("the body is JSON")
    };
    requests.try_iter().map(body).collect()
}

fn salts(requests: &Receiver<String>) -> Vec<String> {
    bodies(requests).iter().map(|body| body["salt_id"].as_str().expect("it has a salt").to_owned()).collect()
}

/// Returns a client without retries, and the requests that the server receives.
fn hasty(answers: Vec<Option<(u16, String)>>) -> (Client, Receiver<String>) {
    let (client, requests) = server(answers);
    (client.with_options(CallOptions::new().max_retries(0)), requests)
}

fn lost() -> Option<(u16, String)> {
    Some((504, String::new()))
}

#[test]
fn the_same_request_sent_again_after_an_error_has_its_salt() {
    let (client, requests) = hasty(vec![lost(), lost(), loan("VALIDATED")]);
    let request = new_loan();
    let error = client.request_loan(&request, &LoanOptions::asynchronous()).expect_err("nobody answered");
    assert!(error.outcome_unknown());
    assert_eq!(error.details().salt_id, request.salt_id);
    assert!(error.to_string().contains("send the same request again"), "{error}");
    assert!(error.to_string().contains("for_key"), "{error}");
    client.loans().request(&request).expect_err("nobody answered");
    client.loans().request(&request).expect("it is answered");
    let salt = request.salt_id.expect("a request has a salt from the start");
    assert_eq!(salts(&requests), [&*salt, &*salt, &*salt]);
}

#[test]
fn an_equal_request_is_the_first_one_while_that_is_in_doubt_through_any_client() {
    let (client, requests) = hasty(vec![lost(), loan("VALIDATED"), loan("VALIDATED")]);
    let another = Client::new("a-key-for-tests", client.base_url()).expect("the client is set up");
    let first = new_loan();
    client.request_loan(&first, &LoanOptions::asynchronous()).expect_err("nobody answered");
    another.loans().request(&new_loan()).expect("it is answered");
    let third = new_loan();
    another.loans().request(&third).expect("it is answered");
    assert_eq!(salts(&requests), [first.salt_id.clone(), first.salt_id, third.salt_id].map(Option::unwrap));
}

#[test]
fn a_pending_request_without_a_loan_is_in_doubt() {
    let (client, requests) = hasty(vec![None, loan("VALIDATED")]);
    let first = new_loan();
    let briefly = LoanOptions::wait_until_decided(Duration::from_millis(60));
    let outcome = client.request_loan(&first, &briefly).expect("it has an outcome");
    assert!(matches!(outcome, LoanOutcome::Pending { loan: None, .. }), "{outcome:?}");
    let outcome = client.request_loan(&new_loan(), &soon()).expect("it has an outcome");
    assert!(matches!(outcome, LoanOutcome::Accepted { .. }), "{outcome:?}");
    assert_eq!(salts(&requests), [first.salt_id.clone(), first.salt_id].map(Option::unwrap));
}

#[test]
fn a_loan_that_the_caller_does_not_know_of_is_in_doubt() {
    let (client, requests) =
        hasty(vec![loan("PENDING_VALIDATION"), Some((403, String::new())), loan("VALIDATED")]);
    let first = new_loan();
    let error = client.request_loan(&first, &soon()).expect_err("the look is refused");
    assert_eq!(error.details().salt_id, first.salt_id);
    client.request_loan(&new_loan(), &soon()).expect("it has an outcome");
    let sent: Vec<String> = requests.try_iter().filter(|text| text.starts_with("POST")).collect();
    let salt = first.salt_id.expect("it has a salt");
    assert_eq!(sent.len(), 2);
    assert!(sent.iter().all(|text| text.contains(&salt)));
}

#[test]
fn a_salt_or_a_key_of_the_caller_is_another_intent() {
    let (client, requests) = hasty(vec![lost(), loan("VALIDATED"), loan("VALIDATED")]);
    client.loans().request(&new_loan()).expect_err("nobody answered");
    client.loans().request(&new_loan().salt_id("order 17")).expect("it is answered");
    let keyed = new_loan().for_key("order-4711");
    client.loans().request(&keyed).expect("it is answered");
    assert_eq!(salts(&requests)[1..], ["order 17".to_owned(), keyed.salt_id.expect("it has a salt")]);
    assert_eq!(new_loan().for_key("order-4711").salt_id, new_loan().for_key("order-4711").salt_id);
}

#[test]
fn a_request_that_was_changed_after_it_was_sent_is_refused() {
    let (client, requests) = hasty(vec![loan("VALIDATED")]);
    let request = new_loan();
    client.loans().request(&request).expect("it is answered");
    let changed = request.amount(20_000);
    for error in [
        client.loans().request(&changed).expect_err("its salt was used"),
        client.request_loan(&changed, &soon()).expect_err("its salt was used"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Validation);
        assert_eq!(error.problems()[0].pointer, "/salt_id");
    }
    assert_eq!(lines(&requests), ["POST /loans"]);
}

#[test]
fn a_request_that_was_refused_may_be_corrected() {
    let (client, requests) = hasty(vec![Some((400, String::new())), loan("VALIDATED")]);
    let request = new_loan();
    client.loans().request(&request).expect_err("it is refused");
    client.loans().request(&request.amount(20_000)).expect("it is answered");
    assert_eq!(lines(&requests).len(), 2);
}

#[test]
fn waiting_makes_no_other_intent_and_no_other_body() {
    let (client, requests) = hasty(vec![loan("VALIDATED"), loan("VALIDATED")]);
    let request = new_loan();
    client.request_loan(&request, &LoanOptions::asynchronous()).expect("it has an outcome");
    client.request_loan(&request, &soon()).expect("it has an outcome");
    let bodies = bodies(&requests);
    assert_eq!(bodies[0], bodies[1]);
}

#[test]
fn a_blank_salt_or_key_is_refused_before_anything_is_sent() {
    let (client, requests) = hasty(Vec::new());
    for request in [new_loan().salt_id(""), new_loan().salt_id(" "), new_loan().for_key("")] {
        let problem = request.validate().pop().expect("it is invalid");
        assert_eq!((&*problem.pointer, &*problem.code), ("/salt_id", "salt_blank"));
        for error in [
            client.loans().request(&request).expect_err("it is invalid"),
            client.request_loan(&request, &soon()).expect_err("it is invalid"),
        ] {
            assert_eq!(error.problems()[0].pointer, "/salt_id");
        }
    }
    assert_eq!(lines(&requests), [""; 0]);
}

#[test]
fn every_object_has_a_salt_of_its_own_and_keeps_it() {
    let request = new_loan();
    assert_ne!(request.salt_id, new_loan().salt_id);
    let read: NewLoan = crate::model::from_json(&crate::wire::to_json(&request)).expect("it is a request");
    assert_eq!(read, request);
    let mut without = request;
    without.salt_id = None;
    let text = crate::wire::to_json(&without);
    let read = || crate::model::from_json::<NewLoan>(&text).expect("it is a request").salt_id;
    assert!(read().is_some() && read() != read());
}

#[test]
fn an_interruption_carries_the_salt() {
    let (client, _requests) = hasty(vec![lost()]);
    let token = CancelToken::default();
    let client = client.with_options(CallOptions::new().cancel(token.clone()));
    let request = new_loan();
    let slow =
        LoanOptions::wait_until_decided(Duration::from_secs(60)).poll_interval(Duration::from_secs(60));
    let stopped = std::thread::scope(|scope| {
        let call = scope.spawn(|| client.request_loan(&request, &slow));
        crate::world::sleep_blocking(Duration::from_millis(200));
        token.cancel();
        call.join().expect("the call ends")
    });
    let error = stopped.expect_err("it was interrupted");
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert!(error.outcome_unknown());
    assert_eq!(error.details().salt_id, request.salt_id);
    assert!(error.to_string().contains("the same request again"), "{error}");
    let error = client.request_loan(&request, &slow).expect_err("it was cancelled before");
    assert_eq!(error.details().salt_id, request.salt_id);
}

#[test]
fn an_answer_that_cannot_be_read_is_not_asked_for_again() {
    let (client, requests) = hasty(vec![Some((201, "{".to_owned())), loan("VALIDATED")]);
    let error = client.request_loan(&new_loan(), &soon()).expect_err("the answer is no JSON");
    assert!(error.outcome_unknown() && error.details().salt_id.is_some(), "{error}");
    assert_eq!(lines(&requests), ["POST /loans"]);
}
