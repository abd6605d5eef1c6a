//! The store in PostgreSQL, with a server: `tools/postgres.sh cargo test -p defacto-tests-rust --features postgres-server`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

#[path = "store_postgres/database.rs"]
mod database;

#[path = "../../../core/src/store/contract.rs"]
mod contract;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use contract::{JOB, check, claim, soon, waiting};
use database::{Database, Proxy};
use defacto_sandbox::{Fault, FaultKind, Sandbox};
use defacto_sdk::enrollment::EnrollmentStage;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::model::Timestamp;
use defacto_sdk::portfolio::{PortfolioOptions, PortfolioOutcome, PortfolioResult, Row, rows};
use defacto_sdk::store::{Begun, Claim, Claimed, Entry, EntryState, IntentClaim, PostgresStore, Store, When};
use defacto_sdk::webhook::{Freshness, Receiver};
use defacto_sdk::{Client, EnrollOptions, Enrollment, Result};
use defacto_tests_rust::companies::{french, siren};
use defacto_tests_rust::story::{client, eventually, requests, sandbox};

/// How many machines the tests simulate.
const MACHINES: usize = 6;

/// Does the work on several connections at once, and returns all results.
fn at_once<T: Send>(database: &Database, work: impl Fn(usize, &PostgresStore) -> T + Sync) -> Vec<T> {
    let ready = std::sync::Barrier::new(MACHINES);
    std::thread::scope(|scope| {
        let machine = |number| {
            let (work, ready) = (&work, &ready);
            scope.spawn(move || {
                let store = database.store();
                ready.wait();
                work(number, &store)
            })
        };
        let machines: Vec<_> = (0..MACHINES).map(machine).collect();
        machines.into_iter().map(|machine| machine.join().unwrap()).collect()
    })
}

#[test]
fn it_keeps_what_the_others_keep() {
    let database = Database::new();
    check(&database.store());
}

#[test]
fn events_are_known_to_every_machine() {
    let url = Receiver::new_subscription_url("https://partner.example/defacto").unwrap();
    let receive = |store: PostgresStore, at: &str| {
        let body = format!(r#"{{"event_type":"Loan.CLOSED","id":"a","timestamp":"{at}"}}"#);
        let receiver = Receiver::new(&url).unwrap().remember_in(Arc::new(store));
        let event = receiver.receive(&url, body.as_bytes()).unwrap();
        (receiver, event)
    };
    let database = Database::new();
    let (early, late) = ("2026-11-20T09:00:00Z", "2026-11-20T10:00:00Z");
    let heard = at_once(&database, |_, _| receive(database.store(), late).1.freshness);
    assert_eq!(heard.iter().filter(|freshness| **freshness == Freshness::New).count(), 1);
    assert_eq!(heard.iter().filter(|freshness| **freshness == Freshness::Duplicate).count(), MACHINES - 1);
    assert_eq!(receive(database.store(), early).1.freshness, Freshness::Outdated);
    let (receiver, event) = receive(database.store(), late);
    receiver.forget(&event).unwrap();
    assert_eq!(receive(database.store(), late).1.freshness, Freshness::New);
    database.store().forget_events(soon()).unwrap();
    assert_eq!(receive(database.store(), early).1.freshness, Freshness::New);
}

#[test]
fn no_company_is_taken_by_two() {
    let database = Database::new();
    let taken = AtomicUsize::new(0);
    at_once(&database, |machine, store| {
        let run = format!("run {machine}");
        for company in 0..200 {
            match store.begin(&claim(&company.to_string(), 1, &run)).unwrap() {
                Begun::Fresh => taken.fetch_add(1, Ordering::Relaxed),
                Begun::Busy => 0,
                other => panic!("{other:?}"),
            };
        }
    });
    assert_eq!(taken.into_inner(), 200);
}

#[test]
fn rows_of_one_company_on_several_machines_are_duplicates_of_one() {
    let database = Database::new();
    let begun = at_once(&database, |machine, store| {
        let row = i64::try_from(machine).unwrap() + 1;
        (row, store.begin(&claim("a", row, "one run")).unwrap())
    });
    let first: Vec<i64> =
        begun.iter().filter(|(_, begun)| *begun == Begun::Fresh).map(|(row, _)| *row).collect();
    assert_eq!(first.len(), 1);
    let others = begun.iter().filter(|(row, _)| *row != first[0]);
    assert!(others.clone().all(|(_, begun)| *begun == Begun::Duplicate { row: Some(first[0]) }));
    assert_eq!(others.count(), MACHINES - 1);
}

#[test]
fn a_second_attempt_at_a_row_waits_for_the_first() {
    let database = Database::new();
    assert_eq!(database.store().begin(&claim("a", 1, "run")).unwrap(), Begun::Fresh);
    assert_eq!(database.store().begin(&claim("a", 1, "run")).unwrap(), Begun::Busy);
}

#[test]
fn when_a_lease_has_run_out_one_other_goes_on_from_what_was_written() {
    let database = Database::new();
    let dead = database.store().with_lease(Duration::ZERO);
    assert_eq!(dead.lease(), Some(Duration::ZERO));
    assert_eq!(dead.begin(&claim("a", 1, "dead")).unwrap(), Begun::Fresh);
    let written = Entry::new("a", Some(1), EntryState::Begun).token(Some("sent at noon".to_owned()));
    dead.save(JOB, &written, When::Always).unwrap();
    drop(dead);
    let begun =
        at_once(&database, |machine, store| store.begin(&claim("a", 2, &machine.to_string())).unwrap());
    let mut known = begun.iter().filter_map(|begun| match begun {
        Begun::Known(entry) => Some(entry),
        _ => None,
    });
    let entry = known.next().expect("one goes on");
    assert_eq!((entry.state, entry.token.as_deref()), (EntryState::Begun, Some("sent at noon")));
    assert_eq!(known.next(), None, "and nobody else");
}

#[test]
fn a_company_whose_outcome_is_written_is_free() {
    let database = Database::new();
    let store = database.store();
    store.begin(&claim("a", 1, "first")).unwrap();
    store.save(JOB, &Entry::new("a", Some(1), EntryState::Finished), When::Always).unwrap();
    assert!(matches!(database.store().begin(&claim("a", 1, "second")).unwrap(), Begun::Known(_)));
}

#[test]
fn those_who_look_after_the_waiting_share_them() {
    let database = Database::new();
    let store = database.store();
    for row in 1..=300 {
        store.save(JOB, &waiting(&row.to_string(), row), When::Always).unwrap();
    }
    let now = soon();
    std::thread::sleep(Duration::from_millis(1));
    let looked = at_once(&database, |_, store| {
        let mut mine = Vec::new();
        // A taken entry counts as polled now, which is before `soon`: so each machine takes all entries.
        for _ in 0..5 {
            mine.extend(store.take_waiting(JOB, None, now - SECOND, 10).unwrap());
        }
        mine
    });
    let all: Vec<String> = looked.into_iter().flatten().map(|entry| entry.company).collect();
    let different: HashSet<&String> = all.iter().collect();
    assert_eq!(different.len(), all.len(), "two machines never look at the same company");
    assert_eq!(all.len(), 300);
}

/// The offset of `soon`.
const SECOND: jiff::SignedDuration = jiff::SignedDuration::from_secs(1);

#[test]
fn whom_another_machine_is_taking_just_now_is_passed_over() {
    let database = Database::new();
    let store = database.store();
    for (row, company) in (1..).zip(["a", "b", "c"]) {
        store.save(JOB, &waiting(company, row), When::Always).unwrap();
    }
    let mut other = database.administrator();
    let mut taking = other.transaction().unwrap();
    taking.execute("SELECT 1 FROM defacto_enrollments WHERE company = 'b' FOR UPDATE", &[]).unwrap();
    let taken = store.take_waiting(JOB, None, soon(), 10).unwrap();
    let mut companies: Vec<&str> = taken.iter().map(|entry| entry.company.as_str()).collect();
    companies.sort_unstable();
    assert_eq!(companies, ["a", "c"]);
    drop(taking);
}

#[test]
fn a_store_of_a_newer_version_is_left_alone() {
    let database = Database::new();
    database.store().save(JOB, &waiting("a", 1), When::Always).unwrap();
    database.administrator().execute("UPDATE defacto_store SET version = 3", &[]).unwrap();
    let error = PostgresStore::connect(&database.url()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(error.to_string().contains("newer version"), "{error}");
    let kept = database.administrator().query("SELECT company FROM defacto_enrollments", &[]).unwrap();
    assert_eq!(kept.len(), 1);
}

#[test]
fn tables_are_made_once_by_many_who_start_together() {
    let database = Database::new();
    at_once(&database, |machine, store| {
        store.save(JOB, &waiting(&machine.to_string(), 1), When::Always).unwrap()
    });
    let versions = database.administrator().query("SELECT version FROM defacto_store", &[]).unwrap();
    assert_eq!(versions.len(), 1);
    assert_eq!(database.store().count(JOB, None, EntryState::Waiting).unwrap(), MACHINES as u64);
}

#[test]
fn a_connection_that_the_server_ends_is_made_anew() {
    let database = Database::new();
    let store = database.store();
    store.save(JOB, &waiting("a", 1), When::Always).unwrap();
    database.end_connections();
    let error = store.find(JOB, "a").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(error.retryable(), "{error}");
    assert!(store.find(JOB, "a").unwrap().is_some());
}

#[test]
fn a_database_that_goes_away_is_used_again_when_it_is_back() {
    let database = Database::new();
    let mut proxy = Proxy::before(&database);
    let store = PostgresStore::connect(&proxy.url(&database)).unwrap();
    store.save(JOB, &waiting("a", 1), When::Always).unwrap();
    proxy.take_away();
    for _ in 0..3 {
        let error = store.save(JOB, &waiting("b", 2), When::Always).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store);
        assert!(error.retryable(), "{error}");
    }
    proxy.bring_back();
    store.save(JOB, &waiting("b", 2), When::Always).unwrap();
    assert_eq!(store.count(JOB, None, EntryState::Waiting).unwrap(), 2);
}

#[test]
fn nobody_learns_the_password() {
    let database = Database::new();
    let (url, secret) = (database.url(), "never-to-be-seen");
    let of_another = url.replace(&database.password(), secret);
    let nowhere = format!("postgresql://tester:{secret}@127.0.0.1:9/nothing");
    let unreadable = format!("postgresql://tester:{secret}@127.0.0.1:no-port/nothing");
    for url in [of_another, nowhere, unreadable] {
        let error = PostgresStore::connect(&url).unwrap_err();
        assert!(!format!("{error} {error:?} {error:#?}").contains(secret), "{error}");
    }
    let store = format!("{:?}", database.store());
    assert!(!store.contains(&database.password()), "{store}");
}

#[test]
fn an_address_may_be_keywords_and_must_be_one() {
    let database = Database::new();
    let url: url::Url = database.url().parse().unwrap();
    let keywords = format!(
        "host={} port={} user={} password={} dbname={}",
        url.host_str().unwrap(),
        url.port().unwrap(),
        url.username(),
        database.password(),
        url.path().trim_start_matches('/')
    );
    check(&PostgresStore::connect(&keywords).unwrap());
    let wrong = [format!(" {url}"), format!("jdbc:{url}"), database.url().replace("://", "+psycopg2://")];
    for address in wrong {
        let error = PostgresStore::connect(&address).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!format!("{error} {error:?}").contains(&database.password()), "{error}");
    }
}

#[test]
fn a_row_that_holds_a_zero_byte_does_not_end_the_run() {
    let (database, sandbox) = (Database::new(), sandbox(|_| {}));
    let mut named = french(3);
    named.metadata = [("crm", "T\u{0}77")].into();
    let companies =
        [french(1), defacto_sdk::api::borrowers::NewBorrower::new("47261\u{0}8354"), named, french(4)];
    let results = client(&sandbox).enroll_many(rows(companies), Arc::new(database.store()), &quick("a run"));
    let found: Vec<_> = outcomes(results.unwrap()).into_values().collect();
    let (ready, invalid) = (PortfolioOutcome::Ready, PortfolioOutcome::Invalid);
    assert_eq!(found, [ready.clone(), invalid.clone(), invalid, ready]);
    assert_one_borrower_each(&sandbox, 2);
}

fn quick(run: &str) -> PortfolioOptions {
    PortfolioOptions::new()
        .settle_time(Duration::from_millis(400))
        .poll_interval(Duration::from_millis(20))
        .wait(Duration::from_secs(30))
        .run(run)
}

fn outcomes(results: impl Iterator<Item = Result<PortfolioResult>>) -> BTreeMap<i64, PortfolioOutcome> {
    let mut found = BTreeMap::new();
    for result in results {
        let result = result.unwrap();
        assert!(found.insert(result.row, result.outcome).is_none(), "a row has one result");
    }
    found
}

fn assert_one_borrower_each(sandbox: &Sandbox, companies: usize) {
    let mut enrolled = HashMap::<String, u32>::new();
    for borrower in sandbox.borrowers() {
        *enrolled.entry(borrower["identifier"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(enrolled.len(), companies);
    assert!(enrolled.values().all(|borrowers| *borrowers == 1));
}

fn numbered(numbers: impl Iterator<Item = u64> + Send + 'static) -> impl Iterator<Item = Result<Row>> + Send {
    numbers.map(|number| Ok(Row::new(number, french(number))))
}

#[test]
fn each_part_of_a_run_tells_its_own_rows() {
    let (database, sandbox) = (Database::new(), sandbox(|_| {}));
    let client = client(&sandbox);
    let parts = at_once(&database, |machine, _| {
        let mine = (1..=120).filter(move |number| number % MACHINES as u64 == machine as u64);
        let run = client.enroll_many(numbered(mine), Arc::new(database.store()), &quick("one run"));
        outcomes(run.unwrap())
    });
    for (machine, part) in parts.iter().enumerate() {
        assert_eq!(part.len(), 120 / MACHINES);
        assert!(part.keys().all(|row| usize::try_from(*row).unwrap() % MACHINES == machine));
        assert!(part.values().all(|outcome| *outcome == PortfolioOutcome::Ready), "{part:?}");
    }
    assert_one_borrower_each(&sandbox, 120);
}

#[test]
fn two_attempts_at_the_same_rows_tell_every_row_and_send_it_once() {
    let (database, sandbox) = (Database::new(), sandbox(|_| {}));
    let client = client(&sandbox);
    let attempts = at_once(&database, |_, _| {
        let run = client.enroll_many(numbered(1..=60), Arc::new(database.store()), &quick("one run"));
        outcomes(run.unwrap())
    });
    for attempt in attempts {
        assert_eq!(attempt.len(), 60);
        let known = [PortfolioOutcome::Ready, PortfolioOutcome::Pending];
        assert!(attempt.values().all(|outcome| known.contains(outcome)), "{attempt:?}");
    }
    assert_one_borrower_each(&sandbox, 60);
}

#[test]
fn whose_turn_comes_after_the_lease_is_left_to_others() {
    let (database, sandbox) = (Database::new(), sandbox(|_| {}));
    let short: Arc<dyn Store> = Arc::new(database.store().with_lease(Duration::ZERO));
    let results = client(&sandbox).enroll_many(numbered(1..=5), short, &quick("late")).unwrap();
    assert!(outcomes(results).values().all(|outcome| *outcome == PortfolioOutcome::Pending));
    assert!(sandbox.borrowers().is_empty());
    let results =
        client(&sandbox).enroll_many(numbered(1..=5), Arc::new(database.store()), &quick("in time")).unwrap();
    assert!(outcomes(results).values().all(|outcome| *outcome == PortfolioOutcome::Ready));
}

#[test]
fn who_lost_a_company_while_it_stood_still_sends_nothing_for_it() {
    let (database, sandbox) = (Database::new(), sandbox(|_| {}));
    let (store, company) = (database.store(), format!("FR:{}", siren(1)));
    sandbox
        .fault(Fault::new(FaultKind::Latency).operation("GET /borrowers").delay(Duration::from_millis(1500)));
    let (job, options) = ("standing still", quick("slow").name("standing still"));
    let slow = client(&sandbox).enroll_many(numbered(1..=1), Arc::new(database.store()), &options).unwrap();
    eventually("the company is begun", || store.find(job, &company).unwrap().is_some());
    database.end_leases();
    let claim = Claim::new(job, &company, Some(1), "quick").by("another machine");
    assert!(matches!(store.begin(&claim).unwrap(), Begun::Known(_)));

    let results: Vec<_> = slow.map(Result::unwrap).collect();
    assert_eq!(results.len(), 1);
    assert_eq!(results[0].outcome, PortfolioOutcome::Pending);
    assert_eq!(results[0].reason.as_deref(), Some("another worker has the company"));
    assert!(sandbox.borrowers().is_empty());
}

#[test]
fn who_lost_a_company_looks_it_up_again_before_sending() {
    let (database, sandbox) = (Database::new(), sandbox(|_| {}));
    let client = client(&sandbox);
    let store: Arc<dyn Store> = Arc::new(database.store());
    let url = database.url();
    let losses = AtomicUsize::new(0);
    let options =
        EnrollOptions::wait_until_ready(Duration::from_secs(30)).store(store).on_progress(move |told| {
            let sends = matches!(told.stage, EnrollmentStage::Sending | EnrollmentStage::SendingAgain);
            if sends && losses.fetch_add(1, Ordering::Relaxed) < 3 {
                // As if this process had been suspended until another one came and went.
                let mut administrator = postgres::Client::connect(&url, postgres::NoTls).unwrap();
                administrator.batch_execute("UPDATE defacto_intents SET owner = ''").unwrap();
            }
        });
    let outcome = client.enroll(&french(1), &options).unwrap();
    assert!(matches!(outcome, Enrollment::Ready { .. }), "{outcome:?}");
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn stopped_at_any_moment_it_ends_with_one_borrower_for_each_company() {
    const COMPANIES: u64 = 200;
    let database = Database::new();
    let sandbox = sandbox(|settings| settings.speed = 400.0);
    for kind in [FaultKind::CutAfterCommit, FaultKind::CutBeforeCommit, FaultKind::BadGateway] {
        sandbox.fault(Fault::new(kind).operation("*").probability(0.05));
    }
    let client: Client = client(&sandbox);
    let run = |name: &str| {
        let companies = rows((1..=COMPANIES).map(french));
        client.enroll_many(companies, Arc::new(database.store()), &quick(name)).unwrap()
    };
    for _ in 0..5 {
        run("one run").take(fastrand::usize(..60)).for_each(|result| drop(result.unwrap()));
        // Three minutes later the lease of every begun company has expired.
        database.end_leases();
    }
    let results = outcomes(run("one run"));
    assert_eq!(results.len(), usize::try_from(COMPANIES).unwrap());
    assert!(results.values().all(|outcome| *outcome == PortfolioOutcome::Ready), "{results:?}");
    sandbox.clear_faults();
    assert_one_borrower_each(&sandbox, usize::try_from(COMPANIES).unwrap());
}
