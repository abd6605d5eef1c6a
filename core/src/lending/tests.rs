#![expect(clippy::unnecessary_wraps, reason = "an answer may also be none, as when a connection breaks")]

use std::sync::mpsc::Receiver;
use std::time::Duration;

use serde_json::{Value, json};

use super::LoanOutcome;
use super::options::{LoanOptions, TrackOptions};
use crate::api::invoices::NewInvoice;
use crate::api::loans::{LoanStatus, NewLoan};
use crate::canned::server;
use crate::client::Client;
use crate::error::ErrorKind;
use crate::model::{PaymentAccount, Timestamp, TradeParty};
use crate::pdf::Pdf;

const ID: &str = "0f4c55ad-0a5e-4f0b-8a43-7a1d6d2cf9d1";
const INVOICE: &str = "3c1d2f60-9f0e-4a36-9d3b-1f52f6a7be11";

fn moment(text: &str) -> Timestamp {
    text.parse().expect("it is a moment")
}

pub(super) fn new_loan() -> NewLoan {
    let account = PaymentAccount::new("FR1420041010050500013M02606");
    NewLoan::new(10_000, account, moment("2026-12-01T00:00:00Z"), moment("2027-01-30T00:00:00Z"))
}

/// Returns an answer with a loan of this status.
pub(super) fn loan(status: &str) -> Option<(u16, String)> {
    let company = json!({"id": ID, "identifier": "472618354", "identifier_type": "siren"});
    let account = json!({"account_number": "FR1420041010050500013M02606", "account_number_type": "iban",
        "bank_identifier": "FK2FACTO", "bank_identifier_type": "bic"});
    let at = "2026-12-01T00:00:00+00:00";
    let body = json!({
        "id": ID, "status": status, "amount": 10_000, "currency": "EUR", "loan_type": "INVOICE_BASED_FINANCING",
        "borrower": company, "beneficiary": company, "submitted_at": at, "to_pay_at": at, "to_repay_at": at,
        "earliest_to_repay_at": at, "repayment_method": "DIRECT_DEBIT", "loan_from": account, "loan_to": account,
        "repayment_to": account, "loan_from_references": [], "loan_to_references": [],
        "repayment_from_references": [], "repayment_to_references": [], "repaid_amount": 0,
        "repaid_nominal_amount": 0, "paid_interests_amount": 0, "invoice_ids": [], "deposits": {},
        "denial_reason": (status == "DECLINED").then_some("DOUBLE_MOBILIZATION"),
    });
    Some((201, body.to_string()))
}

fn invoice(status: &str) -> Option<(u16, String)> {
    let body = json!({"id": INVOICE, "invoice_number": "F-17", "net_amount": 10_000, "status": status});
    Some((200, body.to_string()))
}

fn page(items: &[Value]) -> Option<(u16, String)> {
    Some((200, json!({"count": items.len(), "page_size": 100, "data": items}).to_string()))
}

/// Returns options with the shortest polling interval.
pub(super) fn soon() -> LoanOptions {
    LoanOptions::wait_until_decided(Duration::from_secs(20)).poll_interval(Duration::from_millis(1))
}

fn request(answers: Vec<Option<(u16, String)>>, options: &LoanOptions) -> (LoanOutcome, Vec<String>) {
    let (client, requests) = server(answers);
    let outcome = client.request_loan(&new_loan(), options).expect("it has an outcome");
    (outcome, lines(&requests))
}

/// Returns the first line of each request.
pub(super) fn lines(requests: &Receiver<String>) -> Vec<String> {
    let line = |text: String| text.split(" HTTP").next().unwrap_or_default().to_owned();
    requests.try_iter().map(line).collect()
}

fn salt_of(request: &str) -> Value {
    let (_, body) = request.split_once("\r\n\r\n").expect("it has a body");
    serde_json::from_str::<Value>(body).expect("the body is JSON")["salt_id"].clone()
}

#[test]
fn a_decline_is_a_value_whatever_its_form() {
    let (outcome, _) = request(vec![loan("DECLINED")], &LoanOptions::asynchronous());
    let LoanOutcome::Declined { loan: Some(loan), reason } = outcome else { panic!("{outcome:?}") };
    assert_eq!((loan.status, reason.as_deref()), (LoanStatus::Declined, Some("DOUBLE_MOBILIZATION")));

    let body =
        json!({"title": "Bad Request", "data": {"status": "DECLINED", "denial_reason": "KYB_PENDING"}});
    let (outcome, _) = request(vec![Some((400, body.to_string()))], &LoanOptions::asynchronous());
    assert_eq!(outcome, LoanOutcome::Declined { loan: None, reason: Some("KYB_PENDING".to_owned()) });
}

#[test]
fn the_decision_is_waited_for_and_the_offer_accepted() {
    let answers = vec![loan("PENDING_VALIDATION"), loan("TO_VALIDATE"), loan("VALIDATED")];
    let (outcome, sent) = request(answers, &soon().accept(true));
    assert!(matches!(outcome, LoanOutcome::Accepted { loan } if loan.status == LoanStatus::Validated));
    assert_eq!(sent, ["POST /loans", &format!("GET /loan/{ID}"), &format!("POST /loan/{ID}/validate")]);
}

#[test]
fn an_offer_is_left_to_the_caller_unless_told_otherwise() {
    let (outcome, sent) = request(vec![loan("TO_VALIDATE")], &soon());
    assert!(matches!(outcome, LoanOutcome::Offered { .. }), "{outcome:?}");
    assert_eq!(sent, ["POST /loans"]);
}

#[test]
fn an_acceptance_that_got_lost_is_not_taken_for_a_failure() {
    let answers = vec![loan("TO_VALIDATE"), Some((504, String::new())), loan("VALIDATED")];
    let (outcome, sent) = request(answers, &soon().accept(true));
    assert!(matches!(outcome, LoanOutcome::Accepted { .. }), "{outcome:?}");
    assert_eq!(sent.last(), Some(&format!("GET /loan/{ID}")));
}

#[test]
fn nobody_waits_unless_told_to() {
    let (outcome, sent) = request(vec![loan("PENDING_VALIDATION")], &LoanOptions::asynchronous());
    let LoanOutcome::Pending { loan: Some(_), invoice: None, salt_id } = outcome else {
        panic!("{outcome:?}")
    };
    assert!(!salt_id.is_empty());
    assert_eq!(sent, ["POST /loans"]);
}

#[test]
fn a_request_of_unknown_outcome_is_sent_again_with_its_salt() {
    let (client, requests) = server(vec![None, Some((504, String::new())), loan("TO_REPAY")]);
    let outcome = client.request_loan(&new_loan().salt_id("order 17"), &soon()).expect("it has an outcome");
    assert!(matches!(outcome, LoanOutcome::Accepted { .. }), "{outcome:?}");
    let salts: Vec<Value> = requests.try_iter().map(|request| salt_of(&request)).collect();
    assert_eq!(salts, ["order 17", "order 17", "order 17"]);
}

#[test]
fn a_refusal_after_an_unknown_outcome_leaves_the_doubt() {
    let (client, _requests) = server(vec![None, Some((409, String::new()))]);
    let error = client.request_loan(&new_loan(), &soon()).expect_err("it is refused");
    assert!(error.outcome_unknown() && error.details().salt_id.is_some());
    assert!(error.to_string().contains("loans.list"), "{error}");
}

#[test]
fn an_outcome_that_stays_unknown_is_pending() {
    let client = Client::builder("a-key-for-tests", "http://127.0.0.1:9").max_retries(0);
    let client = client.build().expect("the client is set up");
    let error = client.request_loan(&new_loan(), &LoanOptions::asynchronous()).expect_err("nobody listens");
    assert!(!error.outcome_unknown() && error.details().salt_id.is_some());

    let (client, _requests) = server::<String>(vec![None]);
    let options = LoanOptions::wait_until_decided(Duration::from_millis(60));
    let client = client.with_options(crate::client::CallOptions::new().max_retries(0));
    let outcome = client.request_loan(&new_loan().salt_id("order 17"), &options).expect("it has an outcome");
    let pending = LoanOutcome::Pending { loan: None, invoice: None, salt_id: "order 17".to_owned() };
    assert_eq!(outcome, pending);
    assert_eq!(LoanOutcome::from_json(&outcome.to_json()), Ok(pending));
}

#[test]
fn what_cannot_pass_is_not_sent() {
    let (client, requests) = server::<String>(Vec::new());
    let mut wrong = new_loan();
    (wrong.amount, wrong.loan_to.account_number) = (0, "FR15".to_owned());
    let error = client.request_loan(&wrong, &LoanOptions::asynchronous()).expect_err("it is invalid");
    let places: Vec<&str> = error.problems().iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(places, ["/amount", "/loan_to/account_number"]);
    assert_eq!(lines(&requests), [""; 0]);
}

fn with_invoice() -> LoanOptions {
    let pdf = Pdf::from_bytes(*b"%PDF-1.7", "invoice.pdf").expect("it is a PDF");
    let seller = TradeParty::new().identifier("472618354");
    soon().invoice(NewInvoice::new(pdf.base64()).invoice_number("F-17").seller(seller))
}

#[test]
fn an_invoice_comes_first_and_is_verified() {
    let answers =
        vec![page(&[]), invoice("SUBMITTED"), invoice("SUBMITTED"), invoice("VERIFIED"), loan("VALIDATED")];
    let (outcome, sent) = request(answers, &with_invoice());
    assert!(matches!(outcome, LoanOutcome::Accepted { .. }), "{outcome:?}");
    let look = format!("GET /invoice/{INVOICE}");
    assert_eq!(sent, ["GET /invoices?seller=472618354", "POST /invoices", &look, &look, "POST /loans"]);
}

#[test]
fn an_invoice_that_is_there_already_is_not_created_again() {
    let there = json!({"id": INVOICE, "invoice_number": "F-17", "net_amount": 10_000, "status": "VERIFIED"});
    let (outcome, sent) = request(vec![page(&[there]), loan("VALIDATED")], &with_invoice());
    assert!(matches!(outcome, LoanOutcome::Accepted { .. }), "{outcome:?}");
    assert_eq!(sent, ["GET /invoices?seller=472618354", "POST /loans"]);
}

#[test]
fn an_invoice_that_got_lost_is_looked_for() {
    let there = json!({"id": INVOICE, "invoice_number": "F-17", "net_amount": 10_000, "status": "VERIFIED"});
    let answers = vec![page(&[]), Some((504, String::new())), page(&[there]), loan("VALIDATED")];
    let (_, sent) = request(answers, &with_invoice());
    let look = "GET /invoices?seller=472618354";
    assert_eq!(sent, [look, "POST /invoices", look, "POST /loans"]);
}

#[test]
fn an_invoice_that_is_refused_ends_it() {
    let (outcome, sent) = request(vec![page(&[]), invoice("TO_EDIT")], &with_invoice());
    assert!(matches!(outcome, LoanOutcome::InvoiceRefused { .. }), "{outcome:?}");
    assert_eq!(sent.len(), 2);
}

#[test]
fn a_loan_is_followed_from_change_to_change() {
    let answers = vec![
        loan("TO_REPAY"),
        Some((503, String::new())),
        loan("TO_REPAY"),
        loan("TO_REPAY"),
        loan("CLOSED"),
    ];
    let (client, _requests) = server(answers);
    let options = TrackOptions::new().poll_interval(Duration::from_millis(1));
    let seen =
        client.track(ID.parse().expect("it is an id"), &options).map(|loan| loan.map(|loan| loan.status));
    let seen: Vec<LoanStatus> = seen.collect::<Result<_, _>>().expect("nothing goes wrong");
    assert_eq!(seen, [LoanStatus::ToRepay, LoanStatus::Closed]);
}

#[test]
fn following_ends_at_the_deadline_and_after_an_error() {
    let (client, _requests) = server(vec![loan("TO_REPAY")]);
    let options = TrackOptions::new().wait(Duration::from_millis(100));
    assert_eq!(client.track(ID.parse().expect("it is an id"), &options).count(), 1);

    let (client, _requests) = server(vec![Some((404, String::new()))]);
    let mut tracker = client.track(ID.parse().expect("it is an id"), &TrackOptions::new());
    let error = tracker.next().expect("it tells").expect_err("it is not known");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(tracker.next().is_none());
}

#[test]
fn codes_are_explained_from_a_list_that_is_read_once() {
    let texts = |en: &str| json!({"de": "Pech", "en": en, "es": "Malo", "fr": "Dommage"});
    let list = json!([{"denial_code_name": "KYB_PENDING", "translations": texts("Bad luck")}]).to_string();
    let answers =
        vec![Some((200, list)), Some((200, texts("Newer").to_string())), Some((404, String::new()))];
    let (client, requests) = server(answers);
    let explain = |code, language: &str| client.explain(code, language).expect("it is answered");
    assert_eq!(explain("KYB_PENDING", "fr").as_deref(), Some("Dommage"));
    assert_eq!(
        client.explain("KYB_PENDING", "nl").expect_err("it is not there").kind(),
        ErrorKind::Validation
    );
    assert_eq!(explain("NEW_CODE", "en").as_deref(), Some("Newer"));
    assert_eq!(explain("NEW_CODE", "de").as_deref(), Some("Pech"));
    assert_eq!(explain("NO_CODE", "en"), None);
    assert_eq!(
        lines(&requests),
        [
            "GET /eligibility/reasons",
            "GET /translation/denial-code/NEW_CODE",
            "GET /translation/denial-code/NO_CODE"
        ]
    );
}
