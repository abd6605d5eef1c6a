//! Keys, paths, paging, and what can be done with a borrower once it is there.

use crate::support::{self, french, get, post, sandbox, send, send_with, with};
use defacto_sandbox::{ErrorContentType, Sandbox, SandboxError, Settings};
use serde_json::{Value, json};

fn enrolled(sandbox: &Sandbox) -> String {
    let reply = post(sandbox, "/borrowers", &with(french(), "wait_for_ready", true.into()));
    reply.body["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_request_needs_a_key_and_is_logged_without_it() {
    let sandbox = Sandbox::builder().api_key("one").api_key("two").start().unwrap();
    assert_eq!(sandbox.api_key(), "one");
    for (value, status) in [("Bearer one", 200), ("Bearer two", 200), ("Bearer no", 401), ("one", 401)] {
        let reply = send_with(&sandbox, "GET", "/hello", &[("authorization", value)], None).unwrap();
        assert_eq!(reply.status, status, "{value}");
    }
    let without = send_with(&sandbox, "GET", "/hello", &[], None).unwrap();
    assert_eq!((without.status, &without.body["status"]), (401, &json!(401)));
    assert_eq!(without.header("content-type"), Some("application/json"));
    assert_eq!(sandbox.log().len(), 5);
    assert!(!serde_json::to_string(&sandbox.log()).unwrap().contains("Bearer"));
}

#[test]
fn the_key_is_checked_by_a_text() {
    let sandbox = sandbox(|_| {});
    let reply = get(&sandbox, "/hello");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));
}

#[test]
fn unknown_paths_and_methods_have_the_error_body() {
    let sandbox = sandbox(|settings| settings.error_content_type = ErrorContentType::ProblemJson);
    let unknown = get(&sandbox, "/nothing");
    assert_eq!((unknown.status, &unknown.body["status"]), (404, &json!(404)));
    assert_eq!(unknown.header("content-type"), Some("application/problem+json"));
    let wrong = send(&sandbox, "DELETE", "/borrowers", None);
    assert_eq!((wrong.status, &wrong.body["status"]), (405, &json!(405)));
    assert_eq!(get(&sandbox, "/borrower/nobody").status, 404);
    let operations: Vec<_> = sandbox.log().into_iter().map(|entry| entry.operation).collect();
    assert_eq!(operations, [None, None, Some("GET /borrower/{borrower_id}".to_owned())]);
}

#[test]
fn every_answer_has_its_own_request_id_which_the_log_knows() {
    let sandbox = sandbox(|_| {});
    let ids: Vec<_> =
        (0..3).map(|_| get(&sandbox, "/hello").header("x-request-id").unwrap().to_owned()).collect();
    let logged: Vec<_> = sandbox.log().into_iter().map(|entry| entry.request_id).collect();
    assert_eq!(ids, logged);
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
}

#[test]
fn pages_are_followed_by_their_cursor() {
    let sandbox = sandbox(|_| {});
    for number in 0..5 {
        post(&sandbox, "/borrowers", &json!({"identifier": format!("90000000{number}")}));
    }
    let mut seen = Vec::new();
    let mut path = "/borrowers?page_size=2".to_owned();
    loop {
        let page = get(&sandbox, &path).body;
        let data = page["data"].as_array().unwrap();
        assert_eq!((&page["total"], &page["page_size"]), (&json!(5), &json!(2)));
        assert_eq!(page["count"], data.len());
        seen.extend(data.iter().map(|borrower| borrower["identifier"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_page"].as_str() else { break };
        assert!(cursor.contains('+'), "a cursor must be encoded");
        path = format!("/borrowers?page_size=2&cursor={}", cursor.replace('+', "%2B").replace('=', "%3D"));
    }
    assert_eq!(seen, ["900000000", "900000001", "900000002", "900000003", "900000004"]);
}

#[test]
fn wrong_page_parameters_are_malformed() {
    let sandbox = sandbox(|settings| settings.max_page_size = 50);
    for query in ["page_size=0", "page_size=-1", "page_size=x", "page_size=51", "cursor=x", "borrower_id=x"] {
        assert_eq!(get(&sandbox, &format!("/borrowers?{query}")).status, 422, "{query}");
    }
    assert_eq!(get(&sandbox, "/borrowers").body["page_size"], 50);
}

#[test]
fn borrowers_are_filtered_by_id_company_and_signature() {
    let sandbox = sandbox(|_| {});
    let id = enrolled(&sandbox);
    let other = post(&sandbox, "/borrowers", &json!({"identifier": "552032534"})).body["id"].clone();
    let other = other.as_str().unwrap();
    let count = |query: &str| get(&sandbox, &format!("/borrowers?{query}")).body["count"].clone();
    assert_eq!(count(""), 2);
    assert_eq!(count(&format!("borrower_id={id}")), 1);
    assert_eq!(count(&format!("borrower_id={id}&borrower_id={other}")), 2);
    assert_eq!(count("borrower_identifier=552032534"), 1);
    assert_eq!(count("borrower_identifier=1"), 0);
    assert_eq!(count("from_signed_at=2026-11-20T09:00:00Z"), 1);
    assert_eq!(count("from_signed_at=2026-11-20T10:00:00Z"), 0);
    assert_eq!(count("to_signed_at=2026-11-20T10:00:00%2B00:00"), 1);
    assert_eq!(get(&sandbox, "/borrowers?to_signed_at=2026-11-20T10:00:00+00:00").status, 422);
}

#[test]
fn lines_are_filtered_by_company_and_id() {
    let sandbox = sandbox(|_| {});
    enrolled(&sandbox);
    let line = get(&sandbox, "/credit_lines").body["data"][0].clone();
    let id = line["id"].as_str().unwrap();
    let count = |query: &str| get(&sandbox, &format!("/credit_lines?{query}")).body["count"].clone();
    assert_eq!(count("borrower=1&borrower=913572467"), 1);
    assert_eq!(count("borrower=1"), 0);
    assert_eq!(count(&format!("id={id}")), 1);
    assert_eq!(count(&format!("id={id}&borrower=1")), 0);
}

#[test]
fn an_owner_can_be_added() {
    let sandbox = sandbox(|_| {});
    let id = enrolled(&sandbox);
    let path = format!("/borrower/{id}/owner");
    let owner = json!({"first_name": "A", "last_name": "B", "email": "a@example.com", "phone_number": "+33600000000"});
    let reply = post(&sandbox, &path, &owner);
    assert_eq!((reply.status, &reply.body["email"]), (201, &json!("a@example.com")));
    assert_eq!(get(&sandbox, &format!("/borrower/{id}")).body["owner"], reply.body);
    assert_eq!(post(&sandbox, &path, &json!({"first_name": "A"})).status, 422);
}

#[test]
fn a_repayment_method_is_added_chosen_and_checked() {
    let sandbox = sandbox(|settings| settings.several_repayment_methods = true);
    let id = enrolled(&sandbox);
    let path = format!("/borrower/{id}/repayment-methods");
    let first = get(&sandbox, &path).body;
    assert_eq!((&first["count"], &first["data"][0]["is_main"]), (&json!(1), &json!(true)));
    assert_eq!(first["data"][0]["status"], "READY");
    let method = |name: &str, account: Value| json!({"payment_method": name, "is_default_repayment_method": true, "apply_to_all_active_loans": false, "from_account": account});
    assert_eq!(post(&sandbox, &path, &method("DIRECT_DEBIT", Value::Null)).status, 400);
    assert_eq!(post(&sandbox, &path, &method("DIRECT_DEBIT", json!({"account_number": "FR76"}))).status, 400);
    assert_eq!(post(&sandbox, &path, &method("P2P", Value::Null)).status, 422);
    let added = post(&sandbox, &path, &method("SCT", Value::Null));
    assert_eq!((added.status, &added.body["is_main"]), (200, &json!(true)));
    let listed = get(&sandbox, &path).body["data"].clone();
    assert_eq!(listed.as_array().unwrap().iter().filter(|method| method["is_main"] == true).count(), 1);
    let line = get(&sandbox, "/credit_lines").body["data"][0].clone();
    assert_eq!(line["default_repayment_method"], "SCT");
    // The one that is known already is chosen again, not added.
    let known = json!({"account_number": "FR7611111000420001234567876"});
    assert_eq!(post(&sandbox, &path, &method("DIRECT_DEBIT", known)).status, 200);
    assert_eq!(get(&sandbox, &path).body["count"], 2);
}

#[test]
fn a_partner_has_one_kind_of_repayment_method() {
    let sandbox = sandbox(|_| {});
    let path = format!("/borrower/{}/repayment-methods", enrolled(&sandbox));
    let transfer = json!({"payment_method": "SCT", "is_default_repayment_method": false, "apply_to_all_active_loans": false});
    let refused = post(&sandbox, &path, &transfer);
    assert_eq!((refused.status, &refused.body["invalid_params"][0]["name"]), (400, &json!("payment_method")));
    let other = json!({"payment_method": "DIRECT_DEBIT", "is_default_repayment_method": false, "apply_to_all_active_loans": false, "from_account": {"account_number": "DE46123456780000424242"}});
    assert_eq!(post(&sandbox, &path, &other).status, 200, "another account is no other kind");
    let kinds = get(&sandbox, &path).body["data"].clone();
    assert!(kinds.as_array().unwrap().iter().all(|method| method["payment_method"] == "DIRECT_DEBIT"));
}

#[test]
fn a_method_that_stood_in_makes_way_for_the_partners() {
    let sandbox = sandbox(|_| {});
    let body = json!({"identifier": "913572467", "wait_for_ready": true});
    let id = post(&sandbox, "/borrowers", &body).body["id"].as_str().unwrap().to_owned();
    let path = format!("/borrower/{id}/repayment-methods");
    assert_eq!(get(&sandbox, &path).body["data"][0]["payment_method"], "SCT");
    let debit = json!({"payment_method": "DIRECT_DEBIT", "is_default_repayment_method": false, "apply_to_all_active_loans": false, "from_account": {"account_number": "FR7611111000420001234567876"}});
    assert_eq!(post(&sandbox, &path, &debit).status, 200);
    let methods = get(&sandbox, &path).body["data"].clone();
    assert_eq!((&methods[0]["status"], &methods[1]["is_main"]), (&json!("DEACTIVATED"), &json!(true)));
    assert_eq!(get(&sandbox, "/credit_lines").body["data"][0]["default_repayment_method"], "DIRECT_DEBIT");
}

#[test]
fn a_borrower_has_a_financial_product() {
    let sandbox = sandbox(|_| {});
    let id = enrolled(&sandbox);
    let page = get(&sandbox, &format!("/borrower/{id}/financial-products")).body;
    let product = &page["data"][0];
    assert_eq!((&page["count"], &product["borrower_id"]), (&json!(1), &json!(id)));
    assert_eq!((&product["status"], &product["can_request_loan"]), (&json!("READY"), &json!(true)));
}

#[test]
fn two_runs_of_one_seed_are_the_same() {
    let run = |seed| {
        let sandbox = Sandbox::builder().seed(seed).start().unwrap();
        let made = get(&sandbox, "/sandbox/business-generator").body;
        let borrower = post(&sandbox, "/borrowers", &with(made, "wait_for_ready", true.into())).body;
        let line = get(&sandbox, "/credit_lines").body["data"][0].clone();
        (borrower, line["id"].clone(), line["pool_amount"].clone())
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

#[test]
fn a_port_in_use_and_a_wrong_switch_are_told() {
    let first = Sandbox::start().unwrap();
    let second = Sandbox::builder().port(first.port()).start();
    assert!(matches!(second, Err(SandboxError::AddressInUse { .. })));
    assert!(second.unwrap_err().to_string().contains("another port"));
    for settings in [
        Settings { speed: 0.0, ..Settings::default() },
        Settings { bad_iban_status: 404, ..Settings::default() },
        Settings { async_status: Some("DONE".to_owned()), ..Settings::default() },
    ] {
        assert!(matches!(first.set_settings(settings), Err(SandboxError::Setting { .. })));
    }
}

#[test]
fn waiting_ends_when_it_is_stopped() {
    let sandbox = Sandbox::start().unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| sandbox.wait());
        sandbox.stop();
        waiting.join().unwrap();
    });
    assert!(support::try_send(&sandbox, "GET", "/hello", None).is_err());
}
