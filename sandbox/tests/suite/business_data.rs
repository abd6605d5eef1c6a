//! Sharing business data: batches and what is uploaded.

use std::time::Duration;

use crate::support::{Reply, get, post, sandbox, with};
use defacto_sandbox::Sandbox;
use serde_json::{Value, json};

const COMPANY: &str = "913572467";

fn opening() -> Value {
    json!({
        "business_identifier": {"identifier": COMPANY, "identifier_type": "siren"},
        "content": {"accounts": {"total_count": 1}, "shared_data_types": ["accounts", "account_transactions"]},
        "context": "BORROWER_CREATION",
    })
}

/// Opens a batch and returns its id.
fn open(sandbox: &Sandbox) -> String {
    let reply = post(sandbox, "/business/data/batch-upload", &opening());
    assert_eq!((reply.status, &reply.body["status"]), (201, &json!("CREATED")));
    reply.body["id"].as_str().unwrap().to_owned()
}

fn close(sandbox: &Sandbox, id: &str) -> Reply {
    post(sandbox, &format!("/business/data/batch-upload/{id}/close"), &Value::Null)
}

fn accounts(batch_id: Option<&str>) -> Value {
    json!({
        "identifier": COMPANY,
        "identifier_type": "siren",
        "batch_id": batch_id,
        "accounts": [{"id": "FR7611111000420001234567876", "amount": 120_000, "last_updated_at": "2026-11-20T09:30:00Z"}],
    })
}

fn transactions(batch_id: Option<&str>, salts: &[Option<&str>]) -> Value {
    let row = |salt: Option<&str>| json!({"amount": 4_250, "at": "2026-11-19T08:00:00Z", "side": "debit", "currency": "SEK", "salt_id": salt});
    json!({
        "identifier": COMPANY,
        "identifier_type": "siren",
        "batch_id": batch_id,
        "transactions": salts.iter().copied().map(row).collect::<Vec<_>>(),
    })
}

fn invoice(seller_type: &str, salt: &str) -> Value {
    json!({
        "identifier": COMPANY,
        "identifier_type": "siren",
        "invoices": [{
            "buyer": {"identifier": "A client", "identifier_type": "name"},
            "seller": {"identifier": COMPANY, "identifier_type": seller_type},
            "direction": "receivable",
            "invoice_number": "F-1",
            "issued_at": "2026-11-01T00:00:00Z",
            "due_at": "2026-12-01T00:00:00Z",
            "net_amount": 100_000,
            "salt_id": salt,
        }],
    })
}

fn shared(sandbox: &Sandbox) -> Value {
    get(sandbox, "/_sandbox/state").body["shared_data"][COMPANY].clone()
}

#[test]
fn a_batch_is_opened_filled_and_closed() {
    let sandbox = sandbox(|settings| {
        settings.clock_frozen = true;
        settings.speed = 1.0;
        settings.latency = 0.0;
    });
    let id = open(&sandbox);
    assert_eq!(post(&sandbox, "/business/data/accounts", &accounts(Some(&id))).status, 204);
    let rows = transactions(Some(&id), &[Some("t-1"), Some("t-2")]);
    assert_eq!(post(&sandbox, "/business/data/account-transactions", &rows).status, 204);
    assert_eq!(close(&sandbox, &id).body["status"], "CLOSING_SCHEDULED");
    sandbox.advance(Duration::from_secs(2));
    assert_eq!(close(&sandbox, &id).body["status"], "CLOSING_IN_PROGRESS");
    sandbox.advance(Duration::from_secs(3));
    let closed = close(&sandbox, &id);
    assert_eq!((closed.status, &closed.body["status"]), (200, &json!("CLOSED")));
    assert_eq!(closed.body["content"]["accounts"]["total_count"], 1);
    assert_eq!(shared(&sandbox), json!({"accounts": 1, "transactions": 2, "invoices": 0}));
}

#[test]
fn a_closed_batch_takes_no_more_data() {
    let sandbox = sandbox(|_| {});
    let id = open(&sandbox);
    close(&sandbox, &id);
    assert_eq!(post(&sandbox, "/business/data/accounts", &accounts(Some(&id))).status, 400);
    assert_eq!(shared(&sandbox), Value::Null);
}

#[test]
fn opening_another_batch_cancels_the_one_that_is_open() {
    let sandbox = sandbox(|_| {});
    let (first, second) = (open(&sandbox), open(&sandbox));
    assert_eq!(close(&sandbox, &first).status, 400);
    assert_eq!(post(&sandbox, "/business/data/accounts", &accounts(Some(&first))).status, 400);
    assert_eq!(close(&sandbox, &second).status, 200);
    // A batch that is being closed is not open any more.
    open(&sandbox);
    assert_eq!(close(&sandbox, &second).status, 200);
}

#[test]
fn a_batch_that_must_not_be_canceled_is_in_the_way() {
    let gently = with(opening(), "auto_cancel_ongoing_batch_for_business", json!(false));
    for (parallel, status) in [(false, 400), (true, 201)] {
        let sandbox = sandbox(|settings| settings.parallel_batches = parallel);
        let first = open(&sandbox);
        assert_eq!(post(&sandbox, "/business/data/batch-upload", &gently).status, status);
        assert_eq!(close(&sandbox, &first).status, 200);
    }
}

#[test]
fn rows_that_are_known_by_their_salt_count_once() {
    let sandbox = sandbox(|_| {});
    let send = |salts: &[Option<&str>]| {
        let rows = transactions(None, salts);
        assert_eq!(post(&sandbox, "/business/data/account-transactions", &rows).status, 204);
        shared(&sandbox)["transactions"].clone()
    };
    assert_eq!(send(&[Some("t-1"), Some("t-1"), Some("t-2")]), 2);
    assert_eq!(send(&[Some("t-2"), Some("t-3")]), 3);
    assert_eq!(send(&[None, None]), 5);
    for _ in 0..2 {
        assert_eq!(post(&sandbox, "/business/data/invoices", &invoice("siren", "i-1")).status, 204);
    }
    assert_eq!(shared(&sandbox)["invoices"], 1);
}

#[test]
fn what_does_not_fit_is_refused() {
    let sandbox = sandbox(|_| {});
    let id = open(&sandbox);
    let upload = |body: Value| post(&sandbox, "/business/data/accounts", &body).status;
    assert_eq!(upload(accounts(Some("no-uuid"))), 422);
    assert_eq!(upload(accounts(Some("00000000-0000-4000-8000-000000000000"))), 404);
    assert_eq!(upload(with(accounts(Some(&id)), "identifier", json!("552032534"))), 400);
    assert_eq!(upload(with(accounts(Some(&id)), "identifier", json!("913 572 467"))), 422);
    assert_eq!(post(&sandbox, "/business/data/invoices", &invoice("name", "i-1")).status, 422);
    let guess = with(opening(), "context", json!("GUESS"));
    assert_eq!(post(&sandbox, "/business/data/batch-upload", &guess).status, 422);
    assert_eq!(close(&sandbox, "nobody").status, 404);
}
