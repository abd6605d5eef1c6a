//! The state in short, for tests.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    server::control::Shared,
    world::{
        World, batch::SharedData, borrower::Borrower, invoice::Invoice, line::Line, loan::Loan,
        payment::Payment, referrer,
    },
};

/// `GET /_sandbox/state`
pub(crate) async fn state(State(app): Shared) -> Response {
    let world = app.world();
    let borrower = |b: &Borrower| json!({"id": b.id, "business_id": b.business_id, "identifier": b.identifier, "status": b.status});
    let line = |line: &Line| {
        let pool = &line.body["pool_amount"];
        let available = &line.body["balance_available"];
        json!({"id": line.id, "borrower_id": line.borrower_id, "identifier": line.identifier, "pool_amount": pool, "balance_available": available})
    };
    let invoice =
        |invoice: &Invoice| json!({"id": invoice.id, "status": invoice.status, "loan_ids": invoice.loan_ids});
    let loan = |loan: &Loan| json!({"id": loan.id, "identifier": loan.company(), "status": loan.status, "amount": loan.number("amount"), "outstanding": loan.outstanding()});
    let payment = |payment: &Payment| {
        let (kind, amount) = (&payment.body["payment_type"], &payment.body["amount"]);
        json!({"id": payment.id, "payment_type": kind, "status": payment.status, "amount": amount})
    };
    let mut counts = BTreeMap::<&str, u64>::new();
    for borrower in &world.borrowers {
        *counts.entry(&borrower.identifier).or_default() += 1;
    }
    Json(json!({
        "borrowers": world.borrowers.iter().map(borrower).collect::<Vec<_>>(),
        "credit_lines": world.lines.iter().map(line).collect::<Vec<_>>(),
        "borrowers_by_identifier": counts,
        "declined": world.declined.iter().collect::<BTreeSet<_>>(),
        "invoices": world.ledger.invoices.iter().map(invoice).collect::<Vec<_>>(),
        "loans": world.ledger.loans.iter().map(loan).collect::<Vec<_>>(),
        "payments": world.ledger.payments.iter().map(payment).collect::<Vec<_>>(),
        "installment_plans": world.ledger.plans.iter().map(|plan| json!({"id": plan.id})).collect::<Vec<_>>(),
        "recollection_cases": world.ledger.cases.iter().map(|case| json!({"id": case.id})).collect::<Vec<_>>(),
        "bills": world.ledger.bills.iter().map(|bill| json!({"id": bill.id})).collect::<Vec<_>>(),
        "webhooks": world.webhooks.len(),
        "cards": world.cards.iter().map(|card| json!({"id": card.id, "status": card.status, "entries": card.entries.len()})).collect::<Vec<_>>(),
        "onboardings": world.onboardings.iter().map(|o| json!({"id": o.id, "identifier": o.identifier, "status": o.status, "is_expired": o.is_expired(world.now()), "borrower_id": o.borrower_id})).collect::<Vec<_>>(),
        "batches": world.batches.iter().map(|batch| json!({"id": batch.id, "status": batch.status(world.now(), &world.settings)})).collect::<Vec<_>>(),
        "shared_data": shared_data(&world),
        "referrer": {"id": referrer::id(world.seed), "revenue_shares": world.revenue_shares},
        "subscriptions": world.subscriptions,
    }))
    .into_response()
}

/// How much each company has shared.
fn shared_data(world: &World) -> Value {
    let counts = |shared: &SharedData| json!({"accounts": shared.accounts.len(), "transactions": shared.transactions.count, "invoices": shared.invoices.count});
    world.shared_data.iter().map(|(company, shared)| (company.clone(), counts(shared))).collect()
}
