//! `defacto webhooks`: the secret in the URL is not shown.

use crate::common::{against, client, run, sandbox};
use defacto_sandbox::Sandbox;
use defacto_sdk::api::webhooks::{NewWebhook, WebhookEventType};

const URL: &str = "https://example.com/hooks/9f8a7b6c5d4e3f2a?token=s3cret";

/// Creates a webhook; its id.
fn created(sandbox: &Sandbox) -> String {
    let events = vec![WebhookEventType::LoanClosed, WebhookEventType::CreditLineCreated];
    let webhook = client(sandbox).webhooks().create(&NewWebhook::new("bookkeeping", URL, events)).unwrap();
    webhook.id.unwrap().to_string()
}

#[test]
fn urls_are_masked_in_every_format() {
    let sandbox = sandbox(1000.0);
    let id = created(&sandbox);
    for format in ["table", "json", "csv"] {
        let ran = run(against(&sandbox, &["webhooks", "list", "--output", format])).exits(0);
        let ran = ran.says(&id).says("bookkeeping").says("https://example.com/hooks/***").says("Loan.CLOSED");
        let shown = ran.out + &ran.err;
        assert!(!shown.contains("9f8a7b6c5d4e3f2a") && !shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn whoever_asks_for_urls_gets_them() {
    let sandbox = sandbox(1000.0);
    created(&sandbox);
    for format in ["table", "json", "csv"] {
        run(against(&sandbox, &["webhooks", "list", "--show-urls", "--output", format])).exits(0).says(URL);
    }
}

#[test]
fn a_webhook_is_deleted_by_its_id() {
    let sandbox = sandbox(1000.0);
    let id = created(&sandbox);
    run(against(&sandbox, &["webhooks", "delete", &id])).exits(0).says(&format!("Deleted the webhook {id}."));
    run(against(&sandbox, &["webhooks", "list"])).exits(0).warns("Nothing found.");
    run(against(&sandbox, &["webhooks", "delete", &id])).exits(1).warns("404");
}

#[test]
fn it_wants_to_know_what_to_do() {
    let sandbox = sandbox(1000.0);
    run(against(&sandbox, &["webhooks"])).exits(2);
    run(against(&sandbox, &["webhooks", "delete", "bookkeeping"])).exits(2);
}
