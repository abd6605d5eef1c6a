//! `POST /_sandbox/trigger`: events on demand.

use crate::support::{self, Reply, eventually, get, post, sandbox};
use defacto_sandbox::Sandbox;
use serde_json::{Value, json};

const LOANS: [&str; 12] = [
    "SUBMITTED",
    "PENDING_VALIDATION",
    "TO_VALIDATE",
    "VALIDATED",
    "SCHEDULED",
    "INITIATED",
    "TO_REPAY",
    "TO_REPAY_FEES",
    "CLOSED",
    "CANCELED",
    "DELETED",
    "ISSUE_DETECTED",
];

/// A sandbox in which nothing happens by itself, with a subscription to every event that no one receives.
fn still() -> Sandbox {
    let sandbox = sandbox(|settings| {
        settings.start_time = Some("2026-11-20T09:30:00Z".to_owned());
        settings.clock_frozen = true;
    });
    let schema: Value = serde_json::from_str(include_str!("../../src/http/schemas/webhook.json")).unwrap();
    let types = &schema["properties"]["event_types"]["items"]["enum"];
    let hook = json!({"name": "all", "to_url": "http://127.0.0.1:1/", "event_types": types});
    assert_eq!(post(&sandbox, "/webhooks", &hook).status, 201);
    sandbox
}

fn trigger(sandbox: &Sandbox, event_type: &str) -> Reply {
    post(sandbox, "/_sandbox/trigger", &json!({"event_type": event_type}))
}

/// Triggers it, and waits until the event of this entity was sent.
fn happens(sandbox: &Sandbox, event_type: &str) -> Value {
    let before = count(sandbox, event_type);
    let reply = trigger(sandbox, event_type);
    assert_eq!(reply.status, 200, "{event_type}: {}", reply.text);
    assert_eq!(reply.body["subscriptions"], 1);
    eventually(event_type, || (count(sandbox, event_type) > before).then_some(()));
    let sent = sandbox.deliveries().into_iter().rev().map(|delivery| delivery.body);
    let event = sent.into_iter().find(|body| body["event_type"] == event_type).unwrap();
    assert_eq!(event["id"], reply.body["id"], "{event_type}");
    event
}

fn count(sandbox: &Sandbox, event_type: &str) -> usize {
    sandbox.deliveries().iter().filter(|delivery| delivery.body["event_type"] == event_type).count()
}

/// Requests a loan of 500 EUR for the newest line; its id.
fn loan(sandbox: &Sandbox) -> String {
    if get(sandbox, "/credit_lines").body["count"] == 0 {
        happens(sandbox, "CreditLine.CREATED");
    }
    let company = get(sandbox, "/credit_lines").body["data"][0]["default_borrower"]["identifier"].clone();
    let iban = get(sandbox, "/sandbox/iban-generator?country=FRA").body["iban"].clone();
    let request = json!({
        "amount": 50_000,
        "borrower": {"identifier": company},
        "loan_to": {"account_number": iban, "account_number_type": "iban"},
        "to_pay_at": "2026-12-01T00:00:00Z",
        "to_repay_at": "2027-01-15T00:00:00Z",
    });
    let loan = post(sandbox, "/loans", &request);
    assert_eq!(loan.status, 201, "{}", loan.text);
    loan.body["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_line_comes_from_nothing() {
    let sandbox = still();
    let event = happens(&sandbox, "CreditLine.CREATED");
    let company = &event["entity_state"]["default_borrower"]["identifier"];
    assert_eq!(&get(&sandbox, "/borrowers").body["data"][0]["identifier"], company);
    assert_eq!(get(&sandbox, "/borrowers").body["data"][0]["status"], "READY");
    let again = happens(&sandbox, "CreditLine.CREATED");
    assert_eq!(again["id"], event["id"], "it is delivered again, not created again");
    for event_type in [
        "CreditLine.BALANCE_UPDATED",
        "CreditLine.POOL_AMOUNT_UPDATED",
        "CreditLimit.UPDATED",
        "BorrowerFinancialProductCreated",
        "BorrowerFinancialProductUpdated",
    ] {
        happens(&sandbox, event_type);
    }
}

#[test]
fn a_company_that_waits_gets_its_line() {
    let sandbox = still();
    assert_eq!(post(&sandbox, "/borrowers", &support::french()).status, 201);
    let event = happens(&sandbox, "CreditLine.CREATED");
    assert_eq!(event["entity_state"]["default_borrower"]["identifier"], "913572467");
}

#[test]
fn a_loan_goes_all_the_way() {
    for status in LOANS.into_iter().filter(|status| !["SUBMITTED", "PENDING_VALIDATION"].contains(status)) {
        let sandbox = still();
        let id = loan(&sandbox);
        let event = happens(&sandbox, &format!("Loan.{status}"));
        assert_eq!((&event["id"], &event["entity_state"]["status"]), (&json!(id), &json!(status)));
        assert_eq!(get(&sandbox, &format!("/loan/{id}")).body["status"], status);
        assert_eq!(happens(&sandbox, &format!("Loan.{status}"))["id"], id, "once more");
    }
    let sandbox = still();
    loan(&sandbox);
    happens(&sandbox, "Loan.PENDING_VALIDATION");
    assert_eq!(happens(&sandbox, "Loan.DECLINED")["entity_state"]["status"], "DECLINED");
    let refused = trigger(&sandbox, "Loan.TO_REPAY");
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("DECLINED"), "{}", refused.text);
}

#[test]
fn a_payout_moves_its_loan() {
    for (status, of_loan) in [
        ("SCHEDULED", "SCHEDULED"),
        ("INSTRUCTED", "INITIATED"),
        ("IN_TRANSIT", "INITIATED"),
        ("PAID", "TO_REPAY"),
        ("FAILED", "ISSUE_DETECTED"),
        ("CANCELED", "CANCELED"),
    ] {
        let sandbox = still();
        let id = loan(&sandbox);
        let event = happens(&sandbox, &format!("Payment.{status}"));
        assert_eq!(event["entity_state"]["status"], status);
        assert_eq!(get(&sandbox, &format!("/loan/{id}")).body["status"], of_loan);
        assert_eq!(happens(&sandbox, &format!("Payment.{status}"))["id"], event["id"]);
    }
}

#[test]
fn an_invoice_is_verified_or_not() {
    for status in ["SUBMITTED", "VERIFIED", "DECLINED", "TO_EDIT", "DELETED"] {
        let sandbox = still();
        let mut invoice = post(&sandbox, "/sandbox/invoice-generator", &json!({})).body;
        let mut invoice = invoice["invoice_creation_payload"].take();
        invoice["is_draft"] = true.into();
        assert_eq!(post(&sandbox, "/invoices", &invoice).status, 201);
        let event = happens(&sandbox, &format!("Invoice.{status}"));
        assert_eq!(event["entity_state"]["status"], status);
        happens(&sandbox, &format!("Invoice.{status}"));
    }
}

#[test]
fn a_counterparty_gets_a_higher_limit() {
    let sandbox = still();
    let company =
        json!({"identifier": "552032534", "identifier_type": "siren", "relation_types": ["SUPPLIER"]});
    let before = post(&sandbox, "/counterparties", &company).body["credit_limit"]["max_amount"].as_i64();
    happens(&sandbox, "CounterpartyCreditLimit.CREATED");
    let after = happens(&sandbox, "CounterpartyCreditLimit.UPDATED");
    assert_eq!(after["entity_state"]["credit_limit"]["max_amount"].as_i64(), before.map(|old| old + 100_000));
}

#[test]
fn what_cannot_happen_is_refused_with_a_way_out() {
    let sandbox = still();
    for (event_type, way_out) in [
        ("Loan.TO_REPAY", "POST /loans"),
        ("Payment.PAID", "POST /loans"),
        ("Invoice.VERIFIED", "POST /invoices"),
        ("CounterpartyCreditLimit.UPDATED", "POST /counterparties"),
        ("CreditLine.BALANCE_UPDATED", "CreditLine.CREATED"),
        ("Loan.EATEN", "no such event type"),
    ] {
        let refused = trigger(&sandbox, event_type);
        assert_eq!(refused.status, 422, "{event_type}");
        assert!(refused.text.contains(way_out), "{}", refused.text);
    }
    let unknown = json!({"event_type": "CreditLine.CREATED", "id": "none"});
    assert_eq!(post(&sandbox, "/_sandbox/trigger", &unknown).status, 404);
    assert_eq!(post(&sandbox, "/_sandbox/trigger", &json!({"event": "x"})).status, 422);
}
