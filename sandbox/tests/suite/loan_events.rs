//! What webhooks, payments and accounting events tell of a loan.

use crate::support::{
    self, advance, borrower_id, days, enrolled, frozen, get, listener, next, request_loan, subscribe,
};
use serde_json::{Value, json};

#[test]
fn every_step_is_told_by_a_webhook_stamped_with_its_own_time() {
    let sandbox = frozen(|_| {});
    let (port, receiver) = listener();
    subscribe(&sandbox, port);
    enrolled(&sandbox);
    let id = request_loan(&sandbox, |body| body["auto_validate"] = true.into())["id"].clone();
    advance(&sandbox, 100 * 24 * 60 * 60);
    let mut events = Vec::new();
    while events.last().is_none_or(|event: &Value| event["event_type"] != "Loan.CLOSED") {
        events.push(next(&receiver).1);
    }
    let of = |kind: &str| -> Vec<Value> {
        let fits = |event: &&Value| event["event_type"].as_str().unwrap().starts_with(kind);
        events.iter().filter(fits).cloned().collect()
    };
    let names = |kind: &str| {
        of(kind).iter().map(|event| event["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        names("Loan."),
        [
            "SUBMITTED",
            "PENDING_VALIDATION",
            "VALIDATED",
            "SCHEDULED",
            "INITIATED",
            "TO_REPAY",
            "TO_REPAY_FEES",
            "CLOSED"
        ]
    );
    let once = ["SCHEDULED", "INSTRUCTED", "IN_TRANSIT", "PAID"];
    assert_eq!(names("Payment."), [once, once, once].concat(), "payout, principal, fees");
    assert_eq!(of("CreditLine.CREATED").len(), 1);
    assert_eq!(of("BorrowerFinancialProductCreated").len(), 1);
    assert_eq!(of("CreditLine.BALANCE_UPDATED").len(), 4, "requested, validated, drawn, given back");
    assert_eq!(of("BorrowerFinancialProductUpdated").len(), 4);
    let paid = &of("Loan.TO_REPAY")[0];
    assert_eq!(
        (&paid["id"], &paid["entity_type"], &paid["transition_name"]),
        (&id, &json!("loan"), &json!("PAY"))
    );
    assert_eq!(paid["timestamp"], "2026-11-30T10:00:00.000000+00:00");
    assert_eq!(paid["entity_state"]["status"], "TO_REPAY");
    let line = &of("CreditLine.BALANCE_UPDATED")[0];
    assert_ne!(line["entity_state"]["borrower_id"], borrower_id(&sandbox), "the wrong id, as ever");
}

#[test]
fn payments_and_accounting_tell_the_money() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = request_loan(&sandbox, |body| {
        body["auto_validate"] = true.into();
        body["metadata"] = json!({"order": 7});
    })["id"]
        .clone();
    let id = id.as_str().unwrap();
    advance(&sandbox, 100 * 24 * 60 * 60);
    let payments = get(&sandbox, &format!("/payments?loan_id={id}&sort_by=amount:desc")).body["data"].clone();
    let sums: Vec<_> = payments
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["payment_type"].as_str().unwrap(), p["amount"].as_i64().unwrap()))
        .collect();
    assert_eq!(sums[2], ("REPAYMENT_FEES", 360));
    assert!(sums.contains(&("LOAN_PAYMENT", 10_000)) && sums.contains(&("REPAYMENT_NOMINAL", 10_000)));
    assert!(payments.as_array().unwrap().iter().all(|payment| payment["status"] == "PAID"));
    let count = |query: &str| get(&sandbox, &format!("/payments?{query}")).body["count"].as_i64().unwrap();
    assert_eq!((count("include_loans=false"), count("include_bills=false")), (2, 2));
    assert_eq!((count("include_payment_intents=false"), count("payment_type=REPAYMENT_FEES")), (1, 1));
    assert_eq!((count("status=FAILED"), count("is_reconciled=true")), (0, 3));
    assert_eq!(count("paid_after=2026-12-01T00:00:00Z"), 2);
    let events = get(&sandbox, &format!("/events?loan_id={id}")).body["data"].clone();
    let kinds: Vec<_> =
        events.as_array().unwrap().iter().map(|e| e["event_type"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "LOAN_VALIDATED",
            "LOAN_DISBURSEMENT_PAID",
            "LOAN_PRINCIPAL_FALLEN_DUE",
            "LOAN_REPAYMENT_NOMINAL_PAID",
            "LOAN_INTERESTS_FALLEN_DUE",
            "LOAN_REPAYMENT_FEES_PAID"
        ]
    );
    let fees = &events[5]["event_payload"];
    assert_eq!((&fees["fees_amount"], &fees["metadata"]), (&json!(360), &json!({"order": 7})));
    assert_eq!(get(&sandbox, "/events?event_type=LOAN_CANCELED").body["count"], 0);
    assert_eq!(get(&sandbox, "/events?event_type=NOTHING").status, 422);
}

#[test]
fn webhooks_go_out_although_nobody_asks() {
    let sandbox = support::sandbox(|settings| settings.pool_amount = Some(100_000));
    let (port, receiver) = listener();
    subscribe(&sandbox, port);
    enrolled(&sandbox);
    let (pay, repay) = (sandbox.now(), sandbox.now().saturating_add(days(60)).unwrap());
    request_loan(&sandbox, |body| {
        body["auto_validate"] = true.into();
        body["to_pay_at"] = pay.to_string().into();
        body["to_repay_at"] = repay.to_string().into();
    });
    let clear = || next(&receiver).1["event_type"] == "Loan.TO_REPAY";
    assert!((0..30).any(|_| clear()));
}
