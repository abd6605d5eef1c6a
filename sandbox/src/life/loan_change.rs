//! Changes of a loan.

use serde_json::{Value, json};

use crate::{
    life::{accounts, balances, installments, repayment_methods},
    rules::{
        Refusal,
        accounts::details,
        datetime, days_after,
        loans::{self, Dates},
        time_of,
    },
    wire::LoanStatus,
    world::{World, loan::Loan},
};

/// The fields that a change may carry in a status.
fn changeable(status: LoanStatus) -> &'static [&'static str] {
    match status {
        LoanStatus::Submitted | LoanStatus::ToValidate => &[
            "amount",
            "lender_id",
            "loan_to",
            "loan_to_references",
            "metadata",
            "repayment_method",
            "repayment_to_references",
            "to_pay_at",
            "to_repay_at",
            "transfer_contract_url",
        ],
        LoanStatus::Validated | LoanStatus::Scheduled => {
            &["loan_to_references", "repayment_to_references", "to_repay_at"]
        }
        LoanStatus::ToRepay => &["to_repay_at"],
        _ => &[],
    }
}

/// Refuses a change that the loan cannot take.
pub(crate) fn check(world: &World, loan: &Loan, body: &Value) -> Result<(), Refusal> {
    check_fields(loan, body)?;
    check_values(world, loan, body)
}

fn check_fields(loan: &Loan, body: &Value) -> Result<(), Refusal> {
    let accepted = changeable(loan.status);
    if accepted.is_empty() {
        return Err(Refusal::new("A loan in this status cannot be changed."));
    }
    let given = body.as_object().into_iter().flatten();
    let wrong: Vec<_> =
        given.filter(|(field, _)| changeable(LoanStatus::Submitted).contains(&field.as_str())).collect();
    for (field, value) in wrong {
        if !accepted.contains(&field.as_str()) {
            return Err(Refusal::of_field(field, "cannot be changed in the status of the loan"));
        }
        if value.is_null() && ["amount", "loan_to", "to_pay_at", "to_repay_at"].contains(&field.as_str()) {
            return Err(Refusal::of_field(field, "cannot be removed"));
        }
    }
    Ok(())
}

fn check_values(world: &World, loan: &Loan, body: &Value) -> Result<(), Refusal> {
    if let Some(amount) = body.get("amount") {
        let amount = loans::amount(amount)?;
        let available = balances::available(world, &loan.borrower_id).unwrap_or_default();
        if amount > available + loan.outstanding() {
            return Err(Refusal::of_field("amount", "is more than the credit line still has"));
        }
        if loan.schedule.len() > 1 {
            return Err(Refusal::of_field("amount", "cannot be changed when there are instalments"));
        }
    }
    if body.get("loan_to").is_some() {
        accounts::check(world, "loan_to", &body["loan_to"])?;
    }
    let date = |field: &str| body.get(field).map_or_else(|| loan.time(field).unwrap_or_default(), time_of);
    if body.get("to_pay_at").is_some() || body.get("to_repay_at").is_some() {
        Dates { pay: date("to_pay_at"), repay: date("to_repay_at") }.check(world.now())?;
    }
    if loan.status == LoanStatus::ToRepay && body.get("to_repay_at").is_some() {
        if loan.time("earliest_to_repay_at").is_some_and(|earliest| date("to_repay_at") < earliest) {
            return Err(Refusal::of_field("to_repay_at", "is before earliest_to_repay_at"));
        }
        check_debit(world, loan)?;
    }
    Ok(())
}

/// Refuses to change a repayment that is on its way, or that follows from a plan.
pub(crate) fn check_debit(world: &World, loan: &Loan) -> Result<(), Refusal> {
    let notice = days_after(world.now(), installments::DAYS_OF_NOTICE);
    if installments::next_debit(world, &loan.id).is_some_and(|debit| debit < notice) {
        return Err(Refusal::new("The payment has been instructed and cannot be cancelled anymore."));
    }
    if world.ledger.has_plan(&loan.id) {
        return Err(Refusal::new("This loan is repaid by an installment plan: replace the plan."));
    }
    Ok(())
}

/// Changes a loan: null clears what can be missing; what is absent stays.
pub(crate) fn apply(world: &mut World, id: &str, body: &Value) {
    let borrower = world.ledger.loan(id).and_then(|loan| world.borrower(&loan.borrower_id));
    let default_method = borrower.map(repayment_methods::main_of).unwrap_or_default();
    let Some(loan) = world.ledger.loan_mut(id) else { return };
    for (field, value) in body.as_object().into_iter().flatten() {
        match field.as_str() {
            "loan_to" => loan.body["loan_to"] = details(value),
            "to_pay_at" => {
                loan.body["to_pay_at"] = datetime(time_of(value)).into();
                loan.body["earliest_to_repay_at"] = datetime(days_after(time_of(value), 3)).into();
            }
            "loan_to_references" if value.is_null() => loan.body[field] = json!([]),
            "repayment_method" if value.is_null() => loan.body[field] = default_method.clone(),
            "amount"
            | "metadata"
            | "loan_to_references"
            | "repayment_to_references"
            | "repayment_method"
            | "transfer_contract_url" => loan.body[field] = value.clone(),
            _ => {}
        }
    }
    let to = body.get("to_repay_at").map(time_of).or_else(|| loan.time("to_repay_at")).unwrap_or_default();
    let moved = loan.time("to_repay_at") != Some(to);
    loan.repay_at(to);
    let (borrower_id, repaid_by_schedule) = (loan.borrower_id.clone(), loan.status == LoanStatus::ToRepay);
    if moved && repaid_by_schedule {
        installments::reschedule(world, id);
    }
    balances::refresh(world, &borrower_id);
}
