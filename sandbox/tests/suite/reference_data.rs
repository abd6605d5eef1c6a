//! Codes, translations, registers, segments, the referrer, subscriptions, and the credit lines by id.

use crate::support::{self, french, get, post, sandbox, send_as, send_with, with};
use serde_json::{Value, json};

#[test]
fn denial_codes_are_listed_and_translated() {
    let sandbox = sandbox(|settings| settings.denial_code = "SOMETHING_NEW".to_owned());
    let reasons = get(&sandbox, "/eligibility/reasons").body;
    let reasons = reasons.as_array().unwrap();
    assert_eq!(reasons.len(), 171, "the documented ones and the one of the switch");
    for code in ["KYB_PENDING", "SOMETHING_NEW"] {
        let reason = reasons.iter().find(|reason| reason["denial_code_name"] == code).unwrap();
        assert_eq!(get(&sandbox, &format!("/translation/denial-code/{code}")).body, reason["translations"]);
    }
    assert_eq!(get(&sandbox, "/translation/denial-code/NOTHING").status, 404);
}

#[test]
fn a_switch_decides_whether_denial_codes_need_a_key() {
    for (needs_key, status) in [(true, 401), (false, 200)] {
        let sandbox = sandbox(|settings| settings.denial_codes_need_key = needs_key);
        for path in ["/eligibility/reasons", "/translation/denial-code/KYB_PENDING"] {
            assert_eq!(send_with(&sandbox, "GET", path, &[], None).unwrap().status, status);
        }
        assert_eq!(send_with(&sandbox, "GET", "/hello", &[], None).unwrap().status, 401);
    }
}

#[test]
fn a_type_of_data_is_translated() {
    let sandbox = sandbox(|_| {});
    let tax = get(&sandbox, "/business/data-request/data-type/tax_return").body;
    assert_eq!((&tax["data_type"], &tax["requires_document"]), (&json!("tax_return"), &json!(true)));
    assert_eq!(tax["translations"].as_object().unwrap().len(), 4);
    assert_eq!(get(&sandbox, "/business/data-request/data-type/horoscope").status, 404);
}

#[test]
fn a_register_number_is_unique_at_its_court_only() {
    let sandbox = sandbox(|_| {});
    let found = |query: &str| get(&sandbox, &format!("/business/public-data?{query}")).body;
    let both = found("identifier=HRB%20424242");
    assert_eq!(both.as_array().unwrap().len(), 2);
    assert_ne!(both[0]["identifier"], both[1]["identifier"]);
    assert_eq!(found("identifier=HRB%20424242&city=berlin"), json!([both[0]]));
    assert_eq!(found("identifier=HRB%20424242&name=nobody"), json!([]));
    assert_eq!(found("identifier=unknown"), json!([]));
    assert_eq!(get(&sandbox, "/business/public-data").status, 400);
    assert_eq!(get(&sandbox, "/business/public-data?identifier=1&identifier_type=siren").status, 422);
}

#[test]
fn a_borrower_is_found_in_the_register_by_its_number() {
    let sandbox = sandbox(|_| {});
    post(&sandbox, "/borrowers", &with(support::german(), "name", json!("Beispiel GmbH")));
    let found = get(&sandbox, "/business/public-data?identifier=HRB%20424242%20B&name=beispiel").body;
    assert_eq!(found[0]["name"], "Beispiel GmbH");
}

#[test]
fn a_company_has_a_segment_once_it_is_evaluated() {
    let sandbox = sandbox(|_| {});
    post(&sandbox, "/borrowers", &with(french(), "wait_for_ready", true.into()));
    let business = get(&sandbox, "/credit_lines").body["data"][0]["default_borrower"]["id"].clone();
    let segment = get(&sandbox, &format!("/business/{}/segment", business.as_str().unwrap())).body;
    assert!(segment["defacto_segment"].as_str().unwrap().starts_with("CAT"));
    assert_eq!(
        segment["business_identifier"],
        json!({"identifier": "913572467", "identifier_type": "siren"})
    );
    assert_eq!(get(&sandbox, "/business/nobody/segment").status, 404);
}

#[test]
fn a_beneficiary_must_be_eligible() {
    let sandbox = sandbox(|_| {});
    let company = json!({"identifier": "552032534", "identifier_type": "siren"});
    assert_eq!(post(&sandbox, "/eligibility/beneficiary", &company).body["is_eligible"], true);
    let scenario = json!({"business_identifier": company, "scenario": "NOT_ELIGIBLE"});
    post(&sandbox, "/sandbox/business-eligible", &scenario);
    let answer = post(&sandbox, "/eligibility/beneficiary", &company).body;
    assert_eq!(answer["is_eligible"], false);
    assert_eq!(answer["reasons"][0]["code"], "CREDIT_RISK_NOT_ELIGIBLE");
    assert_eq!(post(&sandbox, "/eligibility/beneficiary", &json!({"identifier": "1"})).status, 422);
}

#[test]
fn a_credit_line_is_read_by_its_id_and_at_a_time() {
    let sandbox = sandbox(|_| {});
    post(&sandbox, "/borrowers", &with(french(), "wait_for_ready", true.into()));
    let line = get(&sandbox, "/credit_lines").body["data"][0].clone();
    let path = format!("/credit_line/{}", line["id"].as_str().unwrap());
    assert_eq!(get(&sandbox, &path).body, line);
    assert_eq!(get(&sandbox, &format!("{path}?at=2099-01-01T00:00:00Z")).body, line);
    assert_eq!(get(&sandbox, &format!("{path}?at=2001-01-01T00:00:00Z")).status, 404);
    assert_eq!(get(&sandbox, &format!("{path}?at=now")).status, 422);
    assert_eq!(get(&sandbox, "/credit_line/nobody").status, 404);
    let own = get(&sandbox, "/credit_line").body;
    assert_eq!((&own["pool_amount"], &own["amount_to_repay"]), (&Value::Null, &json!(0)));
}

#[test]
fn a_referrer_sends_the_invoice_of_a_share() {
    let sandbox = sandbox(|_| {});
    let referrer = get(&sandbox, "/_sandbox/state").body["referrer"].clone();
    let id = referrer["id"].as_str().unwrap();
    assert_eq!(get(&sandbox, &format!("/referrer/{id}")).body["config"]["referrer_type"], "BROKER");
    let upload = |share: &str| {
        let path = format!("/referrer/{id}/upload-invoice/{share}");
        let body = ("application/pdf", "%PDF-1.7".to_owned());
        send_as(&sandbox, "POST", &path, &[("authorization", "Bearer test-key")], body).unwrap()
    };
    let statuses = ["CREATED", "PAID", "DELETED"].iter().zip([200, 400, 400]);
    for ((status, expected), share) in statuses.zip(referrer["revenue_shares"].as_array().unwrap()) {
        assert_eq!(share["status"], *status);
        let reply = upload(share["id"].as_str().unwrap());
        assert_eq!((reply.status, reply.body["document_url"].is_string()), (expected, expected == 200));
    }
    assert_eq!(upload("nobody").status, 404);
    assert_eq!(get(&sandbox, "/referrer/nobody").status, 404);
}

#[test]
fn a_subscription_is_activated_once() {
    let sandbox = sandbox(|_| {});
    let subscriptions = get(&sandbox, "/_sandbox/state").body["subscriptions"].clone();
    let activate = |index: usize| {
        let id = subscriptions[index]["id"].as_str().unwrap();
        post(&sandbox, &format!("/subscription/{id}/activate"), &Value::Null)
    };
    let first = activate(0);
    assert_eq!((first.status, first.text.as_str()), (200, ""));
    assert_eq!(activate(0).status, 400);
    assert_eq!(activate(1).status, 400);
    assert_eq!(post(&sandbox, "/subscription/nobody/activate", &Value::Null).status, 404);
}
