//! Hosted onboardings, from their start to the borrower that they end in.

use std::time::Duration;

use crate::support::{self, french, get, line_of, post, sandbox, with};
use defacto_sandbox::{Sandbox, SecureResumeLink, Shape};
use serde_json::{Value, json};

const COMPANY: &str = "913572467";

fn request() -> Value {
    json!({
        "business": {"identifier": COMPANY, "identifier_type": "siren"},
        "preferred_language": "fr",
        "email": "camille@example.com",
        "referral": "example",
        "redirect_url": "https://example.com/back",
    })
}

/// Starts an onboarding and returns its id.
fn start(sandbox: &Sandbox) -> String {
    let reply = post(sandbox, "/onboardings", &request());
    assert_eq!(reply.status, 200);
    reply.body["id"].as_str().unwrap().to_owned()
}

fn read(sandbox: &Sandbox, id: &str) -> Value {
    get(sandbox, &format!("/onboarding/{id}")).body
}

fn complete(sandbox: &Sandbox, id: &str) -> support::Reply {
    post(sandbox, &format!("/_sandbox/onboarding/{id}/complete"), &Value::Null)
}

#[test]
fn a_company_becomes_a_borrower_when_its_user_has_finished() {
    let sandbox = sandbox(|_| {});
    let id = start(&sandbox);
    let open = read(&sandbox, &id);
    assert_eq!((&open["status"], &open["borrower_id"]), (&json!("CREATED"), &Value::Null));
    assert_eq!(open["eligibility"]["status"], "PENDING_USER_ACTION");
    assert!(sandbox.borrowers().is_empty());

    assert_eq!(complete(&sandbox, &id).body["status"], "COMPLETED");
    let borrower = read(&sandbox, &id)["borrower_id"].as_str().unwrap().to_owned();
    assert_eq!(get(&sandbox, &format!("/borrower/{borrower}")).body["identifier"], COMPANY);
    let line = line_of(&sandbox, COMPANY);
    let done = read(&sandbox, &id);
    assert_eq!((&done["eligibility"]["status"], &done["is_expired"]), (&json!("DONE"), &json!(false)));
    assert_eq!(done["eligibility"]["response"]["max_amount"], line["pool_amount"]);
    assert_eq!(complete(&sandbox, &id).status, 200, "doing it again changes nothing");
    assert_eq!(sandbox.borrowers().len(), 1);
}

#[test]
fn a_company_that_is_a_borrower_stays_the_same_borrower() {
    let sandbox = sandbox(|_| {});
    let known = post(&sandbox, "/borrowers", &french()).body;
    let onboarding = complete(&sandbox, &start(&sandbox)).body;
    assert_eq!(onboarding["borrower_id"], known["id"]);
    assert_eq!(onboarding["business"]["name"], "Atelier Exemple SAS");
    assert_eq!(sandbox.borrowers().len(), 1);
}

#[test]
fn a_declined_company_is_told_why() {
    let sandbox = sandbox(|_| {});
    let business = json!({"identifier": COMPANY});
    post(
        &sandbox,
        "/sandbox/business-eligible",
        &json!({"business_identifier": business, "scenario": "NOT_ELIGIBLE"}),
    );
    let id = start(&sandbox);
    complete(&sandbox, &id);
    sandbox.advance(Duration::from_secs(60));
    let response = read(&sandbox, &id)["eligibility"]["response"].clone();
    assert_eq!((&response["is_eligible"], &response["max_amount"]), (&json!(false), &json!(0)));
    assert_eq!(response["reasons"][0]["code"], "CREDIT_RISK_NOT_ELIGIBLE");
}

#[test]
fn an_onboarding_expires_after_a_week() {
    let sandbox = sandbox(|settings| settings.clock_frozen = true);
    let (left, finished) = (start(&sandbox), start(&sandbox));
    sandbox.advance(Duration::from_secs(168 * 3600 - 1));
    assert_eq!(read(&sandbox, &left)["is_expired"], false);
    sandbox.advance(Duration::from_secs(1));
    assert_eq!(read(&sandbox, &left)["is_expired"], true);
    assert_eq!(complete(&sandbox, &finished).status, 422);
    assert!(sandbox.borrowers().is_empty());
}

#[test]
fn other_onboardings_of_the_company_are_duplicates() {
    let sandbox = sandbox(|_| {});
    let (first, second) = (start(&sandbox), start(&sandbox));
    complete(&sandbox, &second);
    assert_eq!(read(&sandbox, &first)["status"], "DUPLICATE");
    assert_eq!(complete(&sandbox, &first).status, 422);
}

#[test]
fn a_connected_company_gets_a_link_for_two_hours() {
    let sandbox = sandbox(|settings| settings.clock_frozen = true);
    complete(&sandbox, &start(&sandbox));
    let id = start(&sandbox);
    assert!(read(&sandbox, &id)["secure_resume_link"].as_str().unwrap().contains(&id));
    sandbox.advance(Duration::from_secs(2 * 3600));
    assert_eq!(read(&sandbox, &id)["secure_resume_link"], Value::Null);
    assert!(read(&sandbox, &start(&sandbox))["secure_resume_link"].is_string());
}

#[test]
fn a_switch_decides_about_links() {
    for (switch, linked) in [(SecureResumeLink::Always, true), (SecureResumeLink::Never, false)] {
        let sandbox = sandbox(|settings| settings.secure_resume_link = switch);
        assert_eq!(read(&sandbox, &start(&sandbox))["secure_resume_link"].is_string(), linked);
    }
}

#[test]
fn a_switch_completes_onboardings_by_the_clock() {
    let sandbox = sandbox(|settings| {
        settings.clock_frozen = true;
        settings.onboarding_completed_after = Some(600);
    });
    let id = start(&sandbox);
    sandbox.advance(Duration::from_secs(599));
    assert_eq!(read(&sandbox, &id)["status"], "CREATED");
    sandbox.advance(Duration::from_secs(1));
    assert_eq!(read(&sandbox, &id)["status"], "COMPLETED");
}

#[test]
fn what_cannot_be_onboarded_is_refused() {
    let sandbox = sandbox(|_| {});
    let without = post(&sandbox, "/onboardings", &with(request(), "business", Value::Null));
    assert_eq!((without.status, &without.body["invalid_params"][0]["name"]), (400, &json!("business")));
    for (field, value) in [
        ("preferred_language", Value::Null),
        ("preferred_language", json!("french")),
        ("email", json!("nobody")),
        ("business", json!({"identifier": COMPANY})),
        ("business", json!({"identifier": "", "identifier_type": "siren"})),
    ] {
        assert_eq!(post(&sandbox, "/onboardings", &with(request(), field, value)).status, 422, "{field}");
    }
    assert_eq!(get(&sandbox, "/onboarding/nobody").status, 404);
    assert_eq!(complete(&sandbox, "nobody").status, 404);
}

#[test]
fn a_minimal_onboarding_still_says_where_to_go() {
    let sandbox = sandbox(|settings| {
        settings.response_shape = Shape::Minimal;
        settings.secure_resume_link = SecureResumeLink::Always;
    });
    let fields = |onboarding: &Value| onboarding.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let id = start(&sandbox);
    assert_eq!(
        fields(&read(&sandbox, &id)),
        ["id", "is_expired", "referral", "secure_resume_link", "status"]
    );
    complete(&sandbox, &id);
    assert_eq!(fields(&read(&sandbox, &id)), ["borrower_id", "id", "is_expired", "referral", "status"]);
}
