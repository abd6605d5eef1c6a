//! Repayments: instalments, new terms, plans, recollection, bills.

use crate::support::{
    self, advance, at, borrower_id, enrolled, frozen, get, line, loan, loan_request, post, send, with,
};
use defacto_sandbox::Sandbox;
use serde_json::{Value, json};

/// A loan that was paid out on 30 November and is due on 29 January.
fn paid_loan(sandbox: &Sandbox, change: impl FnOnce(&mut Value)) -> Value {
    let mut body = with(loan_request(), "auto_validate", true.into());
    change(&mut body);
    let reply = post(sandbox, "/loans", &body);
    assert_eq!(reply.status, 201, "{}", reply.text);
    at(sandbox, "2026-11-30T10:00:00Z");
    assert_eq!(loan(sandbox, &reply.body["id"])["status"], "TO_REPAY");
    reply.body["id"].clone()
}

fn installments(sandbox: &Sandbox, query: &str) -> Vec<Value> {
    let reply = get(sandbox, &format!("/installments?{query}"));
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.body["data"].as_array().unwrap().clone()
}

#[test]
fn a_loan_in_instalments_gives_its_line_back_in_parts() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = paid_loan(&sandbox, |body| {
        body["installment_plan_type"] = "INSTALLMENTS".into();
        body["installments"] = json!([
            {"amount": 4_000, "date": "2026-12-30T10:00:00Z"},
            {"amount": 6_000, "date": "2027-01-29T10:00:00Z"},
        ]);
    });
    // Thirty days of all, thirty days of six tenths.
    assert_eq!(loan(&sandbox, &id)["fees_estimated"], 180 + 108);
    let query = format!("loan_ids={}", id.as_str().unwrap());
    let due: Vec<_> =
        installments(&sandbox, &query).iter().map(|i| i["due_amount"].as_i64().unwrap()).collect();
    assert_eq!(due, [4_000, 6_000]);
    at(&sandbox, "2026-12-30T10:00:00Z");
    let partly = loan(&sandbox, &id);
    assert_eq!((&partly["status"], &partly["repaid_nominal_amount"]), (&json!("TO_REPAY"), &json!(4_000)));
    assert_eq!(line(&sandbox)["balance_available"], 94_000);
    let paid = installments(&sandbox, &format!("{query}&paid_at_gt=2026-12-01T00:00:00Z"));
    assert_eq!((paid.len(), &paid[0]["paid_amount"]), (1, &json!(4_000)));
    assert_eq!(paid[0]["attempts"][0]["status"], "PAID");
    at(&sandbox, "2027-02-01T10:00:00Z");
    let closed = loan(&sandbox, &id);
    assert_eq!((&closed["status"], &closed["paid_interests_amount"]), (&json!("CLOSED"), &json!(288)));
}

#[test]
fn instalments_add_up_and_end_with_the_loan() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let ask = |installments: Value| {
        let body = with(loan_request(), "installment_plan_type", "INSTALLMENTS".into());
        post(&sandbox, "/loans", &with(body, "installments", installments)).status
    };
    let part = |amount: i64, date: &str| json!({"amount": amount, "date": format!("{date}T10:00:00Z")});
    assert_eq!(ask(json!([part(5_000, "2026-12-30"), part(5_000, "2027-01-29")])), 201);
    assert_eq!(ask(json!([part(5_000, "2026-12-30"), part(4_999, "2027-01-29")])), 400);
    assert_eq!(ask(json!([part(5_000, "2026-12-30"), part(5_000, "2027-01-28")])), 400);
    assert_eq!(ask(json!([part(5_000, "2026-11-30"), part(5_000, "2027-01-29")])), 400);
    assert_eq!(ask(json!([part(i64::MAX, "2026-12-30"), part(i64::MAX, "2027-01-29")])), 400);
    assert_eq!(ask(json!([])), 400);
    assert_eq!(ask(Value::Null), 400);
}

fn terms(id: &Value, date: &str, method: &str) -> Value {
    let account = json!({
        "account_number": "FR7611111000420001234567876", "account_number_type": "iban",
        "bank_identifier": "FK2FACTO", "bank_identifier_type": "bic",
    });
    let mut terms = json!({"loan_id": id, "repayment_date": date, "repayment_method": method});
    if method == "SCT" {
        terms["sct"] = json!({"to_account": account});
    } else {
        terms["direct_debit"] = json!({"from_account": account});
    }
    terms
}

fn set_terms(sandbox: &Sandbox, terms: &[Value]) -> support::Reply {
    send(sandbox, "PUT", "/loan/repayment-terms", Some(&json!({"repayment_terms": terms})))
}

#[test]
fn a_repayment_is_postponed_once() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = paid_loan(&sandbox, |_| {});
    let first = set_terms(&sandbox, &[terms(&id, "2027-02-08T10:00:00Z", "DIRECT_DEBIT")]);
    assert_eq!((first.status, &first.body["count"]), (200, &json!(1)), "{}", first.text);
    assert_eq!(first.body["data"][0]["fees_estimated"], 420);
    assert_eq!(get(&sandbox, "/loans?postponed=true").body["count"], 1);
    assert_eq!(set_terms(&sandbox, &[terms(&id, "2027-02-09T10:00:00Z", "DIRECT_DEBIT")]).status, 400);
    assert_eq!(set_terms(&sandbox, &[terms(&id, "2027-02-07T10:00:00Z", "SCT")]).status, 200, "earlier");
    at(&sandbox, "2027-01-29T10:00:00Z");
    assert_eq!(loan(&sandbox, &id)["status"], "TO_REPAY", "the old date means nothing");
    at(&sandbox, "2027-02-07T10:00:00Z");
    assert_eq!(loan(&sandbox, &id)["status"], "TO_REPAY_FEES");
    let statuses = |query: &str| get(&sandbox, &format!("/payments?{query}")).body["count"].clone();
    assert_eq!(statuses("payment_type=REPAYMENT_NOMINAL&status=CANCELED"), 2);
    assert_eq!(statuses("payment_type=REPAYMENT_NOMINAL&status=PAID&payment_method=SCT"), 1);
}

#[test]
fn terms_that_do_not_fit_are_refused_together() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = paid_loan(&sandbox, |_| {});
    let other = post(&sandbox, "/loans", &with(loan_request(), "to_pay_at", "2026-12-10T10:00:00Z".into()))
        .body["id"]
        .clone();
    let good = terms(&id, "2027-02-08T10:00:00Z", "DIRECT_DEBIT");
    let mut both = good.clone();
    both["sct"] = json!({"to_account": both["direct_debit"]["from_account"]});
    let neither =
        json!({"loan_id": id, "repayment_date": "2027-02-08T10:00:00Z", "repayment_method": "DIRECT_DEBIT"});
    let peer = json!({"loan_id": id, "repayment_date": "2027-02-08T10:00:00Z", "repayment_method": "P2P"});
    for wrong in [
        terms(&other, "2027-02-08T10:00:00Z", "SCT"),
        both,
        neither,
        peer,
        terms(&id, "2026-11-29T10:00:00Z", "SCT"),
    ] {
        assert_eq!(set_terms(&sandbox, &[good.clone(), wrong.clone()]).status, 400, "{wrong}");
    }
    let unknown = terms(&json!("5b1f6f0e-3c1a-4f57-9d0c-2a6d5c0a4001"), "2027-02-08T10:00:00Z", "SCT");
    assert_eq!(set_terms(&sandbox, &[unknown]).status, 404);
    assert_eq!(loan(&sandbox, &id)["to_repay_at"], "2027-01-29T10:00:00.000000+00:00");
    at(&sandbox, "2027-01-26T10:00:01Z");
    let late = set_terms(&sandbox, &[good]);
    assert_eq!(late.status, 400);
    assert!(late.body["detail"].as_str().unwrap().contains("cannot be cancelled anymore"));
}

#[test]
fn another_method_can_be_for_all_active_loans() {
    let sandbox = frozen(|settings| settings.several_repayment_methods = true);
    enrolled(&sandbox);
    let id = paid_loan(&sandbox, |_| {});
    let body = json!({"payment_method": "SCT", "is_default_repayment_method": false, "apply_to_all_active_loans": true});
    assert_eq!(
        post(&sandbox, &format!("/borrower/{}/repayment-methods", borrower_id(&sandbox)), &body).status,
        200
    );
    assert_eq!(loan(&sandbox, &id)["repayment_method"], "SCT");
    assert_eq!(installments(&sandbox, "")[0]["payment_method"], "SCT");
}

fn plan(id: &Value) -> Value {
    let entry = |amount: i64, date: &str| json!({"amount": amount, "date": format!("{date}T10:00:00Z"), "loans": [{"loan_id": id, "amount": amount}]});
    json!({"payment_method": "DIRECT_DEBIT", "installments": [entry(5_000, "2026-12-30"), entry(5_000, "2027-03-30")]})
}

#[test]
fn a_plan_takes_the_place_of_the_schedule() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = paid_loan(&sandbox, |_| {});
    let created = post(&sandbox, "/installment-plans", &plan(&id));
    assert_eq!(created.status, 201, "{}", created.text);
    assert_eq!(
        created.body["business_identifier"],
        json!({"identifier": "913572467", "identifier_type": "siren"})
    );
    assert_eq!(
        (&created.body["installments"][0]["status"], &created.body["loan_ids"]),
        (&json!("DRAFT"), &json!([id]))
    );
    let path = format!("/installment-plan/{}", created.body["id"].as_str().unwrap());
    let status = || {
        get(&sandbox, &path).body["installments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| i["status"].clone())
            .collect::<Vec<_>>()
    };
    advance(&sandbox, 10);
    assert_eq!(status(), ["PROPOSED", "PROPOSED"]);
    let query = format!("installment_plan_ids={}", created.body["id"].as_str().unwrap());
    assert_eq!(installments(&sandbox, &query)[0]["attempts"], json!([]), "only proposed");
    at(&sandbox, "2026-12-27T10:00:00Z");
    assert_eq!(status(), ["INSTRUCTED", "PROPOSED"]);
    at(&sandbox, "2027-01-30T10:00:00Z");
    assert_eq!(status(), ["PAID", "PROPOSED"]);
    assert_eq!(loan(&sandbox, &id)["repaid_amount"], 5_000);
    at(&sandbox, "2027-03-31T10:00:00Z");
    assert_eq!(status(), ["PAID", "PAID"]);
    assert_eq!(loan(&sandbox, &id)["status"], "CLOSED");
    assert_eq!(get(&sandbox, "/payments?payment_type=REPAYMENT_FULL&status=PAID").body["count"], 2);
    assert_eq!(get(&sandbox, "/installment-plan/unknown").status, 404);
}

#[test]
fn a_plan_is_known_again_by_its_salt_or_its_loans() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = paid_loan(&sandbox, |_| {});
    let first = post(&sandbox, "/installment-plans", &plan(&id));
    let again = post(&sandbox, "/installment-plans", &plan(&id));
    assert_eq!((again.status, &again.body["id"]), (201, &first.body["id"]));
    let other = with(plan(&id), "payment_method", "SCT".into());
    assert_eq!(post(&sandbox, "/installment-plans", &other).status, 400, "the same loans, another body");
    let salted = with(other, "salt_id", "p-2".into());
    let second = post(&sandbox, "/installment-plans", &salted);
    assert_eq!(second.status, 201);
    assert_ne!(second.body["id"], first.body["id"]);
}

#[test]
fn a_plan_that_does_not_add_up_is_refused() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = paid_loan(&sandbox, |_| {});
    let ask = |change: &dyn Fn(&mut Value)| {
        let mut body = plan(&id);
        change(&mut body);
        post(&sandbox, "/installment-plans", &body).status
    };
    assert_eq!(ask(&|body| body["installments"] = json!([])), 400);
    assert_eq!(ask(&|body| body["installments"][0]["amount"] = 4_999.into()), 400);
    assert_eq!(ask(&|body| body["installments"][0]["date"] = "2026-11-29T10:00:00Z".into()), 400);
    assert_eq!(
        ask(&|body| body["installments"][0]["loans"][0]["loan_id"] =
            "5b1f6f0e-3c1a-4f57-9d0c-2a6d5c0a4001".into()),
        400
    );
    assert_eq!(ask(&|body| body["payment_method"] = "P2P".into()), 400);
    assert_eq!(ask(&|body| body["payment_method"] = "CASH".into()), 422);
    let much = |body: &mut Value| {
        body["installments"][0]["amount"] = 50_000.into();
        body["installments"][0]["loans"][0]["amount"] = 50_000.into();
    };
    assert_eq!(ask(&much), 400, "more than is owed");
}

fn case(sandbox: &Sandbox, loans: &[Value]) -> support::Reply {
    let body = json!({
        "agent": "Sam",
        "debtor_business": {"identifier": "913572467", "identifier_type": "siren"},
        "loan_ids": loans,
        "next_action": {"action_name": "Call", "due_at": "2027-03-01T10:00:00Z"},
    });
    post(sandbox, "/recollection-cases", &body)
}

#[test]
fn a_debt_is_recollected_by_a_computed_plan() {
    let sandbox = frozen(|settings| settings.automatic_repayment = false);
    enrolled(&sandbox);
    let id = paid_loan(&sandbox, |_| {});
    at(&sandbox, "2027-02-15T10:00:00Z");
    let late = loan(&sandbox, &id);
    // 67 days at 0.06 percent until day seven after the date, ten at 0.1 from then on.
    assert_eq!((&late["status"], &late["fees_ongoing"]), (&json!("TO_REPAY"), &json!(67 * 6 + 10 * 10)));
    let opened = case(&sandbox, std::slice::from_ref(&id));
    assert_eq!((opened.status, &opened.body["next_action"]["action_status"]), (201, &json!("SCHEDULED")));
    let path = format!("/recollection-case/{}", opened.body["id"].as_str().unwrap());
    let notes = json!({"recollection_notes": {"mood": "friendly"}});
    assert_eq!(send(&sandbox, "PUT", &path, Some(&notes)).body["recollection_notes"]["mood"], "friendly");
    let ask = json!({"number_of_installment": 3, "period": "weekly", "start_date": "2027-02-20T10:00:00Z", "recollection_fees": 100});
    let computed = post(&sandbox, &format!("{path}/installment-plans/compute"), &ask);
    assert_eq!(
        (computed.status, &computed.body["payment_method"]),
        (200, &json!("DIRECT_DEBIT")),
        "{}",
        computed.text
    );
    let parts = computed.body["installments"].as_array().unwrap();
    assert_eq!(parts[0]["date"], "2027-02-22T10:00:00.000000+00:00", "the 20th is a Saturday");
    assert_eq!(parts.iter().map(|part| part["amount"].as_i64().unwrap()).sum::<i64>(), 10_502 + 100);
    assert_eq!(parts.iter().map(|part| part["recollection_fees"].as_i64().unwrap()).sum::<i64>(), 100);
    let created = post(&sandbox, &format!("{path}/installment-plans"), &computed.body);
    assert_eq!(created.status, 201, "{}", created.text);
    assert_eq!(created.body["recollection_case"]["strategies"][0]["strategy_type"], "INSTALLMENT_PLAN");
    let plan = format!("/installment-plan/{}", created.body["installment_plan_id"].as_str().unwrap());
    at(&sandbox, "2027-03-20T10:00:00Z");
    let paid = get(&sandbox, &plan).body["installments"].clone();
    assert!(paid.as_array().unwrap().iter().all(|part| part["status"] == "PAID"));
    assert_eq!(loan(&sandbox, &id)["repaid_nominal_amount"], 10_000);
    let cases = get(&sandbox, "/recollection-cases?identifier=913572467&identifier_type=siren").body;
    assert_eq!((&cases["count"], &cases["data"][0]["id"]), (&json!(1), &opened.body["id"]));
    assert_eq!(get(&sandbox, "/recollection-cases?identifier=913572467").status, 422);
}

#[test]
fn a_case_is_about_loans_of_the_debtor() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    assert_eq!(case(&sandbox, &[]).status, 400);
    assert_eq!(case(&sandbox, &[json!("5b1f6f0e-3c1a-4f57-9d0c-2a6d5c0a4001")]).status, 400);
    let early = post(&sandbox, "/loans", &loan_request()).body["id"].clone();
    assert_eq!(case(&sandbox, &[early]).status, 400, "nothing is owed yet");
    assert_eq!(get(&sandbox, "/recollection-case/unknown").status, 404);
    let id = paid_loan(&sandbox, |_| {});
    let path = format!("/recollection-case/{}", case(&sandbox, &[id]).body["id"].as_str().unwrap());
    for (count, start) in [(0, "2027-03-01"), (61, "2027-03-01"), (3, "2026-11-01")] {
        let ask = json!({"number_of_installment": count, "start_date": format!("{start}T10:00:00Z")});
        assert_eq!(post(&sandbox, &format!("{path}/installment-plans/compute"), &ask).status, 400);
    }
}

#[test]
fn fees_are_billed_when_the_principal_is_repaid() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = paid_loan(&sandbox, |_| {});
    assert_eq!(get(&sandbox, "/bills").body["count"], 0);
    at(&sandbox, "2027-01-29T10:00:00Z");
    let bill = get(&sandbox, "/bills?status=VALIDATED&business_identifier=913572467").body["data"][0].clone();
    assert_eq!(
        (&bill["to_pay_amount"], &bill["due_date"]),
        (&json!(360), &json!("2027-01-30T10:00:00.000000+00:00"))
    );
    assert_eq!(
        (&bill["payment"]["payment_type"], &bill["payment"]["amount"]),
        (&json!("REPAYMENT_FEES"), &json!(360))
    );
    assert_eq!(bill["payment"]["related_to"]["bills"][0]["bill_id"], bill["id"]);
    let path = format!("/bill/{}/sent", bill["id"].as_str().unwrap());
    let sent = json!({"sent_on": "2027-01-29T11:00:00Z", "to_email_addresses": ["a@example.com"]});
    assert_eq!(post(&sandbox, &path, &with(sent.clone(), "to_email_addresses", json!([]))).status, 422);
    assert_eq!(post(&sandbox, &path, &sent).status, 204);
    assert_eq!(post(&sandbox, &path, &sent).status, 400, "it is not VALIDATED any more");
    assert_eq!(get(&sandbox, "/bills?status=SENT_TO_PAYER").body["count"], 1);
    let late = terms(&id, "2027-02-20T10:00:00Z", "SCT");
    assert_eq!(set_terms(&sandbox, &[late]).status, 400, "the debit is a day away");
    at(&sandbox, "2027-01-30T10:00:00Z");
    assert_eq!(get(&sandbox, "/bills").body["data"][0]["status"], "PAID");
    assert_eq!(
        get(&sandbox, "/bills?status=GENERATED").status,
        422,
        "not one of the four that can be asked for"
    );
    assert_eq!(post(&sandbox, "/bill/unknown/sent", &sent).status, 404);
}

#[test]
fn a_link_to_pay_now_is_for_what_is_owed() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let ask = |amount: i64| {
        post(&sandbox, "/repay/now", &json!({"amount": amount, "base_callback_url": "https://example.com"}))
    };
    assert_eq!((ask(1).status, ask(0).status), (400, 422));
    let id = paid_loan(&sandbox, |_| {});
    assert_eq!((ask(10_006).status, ask(10_007).status), (200, 400));
    let path = "/loan/documents/contract";
    let link = post(&sandbox, path, &json!({"loan_ids": [id]}));
    assert!(link.body["link"].as_str().unwrap().starts_with("https://"));
    assert_eq!(
        post(&sandbox, path, &json!({"loan_ids": ["5b1f6f0e-3c1a-4f57-9d0c-2a6d5c0a4001"]})).status,
        404
    );
}

#[test]
fn a_borrower_can_be_made_to_pay_by_hand() {
    let sandbox = frozen(|settings| settings.automatic_repayment = false);
    enrolled(&sandbox);
    let id = paid_loan(&sandbox, |_| {});
    let path = format!("/_sandbox/loan/{}/repay", id.as_str().unwrap());
    at(&sandbox, "2026-12-10T10:00:00Z");
    let partly = post(&sandbox, &path, &json!({"amount": 4_000}));
    assert_eq!(
        (partly.status, &partly.body["repaid_nominal_amount"]),
        (200, &json!(4_000)),
        "{}",
        partly.text
    );
    assert_eq!(line(&sandbox)["balance_available"], 94_000);
    // Ten days of all and ten of six tenths: 60 + 36.
    at(&sandbox, "2026-12-20T10:00:00Z");
    assert_eq!(post(&sandbox, &path, &json!({"amount": 6_097})).status, 422, "more than is owed");
    let closed = send(&sandbox, "POST", &path, None);
    assert_eq!((&closed.body["status"], &closed.body["repaid_amount"]), (&json!("CLOSED"), &json!(10_096)));
    assert_eq!(send(&sandbox, "POST", &path, None).status, 422);
    assert_eq!(post(&sandbox, "/_sandbox/loan/unknown/repay", &json!({})).status, 404);
}
