//! Five hundred enrolments while every third call fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind, Sandbox};
use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::api::testing::{BusinessEligibility, EligibilityScenario};
use defacto_sdk::model::BusinessIdentifier;
use defacto_sdk::{EnrollOptions, Enrollment};
use defacto_tests_rust::companies::{french, german, german_without_director};
use defacto_tests_rust::story::{client, sandbox};

const COMPANIES: u64 = 500;
const THREADS: usize = 8;
/// How many calls in a hundred fail.
const PERCENT: u32 = 30;

/// The expected outcome of a company.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Ready,
    Declined,
    MissingData,
}

fn company(number: u64) -> (NewBorrower, End) {
    match number % 10 {
        0 => (french(number), End::Declined),
        3 => (german_without_director(number), End::MissingData),
        even if even % 2 == 0 => (french(number), End::Ready),
        _ => (german(number), End::Ready),
    }
}

/// Gives each kind of fault a share of all calls. The sandbox draws for one kind after the other, so each
/// share is relative to the calls that the kinds before left.
fn set_faults(sandbox: &Sandbox) {
    let share = f64::from(PERCENT) / 100.0 / f64::from(u32::try_from(FaultKind::ALL.len()).unwrap());
    let mut left = 1.0;
    for kind in FaultKind::ALL {
        // A write with a 2xx answer is never sent again, so invented answers are for reads only.
        let operation = if *kind == FaultKind::Answer { "GET /borrowers" } else { "*" };
        let fault = Fault::new(*kind).operation(operation).probability(share / left);
        sandbox.fault(fault.delay(Duration::from_millis(40)));
        left -= share;
    }
}

#[test]
fn ends_with_one_borrower_for_each_company() {
    let sandbox = sandbox(|settings| settings.speed = 400.0);
    let client = client(&sandbox);
    for number in (1..=COMPANIES).filter(|number| company(*number).1 == End::Declined) {
        let (company, _) = company(number);
        let business = BusinessIdentifier::new(company.identifier, company.identifier_type.unwrap());
        let ineligible = BusinessEligibility::new(business, EligibilityScenario::NotEligible);
        client.testing().set_eligibility(&ineligible).unwrap();
    }
    sandbox.clear_log();
    set_faults(&sandbox);

    let next = AtomicU64::new(1);
    let enroll_some = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number > COMPANIES {
                return;
            }
            let (company, end) = company(number);
            let options = EnrollOptions::wait_until_ready(Duration::from_secs(50))
                .synchronous(number % 4 != 1)
                .settle_time(Duration::from_millis(400))
                .poll_interval(Duration::from_millis(10));
            let outcome =
                client.enroll(&company, &options).unwrap_or_else(|error| panic!("{number}: {error}"));
            let found = match outcome {
                Enrollment::Ready { borrower, .. } => {
                    assert_eq!(borrower.identifier, company.identifier);
                    End::Ready
                }
                Enrollment::Declined { .. } => End::Declined,
                Enrollment::MissingData { .. } => End::MissingData,
                other => panic!("{number}: {other:?}"),
            };
            assert_eq!(found, end, "{number}");
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(enroll_some);
        }
    });
    sandbox.clear_faults();
    check_state(&sandbox);
    check_log(&sandbox);
}

fn check_state(sandbox: &Sandbox) {
    let mut count = HashMap::<String, u32>::new();
    for borrower in sandbox.borrowers() {
        *count.entry(borrower["identifier"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    for number in 1..=COMPANIES {
        let (company, end) = company(number);
        let wanted = u32::from(end != End::MissingData);
        assert_eq!(count.remove(&company.identifier).unwrap_or_default(), wanted, "{number}");
    }
    assert!(count.is_empty());
}

fn check_log(sandbox: &Sandbox) {
    let log = sandbox.log();
    let mut committed = HashMap::<String, u64>::new();
    for entry in log.iter().filter(|entry| entry.operation.as_deref() == Some("POST /borrowers")) {
        let company = entry.body.as_ref().unwrap()["identifier"].as_str().unwrap().to_owned();
        if let Some(first) = committed.get(&company) {
            panic!("{company} was enrolled by request {first} and sent again by {}", entry.sequence);
        }
        if entry.committed {
            committed.insert(company, entry.sequence);
        }
    }
    let struck = log.iter().filter(|entry| entry.fault.is_some()).count();
    assert!(struck * 100 > log.len() * 15, "{struck} of {} calls went wrong", log.len());
    for kind in FaultKind::ALL {
        assert!(log.iter().any(|entry| entry.fault == Some(*kind)), "{kind:?} never struck");
    }
}
