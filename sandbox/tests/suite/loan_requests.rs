//! Requests for loans: what is refused, declined, waited for, and repeated.

use crate::support::{
    self, advance, balance, enrolled, frozen, get, loan, loan_request, post, request_loan, send,
    set_eligible, with,
};
use defacto_sandbox::{LoanDeclinedAs, SaltReuse, Settings};
use serde_json::{Value, json};

#[test]
fn a_synchronous_request_is_answered_with_the_decision() {
    let sandbox = frozen(|settings| settings.latency = 0.0);
    enrolled(&sandbox);
    let decided = request_loan(&sandbox, |body| body["wait_for_validation"] = true.into());
    assert_eq!(decided["status"], "TO_VALIDATE");
    let validated = request_loan(&sandbox, |body| {
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
    let waiting = request_loan(&sandbox, |body| body["wait_for_validation"] = true.into());
    assert_eq!(waiting["status"], "PENDING_VALIDATION");
    advance(&sandbox, 60);
    assert_eq!(loan(&sandbox, &waiting["id"])["status"], "TO_VALIDATE");
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
    let id = request_loan(&sandbox, |body| {
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
        let id = request_loan(&sandbox, change)["id"].clone();
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
    set_eligible(&sandbox, "913572467", "NOT_ELIGIBLE");
    assert_eq!(reason(&|_| {}), "AMOUNT_SUPERIOR_TO_AVAILABLE_BALANCE");
}

#[test]
fn an_ineligible_counterparty_declines_the_loan() {
    let sandbox = frozen(|_| {});
    enrolled(&sandbox);
    let payload =
        post(&sandbox, "/sandbox/invoice-generator", &json!({})).body["invoice_creation_payload"].clone();
    set_eligible(&sandbox, payload["seller"]["identifier"].as_str().unwrap(), "NOT_ELIGIBLE");
    let id = request_loan(&sandbox, |body| body["invoices"] = json!([payload]))["id"].clone();
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
    request_loan(&sandbox, |_| {});
    request_loan(&sandbox, |_| {});
    assert_eq!(sandbox.loans().len(), 3, "without a salt, each request is a new one");
}
