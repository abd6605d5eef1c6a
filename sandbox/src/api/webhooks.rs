//! Webhook subscriptions.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    http::{Call, Reply, Step, page},
    rules::Refusal,
    world::World,
};

fn position(call: &Call, world: &World) -> Result<usize, Refusal> {
    let id = call.param("webhook_id");
    world.webhooks.iter().position(|hook| hook["id"] == id).ok_or_else(|| Refusal::not_found("webhook"))
}

fn subscription(call: &Call, id: &str) -> Value {
    let mut hook = json!({"id": id});
    for field in ["name", "to_url", "event_types"] {
        hook[field] = call.body[field].clone();
    }
    hook
}

pub(crate) fn list(_: &Call, world: &World) -> Result<Step, Refusal> {
    Step::ok(page::whole(&world.webhooks))
}

pub(crate) fn create(call: &Call, _: &World) -> Result<Step, Refusal> {
    let call = call.clone();
    Step::commit(move |world| {
        let id = world.next_id("webhook", "");
        let hook = subscription(&call, &id);
        world.webhooks.push(hook.clone());
        Reply::json(StatusCode::CREATED, hook)
    })
}

/// Replaces a subscription: all three fields are required.
pub(crate) fn replace(call: &Call, world: &World) -> Result<Step, Refusal> {
    let index = position(call, world)?;
    let hook = subscription(call, call.param("webhook_id"));
    Step::commit(move |world| {
        if let Some(known) = world.webhooks.get_mut(index) {
            known.clone_from(&hook);
        }
        Reply::json(StatusCode::OK, hook)
    })
}

pub(crate) fn delete(call: &Call, world: &World) -> Result<Step, Refusal> {
    position(call, world)?;
    let id = call.param("webhook_id").to_owned();
    Step::commit(move |world| {
        world.webhooks.retain(|hook| hook["id"] != id.as_str());
        Reply::empty()
    })
}
