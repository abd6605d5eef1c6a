//! Instalments: what is to be repaid when, by the schedule of a loan or by a plan.

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    life::{bills, loan, payments},
    rules::{Refusal, days_after},
    wire::{LoanStatus, PaymentStatus, PaymentType},
    world::{World, installment::Installment, ledger::Ledger},
};

/// How many days before its date the bank receives a payment order; from then on it cannot be changed.
pub(crate) const DAYS_OF_NOTICE: i64 = 3;

/// Plans the repayment of a loan by its own schedule.
pub(crate) fn schedule_loan(world: &mut World, loan_id: &str) {
    let Some(loan) = world.ledger.loan(loan_id) else { return };
    for (date, amount) in loan.open_schedule() {
        add_of_loan(world, loan_id, date, amount, PaymentType::RepaymentNominal);
    }
}

/// Plans the repayment of the fees of a loan, a day after its principal was repaid, unless a plan does that.
pub(crate) fn schedule_fees(world: &mut World, loan_id: &str) {
    if !world.ledger.installments.iter().any(|i| i.is_open() && i.repays(loan_id)) {
        add_fees(world, loan_id, days_after(world.now(), 1));
    }
}

/// Has the fees of a loan paid at a date, and billed.
fn add_fees(world: &mut World, loan_id: &str, date: Timestamp) {
    let Some(fees) = world.ledger.loan(loan_id).map(|loan| loan.fees_owed(world.now())) else { return };
    if let Some(payment_id) = add_of_loan(world, loan_id, date, fees, PaymentType::RepaymentFees) {
        bills::charge(world, loan_id, &payment_id);
    }
}

/// Adds an instalment to the schedule of a loan; returns the id of its payment.
fn add_of_loan(
    world: &mut World,
    loan_id: &str,
    date: Timestamp,
    amount: i64,
    payment_type: PaymentType,
) -> Option<String> {
    let installment = of_loan(world, loan_id, date, amount, payment_type)?;
    let runs = world.settings.automatic_repayment;
    Some(add(world, installment, runs))
}

/// An instalment that follows from the terms of a loan.
fn of_loan(
    world: &mut World,
    loan_id: &str,
    date: Timestamp,
    amount: i64,
    payment_type: PaymentType,
) -> Option<Installment> {
    let (id, now) = (world.next_id("installment", loan_id), world.now());
    let loan = world.ledger.loan(loan_id)?;
    Some(Installment {
        reference: format!("DEFACTO {}", id.get(..8).unwrap_or_default()).to_uppercase(),
        id,
        plan_id: None,
        shares: vec![(loan_id.to_owned(), amount)],
        extra: 0,
        date: date.max(now),
        payment_type,
        method: loan.body["repayment_method"].as_str().unwrap_or_default().to_owned(),
        currency: loan.body["currency"].clone(),
        from: loan.body["repayment_from"].clone(),
        to: loan.body["repayment_to"].clone(),
        status: PaymentStatus::Scheduled,
        payment_id: None,
        paid_at: None,
        updated_at: now,
    })
}

/// Adds an instalment with its payment; returns the id of the payment. If it runs, it is paid at its date.
pub(crate) fn add(world: &mut World, mut installment: Installment, runs: bool) -> String {
    let payment_id = payments::repayment(world, &installment, installment.status);
    installment.payment_id = Some(payment_id.clone());
    let (id, date) = (installment.id.clone(), installment.date);
    world.ledger.installments.push(installment);
    if runs {
        let steps = [
            (DAYS_OF_NOTICE + 1, PaymentStatus::Scheduled),
            (DAYS_OF_NOTICE, PaymentStatus::Instructed),
            (1, PaymentStatus::InTransit),
        ];
        for (days, status) in steps.into_iter().chain([(0, PaymentStatus::Paid)]) {
            let id = id.clone();
            world.plan(days_after(date, -days), move |world| enter(world, &id, status));
        }
    }
    payment_id
}

/// Brings an instalment that is open into a status, and its payment with it.
fn enter(world: &mut World, id: &str, status: PaymentStatus) {
    let now = world.now();
    let Some(installment) = world.ledger.installment_mut(id) else { return };
    if !installment.is_open() || installment.status == status {
        return;
    }
    installment.status = status;
    installment.updated_at = now;
    installment.paid_at = (status == PaymentStatus::Paid).then_some(now);
    let installment = installment.clone();
    if let Some(payment_id) = &installment.payment_id {
        payments::enter(world, payment_id, status);
    }
    if status == PaymentStatus::Paid {
        for (loan_id, amount) in &installment.shares {
            loan::repay(world, loan_id, *amount);
        }
    }
}

/// Cancels whatever is still to be paid for some loans.
pub(crate) fn cancel_open(world: &mut World, loan_ids: &[String]) {
    let open = world.ledger.installments.iter().filter(|installment| {
        installment.is_open() && loan_ids.iter().any(|loan_id| installment.repays(loan_id))
    });
    let ids: Vec<_> = open.map(|installment| installment.id.clone()).collect();
    for id in ids {
        enter(world, &id, PaymentStatus::Canceled);
    }
}

/// Plans the repayment of a loan anew, after its terms have changed.
pub(crate) fn reschedule(world: &mut World, loan_id: &str) {
    cancel_open(world, &[loan_id.to_owned()]);
    match world.ledger.loan(loan_id) {
        Some(loan) if loan.status == LoanStatus::ToRepayFees => {
            let date = loan.time("to_repay_at").unwrap_or(world.now());
            add_fees(world, loan_id, date);
        }
        _ => schedule_loan(world, loan_id),
    }
}

/// A borrower transfers money for a loan now, in cents; none is all that is owed. What is left is scheduled
/// anew.
pub(crate) fn transfer(world: &mut World, loan_id: &str, amount: Option<i64>) -> Result<(), Refusal> {
    let now = world.now();
    let loan = world.ledger.loan(loan_id).ok_or_else(|| Refusal::not_found("loan"))?;
    if !loan.is_outstanding() {
        return Err(Refusal::new("only a loan that is TO_REPAY or TO_REPAY_FEES can be repaid"));
    }
    let owed = loan.owed(now);
    let amount = amount.unwrap_or(owed);
    if !(1..=owed).contains(&amount) {
        return Err(Refusal::new("the amount is not from 1 to what is owed"));
    }
    if world.ledger.has_plan(loan_id) {
        return Err(Refusal::new("the loan is repaid by an installment plan"));
    }
    cancel_open(world, &[loan_id.to_owned()]);
    if let Some(mut installment) = of_loan(world, loan_id, now, amount, PaymentType::RepaymentFull) {
        "SCT".clone_into(&mut installment.method);
        installment.from = Value::Null;
        let id = installment.id.clone();
        add(world, installment, false);
        enter(world, &id, PaymentStatus::Paid);
    }
    if world.ledger.loan(loan_id).is_some_and(|loan| loan.status == LoanStatus::ToRepay) {
        schedule_loan(world, loan_id);
    }
    Ok(())
}

/// Has what is only scheduled for a loan paid by another method.
pub(crate) fn repay_by(world: &mut World, loan_id: &str, method: &Value, account: &Value) {
    let Ledger { installments, payments, .. } = &mut world.ledger;
    let scheduled = installments.iter_mut().filter(|installment| {
        installment.plan_id.is_none()
            && installment.status == PaymentStatus::Scheduled
            && installment.repays(loan_id)
    });
    for installment in scheduled {
        method.as_str().unwrap_or_default().clone_into(&mut installment.method);
        installment.from = account.clone();
        if let Some(payment) = payments.iter_mut().find(|p| Some(&p.id) == installment.payment_id.as_ref()) {
            payment.body["payment_method"] = method.clone();
            payment.body["from_account_details"] = account.clone();
        }
    }
}

/// The date of the next debit of a loan from an account.
pub(crate) fn next_debit(world: &World, loan_id: &str) -> Option<Timestamp> {
    let of_loan = |installment: &&Installment| {
        installment.is_open() && installment.method == "DIRECT_DEBIT" && installment.repays(loan_id)
    };
    world.ledger.installments.iter().filter(of_loan).map(|installment| installment.date).min()
}
