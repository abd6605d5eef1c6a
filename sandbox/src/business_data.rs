//! Business data that partners share: uploads, alone or in a batch that is opened, filled and closed.

use std::{collections::HashSet, time::Duration};

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    call::{Call, Reply, Step},
    rules::refusal::Refusal,
    rules::{companies, dates::later},
    store::Store,
};

/// How long a batch waits to be closed, and how long until it is closed, counted from the request to close it.
const SCHEDULED: Duration = Duration::from_secs(2);
const CLOSING: Duration = Duration::from_secs(5);

/// A batch of uploads.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    pub(crate) id: String,
    /// The company as the request named it.
    company: Value,
    content: Value,
    context: Value,
    canceled: bool,
    closed_at: Option<Timestamp>,
}

impl Batch {
    /// Where it stands, which follows from the time.
    pub(crate) fn status(&self, store: &Store) -> &'static str {
        let after =
            |time| self.closed_at.is_some_and(|at| store.now() >= later(at, store.settings.scaled(time)));
        match (self.canceled, self.closed_at) {
            (true, _) => "CANCELED",
            (_, None) => "CREATED",
            _ if after(CLOSING) => "CLOSED",
            _ if after(SCHEDULED) => "CLOSING_IN_PROGRESS",
            _ => "CLOSING_SCHEDULED",
        }
    }

    fn shown(&self, store: &Store) -> Value {
        json!({
            "id": self.id,
            "business_identifier": self.company,
            "content": self.content,
            "context": self.context,
            "status": self.status(store),
        })
    }
}

/// What one company has shared.
#[derive(Debug, Clone, Default)]
pub(crate) struct SharedData {
    pub(crate) accounts: HashSet<String>,
    pub(crate) transactions: Rows,
    pub(crate) invoices: Rows,
}

/// Rows, which are never changed: one with a salt that is known counts no second time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub(crate) count: usize,
    salts: HashSet<String>,
}

impl Rows {
    fn add(&mut self, rows: &[Value]) {
        for row in rows {
            let is_new = row["salt_id"].as_str().is_none_or(|salt| self.salts.insert(salt.to_owned()));
            self.count += usize::from(is_new);
        }
    }
}

/// Opens a batch. One of the same company that is still open is canceled, unless the request says not to.
pub(crate) fn open_batch(call: &Call, store: &Store) -> Result<Step, Refusal> {
    companies::check_named(&call.body, "business_identifier")?;
    let cancels = call.body["auto_cancel_ongoing_batch_for_business"].as_bool().unwrap_or(true);
    let company = number_of(&call.body["business_identifier"]);
    let is_open = |batch: &Batch| batch.company == company && batch.status(store) == "CREATED";
    if !cancels && !store.settings.parallel_batches && store.batches.iter().any(is_open) {
        return Err(Refusal::new("Another batch of this company is open: close it, or let it be canceled."));
    }
    let body = call.body.clone();
    Step::commit(move |store| {
        let id = store.next_id("batch", company["identifier"].as_str().unwrap_or_default());
        for known in store.batches.iter_mut().filter(|known| cancels && known.company == company) {
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
        let reply = Reply::json(StatusCode::CREATED, batch.shown(store));
        store.batches.push(batch);
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
pub(crate) fn close_batch(call: &Call, store: &Store) -> Result<Step, Refusal> {
    let id = call.param("batch_id");
    let batch =
        store.batches.iter().find(|batch| batch.id == id).ok_or_else(|| Refusal::not_found("batch"))?;
    match batch.status(store) {
        "CANCELED" => return Err(Refusal::new("This batch was canceled.")),
        "CREATED" => {}
        _ => return Step::ok(batch.shown(store)),
    }
    let id = batch.id.clone();
    Step::commit(move |store| {
        let now = store.now();
        let Some(index) = store.batches.iter().position(|batch| batch.id == id) else {
            return Reply::empty();
        };
        store.batches[index].closed_at = Some(now);
        Reply::json(StatusCode::OK, store.batches[index].shown(store))
    })
}

pub(crate) fn share_accounts(call: &Call, store: &Store) -> Result<Step, Refusal> {
    share(call, store, "accounts", |shared, rows| {
        shared.accounts.extend(rows.iter().filter_map(|row| row["id"].as_str()).map(str::to_owned));
    })
}

pub(crate) fn share_transactions(call: &Call, store: &Store) -> Result<Step, Refusal> {
    share(call, store, "transactions", |shared, rows| shared.transactions.add(rows))
}

/// The seller must be told by a number: a name is not enough.
pub(crate) fn share_invoices(call: &Call, store: &Store) -> Result<Step, Refusal> {
    let by_name = |invoice: &Value| invoice["seller"]["identifier_type"] == "name";
    if let Some(index) = call.body["invoices"].as_array().and_then(|rows| rows.iter().position(by_name)) {
        let field = format!("invoices[{index}].seller.identifier_type");
        return Err(Refusal::invalid(field, "is a name, not a number"));
    }
    share(call, store, "invoices", |shared, rows| shared.invoices.add(rows))
}

fn share(
    call: &Call,
    store: &Store,
    member: &'static str,
    keep: fn(&mut SharedData, &[Value]),
) -> Result<Step, Refusal> {
    let identifier = call.text("identifier").unwrap_or_default();
    companies::check_number("identifier", identifier, call.text("identifier_type").unwrap_or_default())?;
    check_batch(call, store)?;
    let (identifier, body) = (identifier.to_owned(), call.body.clone());
    Step::commit(move |store| {
        let shared = store.shared_data.entry(identifier).or_default();
        keep(shared, body[member].as_array().map_or(&[], Vec::as_slice));
        Reply::empty()
    })
}

/// An upload into a batch needs one of the same company that is open.
fn check_batch(call: &Call, store: &Store) -> Result<(), Refusal> {
    let Some(id) = call.text("batch_id") else { return Ok(()) };
    let batch =
        store.batches.iter().find(|batch| batch.id == id).ok_or_else(|| Refusal::not_found("batch"))?;
    if batch.company != number_of(&call.body) {
        return Err(Refusal::new("This batch belongs to another company."));
    }
    if batch.status(store) != "CREATED" {
        return Err(Refusal::new("This batch takes no more data: it is closed or canceled."));
    }
    Ok(())
}
