//! Tests that change the wall clock during an enrolment.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::options::EnrollOptions;
use super::outcome::Enrollment;
use super::progress::EnrollmentStage;
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
    let client = client.with_options(crate::client::CallOptions::new().max_retries(0));
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

#[cfg(feature = "sqlite")]
#[test]
fn a_process_with_another_clock_waits_as_long_as_a_call_may_take_effect() {
    use std::sync::Arc;

    use super::company_claim::CompanyClaim;
    use crate::identity::Company;
    use crate::store::{SqliteStore, Store};
    use crate::wait::{Deadline, Handover, Interrupt, forget_companies};

    let (api, company) = ("http://clocks.test", Company::of_request(&company()));
    let file = std::env::temp_dir().join(format!("defacto-clocks-{}.db", world::new_uuid()));
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&file).expect("it opens"));
    let take = || {
        let never = Interrupt::default();
        let taken = CompanyClaim::take(api, Some(&store), &company, Deadline::after(None), &never);
        world::wait_for(taken).expect("the store answers").expect("the company is free")
    };
    let (settle_time, margin) = (Duration::from_secs(45), Duration::from_secs(15));
    let settles = world::now() + settle_time;
    world::wait_for(take().release(&Handover { settles: Some(settles), margin, ..Handover::default() }))
        .expect("it is written");
    // Another process has no memory of this one.
    forget_companies(api);
    world::set_wall_clock_ahead(SignedDuration::from_secs(14));
    let left = take().left().clone();
    world::set_wall_clock_ahead(SignedDuration::ZERO);
    assert!(
        left.settles.is_some_and(|later| later >= settles),
        "it would send while the call may take effect"
    );
    let _ = std::fs::remove_file(file);
}
