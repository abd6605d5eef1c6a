//! Tests that change the wall clock during an enrolment.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{EnrollOptions, Enrollment, EnrollmentStage};
use crate::api::borrowers::NewBorrower;
use crate::canned::server;
use crate::world;

const ID: &str = "0f4c55ad-0a5e-4f0b-8a43-7a1d6d2cf9d1";

#[expect(clippy::unnecessary_wraps, reason = "an answer may also be none, as when a connection breaks")]
fn page(items: &[Value]) -> Option<(u16, String)> {
    Some((200, json!({"count": items.len(), "page_size": 100, "data": items}).to_string()))
}

fn lines(requests: &Receiver<String>) -> Vec<String> {
    requests.try_iter().filter_map(|text| Some(text.split_once(" HTTP/")?.0.to_owned())).collect()
}

fn company() -> NewBorrower {
    NewBorrower::new("01234567").identifier_type("crn").name("Oak Ltd")
}

fn borrower() -> Value {
    json!({"id": ID, "identifier": "01234567", "identifier_type": "CRN", "status": "READY"})
}

/// Enrols a company that shows in the fourth poll after a lost answer. Changes the wall clock meanwhile.
fn enroll_while_the_clock_is_set(by: SignedDuration) -> (Enrollment, Vec<String>) {
    let none = || page(&[]);
    let look = [none(), none()];
    let found = [page(&[borrower()]), page(&[])];
    let answers = [none(), None].into_iter().chain([&look; 3].into_iter().flatten().cloned()).chain(found);
    let (client, requests) = server(answers.collect());
    let client = client.with_options(crate::CallOptions::new().max_retries(0));
    let options = EnrollOptions::asynchronous()
        .settle_time(Duration::from_secs(60))
        .poll_interval(Duration::from_millis(1))
        .on_progress(move |progress| {
            if progress.stage == EnrollmentStage::OutcomeUnknown {
                world::set_wall_clock_ahead(by);
            }
        });
    let outcome = client.enroll(&company(), &options);
    world::set_wall_clock_ahead(SignedDuration::ZERO);
    (outcome.expect("it has an outcome"), lines(&requests))
}

#[test]
fn a_clock_that_is_set_during_the_search_neither_ends_it_nor_sends_again() {
    for minutes in [-60, 2, 60, 60 * 24 * 365] {
        let (outcome, sent) = enroll_while_the_clock_is_set(SignedDuration::from_mins(minutes));
        assert!(matches!(outcome, Enrollment::Pending { borrower: Some(_), .. }), "{minutes}: {outcome:?}");
        assert_eq!(sent.iter().filter(|line| line.starts_with("POST")).count(), 1, "{minutes}: {sent:?}");
    }
}
