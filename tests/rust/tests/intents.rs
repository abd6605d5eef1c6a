//! An intent is carried out once, whatever is lost on the way and however often it is requested.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::thread::{scope, spawn};
use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind, Sandbox};
use defacto_sdk::api::installments::{InstallmentShare, NewInstallment, NewInstallmentPlan};
use defacto_sdk::api::loans::{LoanFilter, NewLoan};
use defacto_sdk::api::testing::{SandboxCountry, SandboxScenario};
use defacto_sdk::api::webhooks::{NewWebhook, WebhookChange, WebhookEventType};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::model::{CompanyReference, PaymentAccount};
use defacto_sdk::{CallOptions, CancelToken, Client, LoanOptions, LoanOutcome};
use defacto_tests_rust::companies::french_with_account;
use defacto_tests_rust::story::{client, eventually, ready, requests, sandbox, wait_until_ready};
use jiff::ToSpan;

const AMOUNT: i64 = 1_000_000;

/// Returns a function that builds an equal request for an enrolled company each time.
fn order(sandbox: &Sandbox, client: &Client, number: u64) -> impl Fn() -> NewLoan {
    let (borrower, _) = ready(client.enroll(&french_with_account(number), &wait_until_ready()).unwrap());
    let country = Some(SandboxCountry::from("FRA"));
    let iban = client.testing().generate_iban(country, Some(SandboxScenario::Success)).unwrap().iban;
    let pay_at = sandbox.now() + (5 * 24).hours();
    move || {
        NewLoan::new(AMOUNT, PaymentAccount::new(iban.clone()), pay_at, pay_at + (60 * 24).hours())
            .borrower(CompanyReference::new(borrower.identifier.clone()))
    }
}

/// Loses the answers to the next `times` requests for a loan, after they took effect.
fn lose(sandbox: &Sandbox, operation: &str, times: u64) {
    sandbox.fault(Fault::new(FaultKind::TimeoutAfterCommit).operation(operation).times(times));
}

fn loans(client: &Client) -> usize {
    client.loans().list(&LoanFilter::new()).unwrap().count()
}

#[test]
fn a_loan_whose_answers_are_lost_is_requested_again_by_the_same_object() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let request = order(&sandbox, &client, 800)();
    lose(&sandbox, "POST /loans", 3);
    let error = client.request_loan(&request, &LoanOptions::asynchronous()).unwrap_err();
    assert!(error.outcome_unknown() && error.details().salt_id == request.salt_id, "{error}");
    client.request_loan(&request, &LoanOptions::asynchronous()).unwrap();
    client.loans().request(&request).unwrap();
    assert_eq!(loans(&client), 1);
}

#[test]
fn a_loan_that_is_in_doubt_is_the_one_that_is_built_anew() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let order = order(&sandbox, &client, 801);
    lose(&sandbox, "POST /loans", 3);
    client.loans().request(&order()).unwrap_err();
    let another = Client::new(sandbox.api_key(), sandbox.url()).unwrap();
    another.loans().request(&order()).unwrap();
    assert_eq!(loans(&client), 1);
}

#[test]
fn a_job_that_runs_again_names_its_loans() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let order = order(&sandbox, &client, 802);
    for _ in 0..3 {
        client.request_loan(&order().for_key("order-4711"), &LoanOptions::asynchronous()).unwrap();
    }
    assert_eq!(loans(&client), 1);
    client.request_loan(&order().for_key("order-4712"), &LoanOptions::asynchronous()).unwrap();
    assert_eq!(loans(&client), 2);
}

#[test]
fn a_request_that_was_interrupted_goes_on_with_the_same_object() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let request = order(&sandbox, &client, 803)();
    sandbox.fault(Fault::new(FaultKind::Latency).operation("POST /loans").delay(Duration::from_secs(2)));
    let token = CancelToken::default();
    let (stoppable, stopped) =
        (client.with_options(CallOptions::new().cancel(token.clone())), request.clone());
    let requesting = spawn(move || stoppable.request_loan(&stopped, &LoanOptions::asynchronous()));
    eventually("the request", || !requests(&sandbox, "POST /loans").is_empty());
    token.cancel();
    let error = requesting.join().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(error.details().salt_id, request.salt_id);
    let outcome =
        client.request_loan(&request, &LoanOptions::wait_until_decided(Duration::from_secs(20))).unwrap();
    assert!(matches!(outcome, LoanOutcome::Offered { .. }), "{outcome:?}");
    assert_eq!(loans(&client), 1);
}

#[test]
fn a_plan_is_made_once_however_often_it_is_asked_for() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let request = order(&sandbox, &client, 804)();
    let options = LoanOptions::wait_until_decided(Duration::from_secs(20)).accept(true);
    let LoanOutcome::Accepted { loan } = client.request_loan(&request, &options).unwrap() else {
        panic!("it is not accepted")
    };
    sandbox.advance(Duration::from_secs(4 * 24 * 60 * 60));
    sandbox.advance(Duration::from_secs(24 * 60 * 60 + 60));
    let date = sandbox.now() + (30 * 24).hours();
    let part = NewInstallment::new(AMOUNT, date, vec![InstallmentShare::new(loan.id, AMOUNT)]);
    let plan = NewInstallmentPlan::new(vec![part], "SCT");
    lose(&sandbox, "POST /installment-plans", 1);
    let first = client.installments().create_plan(&plan).unwrap();
    let second = client.installments().create_plan(&plan).unwrap();
    assert_eq!(first.id, second.id);
}

#[test]
fn a_webhook_that_five_threads_ensure_is_created_once() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(
        Fault::new(FaultKind::Latency).operation("GET /webhooks").times(5).delay(Duration::from_millis(50)),
    );
    let wanted = NewWebhook::new(
        "lines",
        "https://partner.example/hook?secret=1",
        vec![WebhookEventType::CreditLineCreated],
    );
    let changes: Vec<WebhookChange> = scope(|scope| {
        let ensure = || client(&sandbox).webhooks().ensure(&wanted).unwrap().change;
        let threads: Vec<_> = (0..5).map(|_| scope.spawn(ensure)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(changes.iter().filter(|change| **change == WebhookChange::Created).count(), 1);
    assert_eq!(requests(&sandbox, "POST /webhooks").len(), 1);
}
