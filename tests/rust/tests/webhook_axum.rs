//! The example for axum receives what the API sends, and ends the wait for a credit line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use defacto_sdk::api::webhooks::{NewWebhook, WebhookEventType};
use defacto_sdk::pending::{PendingOptions, ResolutionOutcome};
use defacto_sdk::store::MemoryStore;
use defacto_sdk::webhook::{Receiver, WebhookEntity, WebhookEvent};
use defacto_sdk::{EnrollOptions, PendingEnrollments};
use defacto_tests_rust::companies::{french, siren};
use defacto_tests_rust::story::{client, sandbox};

#[path = "../../../examples/webhooks/axum_app.rs"]
mod axum_app;

/// Starts a server with the example's routes; returns the URL to subscribe.
fn serve(runtime: &tokio::runtime::Runtime, handle: axum_app::Handle) -> String {
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let base = format!("http://{}/webhooks/defacto", listener.local_addr().unwrap());
    let url = Receiver::new_subscription_url(&base).unwrap();
    let routes = axum_app::routes(Receiver::new(&url).unwrap(), handle);
    runtime.spawn(async move { axum::serve(listener, routes).await });
    url
}

#[test]
fn a_webhook_ends_the_wait_for_a_line_and_is_handled_once() {
    let sandbox = sandbox(|settings| {
        settings.speed = 20.0;
        settings.webhook_copies = 3;
    });
    let client = client(&sandbox);
    // Without a webhook it would poll once a minute.
    let options =
        PendingOptions::new().poll_interval(Duration::from_secs(60)).gather(Duration::from_millis(20));
    let pending = PendingEnrollments::new(&client, Arc::new(MemoryStore::new()), options);
    let handled = Arc::new(Mutex::new(Vec::<WebhookEvent>::new()));
    let handle = {
        let (pending, handled) = (pending.clone(), Arc::clone(&handled));
        move |event: WebhookEvent| {
            pending.notify(&event);
            handled.lock().unwrap().push(event);
        }
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = serve(&runtime, Arc::new(handle));
    client
        .webhooks()
        .ensure(&NewWebhook::new("lines", url, vec![WebhookEventType::CreditLineCreated]))
        .unwrap();

    pending.add(&client.enroll(&french(1), &EnrollOptions::asynchronous()).unwrap()).unwrap();
    let found: Vec<_> = pending.resolutions(Some(Duration::from_secs(30))).map(Result::unwrap).collect();
    assert_eq!((found[0].identifier.clone(), found[0].outcome.clone()), (siren(1), ResolutionOutcome::Ready));
    while sandbox.deliveries().len() < 3 {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(sandbox.deliveries().iter().all(|delivery| delivery.status == Some(204)));
    let handled = handled.lock().unwrap();
    assert_eq!(handled.len(), 1, "three deliveries are one event");
    let WebhookEntity::CreditLine { credit_line } = handled[0].refetch(&client).unwrap() else {
        panic!("it is about a line");
    };
    assert_eq!(Some(credit_line), found[0].credit_line);
}
