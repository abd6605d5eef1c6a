//! Webhook subscriptions.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    call::{Call, Reply, Step},
    page,
    rules::refusal::Refusal,
    store::Store,
};

fn position(call: &Call, store: &Store) -> Result<usize, Refusal> {
    let id = call.param("webhook_id");
    store.webhooks.iter().position(|hook| hook["id"] == id).ok_or_else(|| Refusal::not_found("webhook"))
}

fn subscription(call: &Call, id: &str) -> Value {
    let mut hook = json!({"id": id});
    for field in ["name", "to_url", "event_types"] {
        hook[field] = call.body[field].clone();
    }
    hook
}

pub(crate) fn list(_: &Call, store: &Store) -> Result<Step, Refusal> {
    Step::ok(page::whole(&store.webhooks))
}

pub(crate) fn create(call: &Call, _: &Store) -> Result<Step, Refusal> {
    let call = call.clone();
    Step::commit(move |store| {
        let id = store.next_id("webhook", "");
        let hook = subscription(&call, &id);
        store.webhooks.push(hook.clone());
        Reply::json(StatusCode::CREATED, hook)
    })
}

/// Replaces a subscription: all three fields are required.
pub(crate) fn replace(call: &Call, store: &Store) -> Result<Step, Refusal> {
    let index = position(call, store)?;
    let hook = subscription(call, call.param("webhook_id"));
    Step::commit(move |store| {
        if let Some(known) = store.webhooks.get_mut(index) {
            known.clone_from(&hook);
        }
        Reply::json(StatusCode::OK, hook)
    })
}

pub(crate) fn delete(call: &Call, store: &Store) -> Result<Step, Refusal> {
    position(call, store)?;
    let id = call.param("webhook_id").to_owned();
    Step::commit(move |store| {
        store.webhooks.retain(|hook| hook["id"] != id.as_str());
        Reply::empty()
    })
}
