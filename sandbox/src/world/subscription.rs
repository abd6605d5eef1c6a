//! The subscriptions of a partner.

use serde_json::{Value, json};

use crate::{wire::SubscriptionStatus, world::seed::Seed};

/// The subscriptions that are there at the start. Their statuses are this simulator's own.
pub(crate) fn first(seed: Seed) -> Vec<Value> {
    let statuses = [SubscriptionStatus::Created, SubscriptionStatus::Canceled];
    statuses.map(|status| json!({"id": seed.uuid("subscription", status.as_str()), "status": status})).into()
}
