//! The example for axum receives what the API sends, and ends the wait for a credit line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use defacto_sdk::api::webhooks::{NewWebhook, WebhookEventType};
use defacto_sdk::pending::{PendingOptions, ResolutionOutcome};
use defacto_sdk::store::MemoryStore;
use defacto_sdk::webhook::{AsyncRouter, Receiver, WebhookEntity};
use defacto_sdk::{AsyncClient, EnrollOptions, PendingEnrollments};
use defacto_tests_rust::companies::{french, siren};
use defacto_tests_rust::story::{client, sandbox};

#[path = "../../../examples/webhooks/axum_app.rs"]
mod axum_app;

/// Starts a server with the example's routes; returns the URL to subscribe.
fn serve(runtime: &tokio::runtime::Runtime, router: impl FnOnce(Receiver) -> AsyncRouter) -> String {
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let base = format!("http://{}/webhooks/defacto", listener.local_addr().unwrap());
    let url = Receiver::new_subscription_url(&base).unwrap();
    let receiver = Receiver::new(&url).unwrap();
    let app = axum_app::routes(receiver.clone(), Arc::new(router(receiver)));
    runtime.spawn(async move { axum::serve(listener, app).await });
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
    let handled = Arc::new(Mutex::new(Vec::<Option<WebhookEntity>>::new()));
    let api = AsyncClient::new(sandbox.api_key(), sandbox.url()).unwrap();
    let router = |receiver| {
        let (pending, handled) = (pending.clone(), Arc::clone(&handled));
        let router = AsyncRouter::new(receiver, api).on("CreditLine.CREATED", move |event, line| {
            pending.notify(&event);
            handled.lock().unwrap().push(line);
            async { Ok(()) }
        });
        router.unwrap()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = serve(&runtime, router);
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
    let answers: Vec<_> = sandbox.deliveries().iter().map(|delivery| delivery.status).collect();
    assert_eq!(answers, [Some(204); 3]);
    let handled = handled.lock().unwrap();
    assert_eq!(handled.len(), 1, "three deliveries are one event");
    let Some(WebhookEntity::CreditLine { credit_line }) = &handled[0] else { panic!("it is about a line") };
    assert_eq!(Some(credit_line), found[0].credit_line.as_ref());
}
