//! Instalments: what is to be paid when.

use serde_json::{Value, json};

use crate::{
    http::{Call, Step, page, query},
    rules::{Refusal, datetime},
    wire::PaymentStatus,
    world::{World, installment::Installment},
};

const REQUIRED: &str = "attempts currency due_amount id paid_amount payment_method reference \
    scheduled_at to_account_detail";

/// `GET /installments`
pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    let (loans, plans) = (query::ids(call, "loan_ids")?, query::ids(call, "installment_plan_ids")?);
    let time = |name| query::time(call, world, name);
    let paid = (time("paid_at_gt")?, time("paid_at_lt")?);
    let due = (time("to_pay_at_gt")?, time("to_pay_at_lt")?);
    let updated = (time("updated_at_gt")?, time("updated_at_lt")?);
    let fits = |installment: &&Installment| {
        (loans.is_empty() || loans.iter().any(|loan_id| installment.repays(loan_id)))
            && query::has(&plans, installment.plan_id.as_deref())
            && query::between(installment.paid_at, paid.0, paid.1)
            && query::between(Some(installment.date), due.0, due.1)
            && query::between(Some(installment.updated_at), updated.0, updated.1)
    };
    let found: Vec<_> = world.ledger.installments.iter().filter(fits).collect();
    Step::ok(page::page(call, world, "installments", &found, |installment| shown(world, installment))?)
}

fn shown(world: &World, installment: &Installment) -> Value {
    let paid = installment.status == PaymentStatus::Paid;
    let body = json!({
        "id": installment.id,
        "attempts": attempts(world, installment),
        "currency": installment.currency,
        "due_amount": installment.amount(),
        "paid_amount": if paid { installment.amount() } else { 0 },
        "payment_method": installment.method,
        "reference": installment.reference,
        "scheduled_at": datetime(installment.date),
        "last_repayment_date": installment.paid_at.map(datetime),
        "from_account_detail": installment.from,
        "to_account_detail": installment.to,
    });
    world.shaped(&body, REQUIRED)
}

/// The payment of an instalment, once it is more than proposed.
fn attempts(world: &World, installment: &Installment) -> Vec<Value> {
    let payment = installment.payment_id.as_deref().and_then(|id| world.ledger.payment(id));
    let tried = payment.filter(|payment| payment.status != PaymentStatus::Proposed);
    let attempt = tried.map(|payment| {
        json!({
            "payment_id": payment.id,
            "amount": payment.body["amount"],
            "currency": payment.body["currency"],
            "failure_reason": payment.body["failure_reason"],
            "paid_at": payment.body["paid_at"],
            "payment_method": payment.body["payment_method"],
            "payment_type": payment.body["payment_type"],
            "reference": installment.reference,
            "scheduled_at": payment.body["scheduled_at"],
            "status": payment.status,
        })
    });
    attempt.into_iter().collect()
}
