//! Loans: what is kept of one, and what the API shows of it.

use serde_json::Value;

use crate::world::{World, loan::Loan};

const REQUIRED: [&str; 25] = [
    "amount",
    "beneficiary",
    "borrower",
    "currency",
    "deposits",
    "documents",
    "earliest_to_repay_at",
    "id",
    "invoice_ids",
    "loan_from",
    "loan_from_references",
    "loan_to",
    "loan_to_references",
    "loan_type",
    "paid_interests_amount",
    "repaid_amount",
    "repaid_nominal_amount",
    "repayment_from_references",
    "repayment_method",
    "repayment_to",
    "repayment_to_references",
    "status",
    "submitted_at",
    "to_pay_at",
    "to_repay_at",
];

/// A loan as `GET /loan/{loan_id}` shows it.
pub(crate) fn shown(world: &World, loan: &Loan) -> Value {
    let mut body = loan.body.clone();
    body["status"] = loan.status.into();
    if loan.is_repaid() {
        body["fees_ongoing"] = loan.fees_owed(world.now()).into();
    }
    world.shaped(&body, &REQUIRED)
}

/// A loan as a list shows it: without its documents.
pub(crate) fn shown_in_list(world: &World, loan: &Loan) -> Value {
    let mut body = shown(world, loan);
    if let Some(fields) = body.as_object_mut() {
        fields.remove("documents");
    }
    body
}
