//! Batches of uploads: opened, filled and closed.

use serde_json::{Value, json};

use crate::{
    rules::Refusal,
    wire::BatchStatus,
    world::{World, batch::Batch},
};

/// What a request to open a batch says.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    company: Value,
    content: Value,
    context: Value,
    /// Whether a batch of the same company that is still open is canceled.
    cancels: bool,
}

impl Opening {
    pub(crate) fn read(body: &Value) -> Self {
        Self {
            company: number_of(&body["business_identifier"]),
            content: announced(&body["content"]),
            context: body["context"].clone(),
            cancels: body["auto_cancel_ongoing_batch_for_business"].as_bool().unwrap_or(true),
        }
    }
}

/// A company as it is compared and shown: number and kind, nothing else that a request may hold.
fn number_of(body: &Value) -> Value {
    json!({"identifier": body["identifier"], "identifier_type": body["identifier_type"]})
}

fn announced(content: &Value) -> Value {
    let types = content["shared_data_types"].as_array().cloned().unwrap_or_default();
    json!({
        "account_transactions": content["account_transactions"],
        "accounts": content["accounts"],
        "invoices": content["invoices"],
        "shared_data_types": types,
    })
}

/// Finds a batch.
pub(crate) fn of_id<'a>(world: &'a World, id: &str) -> Result<&'a Batch, Refusal> {
    world.batches.iter().find(|batch| batch.id == id).ok_or_else(|| Refusal::not_found("batch"))
}

/// Returns where a batch stands now.
pub(crate) fn status(world: &World, batch: &Batch) -> BatchStatus {
    batch.status(world.now(), &world.settings)
}

/// Refuses a second open batch of a company, unless it cancels the first or a switch allows it.
pub(crate) fn check_opening(world: &World, opening: &Opening) -> Result<(), Refusal> {
    let is_open =
        |batch: &Batch| batch.company == opening.company && status(world, batch) == BatchStatus::Created;
    if !opening.cancels && !world.settings.parallel_batches && world.batches.iter().any(is_open) {
        return Err(Refusal::new("Another batch of this company is open: close it, or let it be canceled."));
    }
    Ok(())
}

/// Opens a batch.
pub(crate) fn open(world: &mut World, opening: Opening) -> Batch {
    let Opening { company, content, context, cancels } = opening;
    let id = world.next_id("batch", company["identifier"].as_str().unwrap_or_default());
    for known in world.batches.iter_mut().filter(|known| cancels && known.company == company) {
        known.canceled |= known.closed_at.is_none();
    }
    let batch = Batch { id, company, content, context, canceled: false, closed_at: None };
    world.batches.push(batch.clone());
    batch
}

/// Closes a batch; returns it, or `None` if there is none.
pub(crate) fn close(world: &mut World, id: &str) -> Option<Batch> {
    let now = world.now();
    let batch = world.batches.iter_mut().find(|batch| batch.id == id)?;
    batch.closed_at = Some(now);
    Some(batch.clone())
}

/// Refuses an upload into a batch that is not open, or of another company.
pub(crate) fn check_upload(world: &World, id: &str, body: &Value) -> Result<(), Refusal> {
    let batch = of_id(world, id)?;
    if batch.company != number_of(body) {
        return Err(Refusal::new("This batch belongs to another company."));
    }
    if status(world, batch) != BatchStatus::Created {
        return Err(Refusal::new("This batch takes no more data: it is closed or canceled."));
    }
    Ok(())
}
