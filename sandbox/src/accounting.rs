//! Accounting events: what a ledger needs to know of loans.

use serde_json::{Value, json};

use crate::{
    call::{Call, Step},
    filters, page, query,
    rules::{
        dates::{datetime, parse_datetime},
        refusal::Refusal,
    },
    world::World,
};

const TYPES: [&str; 23] = [
    "LOAN_CANCELED",
    "LOAN_DISBURSEMENT_PAID",
    "LOAN_EXTRA_PAID",
    "LOAN_GUARANTEE_DEPOSIT_CHARGED_BACK",
    "LOAN_GUARANTEE_DEPOSIT_PAID",
    "LOAN_INTERESTS_CHARGEBACK_PENALIZED",
    "LOAN_INTERESTS_DISCOUNTED",
    "LOAN_INTERESTS_FALLEN_DUE",
    "LOAN_INTEREST_DEPOSIT_CHARGED_BACK",
    "LOAN_INTEREST_DEPOSIT_PAID",
    "LOAN_INTEREST_FROM_DEPOSIT_PAID",
    "LOAN_INTEREST_FROM_DEPOSIT_UNPAID",
    "LOAN_PRINCIPAL_FALLEN_DUE",
    "LOAN_PRINCIPAL_FALLEN_LATE",
    "LOAN_PRINCIPAL_FROM_DEPOSIT_PAID",
    "LOAN_REFUND_PAID",
    "LOAN_REPAYMENT_FEES_CHARGED_BACK",
    "LOAN_REPAYMENT_FEES_PAID",
    "LOAN_REPAYMENT_NOMINAL_CHARGED_BACK",
    "LOAN_REPAYMENT_NOMINAL_PAID",
    "LOAN_REPAYMENT_NOMINAL_UNPAID",
    "LOAN_RETURNED_PAID",
    "LOAN_VALIDATED",
];

const REQUIRED_OF_PAYLOAD: [&str; 2] = ["loan_id", "metadata"];

/// Records what happened to a loan, with its amounts in cents.
pub(crate) fn record(
    world: &mut World,
    kind: &str,
    loan_id: &str,
    principal: Option<i64>,
    fees: Option<i64>,
) {
    let metadata = world.ledger.loan(loan_id).map(|loan| loan.body["metadata"].clone());
    let event = json!({
        "event_type": kind,
        "event_at": datetime(world.now()),
        "event_payload": {
            "loan_id": loan_id,
            "principal_amount": principal,
            "fees_amount": fees,
            "deposit_amount": null,
            "metadata": metadata.filter(Value::is_object).unwrap_or_else(|| json!({})),
        },
    });
    world.ledger.accounting.push(event);
}

/// `GET /events`
pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    query::check_one_of(call, "event_type", &TYPES)?;
    let loans = filters::ids(call, "loan_id")?;
    let types = call.query_all("event_type");
    let (from, to) = (query::time(call, world, "from_date")?, query::time(call, world, "to_date")?);
    let fits = |event: &&Value| {
        let at = event["event_at"].as_str().and_then(|at| parse_datetime(at, false));
        filters::has(&types, event["event_type"].as_str())
            && filters::has(&loans, event["event_payload"]["loan_id"].as_str())
            && filters::within(at, from, to)
    };
    let found: Vec<_> = world.ledger.accounting.iter().filter(fits).collect();
    Step::ok(page::page(call, world, "events", &found, |event| shown(world, event))?)
}

fn shown(world: &World, event: &Value) -> Value {
    let mut event = event.clone();
    event["event_payload"] = world.shaped(&event["event_payload"], &REQUIRED_OF_PAYLOAD);
    event
}
