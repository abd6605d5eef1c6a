//! Many companies, enrolled by runs that may end at any moment.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind, Sandbox};
use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::api::testing::{BusinessEligibility, EligibilityScenario};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::model::{BusinessIdentifier, IdentifierType};
use defacto_sdk::portfolio::{PortfolioOptions, PortfolioOutcome, PortfolioResult, Report, Row, rows};
use defacto_sdk::store::{EntryState, MemoryStore, SqliteStore, Store};
use defacto_sdk::{Client, Result};
use defacto_tests_rust::companies::{french, german, german_without_director};
use defacto_tests_rust::story::{client, sandbox, sends_nothing_more};

/// A folder for a store, removed after the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("defacto-portfolio-{}-{}", std::process::id(), fastrand::u64(..));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("portfolio.db")
    }

    fn store(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(self.file()).unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn quick() -> PortfolioOptions {
    PortfolioOptions::new()
        .settle_time(Duration::from_millis(400))
        .poll_interval(Duration::from_millis(20))
        .wait(Duration::from_secs(30))
}

fn decline(client: &Client, company: &NewBorrower) {
    let business =
        BusinessIdentifier::new(company.identifier.clone(), company.identifier_type.clone().unwrap());
    let ineligible = BusinessEligibility::new(business, EligibilityScenario::NotEligible);
    client.testing().set_eligibility(&ineligible).unwrap();
}

fn outcomes(results: impl Iterator<Item = Result<PortfolioResult>>) -> BTreeMap<i64, PortfolioResult> {
    let mut found = BTreeMap::new();
    for result in results {
        let result = result.unwrap();
        assert!(found.insert(result.row, result).is_none(), "a row has one result");
    }
    found
}

fn enrolled(sandbox: &Sandbox) -> HashMap<String, u32> {
    let mut count = HashMap::new();
    for borrower in sandbox.borrowers() {
        *count.entry(borrower["identifier"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    count
}

fn posts(sandbox: &Sandbox) -> usize {
    sandbox.log().iter().filter(|entry| entry.operation.as_deref() == Some("POST /borrowers")).count()
}

#[test]
fn each_row_gets_its_outcome_and_a_second_run_sends_nothing() {
    use PortfolioOutcome::{Declined, Duplicate, Invalid, MissingData, Ready};
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    decline(&client, &french(2));
    let portfolio =
        || rows([french(1), french(2), german_without_director(3), NewBorrower::new(""), french(1)]);
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());

    let first = outcomes(client.enroll_many(portfolio(), store.clone(), &quick()).unwrap());
    let kinds: Vec<PortfolioOutcome> = first.values().map(|result| result.outcome.clone()).collect();
    assert_eq!(kinds, [Ready, Declined, MissingData, Invalid, Duplicate]);
    assert!(first[&1].pool_amount.unwrap() > 0);
    assert!(first[&2].reason.is_some());
    assert!(!first[&3].fields.is_empty());
    assert_eq!(first[&4].problems[0].problem.pointer, "/identifier");
    assert_eq!(first[&5].duplicate_of, Some(1));

    let sent = posts(&sandbox);
    let second = outcomes(client.enroll_many(portfolio(), store, &quick()).unwrap());
    assert_eq!(second.len(), 5);
    assert!(second[&1].known_before && second[&2].known_before);
    assert_eq!(posts(&sandbox) - sent, 1, "only the row that lacks data is tried again");
}

/// Returns companies with the caller's own number of each in their metadata.
fn with_own_numbers() -> Vec<NewBorrower> {
    let own = |number: u64| {
        let mut company = french(number).name(format!("Moulin {number}"));
        company.metadata.insert("crm", format!("C-{number}").into());
        company
    };
    (1..=3).map(own).collect()
}

fn labels(results: &BTreeMap<i64, PortfolioResult>) -> Vec<(Option<&str>, Option<&str>)> {
    results.values().map(|result| (result.name.as_deref(), result.reference.as_deref())).collect()
}

#[test]
fn results_repeat_the_name_and_the_reference_whenever_the_line_comes() {
    let sandbox = sandbox(|_| {});
    let (client, store) = (client(&sandbox), Arc::new(MemoryStore::new()) as Arc<dyn Store>);
    let run = |options: &PortfolioOptions| {
        outcomes(client.enroll_many(rows(with_own_numbers()), store.clone(), options).unwrap())
    };
    let all = [1, 2, 3].map(|number| (format!("Moulin {number}"), format!("C-{number}")));
    let expected: Vec<_> = all.iter().map(|(name, crm)| (Some(name.as_str()), Some(crm.as_str()))).collect();

    let pending = run(&quick().wait(Duration::ZERO));
    assert_eq!(labels(&pending), all.iter().map(|(name, _)| (Some(name.as_str()), None)).collect::<Vec<_>>());
    let ready = run(&quick().reference("crm"));
    assert_eq!(labels(&ready), expected, "also if the key is named only later");
    assert!(ready.values().all(|result| result.outcome == PortfolioOutcome::Ready));
    let reported = outcomes(Report::new(store.clone(), "portfolio").results());
    assert_eq!(labels(&reported), expected);
    assert_eq!(labels(&run(&quick().reference("other"))), labels(&pending), "what the last run says holds");
}

#[test]
fn the_name_of_a_person_is_neither_kept_nor_shown() {
    let sandbox = sandbox(|_| {});
    let (client, store) = (client(&sandbox), Arc::new(MemoryStore::new()) as Arc<dyn Store>);
    let person = NewBorrower::new("123456782").identifier_type(IdentifierType::Bsn).name("Jan de Vries");
    let results = outcomes(client.enroll_many(rows([person]), store.clone(), &quick()).unwrap());
    assert_eq!(labels(&results), [(None, None)]);
    let entries = store.entries("portfolio", None, 10).unwrap();
    assert!(entries.iter().all(|entry| !entry.outcome.as_deref().unwrap_or_default().contains("Vries")));
}

#[test]
fn a_row_that_is_gone_is_forgotten_if_the_rows_are_the_whole_portfolio() {
    let sandbox = sandbox(|_| {});
    let (client, store) = (client(&sandbox), Arc::new(MemoryStore::new()) as Arc<dyn Store>);
    let rows_of_report = || Report::new(store.clone(), "portfolio").summary().unwrap().rows;
    let run = |portfolio: Vec<NewBorrower>, options: PortfolioOptions| {
        outcomes(client.enroll_many(rows(portfolio), store.clone(), &options).unwrap());
        rows_of_report()
    };
    let unreadable = || NewBorrower::new("");
    assert_eq!(run(vec![french(1), unreadable(), unreadable()], quick()), 3);
    assert_eq!(run(vec![french(1)], quick()), 3, "these may be a part of the rows");
    assert_eq!(run(vec![french(1), unreadable()], quick().whole(true)), 2);
    assert_eq!(run(vec![french(2)], quick().whole(true)), 2, "a company is never forgotten");
}

#[test]
fn one_company_in_two_spellings_is_enrolled_once() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let spelled = |number: String| {
        let mut company = german(1);
        company.identifier = number;
        company
    };
    let number = german(1).identifier;
    let spellings = [number.clone(), number.to_lowercase(), number.replace(' ', "")];
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());

    let portfolio = rows(spellings.clone().map(spelled));
    let first = outcomes(client.enroll_many(portfolio, store.clone(), &quick()).unwrap());
    assert_eq!(first[&1].outcome, PortfolioOutcome::Ready);
    for row in [2, 3] {
        assert_eq!((&first[&row].outcome, first[&row].duplicate_of), (&PortfolioOutcome::Duplicate, Some(1)));
    }
    let shown: Vec<_> = first.values().map(|result| result.identifier.clone().unwrap()).collect();
    assert_eq!(shown, spellings, "each row shows its own spelling");
    assert_eq!(enrolled(&sandbox), HashMap::from([(number, 1)]), "and the first one was sent");

    let [_, _, other] = spellings.map(spelled);
    let second = outcomes(client.enroll_many(rows([other]), store, &quick()).unwrap());
    assert!(second[&1].known_before && posts(&sandbox) == 1);
}

#[test]
fn a_run_that_does_not_wait_tells_who_waits() {
    let sandbox = sandbox(|settings| settings.speed = 1.0);
    let client = client(&sandbox);
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    for _ in 0..2 {
        let run = client
            .enroll_many(rows((1..=3).map(french)), store.clone(), &quick().wait(Duration::ZERO))
            .unwrap();
        let results = outcomes(run);
        assert_eq!(results.len(), 3);
        assert!(results.values().all(|result| result.outcome == PortfolioOutcome::Pending));
        assert!(results.values().all(|result| result.borrower_id.is_some()));
    }
    assert_eq!(posts(&sandbox), 3);
}

#[test]
fn a_run_with_a_name_tells_each_of_its_own_rows_once() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let options = quick().run("of one night");
    let portfolio = rows((1..=40).map(french));
    let begun = client.enroll_many(portfolio, store.clone(), &options.clone().wait(Duration::ZERO)).unwrap();
    assert_eq!(outcomes(begun).len(), 40);
    std::thread::sleep(Duration::from_millis(200));
    // The lines of all exist before the first row is read again.
    let slow = rows((1..=20).map(french)).inspect(|_| std::thread::sleep(Duration::from_millis(5)));
    let results = outcomes(client.enroll_many(slow, store, &options).unwrap());
    assert_eq!(results.keys().copied().collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
    assert!(results.values().all(|result| result.outcome == PortfolioOutcome::Ready));
}

#[test]
fn those_who_wait_are_asked_for_together() {
    let sandbox = sandbox(|settings| settings.speed = 20.0);
    let client = client(&sandbox);
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let portfolio = rows((1..=200).map(french));
    let options = quick().max_in_flight(32).poll_interval(Duration::from_millis(300));
    let results = outcomes(client.enroll_many(portfolio, store, &options).unwrap());
    assert!(results.values().all(|result| result.outcome == PortfolioOutcome::Ready));
    let asked =
        sandbox.log().iter().filter(|entry| entry.operation.as_deref() == Some("GET /credit_lines")).count();
    assert!(asked < 100, "{asked} questions for 200 lines");
}

#[test]
fn a_wrong_key_ends_the_run_and_nothing_is_lost() {
    let sandbox = sandbox(|_| {});
    let stranger = Client::new("another-key", sandbox.url()).unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let results: Vec<_> =
        stranger.enroll_many(rows((1..=50).map(french)), store.clone(), &quick()).unwrap().collect();
    let errors: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert_eq!(errors.len(), 1, "the run ends with one error");
    assert_eq!(errors[0].kind(), ErrorKind::Authentication);

    let client = client(&sandbox);
    let results = outcomes(client.enroll_many(rows((1..=50).map(french)), store, &quick()).unwrap());
    assert_eq!(results.len(), 50);
}

#[test]
fn what_a_sandbox_has_enrolled_is_not_taken_for_enrolled_elsewhere() {
    let (first, second) = (sandbox(|_| {}), sandbox(|_| {}));
    let folder = Folder::new();
    let run = |sandbox: &Sandbox, options: &PortfolioOptions| {
        client(sandbox).enroll_many(rows((1..=3).map(french)), folder.store(), options)
    };
    outcomes(run(&first, &quick()).unwrap());
    let error = run(&second, &quick()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains(first.url()), "it says where it was begun: {error}");
    assert_eq!(outcomes(run(&second, &quick().name("elsewhere")).unwrap()).len(), 3);
    assert_eq!(enrolled(&second).len(), 3);
}

#[test]
fn a_company_that_the_api_refuses_to_answer_for_holds_up_nobody() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let refused = Fault::new(FaultKind::Answer).operation("GET /credit_lines").status(422).times(1_000_000);
    sandbox.fault(refused.identifier(french(3).identifier));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let options = quick().wait(Duration::from_secs(1));
    let run = || outcomes(client.enroll_many(rows((1..=5).map(french)), store.clone(), &options).unwrap());
    for _ in 0..2 {
        let results = run();
        let not_ready: Vec<_> =
            results.values().filter(|result| result.outcome != PortfolioOutcome::Ready).collect();
        assert_eq!(not_ready.len(), 1, "{not_ready:?}");
        assert_eq!((not_ready[0].row, not_ready[0].outcome.clone()), (3, PortfolioOutcome::Pending));
    }
    sandbox.clear_faults();
    assert_eq!(run()[&3].outcome, PortfolioOutcome::Ready);
    assert_eq!(posts(&sandbox), 5);
}

#[test]
fn a_call_in_doubt_stays_so_whatever_the_api_says_of_the_look_afterwards() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    sandbox.fault(Fault::new(FaultKind::TimeoutAfterCommit).operation("POST /borrowers").times(1));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let run = || outcomes(client.enroll_many(rows([french(1)]), store.clone(), &quick()).unwrap());
    // The look-up before sending finds no borrower; the one after it is refused.
    let look = || Fault::new(FaultKind::Answer).operation("GET /borrowers");
    sandbox.fault(look().body(serde_json::json!({"count": 0, "data": [], "page_size": 100})));
    sandbox.fault(look().status(422).times(1_000_000));

    assert_eq!(run()[&1].outcome, PortfolioOutcome::Failed, "not invalid: something was sent");
    let entry = store.find("portfolio", &format!("FR:{}", french(1).identifier)).unwrap().unwrap();
    assert_eq!(entry.state, EntryState::Begun);
    assert!(entry.token.is_some());
    sandbox.clear_faults();
    assert_eq!(run()[&1].outcome, PortfolioOutcome::Ready);
    assert_eq!(posts(&sandbox), 1);
}

#[test]
fn an_input_that_breaks_off_ends_the_run_with_its_error() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let broken = defacto_sdk::model::from_json::<NewBorrower>("{").unwrap_err();
    let portfolio = rows((1..=3).map(french)).chain([Err(broken)]);
    let results: Vec<_> = client.enroll_many(portfolio, store, &quick()).unwrap().collect();
    assert_eq!(results.last().unwrap().as_ref().unwrap_err().kind(), ErrorKind::Validation);
}

#[test]
fn an_input_that_panics_ends_the_run() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let portfolio = (1..=3).map(|number| -> Result<Row> {
        assert!(number < 3, "the third row cannot be read");
        Ok(Row::new(number, french(number)))
    });
    let results: Vec<_> = client.enroll_many(portfolio, store, &quick()).unwrap().collect();
    assert_eq!(results.last().unwrap().as_ref().unwrap_err().kind(), ErrorKind::Configuration);
}

#[test]
fn while_the_api_is_down_the_run_waits_and_then_goes_on() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    sandbox.fault(Fault::new(FaultKind::Unavailable).operation("*").times(11));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let results = outcomes(client.enroll_many(rows((1..=30).map(french)), store, &quick()).unwrap());
    assert!(results.values().all(|result| result.outcome == PortfolioOutcome::Ready), "{results:?}");
}

#[test]
fn an_api_that_stays_down_ends_the_run() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    sandbox.fault(Fault::new(FaultKind::Unavailable).operation("*").times(100_000));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let options = quick().give_up_after(Duration::from_millis(500));
    let results: Vec<_> =
        client.enroll_many(rows((1..=30).map(french)), store.clone(), &options).unwrap().collect();
    let error = results.last().unwrap().as_ref().unwrap_err();
    assert!(error.retryable() && error.to_string().contains("nothing has got through"), "{error}");

    sandbox.clear_faults();
    let results = outcomes(client.enroll_many(rows((1..=30).map(french)), store, &quick()).unwrap());
    assert!(results.values().all(|result| result.outcome == PortfolioOutcome::Ready));
}

#[test]
fn retry_after_holds_for_all_calls_in_flight() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    sandbox.fault(Fault::new(FaultKind::RateLimited).operation("POST /borrowers").retry_after_seconds(1));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let results = outcomes(client.enroll_many(rows((1..=20).map(french)), store, &quick()).unwrap());
    assert_eq!(results.len(), 20);
    let log = sandbox.log();
    let refused = log.iter().position(|entry| entry.status == Some(429)).unwrap();
    let times: Vec<jiff::Timestamp> = log[refused..].iter().map(|entry| entry.at.parse().unwrap()).collect();
    let gap = times.windows(2).map(|pair| pair[1].duration_since(pair[0])).max().unwrap();
    assert!(gap >= jiff::SignedDuration::from_millis(400), "nobody called for a while: {gap}");
}

#[test]
fn two_runs_of_one_portfolio_at_the_same_time_are_refused() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let folder = Folder::new();
    let first = client.enroll_many(rows((1..=5).map(french)), folder.store(), &quick()).unwrap();
    let error = client.enroll_many(rows((1..=5).map(french)), folder.store(), &quick()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(error.to_string().contains(&std::process::id().to_string()), "it says who has it: {error}");
    let other =
        client.enroll_many(rows((6..=7).map(french)), folder.store(), &quick().name("other")).unwrap();
    assert_eq!(outcomes(other).len(), 2, "another portfolio of the same store is free");
    assert_eq!(outcomes(first).len(), 5);
}

#[test]
fn a_run_that_is_dropped_sends_nothing_more() {
    let sandbox = sandbox(|settings| settings.speed = 10.0);
    let client = client(&sandbox);
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let mut run = client.enroll_many(rows((1..=100_000).map(french)), store, &quick()).unwrap();
    run.next().unwrap().unwrap();
    drop(run);
    sends_nothing_more(&sandbox, Duration::from_millis(300));
    assert!(sandbox.log().len() < 5_000);
}

#[test]
fn stopped_at_any_moment_it_ends_with_one_borrower_for_each_company() {
    const COMPANIES: u64 = 300;
    let sandbox = sandbox(|settings| settings.speed = 400.0);
    let client = client(&sandbox);
    let kinds = FaultKind::ALL.iter().filter(|kind| **kind != FaultKind::Answer);
    let share = 0.2 / f64::from(u32::try_from(kinds.clone().count()).unwrap());
    for kind in kinds {
        let fault = Fault::new(*kind).operation("*").probability(share);
        sandbox.fault(fault.delay(Duration::from_millis(40)));
    }
    let folder = Folder::new();
    for _ in 0..8 {
        let run = client.enroll_many(rows((1..=COMPANIES).map(french)), folder.store(), &quick()).unwrap();
        let stopper = run.stopper();
        let some = fastrand::usize(..60);
        for result in run.take(some) {
            result.unwrap();
        }
        assert!(stopper.is_cancelled());
    }
    let results =
        outcomes(client.enroll_many(rows((1..=COMPANIES).map(french)), folder.store(), &quick()).unwrap());
    assert_eq!(results.len(), usize::try_from(COMPANIES).unwrap());
    assert!(results.values().all(|result| result.outcome == PortfolioOutcome::Ready), "{results:?}");
    sandbox.clear_faults();
    let enrolled = enrolled(&sandbox);
    assert_eq!(enrolled.len(), usize::try_from(COMPANIES).unwrap());
    assert!(enrolled.values().all(|borrowers| *borrowers == 1));
}
