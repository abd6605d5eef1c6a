//! Loans from the request to the last cent, and everything that can go another way.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use defacto_sandbox::{LoanDeclinedAs, SaltReuse, Sandbox, Settings, Shape};
use serde_json::{Value, json};
use support::{
    advance, at, enrolled, eventually, frozen, get, line, listener, loan, loan_request, post, send,
    subscribe, with,
};

const FAIL: &str = "FR1311111045594746737398900";
const ONE_DAY_LATER: &str = "FR3711111025593244332331294";

fn request(sandbox: &Sandbox, change: impl FnOnce(&mut Value)) -> Value {
    let mut body = loan_request();
    change(&mut body);
    let reply = post(sandbox, "/loans", &body);
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.body
}

fn paid_to(account: &str) -> impl FnOnce(&mut Value) {
    move |body| {
        body["loan_to"]["account_number"] = account.into();
        body["auto_validate"] = true.into();
    }
}

fn account_of(sandbox: &Sandbox, scenario: &str) -> String {
    let path = format!("/sandbox/iban-generator?scenario={scenario}");
    get(sandbox, &path).body["iban"].as_str().unwrap().to_owned()
}

/// What is available, pending, and pending validation.
fn balance(sandbox: &Sandbox) -> [i64; 3] {
    let line = line(sandbox);
    let product = get(sandbox, &format!("/borrower/{}/financial-products", support::borrower_id(sandbox)));
    let product = &product.body["data"][0];
    assert_eq!(product["available_amount"], line["balance_available"], "line and product agree");
    assert_eq!(product["amount_pending_validation"], line["balance_pending_validation"]);
    ["balance_available", "balance_pending", "balance_pending_validation"]
        .map(|field| line[field].as_i64().unwrap())
}

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
    let requested = request(&sandbox, |_| {});
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
fn every_step_is_told_by_a_webhook_stamped_with_its_own_time() {
    let sandbox = frozen(|_| {});
    let (port, receiver) = listener();
    subscribe(&sandbox, port);
    enrolled(&sandbox);
    let id = request(&sandbox, |body| body["auto_validate"] = true.into())["id"].clone();
    advance(&sandbox, 100 * 24 * 60 * 60);
    let mut events = Vec::new();
    while events.last().is_none_or(|event: &Value| event["event_type"] != "Loan.CLOSED") {
        events.push(support::next(&receiver).1);
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
    assert_ne!(line["entity_state"]["borrower_id"], support::borrower_id(&sandbox), "the wrong id, as ever");
}

#[test]
fn payments_and_accounting_tell_the_money() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = request(&sandbox, |body| {
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
fn a_synchronous_request_is_answered_with_the_decision() {
    let sandbox = frozen(|settings| settings.latency = 0.0);
    enrolled(&sandbox);
    let decided = request(&sandbox, |body| body["wait_for_validation"] = true.into());
    assert_eq!(decided["status"], "TO_VALIDATE");
    let validated = request(&sandbox, |body| {
        body["wait_for_validation"] = true.into();
        body["auto_validate"] = true.into();
    });
    assert_eq!(validated["status"], "VALIDATED");
}

#[test]
fn a_decision_that_takes_long_is_not_waited_for() {
    let sandbox = frozen(|settings| {
        settings.latency = 0.0;
        settings.loan_decision_seconds = Some(60);
    });
    enrolled(&sandbox);
    let waiting = request(&sandbox, |body| body["wait_for_validation"] = true.into());
    assert_eq!(waiting["status"], "PENDING_VALIDATION");
    advance(&sandbox, 60);
    assert_eq!(loan(&sandbox, &waiting["id"])["status"], "TO_VALIDATE");
}

#[test]
fn a_loan_whose_payout_is_past_is_paid_at_once() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let id = request(&sandbox, |body| {
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
    let later = request(&sandbox, paid_to(ONE_DAY_LATER))["id"].clone();
    let fail = request(&sandbox, paid_to(FAIL))["id"].clone();
    let reject = request(&sandbox, paid_to(&reject))["id"].clone();
    let cancel = request(&sandbox, paid_to(&cancel))["id"].clone();
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
fn the_account_on_the_invoice_counts_when_the_one_paid_says_nothing() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let invented = post(&sandbox, "/sandbox/invoice-generator", &json!({"scenario": "REJECT"}));
    assert_eq!(invented.status, 201);
    let invoice = post(&sandbox, "/invoices", &invented.body["invoice_creation_payload"]);
    assert_eq!((invoice.status, &invoice.body["status"]), (201, &json!("SUBMITTED")));
    advance(&sandbox, 10);
    let id = request(&sandbox, |body| {
        body["invoice_ids"] = json!([invoice.body["id"]]);
        body["loan_to"]["account_number"] = "FR7611111000420001234567876".into();
    })["id"]
        .clone();
    advance(&sandbox, 10);
    assert_eq!(loan(&sandbox, &id)["status"], "DECLINED");
}

#[test]
fn a_loan_finances_one_verified_invoice_or_brings_its_own() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let new =
        || post(&sandbox, "/sandbox/invoice-generator", &json!({})).body["invoice_creation_payload"].clone();
    let create = || post(&sandbox, "/invoices", &new()).body["id"].clone();
    let (early, other) = (create(), create());
    let ask = |field: &str, value: Value| post(&sandbox, "/loans", &with(loan_request(), field, value));
    assert_eq!(ask("invoice_ids", json!([early])).status, 400, "not verified yet");
    advance(&sandbox, 10);
    assert_eq!(ask("invoice_ids", json!([early, other])).status, 400, "more than one");
    assert_eq!(ask("invoice_ids", json!(["5b1f6f0e-3c1a-4f57-9d0c-2a6d5c0a4001"])).status, 400, "unknown");
    assert_eq!(ask("invoices", json!([new(), new()])).status, 422, "more than one");
    let financed = ask("invoice_ids", json!([early]));
    assert_eq!(financed.body["invoice_ids"], json!([early]));
    let path = format!("/invoice/{}", early.as_str().unwrap());
    assert_eq!(get(&sandbox, &path).body["loan_ids"], json!([financed.body["id"]]));
    assert_eq!(send(&sandbox, "DELETE", &path, None).status, 400, "it is financed");
    let again = ask("invoice_ids", json!([early])).body["id"].clone();
    let inline = ask("invoices", json!([new()])).body;
    let seller = &inline["beneficiary"]["identifier"];
    advance(&sandbox, 10);
    assert_eq!(loan(&sandbox, &again)["denial_reason"], "INVOICE_ALREADY_FINANCED");
    let invoice = get(&sandbox, &format!("/invoice/{}", inline["invoice_ids"][0].as_str().unwrap())).body;
    assert_eq!((&invoice["status"], &invoice["seller"]["identifier"]), (&json!("VERIFIED"), seller));
    assert_eq!(get(&sandbox, "/invoices?linked_to_loan=true").body["count"], 2);
}

#[test]
fn what_no_loan_can_be_is_refused() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    for (field, value, status) in [
        ("amount", json!(0), 422),
        ("amount", json!(20_000_001), 422),
        ("amount", json!("100"), 422),
        ("loan_to", json!({}), 422),
        ("loan_to", json!({"account_number": "FR76"}), 400),
        (
            "loan_to",
            json!({
                "account_number": "FR7611111000420001234567876",
                "account_holder": {"identifier": "552032534", "identifier_type": "siren"},
            }),
            400,
        ),
        ("to_repay_at", json!("2026-11-30T10:00:00Z"), 400),
        ("to_pay_at", json!("tomorrow"), 422),
        ("borrower", json!({"identifier": "552032534"}), 400),
        ("borrower_financial_product_id", json!("5b1f6f0e-3c1a-4f57-9d0c-2a6d5c0a4001"), 400),
        ("currency", json!("USD"), 422),
    ] {
        let reply = post(&sandbox, "/loans", &with(loan_request(), field, value.clone()));
        assert_eq!(reply.status, status, "{field} {value}: {}", reply.text);
    }
    assert!(sandbox.loans().is_empty());
}

#[test]
fn only_a_borrower_with_a_line_is_lent_to() {
    let sandbox = frozen(|_| {});
    let body = support::with(support::french(), "account_number", Value::Null);
    let id = post(&sandbox, "/borrowers", &body).body["id"].clone();
    let early = post(&sandbox, "/loans", &loan_request());
    assert_eq!((early.status, &early.body["invalid_params"][0]["name"]), (400, &json!("borrower")));
    advance(&sandbox, 60);
    assert_eq!(post(&sandbox, "/loans", &loan_request()).status, 201);
    let path = format!("/borrower/{}/deactivate", id.as_str().unwrap());
    assert_eq!(send(&sandbox, "POST", &path, None).status, 204);
    assert_eq!(post(&sandbox, "/loans", &loan_request()).status, 400);
}

#[test]
fn a_request_that_cannot_be_granted_is_declined() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let reason = |change: &dyn Fn(&mut Value)| {
        let id = request(&sandbox, change)["id"].clone();
        advance(&sandbox, 10);
        let loan = loan(&sandbox, &id);
        assert_eq!(loan["status"], "DECLINED");
        loan["denial_reason"].as_str().unwrap().to_owned()
    };
    assert_eq!(reason(&|body| body["amount"] = 100_001.into()), "AMOUNT_SUPERIOR_TO_AVAILABLE_BALANCE");
    assert_eq!(
        reason(&|body| body["to_repay_at"] = "2027-11-30T10:00:00Z".into()),
        "EXCESSIVE_DURATION_LOAN_REQUEST"
    );
    assert_eq!(balance(&sandbox), [100_000, 0, 0]);
    eligible(&sandbox, "913572467", "NOT_ELIGIBLE");
    assert_eq!(reason(&|_| {}), "AMOUNT_SUPERIOR_TO_AVAILABLE_BALANCE");
}

fn eligible(sandbox: &Sandbox, company: &str, scenario: &str) {
    let body = json!({"business_identifier": {"identifier": company}, "scenario": scenario});
    assert_eq!(post(sandbox, "/sandbox/business-eligible", &body).status, 204);
}

#[test]
fn an_ineligible_counterparty_declines_the_loan() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let payload =
        post(&sandbox, "/sandbox/invoice-generator", &json!({})).body["invoice_creation_payload"].clone();
    eligible(&sandbox, payload["seller"]["identifier"].as_str().unwrap(), "NOT_ELIGIBLE");
    let id = request(&sandbox, |body| body["invoices"] = json!([payload]))["id"].clone();
    advance(&sandbox, 10);
    assert_eq!(loan(&sandbox, &id)["denial_reason"], "CREDIT_RISK_NOT_ELIGIBLE_COUNTERPARTY");
}

#[test]
fn a_decline_can_be_an_error() {
    let sandbox = frozen(|settings| {
        settings.latency = 0.0;
        settings.loan_declined_as = LoanDeclinedAs::Error400;
    });
    enrolled(&sandbox);
    let mut body = with(loan_request(), "amount", 100_001.into());
    body["wait_for_validation"] = true.into();
    let reply = post(&sandbox, "/loans", &body);
    assert_eq!(reply.status, 400);
    let told = &reply.body["data"]["loan"];
    assert_eq!(
        (&told["status"], &told["denial_reason"]),
        (&json!("DECLINED"), &json!("AMOUNT_SUPERIOR_TO_AVAILABLE_BALANCE"))
    );
    assert_eq!(loan(&sandbox, &told["id"])["status"], "DECLINED");
}

#[test]
fn a_salt_makes_a_request_safe_to_repeat() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let body = with(loan_request(), "salt_id", "s-1".into());
    let first = post(&sandbox, "/loans", &body);
    let again = post(&sandbox, "/loans", &body);
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(sandbox.loans().len(), 1);
    let other = with(body, "amount", 20_000.into());
    let refused = post(&sandbox, "/loans", &other);
    assert_eq!((refused.status, &refused.body["invalid_params"][0]["name"]), (400, &json!("salt_id")));
    let settings = Settings { salt_reuse: SaltReuse::ReturnExisting, ..sandbox.settings() };
    sandbox.set_settings(settings).unwrap();
    let returned = post(&sandbox, "/loans", &other);
    assert_eq!(
        (returned.status, &returned.body["id"], &returned.body["amount"]),
        (201, &first.body["id"], &json!(10_000))
    );
    request(&sandbox, |_| {});
    request(&sandbox, |_| {});
    assert_eq!(sandbox.loans().len(), 3, "without a salt, each request is a new one");
}

#[test]
fn a_loan_is_canceled_before_it_is_sent() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let cancel = |id: &Value| send(&sandbox, "POST", &format!("/loan/{}/cancel", id.as_str().unwrap()), None);
    let id = request(&sandbox, |body| body["auto_validate"] = true.into())["id"].clone();
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
    let id = request(&sandbox, |body| {
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
    let id = request(&sandbox, |body| body["metadata"] = json!({"a": 1}))["id"].clone();
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
    let first = request(&sandbox, |_| {})["id"].clone();
    advance(&sandbox, 10);
    let second = request(&sandbox, |body| body["to_pay_at"] = "2026-11-25T10:00:00Z".into())["id"].clone();
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
    request(&sandbox, |_| {});
    eligible(&sandbox, "913572467", "NOT_ELIGIBLE");
    assert_eq!(line(&sandbox)["pool_amount"], 0);
    assert_eq!(balance(&sandbox), [0, 0, 10_000]);
    eligible(&sandbox, "913572467", "OK");
    assert_eq!(balance(&sandbox), [90_000, 0, 10_000]);
    let mut told = Vec::new();
    while told.iter().filter(|event| *event == "CreditLimit.UPDATED").count() < 2 {
        told.push(support::next(&receiver).1["event_type"].as_str().unwrap().to_owned());
    }
    assert_eq!(told.iter().filter(|event| *event == "CreditLine.POOL_AMOUNT_UPDATED").count(), 2);
}

#[test]
fn a_minimal_loan_carries_what_is_required() {
    let sandbox = frozen(|settings| settings.response_shape = Shape::Minimal);
    enrolled(&sandbox);
    let loan = request(&sandbox, |_| {});
    assert_eq!(loan.as_object().unwrap().len(), 25);
    assert!(loan.get("fees_estimated").is_none() && loan["documents"].is_array());
    assert_eq!(get(&sandbox, "/loans").body["data"][0].as_object().unwrap().len(), 24);
}

#[test]
fn time_that_flows_pays_a_loan_too() {
    let sandbox = support::sandbox(|settings| settings.pool_amount = Some(100_000));
    enrolled(&sandbox);
    let start = sandbox.now().to_string();
    let repay = sandbox.now().saturating_add(jiff_days(60)).unwrap().to_string();
    let id = request(&sandbox, |body| {
        body["auto_validate"] = true.into();
        body["to_pay_at"] = start.as_str().into();
        body["to_repay_at"] = repay.as_str().into();
    })["id"]
        .clone();
    eventually("the payout", || (loan(&sandbox, &id)["status"] == "TO_REPAY").then_some(()));
    advance(&sandbox, 61 * 24 * 60 * 60 + 60);
    assert_eq!(loan(&sandbox, &id)["status"], "CLOSED");
}

fn jiff_days(days: u64) -> std::time::Duration {
    std::time::Duration::from_secs(days * 24 * 60 * 60)
}

#[test]
fn two_lives_with_a_frozen_clock_are_equal_byte_by_byte() {
    let life = || {
        let sandbox = frozen(|_| {});
        enrolled(&sandbox);
        request(&sandbox, paid_to(FAIL));
        request(&sandbox, |body| body["auto_validate"] = true.into());
        advance(&sandbox, 100 * 24 * 60 * 60);
        let lists =
            ["loans", "payments", "installments", "events", "bills", "credit_lines", "_sandbox/state"];
        lists.map(|list| get(&sandbox, &format!("/{list}")).text)
    };
    assert_eq!(life(), life());
}

#[test]
fn webhooks_go_out_although_nobody_asks() {
    let sandbox = support::sandbox(|settings| settings.pool_amount = Some(100_000));
    let (port, receiver) = listener();
    subscribe(&sandbox, port);
    enrolled(&sandbox);
    let (pay, repay) = (sandbox.now(), sandbox.now().saturating_add(jiff_days(60)).unwrap());
    request(&sandbox, |body| {
        body["auto_validate"] = true.into();
        body["to_pay_at"] = pay.to_string().into();
        body["to_repay_at"] = repay.to_string().into();
    });
    let clear = || support::next(&receiver).1["event_type"] == "Loan.TO_REPAY";
    assert!((0..30).any(|_| clear()));
}

#[test]
fn a_loan_that_is_not_sent_can_be_deleted_by_hand() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let (port, events) = listener();
    subscribe(&sandbox, port);
    let id = request(&sandbox, |_| {})["id"].clone();
    let path = format!("/_sandbox/loan/{}/delete", id.as_str().unwrap());
    let deleted = send(&sandbox, "POST", &path, None);
    assert_eq!((deleted.status, &deleted.body["status"]), (200, &json!("DELETED")));
    assert_eq!(balance(&sandbox), [100_000, 0, 0]);
    eventually("the webhook", || {
        let (_, body) = support::next(&events);
        (body["event_type"] == "Loan.DELETED").then_some(())
    });
    assert_eq!(send(&sandbox, "POST", &path, None).status, 422, "only once");
    assert_eq!(send(&sandbox, "POST", "/_sandbox/loan/unknown/delete", None).status, 404);
}
