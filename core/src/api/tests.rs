use std::time::Duration;

use serde_json::Value;

use super::cards::EphemeralKeyRequest;
use super::installments::NewInstallmentPlan;
use super::invoices::NewInvoice;
use crate::canned::server;
use crate::error::ErrorKind;
use crate::model::Uuid;
use crate::{CallOptions, Pdf};

const PLAN: &str = r#"{"id":"5b0a1f8e-2f0a-4b55-9a3e-0d6f2f1b7c11","installments":[],"loan_ids":[],
    "business_identifier":{"identifier":"552032534","identifier_type":"siren"}}"#;

fn plan() -> NewInstallmentPlan {
    NewInstallmentPlan::new(Vec::new(), "SCT")
}

fn salt_of(request: &str) -> String {
    let (_, body) = request.split_once("\r\n\r\n").expect("it has a body");
    let body: Value = serde_json::from_str(body).expect("the body is JSON");
    body["salt_id"].as_str().expect("it has a salt").to_owned()
}

#[test]
fn a_write_without_a_salt_gets_one_that_its_repetition_keeps() {
    let (client, requests) = server(vec![None, Some((504, "gateway")), Some((201, PLAN))]);
    let plan = client.installments().create_plan(&plan()).expect("the third attempt is answered");
    assert!(plan.installments.is_empty());
    let salts: Vec<String> = requests.iter().take(3).map(|request| salt_of(&request)).collect();
    assert!(salts[0].parse::<Uuid>().is_ok(), "{salts:?}");
    assert_eq!(salts[0], salts[1]);
    assert_eq!(salts[1], salts[2]);
}

#[test]
fn an_error_names_the_salt_so_that_the_caller_can_go_on() {
    let (client, requests) = server(vec![Some((504, "gateway"))]);
    let client = client.with_options(CallOptions::new().max_retries(0).read_timeout(Duration::from_secs(5)));
    let error = client.installments().create_plan(&plan()).expect_err("nobody answered");
    assert!(error.outcome_unknown());
    assert_eq!(error.details().salt_id, Some(salt_of(&requests.recv().expect("it was sent"))));
    assert!(error.to_string().contains("repeat it with the same salt_id"), "{error}");
}

#[test]
fn a_salt_of_the_caller_is_sent_as_it_is() {
    let (client, requests) = server(vec![Some((201, PLAN))]);
    client.installments().create_plan(&plan().salt_id("order 17")).expect("it is answered");
    assert_eq!(salt_of(&requests.recv().expect("it was sent")), "order 17");
}

#[test]
fn an_invoice_without_a_pdf_is_not_sent() {
    let (client, requests) = server::<&str>(Vec::new());
    let error = client.invoices().create(&NewInvoice::new("PGh0bWw+")).expect_err("it is no PDF");
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(
        (error.problems()[0].pointer.as_str(), error.problems()[0].code.as_str()),
        ("/document", "no_pdf")
    );
    assert!(requests.try_recv().is_err());
}

#[test]
fn a_pdf_is_uploaded_under_its_name() {
    let (client, requests) = server(vec![Some((201, r#"{"invoice_number":"17","net_amount":100}"#))]);
    let buyer = Some("SIREN-552032534".to_owned());
    let pdf = Pdf::from_bytes(*b"%PDF-1.7", "invoice.pdf").expect("it is a PDF");
    let invoice = client.invoices().upload(&pdf, buyer, None, None).expect("it is answered");
    assert_eq!(invoice.net_amount, 100);
    let request = requests.recv().expect("it was sent");
    assert!(request.starts_with("POST /invoices/upload?buyer=SIREN-552032534 "), "{request}");
    assert!(request.contains("multipart/form-data; boundary=defacto-"), "{request}");
    assert!(request.contains("name=\"file\"; filename=\"invoice.pdf\""), "{request}");
}

#[test]
fn a_key_is_asked_for_with_a_form() {
    let (client, requests) = server(vec![Some((422, r#"{"detail":"nonce abc-nonce-1 is not known"}"#))]);
    let error = client
        .cards()
        .create_ephemeral_key(Uuid::nil(), &EphemeralKeyRequest::new("abc-nonce-1"))
        .expect_err("it is refused");
    assert!(!error.to_string().contains("abc-nonce-1"), "{error}");
    let request = requests.recv().expect("it was sent");
    assert!(request.contains("application/x-www-form-urlencoded"), "{request}");
    assert!(request.ends_with("\r\n\r\nnonce=abc-nonce-1"), "{request}");
}

#[test]
fn bare_lists_files_and_pages_are_read() {
    let expense =
        r#"[{"denial_code_name":"KYB_PENDING","translations":{"de":"d","en":"e","es":"s","fr":"f"}}]"#;
    let (client, requests) = server(vec![
        Some((200, expense)),
        Some((200, "a;b\n1;2\n")),
        Some((200, r#"{"count":0,"page_size":100,"data":[]}"#)),
    ]);
    assert_eq!(client.eligibility().list_reasons().expect("it is answered")[0].translations.fr, "f");
    let filter = super::cards::CardExportFilter::new().period("2026-01");
    assert_eq!(client.cards().export_entries(Uuid::nil(), &filter).expect("it is answered"), b"a;b\n1;2\n");
    let cases = client
        .recollection()
        .list_cases("552032534".to_owned(), "siren".into())
        .expect("nothing is sent yet");
    assert_eq!(cases.count(), 0);
    let lines: Vec<String> =
        requests.iter().take(3).filter_map(|request| Some(request.lines().next()?.to_owned())).collect();
    assert_eq!(lines[1], format!("GET /cards/{}/entries/export?period=2026-01 HTTP/1.1", Uuid::nil()));
    assert_eq!(lines[2], "GET /recollection-cases?identifier=552032534&identifier_type=siren HTTP/1.1");
}
