//! A process for the tests that kill it: several clients enrol companies, each in a random spelling, or
//! request loans.
//!
//! `enroller URL KEY STORE SEED LAST [COMPANY IBAN PAY_AT]`; a store is a file or `postgresql://...`. With a
//! company it requests loans for it.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "a test sees how it ended")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::api::loans::NewLoan;
use defacto_sdk::model::{CompanyReference, PaymentAccount, Timestamp};
use defacto_sdk::store::{PostgresStore, SqliteStore, Store};
use defacto_sdk::{Client, EnrollOptions, Enrollment, LoanOptions, LoanOutcome};
use defacto_tests_rust::companies::spelled;

const CLIENTS: u64 = 2;
const THREADS_A_CLIENT: u64 = 4;

fn open(place: &str) -> Arc<dyn Store> {
    if place.starts_with("postgresql://") {
        let store = PostgresStore::connect(place).expect("the database answers");
        return Arc::new(store.with_lease(Duration::from_secs(3)));
    }
    Arc::new(SqliteStore::open(place).expect("the file can be opened"))
}

/// Enrols until the outcome is known: repeats the call while it is not.
fn enroll(client: &Client, company: &NewBorrower) {
    let options = EnrollOptions::wait_until_ready(Duration::from_secs(50))
        .settle_time(Duration::from_millis(600))
        .poll_interval(Duration::from_millis(10));
    for _ in 0..20 {
        match client.enroll(company, &options) {
            Ok(Enrollment::Ready { .. }) => return,
            Ok(Enrollment::Pending { .. }) => {}
            Ok(other) => fail(format!("{other:?}")),
            Err(error) if error.retryable() || error.outcome_unknown() => {}
            Err(error) => fail(error),
        }
    }
    fail("it is not known what became of a company");
}

/// Ends the process with an error, with all of its threads.
fn fail(why: impl std::fmt::Display) -> ! {
    eprintln!("{why}");
    std::process::exit(1);
}

/// Requests a loan until its outcome is known. The order is its key, so another run requests the same loan.
fn lend(client: &Client, order: u64, company: &str, iban: &str, pay_at: Timestamp) {
    let amount = 1_000 + i64::try_from(order).expect("a small number");
    let repay_at = pay_at + Duration::from_secs(60 * 24 * 3600);
    let request = NewLoan::new(amount, PaymentAccount::new(iban), pay_at, repay_at)
        .borrower(CompanyReference::new(company))
        .for_key(&format!("order-{order}"));
    let options =
        LoanOptions::wait_until_decided(Duration::from_secs(20)).poll_interval(Duration::from_millis(10));
    for _ in 0..50 {
        match client.request_loan(&request, &options) {
            Ok(LoanOutcome::Pending { .. }) => {}
            Ok(LoanOutcome::Declined { reason, .. }) => fail(format!("declined: {reason:?}")),
            Ok(_) => return,
            Err(error) if error.retryable() || error.outcome_unknown() => {}
            Err(error) => fail(error),
        }
    }
    fail("it is not known what became of a loan");
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, key, place, seed, last, loan @ ..] = arguments.as_slice() else { panic!("five arguments") };
    let number = |text: &str| text.parse::<u64>().expect("a number");
    let (seed, last) = (number(seed), number(last));
    let order = shuffled(1..=last, seed);
    let work = |client: &Client, number: u64| match loan {
        [company, iban, pay_at] => lend(client, number, company, iban, pay_at.parse().expect("a moment")),
        _ => enroll(client, &spelled(number, fastrand::u64(..))),
    };
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            let client = Client::builder(key, url.as_str()).max_response_bytes(256 * 1024).store(open(place));
            let client = client.build().expect("it is set up well");
            for _ in 0..THREADS_A_CLIENT {
                let (client, order, next, work) = (client.clone(), &order, &next, &work);
                scope.spawn(move || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(number) = order.get(usize::try_from(at).unwrap_or(usize::MAX)) else {
                            return;
                        };
                        work(&client, *number);
                    }
                });
            }
        }
    });
}

/// Returns each company twice, in an order that two processes share in part: they meet at the same companies.
fn shuffled(numbers: impl Iterator<Item = u64>, seed: u64) -> Vec<u64> {
    let mut all: Vec<u64> = numbers.flat_map(|number| [number, number]).collect();
    let mut dice = fastrand::Rng::with_seed(seed);
    for block in all.chunks_mut(40) {
        dice.shuffle(block);
    }
    all
}
