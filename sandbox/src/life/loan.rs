//! What becomes of a loan: decided, validated, paid out, repaid, closed, each at its own time.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    life::{accounting, balances, bills, installments, invoices, payments},
    rules::{Refusal, datetime, days_after, later, scenarios::Scenario},
    wire::{AccountingType, BorrowerStatus, LoanStatus, PaymentStatus},
    world::{World, emission::Emission, loan::Loan},
};

const REQUIRED: &str = "amount beneficiary borrower currency deposits documents earliest_to_repay_at id \
    invoice_ids loan_from loan_from_references loan_to loan_to_references loan_type \
    paid_interests_amount repaid_amount repaid_nominal_amount repayment_from_references repayment_method \
    repayment_to repayment_to_references status submitted_at to_pay_at to_repay_at";

/// A loan as `GET /loan/{loan_id}` shows it.
pub(crate) fn shown(world: &World, loan: &Loan) -> Value {
    let mut body = loan.body.clone();
    body["status"] = loan.status.into();
    if loan.is_outstanding() {
        body["fees_ongoing"] = loan.fees_owed(world.now()).into();
    }
    world.shaped(&body, REQUIRED)
}

/// Brings a loan into a status, records that, and tells the webhooks.
pub(crate) fn enter(world: &mut World, loan_id: &str, status: LoanStatus) {
    let now = datetime(world.now());
    let event_type = format!("Loan.{}", status.as_str());
    let Some(loan) = world.ledger.loan_mut(loan_id) else { return };
    loan.status = status;
    loan.events.push(json!({
        "entity_type": "loan",
        "payload": {},
        "status": status,
        "timestamp": now,
        "transition_name": Emission::transition(&event_type),
    }));
    let borrower_id = loan.borrower_id.clone();
    tell(world, loan_id);
    balances::refresh(world, &borrower_id);
}

/// Tells the webhooks of the status that a loan has.
pub(crate) fn tell(world: &World, loan_id: &str) {
    let Some(loan) = world.ledger.loan(loan_id) else { return };
    let event_type = format!("Loan.{}", loan.status.as_str());
    world.emit(&Emission::new(&event_type, loan_id, &shown(world, loan)));
}

/// The small time that a step takes when nothing has to be waited for.
fn step_time(world: &World, loan_id: &str, step: &str) -> Duration {
    world.settings.scaled(world.seed.duration(step, loan_id, 1000, 2000))
}

/// Decides about a request. Doing it again does nothing.
pub(crate) fn decide(world: &mut World, loan_id: &str) {
    let Some(loan) = world.ledger.loan(loan_id).filter(|loan| loan.status == LoanStatus::PendingValidation)
    else {
        return;
    };
    if let Some(reason) = denial(world, loan) {
        if let Some(loan) = world.ledger.loan_mut(loan_id) {
            loan.body["denial_reason"] = reason.as_str().into();
            loan.denial = Some(reason);
        }
        enter(world, loan_id, LoanStatus::Declined);
        return;
    }
    let auto_validate = loan.auto_validate;
    for id in loan.invoice_ids().map(str::to_owned).collect::<Vec<_>>() {
        invoices::verify(world, &id);
    }
    if auto_validate {
        validate(world, loan_id);
    } else {
        enter(world, loan_id, LoanStatus::ToValidate);
    }
}

/// Why a loan is declined, if it is.
fn denial(world: &World, loan: &Loan) -> Option<String> {
    if loan.denial.is_some() {
        return loan.denial.clone();
    }
    let refused = || Some(world.settings.denial_code.clone());
    let is_named = |company: &str| invoices::name_company(world, loan, company);
    match world.borrower(&loan.borrower_id).map(|borrower| borrower.status) {
        _ if world.declined.contains(loan.company()) => refused(),
        Some(BorrowerStatus::Ready) if world.declined.iter().any(|company| is_named(company)) => {
            Some("CREDIT_RISK_NOT_ELIGIBLE_COUNTERPARTY".to_owned())
        }
        Some(BorrowerStatus::Ready) if loan.scenario() == Scenario::Reject => refused(),
        Some(BorrowerStatus::Ready) => None,
        Some(BorrowerStatus::ToSign) => Some("BORROWER_TO_SIGN".to_owned()),
        Some(BorrowerStatus::Blocked | BorrowerStatus::Prohibited) => refused(),
        _ => Some("BORROWER_STATUS".to_owned()),
    }
}

/// The borrower takes the loan as it is offered.
pub(crate) fn validate(world: &mut World, loan_id: &str) {
    let Some(loan) = world.ledger.loan_mut(loan_id) else { return };
    loan.body["contractual_repayment_date"] = loan.body["to_repay_at"].clone();
    loan.body["contract_url"] =
        format!("https://files.example.com/loan/{loan_id}/contract.pdf?signature=temporary").into();
    let amount = loan.number("amount");
    accounting::record(world, AccountingType::Validated, loan_id, Some(amount), None);
    enter(world, loan_id, LoanStatus::Validated);
    let (after, id) = (step_time(world, loan_id, "schedule"), loan_id.to_owned());
    world.plan_after(after, move |world| schedule(world, &id));
}

/// Plans the payout: the money is sent 24 to 48 hours before its date.
pub(crate) fn schedule(world: &mut World, loan_id: &str) {
    let Some(loan) = world.ledger.loan(loan_id).filter(|loan| loan.status == LoanStatus::Validated) else {
        return;
    };
    let to_pay_at = loan.time("to_pay_at").unwrap_or(Timestamp::MIN);
    let payout = payments::payout(world, &loan.clone());
    enter(world, loan_id, LoanStatus::Scheduled);
    let lead = world.seed.rng("lead", loan_id).i64(24 * 60..48 * 60);
    let send_at = to_pay_at.saturating_sub(Duration::from_secs(60 * lead.unsigned_abs()));
    let soon = later(world.now(), step_time(world, loan_id, "initiate"));
    let id = loan_id.to_owned();
    world.plan(send_at.unwrap_or(Timestamp::MIN).max(soon), move |world| initiate(world, &id, &payout));
}

/// Sends the money of a scheduled loan.
pub(crate) fn initiate(world: &mut World, loan_id: &str, payout: &str) {
    let Some(loan) = world.ledger.loan(loan_id).filter(|loan| loan.status == LoanStatus::Scheduled) else {
        return;
    };
    let late = i64::from(loan.scenario() == Scenario::OneDayLater);
    let to_pay_at = days_after(loan.time("to_pay_at").unwrap_or(Timestamp::MIN), late);
    enter(world, loan_id, LoanStatus::Initiated);
    payments::enter(world, payout, PaymentStatus::Instructed);
    let now = world.now();
    let pay_at = to_pay_at.max(later(now, step_time(world, loan_id, "pay")));
    let half: Duration = (pay_at.duration_since(now) / 2).try_into().unwrap_or_default();
    let (id, sent) = (loan_id.to_owned(), payout.to_owned());
    let paid = sent.clone();
    world.plan(later(now, half), move |world| payments::enter(world, &sent, PaymentStatus::InTransit));
    world.plan(pay_at, move |world| pay(world, &id, &paid));
}

/// Pays a loan out that was sent, or not, as its scenario says.
pub(crate) fn pay(world: &mut World, loan_id: &str, payout: &str) {
    let now = world.now();
    let Some(loan) = world.ledger.loan_mut(loan_id).filter(|loan| loan.status == LoanStatus::Initiated)
    else {
        return;
    };
    let amount = loan.number("amount");
    match loan.scenario() {
        Scenario::Fail => {
            detect_issue(world, loan_id, payout);
            return;
        }
        Scenario::Cancel => {
            payments::enter(world, payout, PaymentStatus::Canceled);
            accounting::record(world, AccountingType::Canceled, loan_id, Some(amount), None);
            enter(world, loan_id, LoanStatus::Canceled);
            return;
        }
        _ => {}
    }
    loan.body["paid_at"] = datetime(now).into();
    loan.body["fees_estimated"] = loan.estimated_fees().into();
    payments::enter(world, payout, PaymentStatus::Paid);
    accounting::record(world, AccountingType::DisbursementPaid, loan_id, Some(amount), None);
    enter(world, loan_id, LoanStatus::ToRepay);
    installments::schedule_loan(world, loan_id);
}

/// Ends a payout that the bank of the receiver refuses.
pub(crate) fn detect_issue(world: &mut World, loan_id: &str, payout: &str) {
    payments::fail(world, payout, "The receiving bank has refused the payment.");
    enter(world, loan_id, LoanStatus::IssueDetected);
}

/// Cancels a loan that was not sent.
pub(crate) fn cancel(world: &mut World, loan_id: &str) {
    let Some(loan) = world.ledger.loan(loan_id) else { return };
    let (was_validated, amount) =
        (loan.is_one_of(&[LoanStatus::Validated, LoanStatus::Scheduled]), loan.number("amount"));
    payments::cancel_payout(world, loan_id);
    if was_validated {
        accounting::record(world, AccountingType::Canceled, loan_id, Some(amount), None);
    }
    enter(world, loan_id, LoanStatus::Canceled);
}

/// Deletes a loan that was not sent. What leads to it in the real API is not known.
pub(crate) fn delete(world: &mut World, loan_id: &str) -> Result<(), Refusal> {
    const BEFORE: &[LoanStatus] = &[
        LoanStatus::Submitted,
        LoanStatus::PendingValidation,
        LoanStatus::ToValidate,
        LoanStatus::Validated,
        LoanStatus::Scheduled,
    ];
    let loan = world.ledger.loan(loan_id).ok_or_else(|| Refusal::not_found("loan"))?;
    if !loan.is_one_of(BEFORE) {
        return Err(Refusal::new("the loan is sent, paid out or over"));
    }
    payments::cancel_payout(world, loan_id);
    enter(world, loan_id, LoanStatus::Deleted);
    Ok(())
}

/// Takes a repayment in cents: the principal first, then the fees.
pub(crate) fn repay(world: &mut World, loan_id: &str, amount: i64) {
    let now = world.now();
    let Some(loan) = world.ledger.loan_mut(loan_id) else { return };
    let principal = amount.min(loan.outstanding());
    if principal > 0 {
        loan.repayments.push((now, principal));
        add(loan, "repaid_nominal_amount", principal);
        add(loan, "repaid_amount", principal);
        let is_last = loan.outstanding() == 0;
        accounting::record(world, AccountingType::PrincipalFallenDue, loan_id, Some(principal), None);
        accounting::record(world, AccountingType::RepaymentNominalPaid, loan_id, Some(principal), None);
        if is_last {
            owe_fees(world, loan_id);
        } else if let Some(borrower_id) = world.ledger.loan(loan_id).map(|loan| loan.borrower_id.clone()) {
            balances::refresh(world, &borrower_id);
        }
    }
    repay_fees(world, loan_id, amount - principal);
}

fn add(loan: &mut Loan, field: &str, amount: i64) {
    loan.body[field] = (loan.number(field) + amount).into();
}

/// The principal is repaid; the fees are due now and billed.
fn owe_fees(world: &mut World, loan_id: &str) {
    let now = world.now();
    let Some(loan) = world.ledger.loan_mut(loan_id) else { return };
    loan.body["repaid_nominal_at"] = datetime(now).into();
    let owed = loan.fees_owed(now);
    accounting::record(world, AccountingType::InterestsFallenDue, loan_id, None, Some(owed));
    enter(world, loan_id, LoanStatus::ToRepayFees);
}

fn repay_fees(world: &mut World, loan_id: &str, amount: i64) {
    let now = world.now();
    let Some(loan) = world.ledger.loan_mut(loan_id) else { return };
    let fees = amount.min(loan.fees_owed(now)).max(0);
    if fees > 0 {
        add(loan, "paid_interests_amount", fees);
        add(loan, "repaid_amount", fees);
        accounting::record(world, AccountingType::RepaymentFeesPaid, loan_id, None, Some(fees));
    }
    let Some(loan) = world.ledger.loan_mut(loan_id) else { return };
    if loan.status != LoanStatus::ToRepayFees {
        return;
    }
    if loan.fees_owed(now) == 0 {
        loan.body["closed_at"] = datetime(now).into();
        loan.body["fees_ongoing"] = 0.into();
        bills::paid(world, loan_id);
        enter(world, loan_id, LoanStatus::Closed);
    } else {
        installments::schedule_fees(world, loan_id);
    }
}
