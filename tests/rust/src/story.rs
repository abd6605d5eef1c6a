//! A sandbox, a client for it, and checks of its state.

use std::time::{Duration, Instant};

use defacto_sandbox::{LogEntry, Sandbox, Settings};
use defacto_sdk::api::borrowers::Borrower;
use defacto_sdk::api::credit_lines::CreditLine;
use defacto_sdk::{Client, EnrollOptions, Enrollment};

/// Starts a sandbox with some switches set, a hundred times faster than the API.
pub fn sandbox(change: impl FnOnce(&mut Settings)) -> Sandbox {
    let mut settings = Settings::default();
    change(&mut settings);
    Sandbox::builder().settings(settings).start().unwrap()
}

/// Creates a client of the sandbox that soon gives up on an endless body.
pub fn client(sandbox: &Sandbox) -> Client {
    let builder = Client::builder(sandbox.api_key(), sandbox.url());
    builder.max_response_bytes(256 * 1024).build().unwrap()
}

/// Returns options that wait for the line. The times fit a sandbox that is a hundred times faster than the
/// API: it gives up after 0.3 seconds, and a late call takes effect after 0.2 seconds.
pub fn wait_until_ready() -> EnrollOptions {
    in_sandbox_time(EnrollOptions::wait_until_ready(Duration::from_secs(30)))
}

/// Returns the options with the pauses that fit the sandbox.
pub fn in_sandbox_time(options: EnrollOptions) -> EnrollOptions {
    options.settle_time(Duration::from_millis(900)).poll_interval(Duration::from_millis(20))
}

/// Returns the borrower and the line of an enrolment that must be ready.
pub fn ready(outcome: Enrollment) -> (Borrower, CreditLine) {
    match outcome {
        Enrollment::Ready { borrower, credit_line, .. } => (borrower, credit_line),
        other => panic!("not ready: {other:?}"),
    }
}

/// Returns the borrower, if known, and the token of an enrolment that must be pending.
pub fn pending(outcome: Enrollment) -> (Option<Borrower>, String) {
    match outcome {
        Enrollment::Pending { borrower, resume } => (borrower, resume),
        other => panic!("not pending: {other:?}"),
    }
}

/// Returns the borrower, if there is one, and the reason of an enrolment that must be declined.
pub fn declined(outcome: Enrollment) -> (Option<Borrower>, Option<String>) {
    match outcome {
        Enrollment::Declined { borrower, reason } => (borrower, reason),
        other => panic!("not declined: {other:?}"),
    }
}

/// Returns how many borrowers of a company are not deactivated.
pub fn active_borrowers(sandbox: &Sandbox, identifier: &str) -> usize {
    let of_company = |borrower: &serde_json::Value| {
        borrower["identifier"] == identifier && borrower["status"] != "DEACTIVATED"
    };
    sandbox.borrowers().iter().filter(|borrower| of_company(borrower)).count()
}

/// Returns the requests of one operation, such as `POST /borrowers`.
pub fn requests(sandbox: &Sandbox, operation: &str) -> Vec<LogEntry> {
    sandbox.log().into_iter().filter(|entry| entry.operation.as_deref() == Some(operation)).collect()
}

/// Waits until `is_so` returns `true`.
pub fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < end, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Checks that nothing more is sent. A request that was written before the end may still arrive on a busy
/// machine, so this waits until no request arrives for `quiet`.
pub fn sends_nothing_more(sandbox: &Sandbox, quiet: Duration) {
    eventually("the last request", || {
        let seen = sandbox.log().len();
        std::thread::sleep(quiet);
        sandbox.log().len() == seen
    });
}
