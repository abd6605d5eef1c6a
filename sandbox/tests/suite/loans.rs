//! Loans from the request to the last cent, and everything that can go another way.

use crate::support::{
    self, FAIL, ONE_DAY_LATER, account_of, advance, at, balance, days, enrolled, eventually, frozen, get,
    line, listener, loan, next, paid_to, request_loan, send, set_eligible, subscribe,
};
use defacto_sandbox::{Sandbox, Settings, Shape};
use serde_json::{Value, json};

fn statuses(sandbox: &Sandbox, id: &Value) -> Vec<String> {
    let events = get(sandbox, &format!("/loan/{}/events", id.as_str().unwrap())).body["data"].clone();
    let events = events.as_array().unwrap().clone();
    events.iter().map(|event| event["status"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_loan_lives_from_request_to_close() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    assert_eq!(balance(&sandbox), [100_000, 0, 0]);
    let requested = request_loan(&sandbox, |_| {});
    assert_eq!((&requested["status"], &requested["amount"]), (&json!("PENDING_VALIDATION"), &json!(10_000)));
    assert_eq!(requested["fees_estimated"], 360);
    assert_eq!(balance(&sandbox), [90_000, 0, 10_000]);
    advance(&sandbox, 10);
    let id = requested["id"].clone();
    let path = format!("/loan/{}/validate", id.as_str().unwrap());
    assert_eq!(loan(&sandbox, &id)["status"], "TO_VALIDATE");
    assert_eq!(balance(&sandbox), [90_000, 0, 10_000]);
    let validated = send(&sandbox, "POST", &path, None);
    assert_eq!((validated.status, &validated.body["status"]), (200, &json!("VALIDATED")));
    assert_eq!(validated.body["contractual_repayment_date"], validated.body["to_repay_at"]);
    assert_eq!(send(&sandbox, "POST", &path, None).status, 400, "only once");
    assert_eq!(balance(&sandbox), [90_000, 10_000, 0]);
    advance(&sandbox, 10);
    assert_eq!(loan(&sandbox, &id)["status"], "SCHEDULED");
    at(&sandbox, "2026-11-29T10:00:00Z");
    assert_eq!(loan(&sandbox, &id)["status"], "INITIATED", "24 to 48 hours before the payout");
    assert_eq!(balance(&sandbox), [90_000, 10_000, 0]);
    at(&sandbox, "2026-11-30T10:00:00Z");
    let paid = loan(&sandbox, &id);
    assert_eq!((&paid["status"], &paid["paid_at"]), (&json!("TO_REPAY"), &paid["to_pay_at"]));
    assert_eq!((&paid["fees_ongoing"], &paid["repaid_amount"]), (&json!(6), &json!(0)));
    assert_eq!(balance(&sandbox), [90_000, 0, 0], "drawn");
    at(&sandbox, "2026-12-10T10:00:00Z");
    assert_eq!(loan(&sandbox, &id)["fees_ongoing"], 60);
    at(&sandbox, "2027-01-29T10:00:00Z");
    let repaid = loan(&sandbox, &id);
    assert_eq!(
        (&repaid["status"], &repaid["repaid_nominal_amount"]),
        (&json!("TO_REPAY_FEES"), &json!(10_000))
    );
    assert_eq!(
        (&repaid["repaid_nominal_at"], &repaid["fees_ongoing"]),
        (&repaid["to_repay_at"], &json!(360))
    );
    assert_eq!(balance(&sandbox), [100_000, 0, 0]);
    at(&sandbox, "2027-01-30T10:00:00Z");
    let closed = loan(&sandbox, &id);
    assert_eq!((&closed["status"], &closed["paid_interests_amount"]), (&json!("CLOSED"), &json!(360)));
    assert_eq!(
        (&closed["repaid_amount"], &closed["closed_at"]),
        (&json!(10_360), &json!("2027-01-30T10:00:00.000000+00:00"))
    );
    let all = [
        "SUBMITTED",
        "PENDING_VALIDATION",
        "TO_VALIDATE",
        "VALIDATED",
        "SCHEDULED",
        "INITIATED",
        "TO_REPAY",
        "TO_REPAY_FEES",
        "CLOSED",
    ];
    assert_eq!(statuses(&sandbox, &id), all);
}

#[test]
fn a_loan_whose_payout_is_past_is_paid_at_once() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = request_loan(&sandbox, |body| {
        body["auto_validate"] = true.into();
        body["to_pay_at"] = "2026-11-19T10:00:00Z".into();
    })["id"]
        .clone();
    advance(&sandbox, 60);
    assert_eq!(loan(&sandbox, &id)["status"], "TO_REPAY");
}

#[test]
fn the_account_that_is_paid_chooses_what_happens() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let reject = account_of(&sandbox, "REJECT");
    let cancel = account_of(&sandbox, "CANCEL");
    let later = request_loan(&sandbox, paid_to(ONE_DAY_LATER))["id"].clone();
    let fail = request_loan(&sandbox, paid_to(FAIL))["id"].clone();
    let reject = request_loan(&sandbox, paid_to(&reject))["id"].clone();
    let cancel = request_loan(&sandbox, paid_to(&cancel))["id"].clone();
    advance(&sandbox, 10);
    let rejected = loan(&sandbox, &reject);
    assert_eq!(
        (&rejected["status"], &rejected["denial_reason"]),
        (&json!("DECLINED"), &json!("CREDIT_RISK_NOT_ELIGIBLE"))
    );
    assert_eq!(balance(&sandbox), [70_000, 30_000, 0]);
    at(&sandbox, "2026-11-30T10:00:00Z");
    assert_eq!(loan(&sandbox, &later)["status"], "INITIATED");
    assert_eq!(loan(&sandbox, &fail)["status"], "ISSUE_DETECTED");
    assert_eq!(loan(&sandbox, &cancel)["status"], "CANCELED");
    assert_eq!(balance(&sandbox), [90_000, 10_000, 0], "what was not paid out is given back");
    let payment = |id: &Value| {
        let path = format!("/payments?loan_id={}", id.as_str().unwrap());
        get(&sandbox, &path).body["data"][0].clone()
    };
    assert_eq!(payment(&fail)["status"], "FAILED");
    assert!(payment(&fail)["failure_reason"].is_string());
    assert_eq!(payment(&cancel)["status"], "CANCELED");
    at(&sandbox, "2026-12-01T10:00:00Z");
    assert_eq!(loan(&sandbox, &later)["paid_at"], "2026-12-01T10:00:00.000000+00:00");
}

#[test]
fn a_loan_is_canceled_before_it_is_sent() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let cancel = |id: &Value| send(&sandbox, "POST", &format!("/loan/{}/cancel", id.as_str().unwrap()), None);
    let id = request_loan(&sandbox, |body| body["auto_validate"] = true.into())["id"].clone();
    assert_eq!(cancel(&id).status, 400, "while it is pending");
    advance(&sandbox, 10);
    let canceled = cancel(&id);
    assert_eq!((canceled.status, &canceled.body["status"]), (200, &json!("CANCELED")));
    assert_eq!(cancel(&id).status, 400);
    assert_eq!(balance(&sandbox), [100_000, 0, 0]);
    let payments = get(&sandbox, "/payments").body["data"].clone();
    assert_eq!(payments[0]["status"], "CANCELED");
    assert_eq!(get(&sandbox, "/events?event_type=LOAN_CANCELED").body["count"], 1);
    advance(&sandbox, 100 * 24 * 60 * 60);
    assert_eq!(loan(&sandbox, &id)["status"], "CANCELED", "nothing that was planned for it happens");
    let settings = Settings { cancel_while_pending: true, ..sandbox.settings() };
    sandbox.set_settings(settings).unwrap();
    let id = request_loan(&sandbox, |body| {
        body["to_pay_at"] = "2027-05-01T10:00:00Z".into();
        body["to_repay_at"] = "2027-06-01T10:00:00Z".into();
    })["id"]
        .clone();
    assert_eq!(cancel(&id).status, 200);
}

#[test]
fn what_can_be_changed_depends_on_the_status() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = request_loan(&sandbox, |body| body["metadata"] = json!({"a": 1}))["id"].clone();
    let patch =
        |change: Value| send(&sandbox, "PATCH", &format!("/loan/{}", id.as_str().unwrap()), Some(&change));
    assert_eq!(patch(json!({"amount": 20_000})).status, 400, "while it is pending");
    advance(&sandbox, 10);
    let changed = patch(json!({"amount": 20_000, "metadata": null, "loan_to_references": ["INV 7"]}));
    assert_eq!(
        (changed.status, &changed.body["amount"], &changed.body["metadata"]),
        (200, &json!(20_000), &Value::Null)
    );
    assert_eq!(
        (&changed.body["fees_estimated"], &changed.body["loan_to_references"]),
        (&json!(720), &json!(["INV 7"]))
    );
    assert_eq!(balance(&sandbox), [80_000, 0, 20_000]);
    assert_eq!(patch(json!({})).body["loan_to_references"], json!(["INV 7"]), "what is absent stays");
    assert_eq!(patch(json!({"amount": 100_001})).status, 400);
    assert_eq!(patch(json!({"amount": null})).status, 400, "cannot be removed");
    assert_eq!(patch(json!({"loan_to_references": null})).body["loan_to_references"], json!([]));
    assert_eq!(patch(json!({"to_repay_at": "2026-11-29T10:00:00Z"})).status, 400);
    send(&sandbox, "POST", &format!("/loan/{}/validate", id.as_str().unwrap()), None);
    assert_eq!(patch(json!({"metadata": {}})).status, 400);
    assert_eq!(patch(json!({"to_repay_at": "2026-12-30T10:00:00Z"})).body["fees_estimated"], 360);
    at(&sandbox, "2026-12-01T10:00:00Z");
    assert_eq!(patch(json!({"loan_to_references": []})).status, 400);
    assert_eq!(
        patch(json!({"to_repay_at": "2026-12-02T10:00:00Z"})).status,
        400,
        "before earliest_to_repay_at"
    );
    let earlier = patch(json!({"to_repay_at": "2026-12-10T10:00:00Z"}));
    assert_eq!((earlier.status, &earlier.body["fees_estimated"]), (200, &json!(120)));
    at(&sandbox, "2026-12-10T10:00:00Z");
    assert_eq!(loan(&sandbox, &id)["status"], "TO_REPAY_FEES");
}

#[test]
fn loans_are_listed_by_what_is_asked_for() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let first = request_loan(&sandbox, |_| {})["id"].clone();
    advance(&sandbox, 10);
    let second =
        request_loan(&sandbox, |body| body["to_pay_at"] = "2026-11-25T10:00:00Z".into())["id"].clone();
    let ids = |query: &str| {
        let reply = get(&sandbox, &format!("/loans?{query}"));
        assert_eq!(reply.status, 200, "{}", reply.text);
        json!(
            reply.body["data"].as_array().unwrap().iter().map(|loan| loan["id"].clone()).collect::<Vec<_>>()
        )
    };
    assert_eq!(ids(""), json!([second, first]), "the newest first");
    assert_eq!(ids("sort_by=to_pay_at:desc"), json!([first, second]));
    assert_eq!(ids("status=TO_VALIDATE&status=CLOSED"), json!([first]));
    assert_eq!(ids("borrower=913572467&page_size=1"), json!([second]));
    assert_eq!(ids("borrower=552032534"), json!([]));
    assert_eq!(ids("to_pay_at_to=2026-11-26T00:00:00Z"), json!([second]));
    assert_eq!(ids("to_repay_at_within_days=90"), json!([second, first]));
    assert_eq!(ids("to_repay_at_within_days=9"), json!([]));
    assert_eq!(ids("postponed=true"), json!([]));
    assert_eq!(ids(&format!("id={}", first.as_str().unwrap())), json!([first]));
    assert_eq!(ids("query=to_validate"), json!([first]));
    assert!(get(&sandbox, "/loans").body["data"][0]["documents"].is_null(), "documents are not listed");
    for wrong in [
        "status=OVERDUE",
        "sort_by=amount:asc",
        "id=7",
        "postponed=perhaps",
        "to_pay_at_from=now",
        "to_repay_at_within_days=9&to_repay_at_to=2026-11-26T00:00:00Z",
    ] {
        assert_eq!(get(&sandbox, &format!("/loans?{wrong}")).status, 422, "{wrong}");
    }
    assert_eq!(get(&sandbox, "/loan/5b1f6f0e-3c1a-4f57-9d0c-2a6d5c0a4001").status, 404);
}

#[test]
fn a_pool_follows_the_eligibility_of_the_company() {
    let sandbox = frozen(|_| {});
    let (port, receiver) = listener();
    subscribe(&sandbox, port);
    enrolled(&sandbox);
    request_loan(&sandbox, |_| {});
    set_eligible(&sandbox, "913572467", "NOT_ELIGIBLE");
    assert_eq!(line(&sandbox)["pool_amount"], 0);
    assert_eq!(balance(&sandbox), [0, 0, 10_000]);
    set_eligible(&sandbox, "913572467", "OK");
    assert_eq!(balance(&sandbox), [90_000, 0, 10_000]);
    let mut told = Vec::new();
    while told.iter().filter(|event| *event == "CreditLimit.UPDATED").count() < 2 {
        told.push(next(&receiver).1["event_type"].as_str().unwrap().to_owned());
    }
    assert_eq!(told.iter().filter(|event| *event == "CreditLine.POOL_AMOUNT_UPDATED").count(), 2);
}

#[test]
fn a_minimal_loan_carries_what_is_required() {
    let sandbox = frozen(|settings| settings.response_shape = Shape::Minimal);
    enrolled(&sandbox);
    let loan = request_loan(&sandbox, |_| {});
    assert_eq!(loan.as_object().unwrap().len(), 25);
    assert!(loan.get("fees_estimated").is_none() && loan["documents"].is_array());
    assert_eq!(get(&sandbox, "/loans").body["data"][0].as_object().unwrap().len(), 24);
}

#[test]
fn time_that_flows_pays_a_loan_too() {
    let sandbox = support::sandbox(|settings| settings.pool_amount = Some(100_000));
    enrolled(&sandbox);
    let start = sandbox.now().to_string();
    let repay = sandbox.now().saturating_add(days(60)).unwrap().to_string();
    let id = request_loan(&sandbox, |body| {
        body["auto_validate"] = true.into();
        body["to_pay_at"] = start.as_str().into();
        body["to_repay_at"] = repay.as_str().into();
    })["id"]
        .clone();
    eventually("the payout", || (loan(&sandbox, &id)["status"] == "TO_REPAY").then_some(()));
    advance(&sandbox, 61 * 24 * 60 * 60 + 60);
    assert_eq!(loan(&sandbox, &id)["status"], "CLOSED");
}

#[test]
fn two_lives_with_a_frozen_clock_are_equal_byte_by_byte() {
    let life = || {
        let sandbox = frozen(|_| {});
        enrolled(&sandbox);
        request_loan(&sandbox, paid_to(FAIL));
        request_loan(&sandbox, |body| body["auto_validate"] = true.into());
        advance(&sandbox, 100 * 24 * 60 * 60);
        let lists =
            ["loans", "payments", "installments", "events", "bills", "credit_lines", "_sandbox/state"];
        lists.map(|list| get(&sandbox, &format!("/{list}")).text)
    };
    assert_eq!(life(), life());
}

#[test]
fn a_loan_that_is_not_sent_can_be_deleted_by_hand() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let (port, events) = listener();
    subscribe(&sandbox, port);
    let id = request_loan(&sandbox, |_| {})["id"].clone();
    let path = format!("/_sandbox/loan/{}/delete", id.as_str().unwrap());
    let deleted = send(&sandbox, "POST", &path, None);
    assert_eq!((deleted.status, &deleted.body["status"]), (200, &json!("DELETED")));
    assert_eq!(balance(&sandbox), [100_000, 0, 0]);
    eventually("the webhook", || {
        let (_, body) = next(&events);
        (body["event_type"] == "Loan.DELETED").then_some(())
    });
    assert_eq!(send(&sandbox, "POST", &path, None).status, 422, "only once");
    assert_eq!(send(&sandbox, "POST", "/_sandbox/loan/unknown/delete", None).status, 404);
}
