//! Subscriptions: one can be activated, one is canceled.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    call::{Call, Payload, Reply, Step},
    rules::refusal::Refusal,
    seed::Seed,
    store::Store,
};

/// The subscriptions that are there at the start. Their statuses are this simulator's own.
pub(crate) fn first(seed: Seed) -> Vec<Value> {
    let subscription = |status| json!({"id": seed.uuid("subscription", status), "status": status});
    ["CREATED", "CANCELED"].map(subscription).into()
}

/// 200 without a body; 400 for one that is active or canceled.
pub(crate) fn activate(call: &Call, store: &Store) -> Result<Step, Refusal> {
    let id = call.param("subscription_id");
    let index = store.subscriptions.iter().position(|subscription| subscription["id"] == id);
    let index = index.ok_or_else(|| Refusal::not_found("subscription"))?;
    if store.subscriptions[index]["status"] != "CREATED" {
        return Err(Refusal::new("This subscription cannot be activated."));
    }
    Step::commit(move |store| {
        store.subscriptions[index]["status"] = "ACTIVE".into();
        Reply::new(StatusCode::OK, Payload::Empty)
    })
}
