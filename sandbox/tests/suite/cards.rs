//! Cards: where they come from, what was paid with them, and their statuses.

use crate::support::{self, french, get, post, post_form, sandbox, send, with};
use defacto_sandbox::{Sandbox, Shape};
use serde_json::{Value, json};

/// A sandbox with a borrower that is READY, and its two cards.
fn with_cards() -> (Sandbox, Vec<Value>) {
    let sandbox = sandbox(|_| {});
    post(&sandbox, "/borrowers", &with(french(), "wait_for_ready", true.into()));
    let cards = get(&sandbox, "/cards").body.as_array().unwrap().clone();
    (sandbox, cards)
}

fn path(card: &Value, rest: &str) -> String {
    format!("/cards/{}{rest}", card["id"].as_str().unwrap())
}

fn set_status(sandbox: &Sandbox, card: &Value, status: &str) -> support::Reply {
    send(sandbox, "PATCH", &path(card, "/status"), Some(&json!({"status": status})))
}

#[test]
fn the_first_borrower_that_is_ready_gets_two_cards() {
    let empty = sandbox(|_| {});
    assert_eq!(get(&empty, "/cards").body, json!([]));
    let (sandbox, cards) = with_cards();
    let statuses: Vec<_> = cards.iter().map(|card| card["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["active", "inactive"]);
    assert_eq!(get(&sandbox, &path(&cards[0], "")).body, cards[0]);
    let other = with(with(french(), "account_number", Value::Null), "identifier", "552032534".into());
    post(&sandbox, "/borrowers", &with(other, "wait_for_ready", true.into()));
    assert_eq!(get(&sandbox, "/cards").body.as_array().unwrap().len(), 2);
}

#[test]
fn the_balance_of_a_card_is_what_its_entries_say() {
    let (sandbox, cards) = with_cards();
    let entries = get(&sandbox, &path(&cards[0], "/entries")).body;
    let entries = entries.as_array().unwrap();
    assert_eq!(entries.len(), 5);
    let used: i64 = entries.iter().map(|entry| -entry["amount"].as_i64().unwrap()).sum();
    assert_eq!(cards[0]["balance"]["used"], used);
    let refund =
        post(&sandbox, &format!("/_sandbox{}", path(&cards[0], "/entries")), &json!({"amount": 100}));
    assert_eq!((refund.status, &refund.body["transaction_type"]), (201, &json!("refund")));
    assert_eq!(get(&sandbox, &path(&cards[0], "")).body["balance"]["used"], used - 100);
}

#[test]
fn entries_are_found_by_their_time() {
    let sandbox = sandbox(|_| {});
    let card = post(&sandbox, "/_sandbox/cards", &json!({"first_name": "Camille"})).body;
    for at in ["2026-10-01T00:00:00Z", "2026-10-31T23:59:59Z", "2026-11-01T00:00:00Z"] {
        let entry = json!({"amount": -1_250, "merchant_name": "Test; with a semicolon", "at": at});
        assert_eq!(post(&sandbox, &format!("/_sandbox{}", path(&card, "/entries")), &entry).status, 201);
    }
    let count = |query: &str| {
        get(&sandbox, &path(&card, &format!("/entries?{query}"))).body.as_array().unwrap().len()
    };
    assert_eq!(count(""), 3);
    assert_eq!(count("from_date=2026-10-31T23:59:59Z"), 2);
    assert_eq!(count("from_date=2026-10-02T00:00:00Z&to_date=2026-10-31T23:59:59Z"), 1);
    assert_eq!(get(&sandbox, &path(&card, "/entries?from_date=yesterday")).status, 422);

    let october = get(&sandbox, &path(&card, "/entries/export?period=2026-10"));
    assert_eq!(october.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(october.header("content-disposition").unwrap().starts_with("attachment; filename=\"card-"));
    let lines: Vec<_> = october.text.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "Date;Label;Amount;Currency;Reference"));
    assert!(lines[1].starts_with("2026-10-01;\"Test; with a semicolon\";-12.50;EUR;"));
    let both = "/entries/export?from_date=2026-11-01T00:00:00Z&to_date=2026-11-30T00:00:00Z";
    assert_eq!(get(&sandbox, &path(&card, both)).text.lines().count(), 2);
}

#[test]
fn an_export_needs_either_a_month_or_both_ends() {
    let (sandbox, cards) = with_cards();
    for (query, status) in [
        ("", 400),
        ("from_date=2026-11-01T00:00:00Z", 400),
        ("period=2026-11&from_date=2026-11-01T00:00:00Z", 400),
        ("period=november", 422),
        ("period=2026-13", 422),
    ] {
        assert_eq!(
            get(&sandbox, &path(&cards[0], &format!("/entries/export?{query}"))).status,
            status,
            "{query}"
        );
    }
    assert_eq!(get(&sandbox, "/cards/nobody/entries/export?period=2026-11").status, 404);
}

#[test]
fn a_canceled_card_stays_canceled() {
    let (sandbox, cards) = with_cards();
    let activated = set_status(&sandbox, &cards[1], "active");
    assert_eq!((activated.status, &activated.body["status"]), (200, &json!("active")));
    assert_eq!(set_status(&sandbox, &cards[1], "inactive").status, 200);
    assert_eq!(set_status(&sandbox, &cards[1], "stolen").status, 422);
    assert_eq!(set_status(&sandbox, &cards[1], "canceled").status, 200);
    assert_eq!(set_status(&sandbox, &cards[1], "canceled").status, 200);
    assert_eq!(set_status(&sandbox, &cards[1], "active").status, 400);
    assert_eq!(get(&sandbox, &path(&cards[1], "")).body["status"], "canceled");
}

#[test]
fn a_key_for_showing_a_card_is_asked_for_with_a_form() {
    let (sandbox, cards) = with_cards();
    let key = |nonce: &str| post_form(&sandbox, &path(&cards[0], "/ephemeral-key"), nonce);
    let first = key("nonce=abc");
    assert_eq!((first.status, &first.body["provider_card_id"]), (200, &cards[0]["provider_card_id"]));
    assert_eq!(key("nonce=abc").body, first.body);
    assert_ne!(key("nonce=other").body["ephemeral_key_secret"], first.body["ephemeral_key_secret"]);
    for wrong in ["", "nonce=", "other=abc"] {
        assert_eq!(key(wrong).status, 422, "{wrong}");
    }
    let json = post(&sandbox, &path(&cards[0], "/ephemeral-key"), &json!({"nonce": "abc"}));
    assert_eq!(json.status, 422, "JSON is no form");
    assert_eq!(post_form(&sandbox, &path(&cards[1], "/ephemeral-key"), "nonce=abc").status, 400);
    assert_eq!(post_form(&sandbox, "/cards/nobody/ephemeral-key", "nonce=abc").status, 404);
}

#[test]
fn minimal_cards_and_entries_have_the_required_fields_alone() {
    let sandbox = sandbox(|settings| settings.response_shape = Shape::Minimal);
    post(&sandbox, "/borrowers", &with(french(), "wait_for_ready", true.into()));
    let card = get(&sandbox, "/cards").body[0].clone();
    assert_eq!(card.as_object().unwrap().len(), 7);
    let entry = get(&sandbox, &path(&card, "/entries")).body[0].clone();
    assert_eq!(entry.as_object().unwrap().len(), 7);
}
