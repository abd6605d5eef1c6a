//! Accounting events: what a ledger needs to know of loans.

use serde_json::{Value, json};

use crate::{
    http::{
        call::{Call, Step},
        page, query,
    },
    rules::{
        dates::{datetime, parse_datetime},
        refusal::Refusal,
    },
    wire::AccountingType,
    world::World,
};

const REQUIRED_OF_PAYLOAD: [&str; 2] = ["loan_id", "metadata"];

/// Records what happened to a loan, with its amounts in cents.
pub(crate) fn record(
    world: &mut World,
    kind: AccountingType,
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
    query::check_one_of(call, "event_type", AccountingType::NAMES)?;
    let loans = query::ids(call, "loan_id")?;
    let types = call.query_all("event_type");
    let (from, to) = (query::time(call, world, "from_date")?, query::time(call, world, "to_date")?);
    let fits = |event: &&Value| {
        let at = event["event_at"].as_str().and_then(|at| parse_datetime(at, false));
        query::has(&types, event["event_type"].as_str())
            && query::has(&loans, event["event_payload"]["loan_id"].as_str())
            && query::within(at, from, to)
    };
    let found: Vec<_> = world.ledger.accounting.iter().filter(fits).collect();
    Step::ok(page::page(call, world, "events", &found, |event| shown(world, event))?)
}

fn shown(world: &World, event: &Value) -> Value {
    let mut event = event.clone();
    event["event_payload"] = world.shaped(&event["event_payload"], &REQUIRED_OF_PAYLOAD);
    event
}
