//! Business data that partners share: uploads, alone or in a batch that is opened, filled and closed.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    http::{Call, Reply, Step},
    life::batches::{self, Opening},
    rules::{Refusal, companies},
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
        "status": batches::status(world, batch),
    })
}

/// Opens a batch. One of the same company that is still open is canceled, unless the request says not to.
pub(crate) fn open_batch(call: &Call, world: &World) -> Result<Step, Refusal> {
    companies::check_named(&call.body, "business_identifier")?;
    let opening = Opening::read(&call.body);
    batches::check_opening(world, &opening)?;
    Step::commit(move |world| {
        let batch = batches::open(world, opening);
        Reply::json(StatusCode::CREATED, shown(world, &batch))
    })
}

/// Closes a batch; closing it again tells how far that is.
pub(crate) fn close_batch(call: &Call, world: &World) -> Result<Step, Refusal> {
    let batch = batches::of_id(world, call.param("batch_id"))?;
    match batches::status(world, batch) {
        BatchStatus::Canceled => return Err(Refusal::new("This batch was canceled.")),
        BatchStatus::Created => {}
        _ => return Step::ok(shown(world, batch)),
    }
    let id = batch.id.clone();
    Step::commit(move |world| {
        let closed = batches::close(world, &id);
        closed.map_or_else(Reply::empty, |batch| Reply::json(StatusCode::OK, shown(world, &batch)))
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
    if let Some(id) = call.text("batch_id") {
        batches::check_upload(world, id, &call.body)?;
    }
    let (identifier, body) = (identifier.to_owned(), call.body.clone());
    Step::commit(move |world| {
        let shared = world.shared_data.entry(identifier).or_default();
        keep(shared, body[member].as_array().map_or(&[], Vec::as_slice));
        Reply::empty()
    })
}
