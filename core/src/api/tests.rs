use std::time::Duration;

use serde_json::Value;

use super::business_data::{SharedInvoice, SharedInvoices, SharedTransaction, SharedTransactions};
use super::cards::EphemeralKeyRequest;
use super::installments::NewInstallmentPlan;
use super::invoices::NewInvoice;
use crate::canned::server;
use crate::client::CallOptions;
use crate::error::ErrorKind;
use crate::model::{BusinessIdentifier, Timestamp, Uuid};
use crate::pdf::Pdf;

const PLAN: &str = r#"{"id":"5b0a1f8e-2f0a-4b55-9a3e-0d6f2f1b7c11","installments":[],"loan_ids":[],
    "business_identifier":{"identifier":"552032534","identifier_type":"siren"}}"#;

fn plan() -> NewInstallmentPlan {
    NewInstallmentPlan::new(Vec::new(), "SCT")
}

fn salt_of(request: &str) -> Option<String> {
    let (_, body) = request.split_once("\r\n\r\n").expect("it has a body");
    let body: Value = serde_json::from_str(body).expect("the body is JSON");
    body["salt_id"].as_str().map(str::to_owned)
}

#[test]
fn a_plan_is_repeated_without_a_salt_since_the_api_knows_it_by_its_loans() {
    let (client, requests) = server(vec![None, Some((504, "gateway")), Some((201, PLAN))]);
    let plan = client.installments().create_plan(&plan()).expect("the third attempt is answered");
    assert!(plan.installments.is_empty());
    let salts: Vec<Option<String>> = requests.iter().take(3).map(|request| salt_of(&request)).collect();
    assert_eq!(salts, [None, None, None]);
}

#[test]
fn an_error_of_a_plan_says_that_it_can_be_sent_again() {
    let (client, _requests) = server(vec![Some((504, "gateway")), Some((504, "gateway"))]);
    let client = client.with_options(CallOptions::new().max_retries(0).read_timeout(Duration::from_secs(5)));
    let error = client.installments().create_plan(&plan()).expect_err("nobody answered");
    assert!(error.outcome_unknown() && error.details().salt_id.is_none());
    assert!(error.to_string().contains("send the same request again"), "{error}");
    assert!(!error.to_string().contains("look before"), "{error}");
    let error = client.installments().create_plan(&plan().salt_id("order 17")).expect_err("nobody answered");
    assert_eq!(error.details().salt_id.as_deref(), Some("order 17"));
}

#[test]
fn a_salt_of_the_caller_is_sent_as_it_is() {
    let (client, requests) = server(vec![Some((201, PLAN))]);
    client.installments().create_plan(&plan().salt_id("order 17")).expect("it is answered");
    assert_eq!(salt_of(&requests.recv().expect("it was sent")).as_deref(), Some("order 17"));
    let error = client.installments().create_plan(&plan().salt_id(" ")).expect_err("the salt is blank");
    assert_eq!(error.problems()[0].pointer, "/salt_id");
    assert!(requests.try_recv().is_err());
}

/// Returns the `salt_id` of each row in the body of an upload.
fn salts_of(request: &str, rows: &str) -> Vec<String> {
    let (_, body) = request.split_once("\r\n\r\n").expect("it has a body");
    let body: Value = serde_json::from_str(body).expect("the body is JSON");
    let rows = body[rows].as_array().expect("it has rows");
    rows.iter().map(|row| row["salt_id"].as_str().expect("each has a salt").to_owned()).collect()
}

#[test]
fn shared_transactions_are_the_same_rows_in_every_upload() {
    let (client, requests) = server(vec![Some((204, "")); 2]);
    let moment: Timestamp = "2026-04-02T00:00:00Z".parse().expect("it is a moment");
    let row = |amount: i64| SharedTransaction::new(amount, moment);
    let first = vec![row(100), row(100), row(200), row(300).salt_id("bank-7")];
    let second = vec![row(200), row(100), row(100)];
    for rows in [first, second] {
        let upload = SharedTransactions::new("472618354", "siren").transactions(rows);
        client.business_data().share_transactions(&upload).expect("it is answered");
    }
    let uploads: Vec<Vec<String>> =
        requests.iter().take(2).map(|request| salts_of(&request, "transactions")).collect();
    assert_ne!(uploads[0][0], uploads[0][1], "two payments may say the same");
    assert_eq!(uploads[0][3], "bank-7");
    assert_eq!(uploads[1], [&*uploads[0][2], &*uploads[0][0], &*uploads[0][1]]);
}

#[test]
fn a_shared_invoice_that_has_changed_is_another_row() {
    let (client, requests) = server(vec![Some((204, ""))]);
    let moment: Timestamp = "2026-04-02T00:00:00Z".parse().expect("it is a moment");
    let company = || BusinessIdentifier::new("472618354", "siren");
    let row = || SharedInvoice::new(company(), company(), "payable", "F-17", moment, moment, 100);
    let upload =
        SharedInvoices::new("472618354", "siren").invoices(vec![row(), row(), row().to_pay_amount(0)]);
    client.business_data().share_invoices(&upload).expect("it is answered");
    let salts = salts_of(&requests.recv().expect("it was sent"), "invoices");
    assert_eq!(salts[0], salts[1]);
    assert_ne!(salts[0], salts[2]);
}

#[test]
fn a_row_with_a_blank_salt_is_not_shared() {
    let (client, requests) = server::<&str>(Vec::new());
    let moment: Timestamp = "2026-04-02T00:00:00Z".parse().expect("it is a moment");
    let rows = vec![SharedTransaction::new(1, moment), SharedTransaction::new(1, moment).salt_id("")];
    let upload = SharedTransactions::new("472618354", "siren").transactions(rows);
    let error = client.business_data().share_transactions(&upload).expect_err("a salt is blank");
    assert_eq!(error.problems()[0].pointer, "/transactions/1/salt_id");
    assert!(requests.try_recv().is_err());
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
