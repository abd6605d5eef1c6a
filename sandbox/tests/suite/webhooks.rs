//! Webhooks, delivered to a small listener.

use std::time::Duration;

use crate::support::{eventually, french, get, listener, next, post, sandbox, send, with};
use defacto_sandbox::{Sandbox, WebhookBorrowerId};
use serde_json::{Value, json};

fn subscription(port: u16) -> Value {
    json!({
        "name": "lines",
        "to_url": format!("http://127.0.0.1:{port}/hook?secret=s3cret"),
        "event_types": ["CreditLine.CREATED"],
    })
}

fn enrol(sandbox: &Sandbox, company: &str) -> Value {
    let body = with(with(french(), "account_number", Value::Null), "identifier", company.into());
    post(sandbox, "/borrowers", &with(body, "wait_for_ready", true.into())).body
}

#[test]
fn a_new_line_is_told_with_the_wrong_borrower_id() {
    let sandbox = sandbox(|_| {});
    let (port, receiver) = listener();
    assert_eq!(post(&sandbox, "/webhooks", &subscription(port)).status, 201);
    let borrower = enrol(&sandbox, "913572467");
    let (request, body) = next(&receiver);
    assert_eq!(request, "POST /hook?secret=s3cret HTTP/1.1");
    assert_eq!(body["event_type"], "CreditLine.CREATED");
    assert_eq!((&body["entity_type"], &body["status"]), (&json!("credit_line"), &json!("CREATED")));
    let state = &body["entity_state"];
    assert_eq!(state["id"], body["id"]);
    assert_eq!(state["default_borrower"]["identifier"], "913572467");
    assert_eq!(state["borrower_id"], state["default_borrower"]["id"]);
    assert_ne!(state["borrower_id"], borrower["id"]);
    let path = format!("/borrower/{}", state["borrower_id"].as_str().unwrap());
    assert_eq!(get(&sandbox, &path).status, 404, "it cannot be read");
    let delivery = eventually("the record", || sandbox.deliveries().pop());
    assert_eq!((delivery.status, delivery.error), (Some(200), None));
    assert!(!delivery.to.contains("s3cret"), "the secret is not shown");
}

#[test]
fn the_borrower_id_stands_where_the_switch_says() {
    for (place, top, inside) in
        [(WebhookBorrowerId::TopLevel, true, false), (WebhookBorrowerId::Absent, false, false)]
    {
        let sandbox = sandbox(|settings| settings.webhook_borrower_id = place);
        let (port, receiver) = listener();
        post(&sandbox, "/webhooks", &subscription(port));
        enrol(&sandbox, "913572467");
        let body = next(&receiver).1;
        assert_eq!(!body["borrower_id"].is_null(), top);
        assert_eq!(!body["entity_state"]["borrower_id"].is_null(), inside);
    }
}

#[test]
fn copies_are_the_same_event() {
    let sandbox = sandbox(|settings| settings.webhook_copies = 3);
    let (port, receiver) = listener();
    post(&sandbox, "/webhooks", &subscription(port));
    enrol(&sandbox, "913572467");
    let first = next(&receiver).1;
    assert_eq!(next(&receiver).1, first);
    assert_eq!(next(&receiver).1, first);
}

#[test]
fn neighbours_change_places_on_demand() {
    let sandbox = sandbox(|settings| {
        settings.webhook_reordered = true;
        settings.latency = 0.0;
    });
    let (port, receiver) = listener();
    post(&sandbox, "/webhooks", &subscription(port));
    enrol(&sandbox, "900000001");
    enrol(&sandbox, "900000002");
    let order = [next(&receiver).1, next(&receiver).1];
    let companies: Vec<_> =
        order.iter().map(|b| &b["entity_state"]["default_borrower"]["identifier"]).collect();
    assert_eq!(companies, ["900000002", "900000001"]);
}

#[test]
fn what_cannot_be_delivered_is_recorded() {
    let sandbox = sandbox(|_| {});
    let hook = |url: &str| json!({"name": "x", "to_url": url, "event_types": ["CreditLine.CREATED"]});
    post(&sandbox, "/webhooks", &hook("https://127.0.0.1:1/hook"));
    post(&sandbox, "/webhooks", &hook("http://127.0.0.1:1/hook"));
    enrol(&sandbox, "913572467");
    let deliveries = eventually("both attempts", || {
        let all = get(&sandbox, "/_sandbox/deliveries").body["deliveries"].clone();
        (all.as_array().unwrap().len() == 2).then_some(all)
    });
    assert!(deliveries[0]["error"].as_str().unwrap().contains("plain http"));
    assert!(deliveries[1]["error"].as_str().unwrap().contains("cannot connect"));
}

#[test]
fn subscriptions_are_listed_replaced_and_deleted() {
    let sandbox = sandbox(|_| {});
    let hook = post(&sandbox, "/webhooks", &subscription(1)).body;
    let path = format!("/webhook/{}", hook["id"].as_str().unwrap());
    assert_eq!(get(&sandbox, "/webhooks").body["data"], json!([hook]));
    let new = json!({"name": "loans", "to_url": "https://example.com", "event_types": ["Loan.CLOSED"]});
    let replaced = send(&sandbox, "PATCH", &path, Some(&new));
    assert_eq!((replaced.status, &replaced.body["name"]), (200, &json!("loans")));
    assert_eq!(send(&sandbox, "PATCH", &path, Some(&json!({"name": "half"}))).status, 422);
    assert_eq!(get(&sandbox, "/webhooks").body["data"][0], replaced.body);
    assert_eq!(send(&sandbox, "DELETE", &path, None).status, 204);
    assert_eq!(send(&sandbox, "DELETE", &path, None).status, 404);
    assert_eq!(get(&sandbox, "/webhooks").body["count"], 0);
}

#[test]
fn only_the_events_asked_for_are_sent() {
    let sandbox = sandbox(|_| {});
    let (port, receiver) = listener();
    let other = with(subscription(port), "event_types", json!(["Loan.CLOSED"]));
    post(&sandbox, "/webhooks", &other);
    enrol(&sandbox, "913572467");
    assert!(receiver.recv_timeout(Duration::from_millis(300)).is_err());
}
