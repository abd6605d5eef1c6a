//! Business data that partners share: uploads, alone or in a batch that is opened, filled and closed.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    http::call::{Call, Reply, Step},
    rules::{companies, refusal::Refusal},
    wire::BatchStatus,
    world::{
        World,
        batch::{Batch, SharedData},
    },
};

fn shown(world: &World, batch: &Batch) -> Value {
    json!({
        "id": batch.id,
        "business_identifier": batch.company,
        "content": batch.content,
        "context": batch.context,
        "status": status(world, batch),
    })
}

fn status(world: &World, batch: &Batch) -> BatchStatus {
    batch.status(world.now(), &world.settings)
}

/// Opens a batch. One of the same company that is still open is canceled, unless the request says not to.
pub(crate) fn open_batch(call: &Call, world: &World) -> Result<Step, Refusal> {
    companies::check_named(&call.body, "business_identifier")?;
    let cancels = call.body["auto_cancel_ongoing_batch_for_business"].as_bool().unwrap_or(true);
    let company = number_of(&call.body["business_identifier"]);
    let is_open = |batch: &Batch| batch.company == company && status(world, batch) == BatchStatus::Created;
    if !cancels && !world.settings.parallel_batches && world.batches.iter().any(is_open) {
        return Err(Refusal::new("Another batch of this company is open: close it, or let it be canceled."));
    }
    let body = call.body.clone();
    Step::commit(move |world| {
        let id = world.next_id("batch", company["identifier"].as_str().unwrap_or_default());
        for known in world.batches.iter_mut().filter(|known| cancels && known.company == company) {
            known.canceled |= known.closed_at.is_none();
        }
        let batch = Batch {
            id,
            company,
            content: announced(&body["content"]),
            context: body["context"].clone(),
            canceled: false,
            closed_at: None,
        };
        let reply = Reply::json(StatusCode::CREATED, shown(world, &batch));
        world.batches.push(batch);
        reply
    })
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

/// Closes a batch; closing it again tells how far that is.
pub(crate) fn close_batch(call: &Call, world: &World) -> Result<Step, Refusal> {
    let id = call.param("batch_id");
    let batch =
        world.batches.iter().find(|batch| batch.id == id).ok_or_else(|| Refusal::not_found("batch"))?;
    match status(world, batch) {
        BatchStatus::Canceled => return Err(Refusal::new("This batch was canceled.")),
        BatchStatus::Created => {}
        _ => return Step::ok(shown(world, batch)),
    }
    let id = batch.id.clone();
    Step::commit(move |world| {
        let now = world.now();
        let Some(index) = world.batches.iter().position(|batch| batch.id == id) else {
            return Reply::empty();
        };
        world.batches[index].closed_at = Some(now);
        Reply::json(StatusCode::OK, shown(world, &world.batches[index]))
    })
}

pub(crate) fn share_accounts(call: &Call, world: &World) -> Result<Step, Refusal> {
    share(call, world, "accounts", |shared, rows| {
        shared.accounts.extend(rows.iter().filter_map(|row| row["id"].as_str()).map(str::to_owned));
    })
}

pub(crate) fn share_transactions(call: &Call, world: &World) -> Result<Step, Refusal> {
    share(call, world, "transactions", |shared, rows| shared.transactions.add(rows))
}

/// The seller must be told by a number: a name is not enough.
pub(crate) fn share_invoices(call: &Call, world: &World) -> Result<Step, Refusal> {
    let by_name = |invoice: &Value| invoice["seller"]["identifier_type"] == "name";
    if let Some(index) = call.body["invoices"].as_array().and_then(|rows| rows.iter().position(by_name)) {
        let field = format!("invoices[{index}].seller.identifier_type");
        return Err(Refusal::invalid(field, "is a name, not a number"));
    }
    share(call, world, "invoices", |shared, rows| shared.invoices.add(rows))
}

fn share(
    call: &Call,
    world: &World,
    member: &'static str,
    keep: fn(&mut SharedData, &[Value]),
) -> Result<Step, Refusal> {
    let identifier = call.text("identifier").unwrap_or_default();
    companies::check_number("identifier", identifier, call.text("identifier_type").unwrap_or_default())?;
    check_batch(call, world)?;
    let (identifier, body) = (identifier.to_owned(), call.body.clone());
    Step::commit(move |world| {
        let shared = world.shared_data.entry(identifier).or_default();
        keep(shared, body[member].as_array().map_or(&[], Vec::as_slice));
        Reply::empty()
    })
}

/// An upload into a batch needs one of the same company that is open.
fn check_batch(call: &Call, world: &World) -> Result<(), Refusal> {
    let Some(id) = call.text("batch_id") else { return Ok(()) };
    let batch =
        world.batches.iter().find(|batch| batch.id == id).ok_or_else(|| Refusal::not_found("batch"))?;
    if batch.company != number_of(&call.body) {
        return Err(Refusal::new("This batch belongs to another company."));
    }
    if status(world, batch) != BatchStatus::Created {
        return Err(Refusal::new("This batch takes no more data: it is closed or canceled."));
    }
    Ok(())
}
