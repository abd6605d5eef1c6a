//! A loan from its request to its end, with a moving sandbox clock: status, balance, payments, webhooks.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::time::Duration;

use defacto_sandbox::Sandbox;
use defacto_sdk::api::credit_lines::CreditLineFilter;
use defacto_sdk::api::invoices::NewInvoice;
use defacto_sdk::api::loans::{Loan, LoanStatus, NewLoan};
use defacto_sdk::api::payments::{PaymentFilter, PaymentStatus};
use defacto_sdk::api::testing::{GeneratedIban, SandboxCountry, SandboxScenario};
use defacto_sdk::api::webhooks::{NewWebhook, WebhookEventType};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::model::{CompanyReference, PaymentAccount, TradeParty};
use defacto_sdk::{Client, LoanOptions, LoanOutcome, LoanTracker, Pdf, TrackOptions};
use defacto_tests_rust::canned::{Canned, Reply};
use defacto_tests_rust::companies::{french_with_account, siren};
use defacto_tests_rust::story::{client, eventually, ready, sandbox, wait_until_ready};
use jiff::ToSpan;

const AMOUNT: i64 = 1_000_000;
const DAY: u64 = 24 * 60 * 60;

/// Returns the three balances of a company's line, in cents: available, pending, waiting for validation.
fn balances(client: &Client, company: &str) -> (i64, i64, i64) {
    let filter = CreditLineFilter::new().borrower(vec![company.to_owned()]);
    let line = client.credit_lines().list(&filter).unwrap().next().unwrap().unwrap();
    (line.balance_available.unwrap(), line.balance_pending.unwrap(), line.balance_pending_validation.unwrap())
}

/// Returns an account for which the sandbox plays this scenario.
fn account(client: &Client, scenario: SandboxScenario) -> PaymentAccount {
    let GeneratedIban { iban, .. } =
        client.testing().generate_iban(Some(SandboxCountry::from("FRA")), Some(scenario)).unwrap();
    PaymentAccount::new(iban)
}

/// A loan that is paid out in five days and repaid sixty days later.
fn new_loan(sandbox: &Sandbox, company: &str, account: PaymentAccount) -> NewLoan {
    let pay_at = sandbox.now() + (5 * 24).hours();
    NewLoan::new(AMOUNT, account, pay_at, pay_at + (60 * 24).hours()).borrower(CompanyReference::new(company))
}

fn waiting() -> LoanOptions {
    LoanOptions::wait_until_decided(Duration::from_secs(30)).poll_interval(Duration::from_millis(20))
}

fn enrolled(client: &Client, number: u64) -> String {
    let (borrower, _) = ready(client.enroll(&french_with_account(number), &wait_until_ready()).unwrap());
    borrower.identifier
}

fn offered(outcome: LoanOutcome) -> Loan {
    match outcome {
        LoanOutcome::Offered { loan } => loan,
        other => panic!("not offered: {other:?}"),
    }
}

/// Returns the statuses that a tracker reports until the loan has this one.
fn statuses_until(tracker: &mut LoanTracker, status: &LoanStatus) -> Vec<LoanStatus> {
    let mut seen = Vec::new();
    while seen.last() != Some(status) {
        seen.push(tracker.next().expect("it goes on").unwrap().status);
    }
    seen
}

#[test]
fn from_enrolment_to_closed() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let receiver = Canned::start([Reply::new(204, "")]);
    let events: Vec<_> =
        WebhookEventType::VALUES.iter().map(|event| WebhookEventType::from(*event)).collect();
    client.webhooks().create(&NewWebhook::new("everything", receiver.url(), events)).unwrap();

    let company = enrolled(&client, 700);
    let (pool, ..) = balances(&client, &company);
    let request = new_loan(&sandbox, &company, account(&client, SandboxScenario::Success));
    let loan = offered(client.request_loan(&request, &waiting()).unwrap());
    assert_eq!(balances(&client, &company), (pool - AMOUNT, 0, AMOUNT));
    let quick = TrackOptions::new().poll_interval(Duration::from_millis(5));
    let mut tracker = client.track(loan.id, &quick);
    assert_eq!(statuses_until(&mut tracker, &LoanStatus::ToValidate).len(), 1);

    client.loans().validate(loan.id).unwrap();
    statuses_until(&mut tracker, &LoanStatus::Scheduled);
    assert_eq!(balances(&client, &company), (pool - AMOUNT, AMOUNT, 0));

    sandbox.advance(Duration::from_secs(4 * DAY));
    statuses_until(&mut tracker, &LoanStatus::Initiated);
    assert_eq!(balances(&client, &company), (pool - AMOUNT, AMOUNT, 0));

    sandbox.advance(Duration::from_secs(DAY));
    statuses_until(&mut tracker, &LoanStatus::ToRepay);
    assert_eq!(balances(&client, &company), (pool - AMOUNT, 0, 0));
    let paid = client.payments().list(&PaymentFilter::new().loan_id(vec![loan.id.to_string()])).unwrap();
    assert!(paid.map(Result::unwrap).any(|payment| payment.status == PaymentStatus::Paid));
    // 1,000,000 cents, sixty days at 0.06 percent a day.
    assert_eq!(client.loans().get(loan.id).unwrap().fees_estimated, Some(36_000));

    sandbox.advance(Duration::from_secs(70 * DAY));
    statuses_until(&mut tracker, &LoanStatus::Closed);
    assert!(tracker.next().is_none());
    assert_eq!(balances(&client, &company), (pool, 0, 0));
    let closed = client.loans().get(loan.id).unwrap();
    assert_eq!((closed.repaid_nominal_amount, closed.paid_interests_amount), (AMOUNT, 36_000));

    let history = client.loans().list_events(loan.id).unwrap().map(|event| event.unwrap().status);
    let history: Vec<LoanStatus> = history.collect();
    let expected = [
        LoanStatus::PendingValidation,
        LoanStatus::ToValidate,
        LoanStatus::Validated,
        LoanStatus::Scheduled,
        LoanStatus::Initiated,
        LoanStatus::ToRepay,
        LoanStatus::ToRepayFees,
        LoanStatus::Closed,
    ];
    assert!(history.ends_with(&expected), "{history:?}");
    let heard = || -> Vec<serde_json::Value> {
        receiver.requests().iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
    };
    let loan_events = || -> Vec<String> {
        let of_loan = |event: &serde_json::Value| event["event_type"].as_str().map(ToOwned::to_owned);
        heard().iter().filter_map(of_loan).filter(|event| event.starts_with("Loan.")).collect()
    };
    eventually("the last webhook", || loan_events().last().is_some_and(|event| event == "Loan.CLOSED"));
    let expected: Vec<String> = history.iter().map(|status| format!("Loan.{status}")).collect();
    assert_eq!(loan_events(), expected);
    for event in [
        "CreditLine.CREATED",
        "CreditLine.BALANCE_UPDATED",
        "Payment.PAID",
        "BorrowerFinancialProductUpdated",
    ] {
        assert!(heard().iter().any(|body| body["event_type"] == event), "{event} did not arrive");
    }
}

#[test]
fn each_account_plays_its_scenario() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    for (number, scenario, days, end) in [
        (710, SandboxScenario::SuccessOneDayLater, 5, LoanStatus::Initiated),
        (711, SandboxScenario::SuccessOneDayLater, 6, LoanStatus::ToRepay),
        (712, SandboxScenario::Fail, 5, LoanStatus::IssueDetected),
        (713, SandboxScenario::Cancel, 5, LoanStatus::Canceled),
    ] {
        let company = enrolled(&client, number);
        let request = new_loan(&sandbox, &company, account(&client, scenario.clone()));
        let outcome = client.request_loan(&request, &waiting().accept(true)).unwrap();
        let LoanOutcome::Accepted { loan } = outcome else { panic!("{outcome:?}") };
        eventually("the payout is planned", || {
            client.loans().get(loan.id).unwrap().status == LoanStatus::Scheduled
        });
        // In two steps: the money is sent one or two days before it arrives.
        sandbox.advance(Duration::from_secs((days - 1) * DAY));
        sandbox.advance(Duration::from_secs(DAY + 60));
        assert_eq!(client.loans().get(loan.id).unwrap().status, end, "{scenario}");
    }
    let company = enrolled(&client, 714);
    let request = new_loan(&sandbox, &company, account(&client, SandboxScenario::Reject));
    let outcome = client.request_loan(&request, &waiting()).unwrap();
    assert!(matches!(outcome, LoanOutcome::Declined { loan: Some(_), reason: Some(_) }), "{outcome:?}");
}

#[test]
fn a_decline_is_explained() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let company = enrolled(&client, 720);
    let mut request = new_loan(&sandbox, &company, account(&client, SandboxScenario::Success));
    // More than the line has, but not more than the API allows.
    request.amount = 20_000_000;
    let LoanOutcome::Declined { reason: Some(code), .. } = client.request_loan(&request, &waiting()).unwrap()
    else {
        panic!("it is not declined")
    };
    assert!(client.explain(&code, "fr").unwrap().is_some_and(|text| !text.is_empty()), "{code}");
    let error = client.explain(&code, "it").unwrap_err();
    assert_eq!((error.kind(), error.problems()[0].pointer.as_str()), (ErrorKind::Validation, "/language"));
}

#[test]
fn an_invoice_comes_first() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let company = enrolled(&client, 730);
    let pdf = Pdf::from_bytes(*b"%PDF-1.7 an invoice", "invoice.pdf").unwrap();
    let invoice = NewInvoice::new(pdf.base64())
        .invoice_number("F-2026-17")
        .seller(TradeParty::new().identifier(company.clone()).identifier_type("siren"))
        .buyer(TradeParty::new().identifier(siren(731)).identifier_type("siren"))
        .net_amount(AMOUNT)
        .total_amount(AMOUNT + AMOUNT / 5)
        .tax_amount(AMOUNT / 5)
        .issued_at(sandbox.now())
        .due_at(sandbox.now() + (65 * 24).hours());
    let request =
        new_loan(&sandbox, &company, account(&client, SandboxScenario::Success)).salt_id("order 17");
    let first = client.request_loan(&request, &waiting().invoice(invoice.clone())).unwrap();
    let loan = offered(first);
    assert_eq!(loan.invoice_ids.len(), 1);

    let again = client.request_loan(&request, &waiting().invoice(invoice)).unwrap();
    assert_eq!(offered(again).id, loan.id, "a repeat with the same salt makes no second loan");
    let invoices = client.invoices().list(&defacto_sdk::api::invoices::InvoiceFilter::new()).unwrap();
    assert_eq!(invoices.count(), 1);
}
