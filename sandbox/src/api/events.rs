//! Accounting events.

use serde_json::Value;

use crate::{
    http::{Call, Step, page, query},
    rules::{Refusal, parse_datetime},
    wire::AccountingType,
    world::World,
};

const REQUIRED_OF_PAYLOAD: &str = "loan_id metadata";

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
    event["event_payload"] = world.shaped(&event["event_payload"], REQUIRED_OF_PAYLOAD);
    event
}
