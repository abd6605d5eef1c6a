//! Bodies that nobody would send on purpose: refused, and nothing breaks.

use crate::support::{advance, at, enrolled, frozen, get, loan_request, post, send, with};
use serde_json::{Value, json};

/// The body with one of its members, however deep, replaced in turn by each odd value.
fn spoiled(body: &Value) -> Vec<Value> {
    let odd = [
        Value::Null,
        json!(i64::MAX),
        json!(i64::MIN),
        json!(1e300),
        json!(""),
        json!("\u{0}\u{feff}é"),
        json!("9999-12-31T23:59:59Z"),
        json!({}),
        json!([null, [[]]]),
    ];
    let mut all = odd.to_vec();
    match body {
        Value::Object(fields) => {
            for (name, value) in fields {
                all.extend(spoiled(value).into_iter().map(|odd| {
                    let mut changed = fields.clone();
                    changed.insert(name.clone(), odd);
                    changed.into()
                }));
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                all.extend(spoiled(value).into_iter().map(|odd| {
                    let mut changed = items.clone();
                    changed[index] = odd;
                    changed.into()
                }));
            }
        }
        _ => {}
    }
    all
}

#[test]
fn no_body_breaks_the_sandbox() {
    let sandbox = frozen(|settings| settings.latency = 0.0);
    enrolled(&sandbox);
    let loan = with(loan_request(), "auto_validate", true.into());
    let id = post(&sandbox, "/loans", &loan).body["id"].clone();
    let payload =
        post(&sandbox, "/sandbox/invoice-generator", &json!({})).body["invoice_creation_payload"].clone();
    let draft =
        post(&sandbox, "/invoices", &with(payload.clone(), "is_draft", true.into())).body["id"].clone();
    at(&sandbox, "2026-12-01T10:00:00Z");
    let case = json!({
        "agent": "Sam", "debtor_business": {"identifier": "913572467", "identifier_type": "siren"},
        "loan_ids": [id], "next_action": {"action_name": "Call", "due_at": "2027-03-01T10:00:00Z"},
    });
    let opened = post(&sandbox, "/recollection-cases", &case).body["id"].clone();
    let path = |kind: &str, id: &Value, rest: &str| format!("/{kind}/{}{rest}", id.as_str().unwrap());
    let share =
        json!({"amount": 100, "date": "2026-12-30T10:00:00Z", "loans": [{"loan_id": id, "amount": 100}]});
    let plan = json!({"payment_method": "SCT", "installments": [share]});
    let installments = json!([{"amount": 10_000, "date": "2027-01-29T10:00:00Z"}]);
    let in_parts =
        with(with(loan, "installment_plan_type", "INSTALLMENTS".into()), "installments", installments);
    let account = json!({"account_number": "DE1", "account_number_type": "iban", "bank_identifier": "", "bank_identifier_type": "bic"});
    let terms = json!({"repayment_terms": [{"loan_id": id, "repayment_date": "2027-02-01T10:00:00Z", "repayment_method": "SCT", "sct": {"to_account": account}}]});
    let computed = json!({"number_of_installment": 3, "start_date": "2027-02-01T10:00:00Z", "period": "weekly", "recollection_fees": 5});
    for (method, target, body) in [
        ("POST", "/loans".to_owned(), in_parts),
        ("POST", "/loans".to_owned(), with(loan_request(), "invoices", json!([payload.clone()]))),
        (
            "PATCH",
            path("loan", &id, ""),
            json!({"to_repay_at": "2027-01-15T10:00:00Z", "amount": 5, "metadata": {}}),
        ),
        ("PUT", "/loan/repayment-terms".to_owned(), terms),
        ("POST", "/loan/documents/contract".to_owned(), json!({"loan_ids": [id]})),
        ("POST", "/invoices".to_owned(), payload.clone()),
        ("PATCH", path("invoice", &draft, ""), payload),
        ("POST", path("recollection-case", &opened, "/installment-plans/compute"), computed),
        ("POST", path("recollection-case", &opened, "/installment-plans"), plan.clone()),
        ("PUT", path("recollection-case", &opened, ""), json!({"recollection_notes": {}})),
        ("POST", "/recollection-cases".to_owned(), case),
        ("POST", "/installment-plans".to_owned(), plan),
        ("POST", "/repay/now".to_owned(), json!({"amount": 1, "base_callback_url": "x"})),
        ("POST", "/sandbox/invoice-generator".to_owned(), json!({"country": "FRA", "buyer": {"name": "x"}})),
        ("POST", "/_sandbox/clock".to_owned(), json!({"advance_seconds": 1, "advance_days": 1})),
    ] {
        for body in spoiled(&body) {
            if target == "/_sandbox/clock"
                && body["advance_days"].is_u64() != body["advance_seconds"].is_u64()
            {
                // That would be the end of time.
                continue;
            }
            let reply = send(&sandbox, method, &target, Some(&body));
            assert!(reply.status < 500, "{method} {target} {body}: {}", reply.text);
        }
    }
    advance(&sandbox, 1_000 * 24 * 60 * 60);
    for list in ["loans", "invoices", "payments", "installments", "events", "bills", "credit_lines"] {
        assert_eq!(get(&sandbox, &format!("/{list}")).status, 200, "{list}");
    }
}

#[test]
fn the_end_of_time_can_be_reached() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    post(&sandbox, "/loans", &with(loan_request(), "auto_validate", true.into()));
    assert_eq!(post(&sandbox, "/_sandbox/clock", &json!({"advance_days": u64::MAX})).status, 200);
    assert_eq!(get(&sandbox, "/loans?status=CLOSED").body["count"], 1);
    assert!(post(&sandbox, "/loans", &loan_request()).status < 500);
    assert!(post(&sandbox, "/sandbox/invoice-generator", &json!({})).status < 500);
}
