//! Counterparties and the limits on them.

use std::time::Duration;

use crate::support::{eventually, french, get, post, sandbox, with};
use defacto_sandbox::{Sandbox, Shape};
use serde_json::{Value, json};

fn supplier() -> Value {
    json!({
        "identifier": "552032534",
        "identifier_type": "siren",
        "name": "Fournisseur Exemple SARL",
        "relation_types": ["SUPPLIER"],
        "contact": {
            "email": "achats@example.com", "first_name": "Ana", "last_name": "Núñez", "phone_number": "+33100000000",
        },
    })
}

fn make_eligible(sandbox: &Sandbox, scenario: &str) {
    let company = json!({"identifier": "552032534", "identifier_type": "siren"});
    let body = json!({"business_identifier": company, "scenario": scenario});
    assert_eq!(post(sandbox, "/sandbox/business-eligible", &body).status, 204);
}

#[test]
fn a_counterparty_is_created_once() {
    let sandbox = sandbox(|_| {});
    let created = post(&sandbox, "/counterparties", &supplier());
    assert_eq!(created.status, 201);
    assert_eq!(created.body["contact"]["last_name"], "Núñez");
    let again = post(&sandbox, "/counterparties", &with(supplier(), "name", json!("Another name")));
    assert_eq!((again.status, &again.body), (200, &created.body));
    let path = format!("/counterparty/{}", created.body["id"].as_str().unwrap());
    assert_eq!(get(&sandbox, &path).body, created.body);
    assert_eq!(get(&sandbox, "/counterparty/nobody").status, 404);
}

#[test]
fn what_is_malformed_is_refused() {
    let sandbox = sandbox(|_| {});
    for (field, value) in [
        ("identifier", json!("")),
        ("identifier", json!("552 032 534")),
        ("relation_types", json!([])),
        ("relation_types", json!(["FRIEND"])),
        ("identifier_type", Value::Null),
        ("contact", json!({"email": "achats@example.com"})),
    ] {
        assert_eq!(post(&sandbox, "/counterparties", &with(supplier(), field, value)).status, 422, "{field}");
    }
    assert_eq!(get(&sandbox, "/counterparties").body["count"], 0);
}

#[test]
fn counterparties_are_filtered() {
    let sandbox = sandbox(|_| {});
    post(&sandbox, "/counterparties", &supplier());
    let client = json!({
        "identifier": "Client without a number", "identifier_type": "name", "relation_types": ["CLIENT", "DEBTOR"],
    });
    assert_eq!(post(&sandbox, "/counterparties", &client).status, 201);
    let count = |query: &str| get(&sandbox, &format!("/counterparties?{query}")).body["count"].clone();
    assert_eq!(count(""), 2);
    assert_eq!(count("identifier=552032534"), 1);
    assert_eq!(count("identifier_type=name"), 1);
    assert_eq!(count("business_name=EXEMPLE"), 1);
    assert_eq!(count("relation_types=CLIENT&relation_types=SUPPLIER"), 2);
    assert_eq!(count("relation_types=SELF"), 0);
    assert_eq!(count("selected_for_financing=false"), 0);
    for wrong in ["identifier_type=iban", "relation_types=FRIEND", "selected_for_financing=1", "page_size=0"]
    {
        assert_eq!(get(&sandbox, &format!("/counterparties?{wrong}")).status, 422, "{wrong}");
    }
}

#[test]
fn a_limit_follows_the_eligibility_of_the_company() {
    let sandbox = sandbox(|_| {});
    let created = post(&sandbox, "/counterparties", &supplier()).body;
    let limit = || get(&sandbox, "/counterparties").body["data"][0]["credit_limit"].clone();
    assert!(limit()["max_amount"].as_u64().unwrap() > 0);
    make_eligible(&sandbox, "NOT_ELIGIBLE");
    assert_eq!(
        limit(),
        json!({"available_amount": 0, "max_amount": 0, "max_amount_details": "CREDIT_RISK_NOT_ELIGIBLE"})
    );
    make_eligible(&sandbox, "OK");
    assert_eq!(limit(), created["credit_limit"]);
}

#[test]
fn webhooks_are_told_about_limits() {
    let sandbox = sandbox(|_| {});
    let events = json!(["CounterpartyCreditLimit.CREATED", "CounterpartyCreditLimit.UPDATED"]);
    // Nothing takes them there; what was sent is known all the same.
    let nowhere = format!("{}/nowhere", sandbox.url());
    post(&sandbox, "/webhooks", &json!({"name": "limits", "to_url": nowhere, "event_types": events}));
    let created = post(&sandbox, "/counterparties", &supplier()).body;
    let id = created["id"].as_str().unwrap();
    post(&sandbox, "/counterparties", &supplier());
    let changed = post(&sandbox, &format!("/_sandbox/counterparty/{id}"), &json!({"max_amount": 700_000}));
    assert_eq!(changed.body["credit_limit"]["available_amount"], 700_000);
    make_eligible(&sandbox, "NOT_ELIGIBLE");
    make_eligible(&sandbox, "NOT_ELIGIBLE");
    let sent = eventually("three webhooks", || {
        let sent = sandbox.deliveries();
        (sent.len() >= 3).then_some(sent)
    });
    let bodies: Vec<_> = sent.iter().map(|delivery| &delivery.body).collect();
    let types: Vec<_> = bodies.iter().map(|body| body["event_type"].as_str().unwrap()).collect();
    assert_eq!(
        types,
        [
            "CounterpartyCreditLimit.CREATED",
            "CounterpartyCreditLimit.UPDATED",
            "CounterpartyCreditLimit.UPDATED"
        ]
    );
    assert!(bodies.iter().all(|body| body["id"] == id && body["entity_state"]["id"] == id));
    assert_eq!(bodies[0]["entity_state"], created);
    assert_eq!(bodies[1]["entity_state"]["credit_limit"]["max_amount"], 700_000);
    assert_eq!(bodies[2]["entity_state"]["credit_limit"]["max_amount"], 0);
}

#[test]
fn a_test_decides_what_is_selected_for_financing() {
    let sandbox = sandbox(|_| {});
    let id = post(&sandbox, "/counterparties", &supplier()).body["id"].as_str().unwrap().to_owned();
    let path = format!("/_sandbox/counterparty/{id}");
    assert_eq!(post(&sandbox, &path, &json!({"selected_for_financing": false})).status, 200);
    assert_eq!(get(&sandbox, "/counterparties?selected_for_financing=false").body["count"], 1);
    assert_eq!(post(&sandbox, &path, &json!({"max_amount": -1})).status, 422);
    assert_eq!(post(&sandbox, "/_sandbox/counterparty/nobody", &json!({})).status, 404);
}

#[test]
fn the_companies_of_a_verified_invoice_become_counterparties() {
    let sandbox = sandbox(|_| {});
    post(&sandbox, "/borrowers", &french());
    let invoice = json!({
        "is_draft": false,
        "document": "JVBERi0xLjQK",
        "invoice_number": "F-1",
        "buyer": {"identifier": "913572467", "identifier_type": "siren"},
        "seller": {"identifier": "552032534", "identifier_type": "siren", "name": "Fournisseur Exemple SARL"},
        "issued_at": "2026-11-01T00:00:00Z",
        "due_at": "2026-12-01T00:00:00Z",
        "net_amount": 100_000,
        "total_amount": 120_000,
    });
    let created = post(&sandbox, "/invoices", &invoice);
    assert_eq!((created.status, &created.body["seller"]["id"]), (201, &Value::Null));
    sandbox.advance(Duration::from_secs(10));
    let known = get(&sandbox, "/counterparties").body["data"].clone();
    assert_eq!(known.as_array().unwrap().len(), 1, "the borrower itself is none");
    assert_eq!(
        (&known[0]["identifier"], &known[0]["relation_types"]),
        (&json!("552032534"), &json!(["SUPPLIER"]))
    );
    let path = format!("/invoice/{}", created.body["id"].as_str().unwrap());
    assert_eq!(get(&sandbox, &path).body["seller"]["id"], known[0]["id"]);
    assert_eq!(post(&sandbox, "/counterparties", &supplier()).status, 200);
}

#[test]
fn a_minimal_answer_has_the_required_fields_alone() {
    let sandbox = sandbox(|settings| settings.response_shape = Shape::Minimal);
    let created = post(&sandbox, "/counterparties", &supplier()).body;
    let fields: Vec<_> = created.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["credit_limit", "id", "identifier", "identifier_type", "name", "relation_types"]);
}
