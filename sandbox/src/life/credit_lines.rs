//! Credit lines: opened by an evaluation, listed by company number.

use serde_json::{Value, json};

use crate::{
    life::{financial_products, repayment_methods},
    rules::datetime,
    world::{World, borrower::Borrower, emission::Emission, line::Line},
};

/// What a company may borrow in all: a round sum around 25,000 EUR, unless told.
pub(crate) fn pool_of(world: &World, company: &str) -> i64 {
    let usual = || 2_500_000 + 50_000 * world.seed.rng("pool", company).i64(-10..=10);
    world.settings.pool_amount.unwrap_or_else(usual)
}

/// Opens the line of a borrower and tells the webhooks.
pub(crate) fn open(world: &mut World, borrower: &Borrower, pool_amount: i64) {
    let id = world.next_id("credit line", &borrower.id);
    let body = new_line(world, borrower, &id, pool_amount);
    let line = Line { id, borrower_id: borrower.id.clone(), identifier: borrower.identifier.clone(), body };
    let state = line.shown(&world.settings);
    world.emit(&Emission::new("CreditLine.CREATED", &line.id, &state).business_id(&borrower.business_id));
    world.lines.push(line);
    financial_products::tell(world, &borrower.id, "BorrowerFinancialProductCreated");
}

fn new_line(world: &World, borrower: &Borrower, id: &str, pool_amount: i64) -> Value {
    json!({
        "id": id,
        "currency": "EUR",
        "pool_amount": pool_amount,
        "balance_available": pool_amount,
        "balance_pending": 0,
        "balance_pending_validation": 0,
        "default_borrower": borrower.business(),
        "default_borrower_strategy": null,
        "default_guarantor": null,
        "default_repayment_method": repayment_methods::main_of(borrower),
        "default_repayment_from": debited_account(borrower),
        "default_repayment_to": null,
        "default_loan_from": null,
        "distribution": "PARTNER",
        "fees_daily_rate": 0.06,
        "fees_interest_daily_rate": 0.04,
        "fees_operating_daily_rate": 0.02,
        "fees_payer": borrower.business(),
        "loan_contract_type": "CREDIT_OPERATION",
        "contract_number": format!("CL-{:06}", world.lines.len() + 1),
        "start_date": datetime(world.now()),
        "end_date": null,
        "signed_at": borrower.body["signed_at"],
        "vat": 0,
    })
}

/// The account that is debited, without its name: a line shows four fields of it.
fn debited_account(borrower: &Borrower) -> Value {
    let mut account = borrower.body["accounts"][0].clone();
    if let Some(fields) = account.as_object_mut() {
        fields.remove("account_name");
    }
    account
}
