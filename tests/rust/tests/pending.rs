//! Pending enrolments, polled together.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use defacto_sandbox::{DeclinedAs, Fault, FaultKind, PendingLines, Sandbox, Shape};
use defacto_sdk::api::credit_lines::CreditLineFilter;
use defacto_sdk::api::testing::{BusinessEligibility, EligibilityScenario};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::model::BusinessIdentifier;
use defacto_sdk::pending::{PendingOptions, Resolution, ResolutionOutcome};
use defacto_sdk::store::{MemoryStore, SqliteStore, Store};
use defacto_sdk::webhook::WebhookEvent;
use defacto_sdk::{CallOptions, CancelToken, Client, EnrollOptions, PendingEnrollments};
use defacto_tests_rust::companies::{french, siren};
use defacto_tests_rust::story::{client, eventually, pending, sandbox};

fn quick() -> PendingOptions {
    PendingOptions::new().poll_interval(Duration::from_millis(20)).gather(Duration::from_millis(30))
}

fn waiting(client: &Client, store: Arc<dyn Store>) -> PendingEnrollments {
    PendingEnrollments::new(client, store, quick())
}

fn enroll(client: &Client, number: u64) -> String {
    pending(client.enroll(&french(number), &EnrollOptions::asynchronous()).unwrap()).1
}

/// Returns an event as the API sends it: with a borrower id that no operation accepts.
fn event(number: u64) -> WebhookEvent {
    let body = format!(
        r#"{{"event_type":"CreditLine.CREATED","id":"00000000-0000-4000-8000-{number:012}","entity_state":
        {{"borrower_id":"00000000-0000-4000-9000-{number:012}"}}}}"#
    );
    WebhookEvent::from_json(body.as_bytes()).unwrap()
}

fn questions(sandbox: &Sandbox, operation: &str) -> usize {
    sandbox.log().iter().filter(|entry| entry.operation.as_deref() == Some(operation)).count()
}

fn decline(client: &Client, number: u64) {
    let company = french(number);
    let business = BusinessIdentifier::new(company.identifier, company.identifier_type.unwrap());
    let ineligible = BusinessEligibility::new(business, EligibilityScenario::NotEligible);
    client.testing().set_eligibility(&ineligible).unwrap();
}

fn all(resolutions: impl Iterator<Item = defacto_sdk::Result<Resolution>>) -> Vec<Resolution> {
    resolutions.collect::<defacto_sdk::Result<Vec<_>>>().unwrap()
}

#[test]
fn an_event_with_a_wrong_id_leads_to_the_right_line() {
    let sandbox = sandbox(|settings| settings.speed = 20.0);
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    let outcome = client.enroll(&french(1), &EnrollOptions::asynchronous()).unwrap();
    assert!(pending.add(&outcome).unwrap());
    assert!(pending.notify(&event(99)));
    let found = all(pending.resolutions(Some(Duration::from_secs(20))));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].identifier.clone(), found[0].outcome.clone()), (siren(1), ResolutionOutcome::Ready));
    assert_eq!(found[0].borrower_id.unwrap().to_string(), sandbox.borrowers()[0]["id"].as_str().unwrap());
    assert!(found[0].credit_line.as_ref().unwrap().pool_amount.unwrap() > 0);
    assert!(pending.is_empty().unwrap());
}

#[test]
fn other_events_are_no_reason_to_look() {
    let sandbox = sandbox(|_| {});
    let pending = waiting(&client(&sandbox), Arc::new(MemoryStore::new()));
    let loan = WebhookEvent::from_json(br#"{"event_type":"Loan.CLOSED"}"#).unwrap();
    assert!(!pending.notify(&loan));
}

#[test]
fn a_storm_of_events_leads_to_one_question_for_a_hundred_companies() {
    const COMPANIES: u64 = 1_000;
    const EVENTS: u64 = 10_000;
    let sandbox = sandbox(|settings| {
        settings.speed = 100.0;
        settings.latency = 0.0;
    });
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    for number in 1..=COMPANIES {
        client.borrowers().enroll(&french(number)).unwrap();
        let token = format!(r#"{{"version":1,"identifier":"{}","confirmed":true}}"#, siren(number));
        pending.add_token(&token).unwrap();
    }
    // All lines exist by now.
    std::thread::sleep(Duration::from_millis(300));
    sandbox.clear_log();
    // Each twice, in any order, from many threads, all with ids that no operation accepts.
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let pending = &pending;
            scope.spawn(move || {
                for number in (0..EVENTS / 4).rev() {
                    pending.notify(&event((number * 7 + thread) % (EVENTS / 8)));
                }
            });
        }
    });
    let found = all(pending.resolutions(Some(Duration::from_secs(30))));
    let companies: HashSet<String> = found.iter().map(|resolution| resolution.identifier.clone()).collect();
    assert_eq!((found.len(), companies.len()), (1_000, 1_000));
    assert!(found.iter().all(|resolution| resolution.outcome == ResolutionOutcome::Ready));
    assert_eq!(sandbox.log().len(), 10, "one question for a hundred companies, and no other");
}

#[test]
fn without_events_it_asks_by_itself() {
    let sandbox = sandbox(|settings| settings.speed = 20.0);
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    for number in 1..=20 {
        pending.add_token(&enroll(&client, number)).unwrap();
    }
    sandbox.clear_log();
    let found = all(pending.resolutions(Some(Duration::from_secs(20))));
    assert_eq!(found.len(), 20);
    assert!(questions(&sandbox, "GET /credit_lines") < 40, "not one for each");
}

#[test]
fn a_declined_company_waits_for_no_line() {
    for declined_as in [DeclinedAs::NoLine, DeclinedAs::ZeroLine, DeclinedAs::Prohibited] {
        let sandbox = sandbox(|settings| settings.declined_as = declined_as);
        let client = client(&sandbox);
        decline(&client, 1);
        let pending = waiting(&client, Arc::new(MemoryStore::new()));
        pending.add_token(&enroll(&client, 1)).unwrap();
        let found = all(pending.resolutions(Some(Duration::from_secs(20))));
        assert_eq!(found[0].outcome, ResolutionOutcome::Declined, "{declined_as:?}");
        assert!(found[0].reason.is_some());
    }
}

#[test]
fn lines_that_do_not_say_whose_they_are_are_asked_for_one_by_one() {
    let sandbox = sandbox(|settings| settings.line_shape = Shape::Minimal);
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    for number in 1..=7 {
        pending.add_token(&enroll(&client, number)).unwrap();
    }
    assert_eq!(all(pending.resolutions(Some(Duration::from_secs(20)))).len(), 7);
}

#[test]
fn an_api_that_answers_404_while_it_evaluates_is_asked_again() {
    let sandbox = sandbox(|settings| {
        settings.pending_lines = PendingLines::NotFound;
        settings.speed = 20.0;
    });
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    for number in 1..=7 {
        pending.add_token(&enroll(&client, number)).unwrap();
    }
    assert_eq!(all(pending.resolutions(Some(Duration::from_secs(20)))).len(), 7);
}

#[test]
fn one_company_that_the_api_refuses_does_not_hold_up_the_others() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    for number in 1..=8 {
        pending.add_token(&enroll(&client, number)).unwrap();
    }
    std::thread::sleep(Duration::from_millis(200));
    let refused = Fault::new(FaultKind::Answer).operation("GET /credit_lines").identifier(siren(5));
    sandbox.fault(refused.status(422).times(1_000_000));
    let mut resolutions = pending.resolutions(Some(Duration::from_secs(20)));
    let found: HashSet<String> =
        resolutions.by_ref().take(7).map(|resolution| resolution.unwrap().identifier).collect();
    assert_eq!(found, (1..=8).filter(|number| *number != 5).map(siren).collect());
    sandbox.clear_faults();
    assert_eq!(all(resolutions).len(), 1, "it went on waiting");
}

#[test]
fn borrowers_that_the_api_does_not_list_hold_up_nobody() {
    let sandbox = sandbox(|settings| settings.speed = 20.0);
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    for number in 1..=4 {
        pending.add_token(&enroll(&client, number)).unwrap();
    }
    sandbox.fault(Fault::new(FaultKind::Answer).operation("GET /borrowers").status(404).times(100));
    assert_eq!(all(pending.resolutions(Some(Duration::from_secs(20)))).len(), 4);
}

#[test]
fn a_company_that_is_declined_is_found_however_many_events_come() {
    let sandbox = sandbox(|settings| settings.declined_as = DeclinedAs::NoLine);
    let client = client(&sandbox);
    decline(&client, 1);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    pending.add_token(&enroll(&client, 1)).unwrap();
    let done = CancelToken::default();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in (0..).take_while(|_| !done.is_cancelled()) {
                pending.notify(&event(number));
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        let found = pending.resolutions(Some(Duration::from_secs(20))).next();
        done.cancel();
        assert_eq!(found.unwrap().unwrap().outcome, ResolutionOutcome::Declined);
    });
}

#[test]
fn faults_on_the_way_are_borne() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    pending.add_token(&enroll(&client, 1)).unwrap();
    sandbox.fault(Fault::new(FaultKind::BadGateway).operation("GET /credit_lines").times(4));
    assert_eq!(all(pending.resolutions(Some(Duration::from_secs(20)))).len(), 1);
}

#[test]
fn a_call_that_had_no_effect_is_told() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    let past = r#"{"version":1,"identifier":"913572467","settles_at":"2026-01-01T00:00:00Z"}"#;
    pending.add_token(past).unwrap();
    let found = all(pending.resolutions(Some(Duration::from_secs(20))));
    assert_eq!(found[0].outcome, ResolutionOutcome::NotCreated);
}

#[test]
fn who_is_enrolled_and_added_again_waits_again() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    let past = format!(r#"{{"version":1,"identifier":"{}","settles_at":"2026-01-01T00:00:00Z"}}"#, siren(1));
    pending.add_token(&past).unwrap();
    let mut resolutions = pending.resolutions(Some(Duration::from_secs(20)));
    assert_eq!(resolutions.next().unwrap().unwrap().outcome, ResolutionOutcome::NotCreated);
    pending.add_token(&enroll(&client, 1)).unwrap();
    assert_eq!(resolutions.next().unwrap().unwrap().outcome, ResolutionOutcome::Ready);
    assert!(resolutions.next().is_none());
}

#[test]
fn a_company_waits_once_however_its_number_is_spelled() {
    let sandbox = sandbox(|_| {});
    let pending = waiting(&client(&sandbox), Arc::new(MemoryStore::new()));
    for number in ["0403170701", "0403.170.701"] {
        let token = format!(
            r#"{{"version":1,"identifier":"{number}","identifier_type":"belgium_registration_number",
                "settles_at":"2026-01-01T00:00:00Z"}}"#
        );
        pending.add_token(&token).unwrap();
    }
    let found = all(pending.resolutions(Some(Duration::from_secs(20))));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].identifier, "0403.170.701", "as it was last given");
}

#[test]
fn no_account_is_kept() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let store = Arc::new(MemoryStore::new());
    let pending = waiting(&client, store.clone());
    let resume = enroll(&client, 1);
    let mut line = client.credit_lines().list(&CreditLineFilter::default()).unwrap();
    eventually("the line", || {
        line = client.credit_lines().list(&CreditLineFilter::default()).unwrap();
        line.by_ref().next().is_some()
    });
    pending.add_token(&resume).unwrap();
    let resolution = pending.resolutions(Some(Duration::from_secs(20))).next().unwrap().unwrap();
    assert!(resolution.credit_line.unwrap().default_borrower.is_some(), "who asks gets all");
    let kept = store.find("pending", &format!("FR:{}", siren(1))).unwrap().unwrap().outcome.unwrap();
    assert!(kept.contains("pool_amount"));
    assert!(["account", "address", "default_borrower"].iter().all(|word| !kept.contains(word)), "{kept}");
}

#[test]
fn those_of_a_sandbox_do_not_wait_in_production() {
    let (first, second) = (sandbox(|_| {}), sandbox(|_| {}));
    let store = Arc::new(MemoryStore::new());
    waiting(&client(&first), store.clone()).add_token(&enroll(&client(&first), 1)).unwrap();
    let pending = waiting(&client(&second), store);
    let error = pending.resolutions(None).next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains(first.url()), "{error}");
    let resume = enroll(&client(&second), 2);
    assert_eq!(pending.add_token(&resume).unwrap_err().kind(), ErrorKind::Configuration);
}

#[test]
fn who_waits_is_there_after_a_restart_and_what_was_not_handed_over_comes_again() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let file = std::env::temp_dir().join(format!("defacto-pending-{}.db", fastrand::u64(..)));
    let store = || Arc::new(SqliteStore::open(&file).unwrap());
    let before = waiting(&client, store());
    for number in 1..=3 {
        before.add_token(&enroll(&client, number)).unwrap();
    }
    std::thread::sleep(Duration::from_millis(200));
    let mut resolutions = before.resolutions(Some(Duration::from_secs(20)));
    let handed_over = resolutions.next().unwrap().unwrap();
    let lost = resolutions.next().unwrap().unwrap();
    // The program dies before it has handled the second one.
    std::mem::forget(resolutions);
    drop(before);
    let after = waiting(&client, store());
    let again = all(after.resolutions(Some(Duration::from_secs(20))));
    assert_eq!(again.len(), 2);
    assert!(again.iter().any(|resolution| resolution.identifier == lost.identifier));
    assert!(again.iter().all(|resolution| resolution.identifier != handed_over.identifier));
    assert_eq!(all(waiting(&client, store()).resolutions(Some(Duration::from_secs(1)))).len(), 0);
    let _ = std::fs::remove_file(&file);
}

#[test]
fn what_was_not_handed_over_comes_from_the_next_iterator() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    pending.add_token(&enroll(&client, 1)).unwrap();
    let wait = Some(Duration::from_secs(20));
    let left_early = pending.resolutions(wait).next().unwrap().unwrap();
    let again = all(pending.resolutions(wait));
    assert_eq!(again.iter().map(|one| &one.identifier).collect::<Vec<_>>(), [&left_early.identifier]);
    assert!(all(pending.resolutions(wait)).is_empty());
}

#[test]
fn who_waits_for_the_look_of_another_can_be_stopped() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    pending.add_token(&enroll(&client, 1)).unwrap();
    let delay = Fault::new(FaultKind::Latency).operation("GET /credit_lines").delay(Duration::from_secs(3));
    sandbox.fault(delay);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| pending.resolutions(None).next());
        eventually("the other one looks", || questions(&sandbox, "GET /credit_lines") == 1);
        let stopped = CancelToken::default();
        stopped.cancel();
        let error = pending.cancelled_by(stopped).resolutions(None).next().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        assert!(pending.resolutions(Some(Duration::ZERO)).next().is_none());
        assert!(!other.is_finished());
        assert_eq!(other.join().unwrap().unwrap().unwrap().outcome, ResolutionOutcome::Ready);
    });
}

#[test]
fn the_time_is_a_limit() {
    let sandbox = sandbox(|settings| settings.speed = 0.01);
    let client = client(&sandbox);
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    pending.add_token(r#"{"version":1,"identifier":"913572467","confirmed":true}"#).unwrap();
    assert_eq!(all(pending.resolutions(Some(Duration::from_millis(100)))).len(), 0);
    assert_eq!(pending.len().unwrap(), 1, "it still waits");
}

#[test]
fn a_watch_goes_on_until_it_is_stopped() {
    let sandbox = sandbox(|_| {});
    let token = CancelToken::default();
    let client = client(&sandbox).with_options(CallOptions::new().cancel(token.clone()));
    let pending = waiting(&client, Arc::new(MemoryStore::new()));
    let adder = (pending.clone(), defacto_tests_rust::story::client(&sandbox));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(100));
            adder.0.add_token(&enroll(&adder.1, 1)).unwrap();
            adder.0.notify(&event(1));
        });
        let mut watch = pending.watch();
        assert_eq!(watch.next().unwrap().unwrap().identifier, siren(1));
        token.cancel();
        assert_eq!(watch.next().unwrap().unwrap_err().kind(), ErrorKind::Interrupted);
    });
}
