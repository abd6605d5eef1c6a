//! Every fault: the enrolment still succeeds, with one borrower.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::{CallOptions, EnrollOptions};
use defacto_tests_rust::companies::{french, german};
use defacto_tests_rust::story::{
    active_borrowers, client, eventually, in_sandbox_time, pending, ready, requests, sandbox,
    wait_until_ready,
};

/// Faults that only delay the answer or slow it down.
const HARMLESS: [FaultKind; 2] = [FaultKind::SlowBody, FaultKind::Latency];

#[test]
fn every_fault_on_the_enrolment() {
    std::thread::scope(|scope| {
        // A canned answer is defined by a test and is not a fault by itself.
        let faults = FaultKind::ALL.iter().filter(|kind| **kind != FaultKind::Answer);
        for (number, kind) in (40..).zip(faults) {
            for synchronous in [true, false] {
                scope.spawn(move || {
                    let sandbox = sandbox(|_| {});
                    sandbox.fault(Fault::new(*kind).operation("POST /borrowers"));
                    let options = wait_until_ready().synchronous(synchronous);
                    let outcome = client(&sandbox).enroll(&french(number), &options);
                    ready(outcome.unwrap_or_else(|error| panic!("{kind:?}: {error}")));

                    let company = french(number).identifier;
                    assert_eq!(active_borrowers(&sandbox, &company), 1, "{kind:?}");
                    assert!(sandbox.faults().is_empty(), "{kind:?} struck");
                    let posts = requests(&sandbox, "POST /borrowers");
                    assert_eq!(posts.iter().filter(|post| post.committed).count(), 1, "{kind:?}");
                    let again = posts.len() > 1;
                    let struck_before = [
                        FaultKind::TimeoutBeforeCommit,
                        FaultKind::CutBeforeCommit,
                        FaultKind::BadGateway,
                        FaultKind::RateLimited,
                        FaultKind::Unavailable,
                    ];
                    assert_eq!(again, struck_before.contains(kind), "{kind:?}: {} requests", posts.len());
                });
            }
        }
    });
}

#[test]
fn three_faults_in_a_row() {
    let sandbox = sandbox(|_| {});
    for kind in [FaultKind::BadGateway, FaultKind::RateLimited, FaultKind::CutBeforeCommit] {
        sandbox.fault(Fault::new(kind).operation("POST /borrowers"));
    }
    ready(client(&sandbox).enroll(&french(60), &wait_until_ready()).unwrap());
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 4);
    assert_eq!(active_borrowers(&sandbox, &french(60).identifier), 1);
}

#[test]
fn faults_on_the_reads() {
    let reads = ["GET /borrowers", "GET /credit_lines", "GET /borrower/{borrower_id}"];
    std::thread::scope(|scope| {
        for kind in FaultKind::ALL {
            scope.spawn(move || {
                let sandbox = sandbox(|_| {});
                for read in reads {
                    sandbox.fault(Fault::new(*kind).operation(read).delay(Duration::from_millis(100)));
                }
                let outcome = client(&sandbox).enroll(&french(61), &wait_until_ready().synchronous(false));
                ready(outcome.unwrap_or_else(|error| panic!("{kind:?}: {error}")));
                assert!(sandbox.faults().is_empty(), "{kind:?} struck");
                assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1, "{kind:?}");
            });
        }
    });
}

#[test]
fn faults_on_the_reads_after_an_unknown_outcome() {
    let sandbox = sandbox(|_| {});
    // The look-up before the enrolment succeeds; then every call fails for a while.
    sandbox.fault(Fault::new(FaultKind::CutAfterCommit).operation("POST /borrowers"));
    let client = client(&sandbox).with_options(CallOptions::new().max_retries(0));
    let before = |kind| Fault::new(kind).operation("GET /credit_lines").times(3);
    sandbox.fault(before(FaultKind::BadGateway));
    ready(client.enroll(&french(62), &wait_until_ready()).unwrap());
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn a_number_that_is_respelled_while_the_outcome_is_unknown_is_looked_up_as_it_was_sent() {
    let (as_sent, mut respelled) = (german(64), german(64));
    respelled.identifier = as_sent.identifier.replace(' ', "").to_lowercase();
    for (kind, sent) in [(FaultKind::CutAfterCommit, 1), (FaultKind::CutBeforeCommit, 2)] {
        let sandbox = sandbox(|_| {});
        sandbox.fault(Fault::new(kind).operation("POST /borrowers"));
        sandbox.fault(Fault::new(FaultKind::BadGateway).operation("GET /borrowers").probability(1.0));
        let client = client(&sandbox);
        let options = wait_until_ready().look_up_existing(false).deadline(Duration::from_millis(300));
        let (_, resume) = pending(client.enroll(&as_sent, &options).unwrap());

        sandbox.clear_faults();
        let options = wait_until_ready().settle_time(Duration::from_millis(50)).resume(resume);
        ready(client.enroll(&respelled, &options).unwrap());
        assert_eq!((requests(&sandbox, "POST /borrowers").len(), sandbox.borrowers().len()), (sent, 1));
    }
}

#[test]
fn a_read_that_never_recovers_is_an_error_when_there_is_no_deadline() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::BadGateway).operation("GET /borrowers").probability(1.0));
    let client = client(&sandbox).with_options(CallOptions::new().max_retries(0));
    let error = client.enroll(&french(63), &in_sandbox_time(EnrollOptions::asynchronous())).unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(502)));
    assert!(!error.outcome_unknown() && error.details().resume_token.is_none());
    assert!(sandbox.borrowers().is_empty(), "nobody creates a borrower without having looked");
}

#[test]
fn an_enrolment_that_never_gets_through_creates_nothing() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::BadGateway).operation("POST /borrowers").probability(1.0));
    let options = in_sandbox_time(EnrollOptions::asynchronous()).settle_time(Duration::from_millis(50));
    let error = client(&sandbox).enroll(&french(64), &options).unwrap_err();
    assert_eq!(
        (error.status(), error.retryable(), error.outcome_unknown()),
        (Some(502), true, false),
        "{error}"
    );
    assert!(sandbox.borrowers().is_empty());
}

#[test]
fn the_deadline_passes_in_the_middle_and_the_token_works_later() {
    std::thread::scope(|scope| {
        for (number, kind) in (70..).zip(FaultKind::ALL.iter().filter(|kind| !HARMLESS.contains(kind))) {
            scope.spawn(move || {
                let sandbox = sandbox(|_| {});
                sandbox.fault(Fault::new(*kind).operation("POST /borrowers"));
                let company = french(number);
                let short = wait_until_ready().deadline(Duration::from_millis(45));
                let token = match client(&sandbox).enroll(&company, &short) {
                    Ok(outcome) => pending(outcome).1,
                    // It was certainly not carried out, and there was no time for another attempt.
                    Err(error) => {
                        assert!(!error.outcome_unknown(), "{kind:?}: {error}");
                        assert!(error.details().resume_token.is_none(), "{kind:?}");
                        return;
                    }
                };
                let outcome = client(&sandbox).resume_enrollment(&token, &wait_until_ready());
                match outcome {
                    Ok(outcome) => drop(ready(outcome)),
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::NotFound, "{kind:?}: {error}");
                        assert!(sandbox.borrowers().is_empty(), "{kind:?}");
                        // The deadline may have passed before the fault struck.
                        sandbox.clear_faults();
                        ready(client(&sandbox).enroll(&company, &wait_until_ready()).unwrap());
                    }
                }
                assert_eq!(active_borrowers(&sandbox, &company.identifier), 1, "{kind:?}");
            });
        }
    });
}

#[test]
fn the_deadline_passes_while_the_line_is_waited_for() {
    let sandbox = sandbox(|settings| settings.speed = 10.0);
    let short = wait_until_ready().synchronous(false).deadline(Duration::from_millis(250));
    let (borrower, token) = pending(client(&sandbox).enroll(&french(90), &short).unwrap());
    assert!(borrower.is_some());
    ready(client(&sandbox).resume_enrollment(&token, &wait_until_ready()).unwrap());
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn what_is_carried_out_late_is_found_and_not_done_twice() {
    let sandbox = sandbox(|_| {});
    let late = Fault::new(FaultKind::TimeoutLateCommit).commit_delay(Duration::from_millis(600));
    sandbox.fault(late.operation("POST /borrowers"));
    ready(client(&sandbox).enroll(&french(91), &wait_until_ready()).unwrap());
    eventually("the late commit", || !sandbox.borrowers().is_empty());
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn the_bare_call_is_sent_once_and_says_that_its_outcome_is_unknown() {
    let unknown = [
        FaultKind::TimeoutAfterCommit,
        FaultKind::CutAfterCommit,
        FaultKind::BadGatewayAfterCommit,
        FaultKind::CutBody,
        FaultKind::EmptyBody,
        FaultKind::EndlessBody,
        FaultKind::InvalidJson,
    ];
    for (number, kind) in (92..).zip(unknown) {
        let sandbox = sandbox(|_| {});
        sandbox.fault(Fault::new(kind).operation("POST /borrowers"));
        let error = client(&sandbox).borrowers().enroll(&french(number)).unwrap_err();
        assert!(error.outcome_unknown(), "{kind:?}: {error}");
        assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1, "{kind:?}");
    }
}
