//! Payments: payouts of loans and their repayments.

use serde_json::{Value, json};

use crate::{
    rules::datetime,
    wire::{PaymentStatus, PaymentType},
    world::{World, emission::Emission, installment::Installment, loan::Loan, payment::Payment},
};

const REQUIRED: &str = "amount id payment_type status";

/// A payment as lists and webhooks show it.
pub(crate) fn shown(world: &World, payment: &Payment) -> Value {
    let mut body = payment.body.clone();
    body["status"] = payment.status.into();
    world.shaped(&body, REQUIRED)
}

/// The payment that sends the money of a loan; returns its id.
pub(crate) fn payout(world: &mut World, loan: &Loan) -> String {
    let amount = loan.number("amount");
    let body = json!({
        "amount": amount,
        "currency": loan.body["currency"],
        "payment_type": PaymentType::LoanPayment,
        "payment_method": "SCT",
        "scheduled_at": loan.body["to_pay_at"],
        "from_account_details": loan.body["loan_from"],
        "to_account_details": loan.body["loan_to"],
        "from_references": loan.body["loan_from_references"],
        "to_references": loan.body["loan_to_references"],
        "related_to": {
            "bills": [],
            "invoices": loan.body["invoice_ids"],
            "loans": [share(&loan.id, amount, PaymentType::LoanPayment)],
            "payment_intents": [],
            "subscriptions": [],
        },
    });
    create(world, &loan.id, body, PaymentStatus::Scheduled)
}

/// The payment of an instalment; returns its id.
pub(crate) fn repayment(world: &mut World, installment: &Installment, status: PaymentStatus) -> String {
    let kind = installment.payment_type;
    let shares = installment.shares.iter().map(|(loan_id, amount)| share(loan_id, *amount, kind));
    let intent =
        json!({"payment_intent_id": installment.id, "amount": installment.amount(), "payment_type": kind});
    let body = json!({
        "amount": installment.amount(),
        "currency": installment.currency,
        "payment_type": kind,
        "payment_method": installment.method,
        "scheduled_at": datetime(installment.date),
        "from_account_details": installment.from,
        "to_account_details": installment.to,
        "from_references": [installment.reference],
        "to_references": [installment.reference],
        "related_to": {
            "bills": [],
            "invoices": [],
            "loans": shares.collect::<Vec<_>>(),
            "payment_intents": [intent],
            "subscriptions": [],
        },
    });
    create(world, &installment.id, body, status)
}

fn share(loan_id: &str, amount: i64, payment_type: PaymentType) -> Value {
    json!({"loan_id": loan_id, "amount": amount, "payment_type": payment_type, "deposit_id": null})
}

fn create(world: &mut World, subject: &str, mut body: Value, status: PaymentStatus) -> String {
    let (id, now) = (world.next_id("payment", subject), world.now());
    body["id"] = id.as_str().into();
    body["is_instant"] = false.into();
    for unknown in ["charged_back_payment_id", "failure_reason", "paid_at", "reason"] {
        body[unknown] = Value::Null;
    }
    body["provider"] = json!({
        "name": "SANDBOX",
        "payment_id": world.seed.uuid("provider payment", &id),
        "original_id": null,
        "initial_payment_id": null,
        "override_reconciliation_id": null,
        "failure_reason": null,
    });
    world.ledger.payments.push(Payment {
        id: id.clone(),
        status: PaymentStatus::Proposed,
        body,
        created_at: now,
        updated_at: now,
    });
    if status != PaymentStatus::Proposed {
        enter(world, &id, status);
    }
    id
}

/// Brings a payment that is not over into a status, and tells the webhooks.
pub(crate) fn enter(world: &mut World, id: &str, status: PaymentStatus) {
    let now = world.now();
    let Some(payment) = world.ledger.payment_mut(id).filter(|payment| !payment.is_over()) else { return };
    payment.status = status;
    payment.updated_at = now;
    if status == PaymentStatus::Paid {
        payment.body["paid_at"] = datetime(now).into();
    }
    let state = payment.clone();
    // A proposal has no event.
    if status != PaymentStatus::Proposed {
        tell(world, &state);
    }
}

/// Tells the webhooks of the status that a payment has.
pub(crate) fn tell(world: &World, payment: &Payment) {
    let event_type = format!("Payment.{}", payment.status.as_str());
    world.emit(&Emission::new(&event_type, &payment.id, &shown(world, payment)));
}

/// Ends a payment with a reason.
pub(crate) fn fail(world: &mut World, id: &str, reason: &str) {
    if let Some(payment) = world.ledger.payment_mut(id) {
        payment.body["failure_reason"] = reason.into();
        payment.body["provider"]["failure_reason"] = reason.into();
    }
    enter(world, id, PaymentStatus::Failed);
}

/// Cancels the payout of a loan, if there is one.
pub(crate) fn cancel_payout(world: &mut World, loan_id: &str) {
    let found = world.ledger.payments.iter().find(|payment| payment.is_payout_of(loan_id));
    if let Some(id) = found.map(|payment| payment.id.clone()) {
        enter(world, &id, PaymentStatus::Canceled);
    }
}
