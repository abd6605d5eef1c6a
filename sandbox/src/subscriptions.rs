//! Subscriptions: one can be activated, one is canceled.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    call::{Call, Payload, Reply, Step},
    problem::Problem,
    seed::Seed,
    store::Store,
};

/// The subscriptions that are there at the start. Their statuses are this simulator's own.
pub(crate) fn first(seed: Seed) -> Vec<Value> {
    let subscription = |status| json!({"id": seed.uuid("subscription", status), "status": status});
    ["CREATED", "CANCELED"].map(subscription).into()
}

/// 200 without a body; 400 for one that is active or canceled.
pub(crate) fn activate(call: &Call, store: &Store) -> Result<Step, Problem> {
    let id = call.param("subscription_id");
    let index = store.subscriptions.iter().position(|subscription| subscription["id"] == id);
    let index = index.ok_or_else(|| Problem::not_found("subscription"))?;
    if store.subscriptions[index]["status"] != "CREATED" {
        return Err(Problem::refused("This subscription cannot be activated."));
    }
    Step::commit(move |store| {
        store.subscriptions[index]["status"] = "ACTIVE".into();
        Reply::new(StatusCode::OK, Payload::Empty)
    })
}
