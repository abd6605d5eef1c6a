//! The subscriptions of a partner.

use serde_json::{Value, json};

use crate::world::seed::Seed;

/// The subscriptions that are there at the start. Their statuses are this simulator's own.
pub(crate) fn first(seed: Seed) -> Vec<Value> {
    let subscription = |status| json!({"id": seed.uuid("subscription", status), "status": status});
    ["CREATED", "CANCELED"].map(subscription).into()
}
