//! Routers: each event to its handler, once, and again after a failure.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::future::pending;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use defacto_sandbox::{Fault, FaultKind};
use defacto_sdk::api::webhooks::WebhookEventType;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::store::SqliteStore;
use defacto_sdk::webhook::{
    AsyncRouter, Freshness, HandlerError, Receiver, RouteError, RoutedWebhook, Router, WebhookEntity,
    WebhookEvent, WebhookOutcome,
};
use defacto_sdk::{AsyncClient, Client, EnrollOptions, Enrollment};
use defacto_tests_rust::companies::french;
use defacto_tests_rust::story::{client, sandbox};

const SECRET: &str = "hidden-0123456789abcdef";

fn receiver() -> Receiver {
    Receiver::new(SECRET).unwrap()
}

/// A client of an address without a server: these tests read no entity from the API.
fn nobody() -> Client {
    Client::new("test-key", "http://127.0.0.1:1").unwrap()
}

fn body(event_type: &str, timestamp: &str) -> Vec<u8> {
    format!(r#"{{"event_type":"{event_type}","id":"é/7","timestamp":"{timestamp}"}}"#).into_bytes()
}

fn at(minute: u8) -> String {
    format!("2026-11-20T10:{minute:02}:00Z")
}

fn told(
    seen: &Sender<String>,
    name: &'static str,
) -> impl Fn(&WebhookEvent, Option<&WebhookEntity>) -> Result<(), HandlerError> + use<> {
    let seen = seen.clone();
    move |event, entity| {
        assert!(entity.is_none(), "the API has no such thing");
        seen.send(format!("{name} {}", event.freshness)).map_err(Into::into)
    }
}

fn outcome(routed: Result<RoutedWebhook, RouteError>) -> (WebhookOutcome, u16) {
    let routed = routed.unwrap();
    (routed.outcome, routed.status)
}

#[test]
fn an_event_goes_to_its_handler_once() {
    let (seen, events) = channel();
    let router = Router::new(receiver(), nobody())
        .on("Loan.CLOSED", told(&seen, "closed"))
        .unwrap()
        .on(WebhookEventType::LoanToRepay, told(&seen, "paid out"))
        .unwrap();
    let route = |event_type, minute| router.route(SECRET, &body(event_type, &at(minute)));
    assert_eq!(outcome(route("Loan.CLOSED", 5)), (WebhookOutcome::Handled, 204));
    assert_eq!(outcome(route("Loan.CLOSED", 5)), (WebhookOutcome::Duplicate, 204));
    // It was overtaken, but its handler has not seen it.
    assert_eq!(outcome(route("Loan.TO_REPAY", 4)), (WebhookOutcome::Handled, 204));
    assert_eq!(events.try_iter().collect::<Vec<_>>(), ["closed new", "paid out outdated"]);
}

#[test]
fn an_event_without_a_handler_is_returned_and_never_lost_silently() {
    let (seen, events) = channel();
    let router = Router::new(receiver(), nobody()).on("Loan.CLOSED", told(&seen, "closed")).unwrap();
    let unhandled = router.route(SECRET, &body("Loan.CANCELED", &at(1))).unwrap();
    assert_eq!((&unhandled.outcome, unhandled.status), (&WebhookOutcome::Unhandled, 204));
    assert_eq!(unhandled.event.unwrap().event_type, WebhookEventType::LoanCanceled);
    let router = router.on_other(told(&seen, "other")).unwrap();
    for (event_type, minute) in [("Loan.CANCELED", 2), ("Comet.SEEN", 3), ("Loan.CLOSED", 4)] {
        assert_eq!(outcome(router.route(SECRET, &body(event_type, &at(minute)))).0, WebhookOutcome::Handled);
    }
    assert_eq!(events.try_iter().collect::<Vec<_>>(), ["other new", "other new", "closed new"]);
}

#[test]
fn a_handler_is_registered_for_a_known_event_and_once() {
    let nothing = |_: &WebhookEvent, _: Option<&WebhookEntity>| Ok(());
    let router = || Router::new(receiver(), nobody()).on("Loan.CLOSED", nothing).unwrap();
    for wrong in [
        router().on("Loan.EATEN", nothing),
        router().on("loan.closed", nothing),
        router().on("", nothing),
        router().on("Loan.CLOSED", nothing),
        router().on_other(nothing).unwrap().on_other(nothing),
    ] {
        assert_eq!(wrong.unwrap_err().kind(), ErrorKind::Configuration);
    }
}

#[test]
fn strangers_and_what_is_no_event_never_reach_a_handler() {
    let (seen, events) = channel();
    let router = Router::new(receiver(), nobody()).on_other(told(&seen, "other")).unwrap();
    let event = body("Loan.CLOSED", &at(1));
    for stranger in ["", "/hooks", "/hooks?token=guess-0123456789abcdef"] {
        assert_eq!(outcome(router.route(stranger, &event)), (WebhookOutcome::Refused, 404));
    }
    for no_event in [&b""[..], b"[]", b"{}"] {
        assert_eq!(outcome(router.route(SECRET, no_event)), (WebhookOutcome::Invalid, 400));
    }
    assert_eq!(events.try_iter().count(), 0);
    assert!(!format!("{router:?}").contains(SECRET));
}

#[test]
fn an_event_that_could_not_be_handled_is_new_when_it_comes_again() {
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/webhook-router.db");
    let _ = std::fs::remove_file(file);
    let store = Arc::new(SqliteStore::open(file).unwrap());
    for receiver in [receiver(), receiver().remember_in(store)] {
        let tries = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&tries);
        let router = Router::new(receiver, nobody()).on("Loan.CLOSED", move |event, _| {
            assert_eq!(event.freshness, Freshness::New);
            let mut tries = counted.lock().unwrap();
            *tries += 1;
            if *tries < 3 { Err("the database is gone".into()) } else { Ok(()) }
        });
        let router = router.unwrap();
        let route = || router.route(SECRET, &body("Loan.CLOSED", &at(1)));
        for _ in 0..2 {
            let error = route().unwrap_err();
            assert!(matches!(error, RouteError::Handler(_)), "{error:?}");
        }
        assert_eq!(outcome(route()).0, WebhookOutcome::Handled);
        assert_eq!(outcome(route()).0, WebhookOutcome::Duplicate);
        assert_eq!(*tries.lock().unwrap(), 3);
    }
}

#[test]
fn a_handler_that_panics_leaves_the_event_new() {
    let router = Router::new(receiver(), nobody()).on("Loan.CLOSED", |_, _| panic!("by mistake")).unwrap();
    let route = || router.route(SECRET, &body("Loan.CLOSED", &at(1)));
    for _ in 0..2 {
        assert!(
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(route)).is_err(),
            "it is called each time"
        );
    }
}

#[test]
fn a_delivery_beside_the_one_that_is_handled_does_not_count_as_handled() {
    let (started, start) = channel::<()>();
    let (go_on, wait) = channel::<()>();
    let wait = Mutex::new(wait);
    let router = Router::new(receiver(), nobody()).on("Loan.CLOSED", move |_, _| {
        started.send(())?;
        wait.lock().unwrap().recv()?;
        Ok(())
    });
    let router = router.unwrap();
    let event = body("Loan.CLOSED", &at(1));
    std::thread::scope(|scope| {
        let first = scope.spawn(|| router.route(SECRET, &event));
        start.recv().unwrap();
        assert_eq!(outcome(router.route(SECRET, &event)), (WebhookOutcome::InProgress, 503));
        go_on.send(()).unwrap();
        assert_eq!(outcome(first.join().unwrap()), (WebhookOutcome::Handled, 204));
    });
    assert_eq!(outcome(router.route(SECRET, &event)), (WebhookOutcome::Duplicate, 204));
}

/// The event of a real line, as the sandbox sends it.
fn line_event(sandbox: &defacto_sandbox::Sandbox) -> Vec<u8> {
    let options = EnrollOptions::wait_until_ready(std::time::Duration::from_secs(30));
    let Enrollment::Ready { credit_line, .. } = client(sandbox).enroll(&french(1), &options).unwrap() else {
        panic!("it is ready")
    };
    let mut line: serde_json::Value = serde_json::to_value(&credit_line).unwrap();
    // What an event says may be wrong.
    line["pool_amount"] = 1.into();
    let event = serde_json::json!({"event_type": "CreditLine.CREATED", "id": line["id"], "timestamp": at(1),
        "entity_state": line});
    event.to_string().into_bytes()
}

#[test]
fn a_handler_gets_what_the_api_says_now() {
    let sandbox = sandbox(|_| {});
    let event = line_event(&sandbox);
    let pools = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&pools);
    let router = Router::new(receiver(), client(&sandbox)).on("CreditLine.CREATED", move |_, entity| {
        let Some(WebhookEntity::CreditLine { credit_line }) = entity else { panic!("it is about a line") };
        seen.lock().unwrap().push(credit_line.pool_amount);
        Ok(())
    });
    let router = router.unwrap();
    sandbox.fault(Fault::new(FaultKind::Unavailable).operation("GET /credit_lines").times(3));
    let error = router.route(SECRET, &event).unwrap_err();
    assert!(matches!(error, RouteError::Defacto(error) if error.status() == Some(503)));
    assert_eq!(outcome(router.route(SECRET, &event)).0, WebhookOutcome::Handled, "it is new again");
    let pools = pools.lock().unwrap();
    assert!(pools.len() == 1 && pools[0] > Some(1), "{pools:?}");
}

#[tokio::test]
async fn handlers_may_be_futures() {
    let api = || AsyncClient::new("test-key", "http://127.0.0.1:1").unwrap();
    let (seen, events) = channel();
    let router = AsyncRouter::new(receiver(), api()).on("Loan.CLOSED", move |event, entity| {
        let seen = seen.clone();
        async move {
            tokio::task::yield_now().await;
            seen.send((event.id, entity.is_none()))?;
            if seen.send((None, true)).is_ok() { Err("fails".into()) } else { Ok(()) }
        }
    });
    let router = router.unwrap();
    let event = body("Loan.CLOSED", &at(1));
    for _ in 0..2 {
        assert!(matches!(router.route(SECRET, &event).await, Err(RouteError::Handler(_))));
    }
    assert_eq!(events.try_iter().filter(|event| *event == (Some("é/7".to_owned()), true)).count(), 2);
    assert!(AsyncRouter::new(receiver(), api()).on("Loan.EATEN", |_, _| async { Ok(()) }).is_err());
}

#[tokio::test]
async fn a_future_that_is_dropped_leaves_the_event_new() {
    let api = AsyncClient::new("test-key", "http://127.0.0.1:1").unwrap();
    let (seen, events) = channel();
    let router = AsyncRouter::new(receiver(), api).on_other(move |event, _| {
        seen.send(event.freshness).unwrap();
        pending()
    });
    let router = router.unwrap();
    let event = body("Loan.CLOSED", &at(1));
    for _ in 0..2 {
        tokio::select! {
            _ = router.route(SECRET, &event) => panic!("the handler never ends"),
            () = async {
                while events.try_recv().is_err() {
                    tokio::task::yield_now().await;
                }
            } => {}
        }
    }
}
