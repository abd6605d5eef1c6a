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
        onboarding::Onboarding, payment::Payment, referrer,
    },
};

/// `GET /_sandbox/state`
pub(crate) async fn state(State(app): Shared) -> Response {
    let world = app.world();
    let ledger = &world.ledger;
    let mut counts = BTreeMap::<&str, u64>::new();
    for borrower in world.borrowers.iter() {
        *counts.entry(&borrower.identifier).or_default() += 1;
    }
    let id = |id: &str| json!({"id": id});
    Json(json!({
        "borrowers": each(&world.borrowers, borrower),
        "credit_lines": each(&world.lines, line),
        "borrowers_by_identifier": counts,
        "declined": world.declined.iter().collect::<BTreeSet<_>>(),
        "invoices": each(&ledger.invoices, invoice),
        "loans": each(&ledger.loans, loan),
        "payments": each(&ledger.payments, payment),
        "installment_plans": each(&ledger.plans, |plan| id(&plan.id)),
        "recollection_cases": each(&ledger.cases, |case| id(&case.id)),
        "bills": each(&ledger.bills, |bill| id(&bill.id)),
        "webhooks": world.webhooks.len(),
        "cards": each(&world.cards, |card| {
            json!({"id": card.id, "status": card.status, "entries": card.entries.len()})
        }),
        "onboardings": each(&world.onboardings, |known| onboarding(&world, known)),
        "batches": each(&world.batches, |batch| {
            json!({"id": batch.id, "status": batch.status(world.now(), &world.settings)})
        }),
        "shared_data": world.shared_data.iter().map(shared_data).collect::<Value>(),
        "referrer": {"id": referrer::id(world.seed), "revenue_shares": world.revenue_shares},
        "subscriptions": world.subscriptions,
    }))
    .into_response()
}

fn each<T>(items: &[T], shown: impl Fn(&T) -> Value) -> Value {
    items.iter().map(shown).collect()
}

fn borrower(borrower: &Borrower) -> Value {
    let Borrower { id, business_id, identifier, status, .. } = borrower;
    json!({"id": id, "business_id": business_id, "identifier": identifier, "status": status})
}

fn line(line: &Line) -> Value {
    json!({
        "id": line.id,
        "borrower_id": line.borrower_id,
        "identifier": line.identifier,
        "pool_amount": line.body["pool_amount"],
        "balance_available": line.body["balance_available"],
    })
}

fn invoice(invoice: &Invoice) -> Value {
    json!({"id": invoice.id, "status": invoice.status, "loan_ids": invoice.loan_ids})
}

fn loan(loan: &Loan) -> Value {
    json!({
        "id": loan.id,
        "identifier": loan.company(),
        "status": loan.status,
        "amount": loan.number("amount"),
        "outstanding": loan.outstanding(),
    })
}

fn payment(payment: &Payment) -> Value {
    let (kind, amount) = (&payment.body["payment_type"], &payment.body["amount"]);
    json!({"id": payment.id, "payment_type": kind, "status": payment.status, "amount": amount})
}

fn onboarding(world: &World, onboarding: &Onboarding) -> Value {
    json!({
        "id": onboarding.id,
        "identifier": onboarding.identifier,
        "status": onboarding.status,
        "is_expired": onboarding.is_expired(world.now()),
        "borrower_id": onboarding.borrower_id,
    })
}

/// How much a company has shared.
fn shared_data((company, shared): (&String, &SharedData)) -> (String, Value) {
    let SharedData { accounts, transactions, invoices } = shared;
    let counts =
        json!({"accounts": accounts.len(), "transactions": transactions.count, "invoices": invoices.count});
    (company.clone(), counts)
}
