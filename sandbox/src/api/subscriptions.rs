//! Subscriptions: one can be activated, one is canceled.

use axum::http::StatusCode;

use crate::{
    http::{Call, Payload, Reply, Step},
    rules::Refusal,
    wire::SubscriptionStatus,
    world::World,
};

/// 200 without a body; 400 for one that is active or canceled.
pub(crate) fn activate(call: &Call, world: &World) -> Result<Step, Refusal> {
    let id = call.param("subscription_id");
    let index = world.subscriptions.iter().position(|subscription| subscription["id"] == id);
    let index = index.ok_or_else(|| Refusal::not_found("subscription"))?;
    if world.subscriptions[index]["status"] != SubscriptionStatus::Created {
        return Err(Refusal::new("This subscription cannot be activated."));
    }
    Step::commit(move |world| {
        world.subscriptions[index]["status"] = SubscriptionStatus::Active.into();
        Reply::new(StatusCode::OK, Payload::Empty)
    })
}
