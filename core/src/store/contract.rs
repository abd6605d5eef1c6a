//! The contract of every store. `tests/rust` includes it for the store that needs a server.

#![allow(clippy::disallowed_methods, reason = "the tests outside the library read the clock themselves")]

use super::{Begun, Claim, Claimed, Entry, EntryState, IntentClaim, Store, Timestamp, When};

pub(super) const JOB: &str = "customers of 2026";

pub(super) fn claim<'a>(company: &'a str, row: i64, run: &'a str) -> Claim<'a> {
    Claim::new(JOB, company, Some(row), run)
}

pub(super) fn soon() -> Timestamp {
    Timestamp::now() + jiff::SignedDuration::from_secs(1)
}

pub(super) fn waiting(company: &str, row: i64) -> Entry {
    Entry::new(company, Some(row), EntryState::Waiting).token(Some(format!("token of {company}")))
}

/// Checks the contract. The store is empty before and afterwards.
pub(super) fn check(store: &dyn Store) {
    a_company_is_begun_once(store);
    a_later_run_goes_on(store);
    those_who_wait_are_taken_once(store);
    entries_come_in_the_order_of_their_rows(store);
    jobs_are_apart(store);
    who_lost_a_company_writes_nothing(store);
    what_has_changed_meanwhile_stays(store);
    a_job_is_about_one_api(store);
    an_intent_is_held_by_one(store);
}

fn who_lost_a_company_writes_nothing(store: &dyn Store) {
    assert_eq!(store.begin(&claim("a", 1, "run").by("slow")).unwrap(), Begun::Fresh);
    // It is suspended for so long that it counts as dead.
    store.save(JOB, &waiting("a", 1), When::Always).unwrap();
    store.save(JOB, &Entry::new("a", Some(1), EntryState::Begun), When::Always).unwrap();
    store.begin(&claim("a", 1, "run").by("quick")).unwrap();
    let written = waiting("a", 1);
    assert!(!store.save(JOB, &written, When::ClaimedBy("slow")).unwrap());
    assert_eq!(store.find(JOB, "a").unwrap().unwrap().state, EntryState::Begun);
    assert!(store.save(JOB, &written, When::ClaimedBy("quick")).unwrap());
    assert!(!store.save(JOB, &Entry::new("b", None, EntryState::Waiting), When::ClaimedBy("quick")).unwrap());
    assert_eq!(store.find(JOB, "b").unwrap(), None, "what is not there is not made");
    store.forget_job(JOB).unwrap();
}

fn what_has_changed_meanwhile_stays(store: &dyn Store) {
    let finished = Entry::new("a", None, EntryState::Finished).outcome(Some("first".to_owned()));
    store.save(JOB, &waiting("a", 0), When::Always).unwrap();
    assert!(store.save(JOB, &finished, When::In(EntryState::Waiting)).unwrap());
    assert!(!store.save(JOB, &finished, When::In(EntryState::Waiting)).unwrap());
    store.remove(JOB, "a", When::Outcome("second")).unwrap();
    assert!(store.find(JOB, "a").unwrap().is_some());
    store.remove(JOB, "a", When::Outcome("first")).unwrap();
    assert_eq!(store.find(JOB, "a").unwrap(), None);
}

fn a_job_is_about_one_api(store: &dyn Store) {
    assert_eq!(store.api_of(JOB, "https://one.example").unwrap(), "https://one.example");
    assert_eq!(store.api_of(JOB, "https://two.example").unwrap(), "https://one.example");
    assert_eq!(store.api_of("another job", "https://two.example").unwrap(), "https://two.example");
    for job in [JOB, "another job"] {
        store.forget_job(job).unwrap();
    }
    assert_eq!(store.api_of(JOB, "https://two.example").unwrap(), "https://two.example");
    store.forget_job(JOB).unwrap();
}

fn a_company_is_begun_once(store: &dyn Store) {
    assert_eq!(store.begin(&claim("a", 1, "first")).unwrap(), Begun::Fresh);
    assert_eq!(store.begin(&claim("a", 7, "first")).unwrap(), Begun::Duplicate { row: Some(1) });
    store.forget_job(JOB).unwrap();
}

fn a_later_run_goes_on(store: &dyn Store) {
    store.begin(&claim("a", 1, "first")).unwrap();
    store.save(JOB, &waiting("a", 1), When::Always).unwrap();
    let Begun::Known(entry) = store.begin(&claim("a", 2, "second")).unwrap() else { panic!("it is known") };
    assert_eq!((entry.state, entry.row, entry.run.as_str()), (EntryState::Waiting, Some(2), "second"));
    assert_eq!(entry.token.as_deref(), Some("token of a"));
    // A waiting entry has no owner: a run that died just now blocks no other one.
    let Begun::Known(entry) = store.begin(&claim("a", 2, "third")).unwrap() else { panic!("it is known") };
    assert_eq!((entry.state, entry.run.as_str()), (EntryState::Waiting, "third"));
    store
        .save(
            JOB,
            &Entry::new("a", Some(2), EntryState::Finished).outcome(Some("{}".to_owned())),
            When::Always,
        )
        .unwrap();
    let found = store.find(JOB, "a").unwrap().unwrap();
    assert_eq!(
        (found.state, found.token, found.outcome.as_deref()),
        (EntryState::Finished, None, Some("{}"))
    );
    assert_eq!(found.run, "third", "saving leaves the run as it is");
    store.remove(JOB, "a", When::Always).unwrap();
    assert_eq!(store.find(JOB, "a").unwrap(), None);
}

fn those_who_wait_are_taken_once(store: &dyn Store) {
    for (row, company) in (1..).zip(["a", "b", "c"]) {
        store.begin(&claim(company, row, if company == "c" { "other" } else { "run" })).unwrap();
        store.save(JOB, &waiting(company, row), When::Always).unwrap();
    }
    assert_eq!(store.count(JOB, None, EntryState::Waiting).unwrap(), 3);
    assert_eq!(store.count(JOB, Some("run"), EntryState::Waiting).unwrap(), 2);
    let now = soon();
    let taken = |most| {
        let entries = store.take_waiting(JOB, Some("run"), now, most).unwrap();
        entries.into_iter().map(|entry| entry.company).collect::<Vec<_>>()
    };
    let first = taken(1);
    assert_eq!(first.len(), 1);
    // They count as polled a little before `now`: for their own time, no entry is left.
    let looked = Timestamp::now() - jiff::SignedDuration::from_secs(60);
    assert!(
        store
            .take_waiting(JOB, Some("run"), looked, 10)
            .unwrap()
            .iter()
            .all(|entry| entry.company != first[0])
    );
    assert_eq!(store.take_waiting(JOB, None, soon(), 10).unwrap().len(), 3);
    store.forget_job(JOB).unwrap();
}

fn entries_come_in_the_order_of_their_rows(store: &dyn Store) {
    for (company, row) in [("c", 1), ("b", 10), ("a", 2), ("z", 2)] {
        store.save(JOB, &waiting(company, row), When::Always).unwrap();
    }
    let first = store.entries(JOB, None, 3).unwrap();
    let names = |entries: &[Entry]| entries.iter().map(|entry| entry.company.clone()).collect::<Vec<_>>();
    assert_eq!(names(&first), ["c", "a", "z"]);
    let rest = store.entries(JOB, Some(&first[2].key()), 3).unwrap();
    assert_eq!(names(&rest), ["b"]);
    store.forget_job(JOB).unwrap();
}

fn jobs_are_apart(store: &dyn Store) {
    store.save("one", &waiting("a", 1), When::Always).unwrap();
    store.save("two", &waiting("a", 1), When::Always).unwrap();
    assert_eq!(store.jobs().unwrap(), ["one", "two"]);
    store.forget_job("one").unwrap();
    assert_eq!(store.jobs().unwrap(), ["two"]);
    store.forget_job("two").unwrap();
}

fn an_intent_is_held_by_one(store: &dyn Store) {
    let keys = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let (both, first, other) = (keys(&["b", "a"]), keys(&["a"]), keys(&["c"]));
    let api = "https://api.example";
    let held = |claim| match store.claim(claim).unwrap() {
        Claimed::Held(notes) => Some(notes.into_iter().map(|note| note.text).collect::<Vec<_>>()),
        _ => None,
    };
    let one = IntentClaim::new(api, &both, "one");
    assert_eq!(held(one), Some(Vec::new()), "it is free");
    assert_eq!(held(one), Some(Vec::new()), "its own holder may claim it again");
    let two = IntentClaim::new(api, &first, "two");
    assert_eq!(held(two), None, "one of its keys is held");
    assert_eq!(
        held(IntentClaim::new("https://other.example", &first, "three")),
        Some(Vec::new()),
        "at another API"
    );
    assert_eq!(held(IntentClaim::new(api, &other, "four")), Some(Vec::new()), "another company");

    assert!(store.note(one, "sent").unwrap());
    assert!(!store.note(two, "sent as well").unwrap(), "who does not hold it writes nothing");
    store.release(two, Some("given back by another caller")).unwrap();
    assert_eq!(held(two), None);
    store.release(one, Some("in doubt")).unwrap();
    assert_eq!(held(two), Some(vec!["in doubt".to_owned()]), "the next one learns what is left");
    store.release(two, None).unwrap();
    assert_eq!(held(one), Some(vec!["in doubt".to_owned()]), "the other key keeps its note");
    store.release(one, None).unwrap();
    assert_eq!(held(two), Some(Vec::new()));

    assert_eq!(store.hide("a person").unwrap(), store.hide("a person").unwrap());
    assert_ne!(store.hide("a person").unwrap(), store.hide("another person").unwrap());
    assert!(!store.hide("a person").unwrap().contains("person"));
}
