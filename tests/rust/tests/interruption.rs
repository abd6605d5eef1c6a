//! Every call can be stopped.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::thread::{sleep, spawn};
use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::{CallOptions, CancelToken, Client};
use defacto_tests_rust::canned::{Answer, Canned, Reply};
use defacto_tests_rust::companies::french;
use defacto_tests_rust::story::{
    client, eventually, ready, requests, sandbox, sends_nothing_more, wait_until_ready,
};

#[test]
fn during_a_slow_call() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::Latency).operation("GET /borrowers").delay(Duration::from_secs(2)));
    let (client, token) = (client(&sandbox), CancelToken::default());
    let stoppable = client.with_options(CallOptions::new().cancel(token.clone()));
    let enrolling = spawn(move || stoppable.enroll(&french(100), &wait_until_ready()));
    eventually("the first request", || !sandbox.log().is_empty());
    token.cancel();

    let error = enrolling.join().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert!(!error.outcome_unknown(), "only a read was under way");
    sleep(Duration::from_millis(2200));
    assert_eq!(sandbox.log().len(), 1, "no later request");
    assert!(sandbox.borrowers().is_empty());
    ready(client.enroll(&french(100), &wait_until_ready()).unwrap());
}

#[test]
fn during_the_enrolment_itself() {
    let sandbox = sandbox(|settings| settings.speed = 4.0);
    let (client, token) = (client(&sandbox), CancelToken::default());
    let stoppable = client.with_options(CallOptions::new().cancel(token.clone()));
    let enrolling = spawn(move || stoppable.enroll(&french(101), &wait_until_ready()));
    eventually("the enrolment", || requests(&sandbox, "POST /borrowers").iter().any(|post| post.committed));
    token.cancel();

    let error = enrolling.join().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Interrupted, true), "{error}");
    let resume = error.details().resume_token.clone().unwrap();
    sends_nothing_more(&sandbox, Duration::from_millis(300));
    ready(client.resume_enrollment(&resume, &wait_until_ready()).unwrap());
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn while_the_line_is_waited_for() {
    let sandbox = sandbox(|settings| settings.speed = 4.0);
    let (client, token) = (client(&sandbox), CancelToken::default());
    let stoppable = client.with_options(CallOptions::new().cancel(token.clone()));
    let options = wait_until_ready().synchronous(false);
    let enrolling = spawn(move || stoppable.enroll(&french(102), &options));
    eventually("a look", || requests(&sandbox, "GET /credit_lines").len() > 1);
    token.cancel();

    let error = enrolling.join().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Interrupted, false), "{error}");
    let resume = error.details().resume_token.clone().unwrap();
    ready(client.resume_enrollment(&resume, &wait_until_ready()).unwrap());
}

#[test]
fn while_another_thread_enrols_the_same_company() {
    let sandbox = sandbox(|settings| settings.speed = 4.0);
    let (client, token) = (client(&sandbox), CancelToken::default());
    let stoppable = client.with_options(CallOptions::new().cancel(token.clone()));
    std::thread::scope(|scope| {
        let first = scope.spawn(|| ready(client.enroll(&french(103), &wait_until_ready()).unwrap()));
        eventually("the enrolment", || !requests(&sandbox, "POST /borrowers").is_empty());
        let second = scope.spawn(|| stoppable.enroll(&french(103), &wait_until_ready()));
        sleep(Duration::from_millis(100));
        token.cancel();
        assert_eq!(second.join().unwrap().unwrap_err().kind(), ErrorKind::Interrupted);
        first.join().unwrap();
    });
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn while_a_repetition_is_waited_for() {
    let server = Canned::start([Reply::new(503, "").header("retry-after", "30")]);
    let token = CancelToken::default();
    let client = Client::new("key", server.url()).unwrap();
    let stoppable = client.with_options(CallOptions::new().cancel(token.clone()));
    let asking = spawn(move || stoppable.hello());
    eventually("the first request", || !server.requests().is_empty());
    token.cancel();
    assert_eq!(asking.join().unwrap().unwrap_err().kind(), ErrorKind::Interrupted);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn by_a_question_asked_on_the_waiting_thread() {
    let server = Canned::start([Answer::Silence]);
    let stop = CancelToken::default();
    let asked = stop.clone();
    let client =
        Client::builder("key", server.url()).interrupt_check(move || asked.is_cancelled()).build().unwrap();
    let asking = spawn(move || client.hello());
    eventually("the first request", || !server.requests().is_empty());
    stop.cancel();
    assert_eq!(asking.join().unwrap().unwrap_err().kind(), ErrorKind::Interrupted);
}

#[test]
fn a_token_that_was_used_before_stops_everything_at_once() {
    let sandbox = sandbox(|_| {});
    let token = CancelToken::default();
    token.cancel();
    let stoppable = client(&sandbox).with_options(CallOptions::new().cancel(token));
    let error = stoppable.enroll(&french(104), &wait_until_ready()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert!(sandbox.borrowers().is_empty());
}

#[test]
fn a_closed_client_says_so() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    client.hello().unwrap();
    client.clone().close();
    let error = client.hello().unwrap_err();
    assert_eq!((error.kind(), error.retryable()), (ErrorKind::Configuration, false), "{error}");
}
