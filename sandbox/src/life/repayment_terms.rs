//! When and how a loan is repaid, as a request changes it.

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    life::{accounts, installments, loan_change::check_debit},
    rules::{Refusal, accounts::details, datetime, time_of},
    wire::LoanStatus,
    world::{World, loan::Loan},
};

/// New terms of one loan.
pub(crate) struct Terms {
    pub(crate) loan_id: String,
    date: Timestamp,
    method: String,
    /// The account to debit, or the one to transfer to.
    account: Value,
}

impl Terms {
    /// Reads the terms at one place of a request.
    pub(crate) fn read(world: &World, index: usize, terms: &Value) -> Result<Self, Refusal> {
        let path = |field: &str| format!("repayment_terms[{index}].{field}");
        let loan = terms["loan_id"].as_str().and_then(|id| world.ledger.loan(id));
        let loan = loan.ok_or_else(|| Refusal::not_found("loan"))?;
        if !loan.is_outstanding() {
            return Err(Refusal::of_field(
                path("loan_id"),
                "is a loan that is neither TO_REPAY nor TO_REPAY_FEES",
            ));
        }
        let account = account_of(terms, index)?;
        accounts::check(world, &path("direct_debit.from_account"), &terms["direct_debit"]["from_account"])?;
        let date = time_of(&terms["repayment_date"]);
        check_date(world, loan, date, &path("repayment_date"))?;
        check_debit(world, loan)?;
        let method = terms["repayment_method"].as_str().unwrap_or_default().to_owned();
        Ok(Self { loan_id: loan.id.clone(), date, method, account })
    }

    /// Changes the loan, and plans its repayment anew.
    pub(crate) fn apply(&self, world: &mut World) {
        let Some(loan) = world.ledger.loan_mut(&self.loan_id) else { return };
        loan.postponed |= loan.time("to_repay_at").is_some_and(|planned| self.date > planned);
        loan.body["repayment_method"] = self.method.as_str().into();
        let side = if self.method == "SCT" { "repayment_to" } else { "repayment_from" };
        loan.body[side] = self.account.clone();
        if loan.status == LoanStatus::ToRepayFees {
            // The principal is repaid: only the date of the fees moves.
            loan.body["to_repay_at"] = datetime(self.date).into();
        } else {
            loan.repay_at(self.date);
        }
        installments::reschedule(world, &self.loan_id);
    }
}

/// The account of the block that belongs to the method; the other block must be null.
fn account_of(terms: &Value, index: usize) -> Result<Value, Refusal> {
    let (wanted, other, account) = match terms["repayment_method"].as_str() {
        Some("DIRECT_DEBIT") => ("direct_debit", "sct", &terms["direct_debit"]["from_account"]),
        Some("SCT") => ("sct", "direct_debit", &terms["sct"]["to_account"]),
        _ => {
            let path = format!("repayment_terms[{index}].repayment_method");
            return Err(Refusal::of_field(path, "is neither DIRECT_DEBIT nor SCT"));
        }
    };
    if terms[wanted].is_null() {
        return Err(Refusal::of_field(
            format!("repayment_terms[{index}].{wanted}"),
            "is required by the method",
        ));
    }
    if !terms[other].is_null() {
        return Err(Refusal::of_field(
            format!("repayment_terms[{index}].{other}"),
            "must be null with this method",
        ));
    }
    Ok(details(account))
}

fn check_date(world: &World, loan: &Loan, date: Timestamp, path: &str) -> Result<(), Refusal> {
    if date <= world.now() {
        return Err(Refusal::of_field(path, "is past"));
    }
    let postpones = loan.time("to_repay_at").is_some_and(|planned| date > planned);
    if postpones && loan.postponed {
        return Err(Refusal::of_field(path, "postpones the repayment a second time"));
    }
    Ok(())
}
