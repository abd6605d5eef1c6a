//! Invoices: drafts, verification, uploads.

use crate::support::{self, advance, frozen, get, listener, post, send, send_as, subscribe, with};
use defacto_sandbox::{Sandbox, Shape};
use serde_json::{Value, json};

fn invoice(sandbox: &Sandbox) -> Value {
    let reply = post(sandbox, "/sandbox/invoice-generator", &json!({"country": "DEU"}));
    assert_eq!(reply.status, 201);
    assert!(reply.body["pdf_download_url"].is_string());
    reply.body["invoice_creation_payload"].clone()
}

fn path(id: &Value) -> String {
    format!("/invoice/{}", id.as_str().unwrap())
}

fn status(sandbox: &Sandbox, id: &Value) -> Value {
    get(sandbox, &path(id)).body["status"].clone()
}

#[test]
fn a_complete_invoice_is_submitted_and_verified() {
    let sandbox = frozen(|_| {});
    let (port, receiver) = listener();
    subscribe(&sandbox, port);
    let body = invoice(&sandbox);
    let created = post(&sandbox, "/invoices", &body);
    assert_eq!((created.status, &created.body["status"]), (201, &json!("SUBMITTED")));
    assert_eq!(created.body["total_amount"], body["total_amount"]);
    assert_eq!(created.body["buyer"]["identifier"], body["buyer"]["identifier"]);
    assert_eq!(created.body["to_account_details"]["account_number"], body["to_account"]["account_number"]);
    let id = created.body["id"].clone();
    advance(&sandbox, 10);
    assert_eq!(status(&sandbox, &id), "VERIFIED");
    let deleted = send(&sandbox, "DELETE", &path(&id), None);
    assert_eq!((deleted.status, &deleted.body["status"]), (200, &json!("DELETED")));
    assert_eq!(send(&sandbox, "DELETE", &path(&id), None).body, deleted.body, "safe to repeat");
    // Its companies become counterparties, which is told as well.
    let told = std::iter::repeat_with(|| support::next(&receiver).1);
    let mut told = told.filter(|body| body["entity_type"] == "invoice");
    for event in ["Invoice.SUBMITTED", "Invoice.VERIFIED", "Invoice.DELETED"] {
        let body = told.next().unwrap();
        assert_eq!((&body["event_type"], &body["id"]), (&json!(event), &id));
    }
}

#[test]
fn a_draft_is_completed_before_it_is_submitted() {
    let sandbox = frozen(|_| {});
    let whole = invoice(&sandbox);
    let draft = json!({"document": whole["document"], "is_draft": true});
    let created = post(&sandbox, "/invoices", &draft);
    assert_eq!((created.status, &created.body["status"]), (201, &json!("TO_SUBMIT")));
    let id = created.body["id"].clone();
    let submit = format!("{}/submit", path(&id));
    let refused = send(&sandbox, "POST", &submit, None);
    assert_eq!(refused.status, 422);
    let missing = ["buyer", "seller", "invoice_number", "issued_at", "due_at", "total_amount"];
    assert_eq!(refused.body["data"]["missing_fields"], json!(missing));
    assert_eq!(refused.body["invalid_params"][5]["name"], "total_amount");
    let patch = |change: &Value| send(&sandbox, "PATCH", &path(&id), Some(change));
    assert_eq!(patch(&whole).status, 200);
    let cleared = patch(&json!({"tax_amount": null})).body;
    assert_eq!((&cleared["tax_amount"], &cleared["total_amount"]), (&Value::Null, &whole["total_amount"]));
    let submitted = post(&sandbox, &submit, &json!({"invoice_number": "F-7"}));
    assert_eq!((submitted.status, &submitted.body["invoice_number"]), (200, &json!("F-7")));
    assert_eq!(submitted.body["status"], "SUBMITTED");
    assert_eq!(patch(&json!({"invoice_number": "F-8"})).status, 400, "it is no draft any more");
    assert_eq!(send(&sandbox, "POST", &submit, None).status, 400);
}

#[test]
fn whether_silence_means_a_draft_is_a_switch() {
    for (is_draft, status) in [(false, "SUBMITTED"), (true, "TO_SUBMIT")] {
        let sandbox = frozen(|settings| settings.invoice_draft_default = is_draft);
        let body = with(invoice(&sandbox), "is_draft", Value::Null);
        assert_eq!(post(&sandbox, "/invoices", &body).body["status"], status);
    }
}

#[test]
fn a_verification_may_ask_for_changes_or_decline() {
    let sandbox = frozen(|_| {});
    let early = with(invoice(&sandbox), "due_at", "2026-01-01T00:00:00Z".into());
    let edit = post(&sandbox, "/invoices", &early).body["id"].clone();
    let other = invoice(&sandbox);
    let no = json!({"business_identifier": {"identifier": other["buyer"]["identifier"]}, "scenario": "NOT_ELIGIBLE"});
    post(&sandbox, "/sandbox/business-eligible", &no);
    let declined = post(&sandbox, "/invoices", &other).body["id"].clone();
    advance(&sandbox, 10);
    assert_eq!(status(&sandbox, &edit), "TO_EDIT");
    assert_eq!(get(&sandbox, &path(&declined)).body["status_reason"], "CREDIT_RISK_NOT_ELIGIBLE");
    assert_eq!(status(&sandbox, &declined), "DECLINED");
    let change = json!({"due_at": "2027-01-01T00:00:00Z"});
    assert_eq!(post(&sandbox, &format!("{}/submit", path(&edit)), &change).body["status"], "SUBMITTED");
    advance(&sandbox, 10);
    assert_eq!(status(&sandbox, &edit), "VERIFIED");
}

#[test]
fn a_document_must_be_a_pdf_in_base64() {
    let sandbox = frozen(|_| {});
    for wrong in ["aGVsbG8=", "%PDF-1.4", ""] {
        let reply = post(&sandbox, "/invoices", &with(invoice(&sandbox), "document", wrong.into()));
        assert_eq!((reply.status, &reply.body["invalid_params"][0]["name"]), (422, &json!("document")));
    }
    assert_eq!(post(&sandbox, "/invoices", &json!({})).status, 422);
    assert_eq!(get(&sandbox, "/invoices").body["count"], 0);
}

fn upload(sandbox: &Sandbox, query: &str, file: &str, metadata: Option<&str>) -> support::Reply {
    let metadata = metadata
        .map(|text| format!("--b\r\ncontent-disposition: form-data; name=\"metadata\"\r\n\r\n{text}\r\n"));
    let body = format!(
        "{}--b\r\ncontent-disposition: form-data; name=\"anything\"; filename=\"a.pdf\"\r\n\
         content-type: application/pdf\r\n\r\n{file}\r\n--b--\r\n",
        metadata.unwrap_or_default()
    );
    let kind = "multipart/form-data; boundary=b";
    let headers = [("authorization", "Bearer test-key")];
    send_as(sandbox, "POST", &format!("/invoices/upload{query}"), &headers, (kind, body)).unwrap()
}

#[test]
fn an_uploaded_pdf_becomes_a_draft() {
    let sandbox = frozen(|_| {});
    let query = "?seller=SIREN-899021021&buyer=HR_NUMMER-HRB%20424242%20B";
    let created = upload(&sandbox, query, "%PDF-1.4 ...", Some("{\"order\": 7}"));
    assert_eq!((created.status, &created.body["status"]), (201, &json!("TO_SUBMIT")), "{}", created.text);
    assert_eq!(created.body["seller"]["identifier"], "899021021");
    assert_eq!(created.body["buyer"]["identifier_type"], "hr_nummer");
    assert_eq!(created.body["metadata"], json!({"order": 7}));
    let submit = format!("{}/submit", path(&created.body["id"]));
    assert_eq!(send(&sandbox, "POST", &submit, None).status, 200);
    for (query, file, metadata) in [
        ("", "GIF89a", None),
        ("?seller=siren-899021021", "%PDF-1.4", None),
        ("?seller=899021021", "%PDF-1.4", None),
        ("", "%PDF-1.4", Some("no json")),
    ] {
        assert_eq!(upload(&sandbox, query, file, metadata).status, 422);
    }
    assert_eq!(post(&sandbox, "/invoices/upload", &json!({})).status, 422, "JSON is no upload");
}

#[test]
fn invoices_are_listed_by_what_is_asked_for() {
    let sandbox = frozen(|_| {});
    let first = with(invoice(&sandbox), "invoice_number", "Alpha 1".into());
    post(&sandbox, "/invoices", &first);
    post(&sandbox, "/invoices", &with(invoice(&sandbox), "is_draft", true.into()));
    let count = |query: &str| {
        let reply = get(&sandbox, &format!("/invoices?{query}"));
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.body["count"].as_i64().unwrap()
    };
    assert_eq!((count(""), count("status=TO_SUBMIT"), count("status=TO_SUBMIT&status=SUBMITTED")), (2, 1, 2));
    assert_eq!(
        (count("query=alpha"), count("linked_to_loan=true"), count("linked_to_loan=false")),
        (1, 0, 2)
    );
    let buyer = first["buyer"]["identifier"].as_str().unwrap().replace(' ', "%20");
    assert_eq!(count(&format!("buyer={buyer}")), 1);
    assert_eq!(get(&sandbox, "/invoices?status=LOST").status, 422);
    assert_eq!(get(&sandbox, "/invoice/unknown").status, 404);
}

#[test]
fn a_minimal_invoice_carries_number_and_amount() {
    let sandbox = frozen(|settings| settings.response_shape = Shape::Minimal);
    let body = post(&sandbox, "/invoices", &invoice(&sandbox)).body;
    let fields: Vec<_> = body.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["invoice_number", "net_amount"]);
}
