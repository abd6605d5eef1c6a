//! The operations on invoices.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    http::{Call, Reply, Step, page, query},
    life::{accounts, invoices},
    rules::{Refusal, companies::IDENTIFIER_TYPES},
    wire::InvoiceStatus,
    world::{World, invoice::Invoice},
};

fn of_path<'a>(call: &Call, world: &'a World) -> Result<&'a Invoice, Refusal> {
    world.ledger.invoice(call.param("invoice_id")).ok_or_else(|| Refusal::not_found("invoice"))
}

fn answer(world: &World, status: StatusCode, id: &str) -> Reply {
    let shown = world.ledger.invoice(id).map_or(Value::Null, |invoice| invoices::shown(world, invoice));
    Reply::json(status, shown)
}

/// `GET /invoice/{invoice_id}`
pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    Step::ok(invoices::shown(world, of_path(call, world)?))
}

/// `GET /invoices`
pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    query::check_one_of(call, "status", InvoiceStatus::NAMES)?;
    let (ids, linked) = (query::ids(call, "invoice_id")?, query::flag(call, "linked_to_loan")?);
    let paid_after = query::time(call, world, "linked_to_loan_paid_after")?;
    let paid_before = query::time(call, world, "linked_to_loan_paid_before")?;
    let (buyers, sellers, statuses) =
        (call.query_all("buyer"), call.query_all("seller"), call.query_all("status"));
    let paid_between = |invoice: &Invoice| {
        let mut loans = invoice.loan_ids.iter().filter_map(|id| world.ledger.loan(id));
        linked != Some(true)
            || (paid_after.is_none() && paid_before.is_none())
            || loans.any(|loan| query::between(loan.time("paid_at"), paid_after, paid_before))
    };
    let fits = |invoice: &&Invoice| {
        query::has(&ids, Some(&invoice.id))
            && query::has(&buyers, invoice.company("buyer"))
            && query::has(&sellers, invoice.company("seller"))
            && query::has(&statuses, Some(invoice.status.as_str()))
            && linked.is_none_or(|linked| invoice.loan_ids.is_empty() != linked)
            && paid_between(invoice)
            && call.query("query").is_none_or(|words| mentions(invoice, words))
    };
    let found: Vec<_> = world.ledger.invoices.iter().filter(fits).collect();
    Step::ok(page::page(call, world, "invoices", &found, |invoice| invoices::shown(world, invoice))?)
}

/// Whether a search finds an invoice: by its number or by one of its companies.
fn mentions(invoice: &Invoice, words: &str) -> bool {
    let name = |role: &str| invoice.fields.get(role).and_then(|company| company["name"].as_str());
    let number = invoice.fields.get("invoice_number").and_then(Value::as_str);
    let texts = [number, invoice.company("buyer"), invoice.company("seller"), name("buyer"), name("seller")];
    let words = words.to_lowercase();
    texts.into_iter().flatten().any(|text| text.to_lowercase().contains(&words))
}

/// `POST /invoices`: what is no draft must be complete, and is submitted.
pub(crate) fn create(call: &Call, world: &World) -> Result<Step, Refusal> {
    let fields = invoices::read(world, &call.body, "")?;
    let is_draft = call.body["is_draft"].as_bool().unwrap_or(world.settings.invoice_draft_default);
    if !is_draft {
        invoices::check_complete(&Invoice::draft(String::new(), fields.clone()))?;
    }
    let account = call.body["to_account"].clone();
    Step::commit(move |world| {
        accounts::claim(world, &account);
        let id = invoices::create(world, fields, is_draft);
        answer(world, StatusCode::CREATED, &id)
    })
}

/// `PATCH /invoice/{invoice_id}`
pub(crate) fn patch(call: &Call, world: &World) -> Result<Step, Refusal> {
    let (invoice, account) =
        (invoices::changed(world, of_path(call, world)?, &call.body)?, call.body["to_account"].clone());
    Step::commit(move |world| {
        invoices::replace(world, &invoice, &account);
        answer(world, StatusCode::OK, &invoice.id)
    })
}

/// `POST /invoice/{invoice_id}/submit`
pub(crate) fn submit(call: &Call, world: &World) -> Result<Step, Refusal> {
    let (invoice, account) =
        (invoices::changed(world, of_path(call, world)?, &call.body)?, call.body["to_account"].clone());
    invoices::check_complete(&invoice)?;
    Step::commit(move |world| {
        invoices::replace(world, &invoice, &account);
        invoices::submit(world, &invoice.id);
        answer(world, StatusCode::OK, &invoice.id)
    })
}

/// `DELETE /invoice/{invoice_id}`: it stays readable, as DELETED. Doing it again does nothing.
pub(crate) fn delete(call: &Call, world: &World) -> Result<Step, Refusal> {
    let invoice = of_path(call, world)?;
    if invoice.status == InvoiceStatus::Deleted {
        return Step::ok(invoices::shown(world, invoice));
    }
    if invoices::is_financed(world, invoice) {
        return Err(Refusal::new("This invoice is financed by a loan: cancel the loan first."));
    }
    let id = invoice.id.clone();
    Step::commit(move |world| {
        invoices::enter(world, &id, InvoiceStatus::Deleted, None);
        answer(world, StatusCode::OK, &id)
    })
}

/// `POST /invoices/upload`: nothing is read from the PDF; what is extracted is invented.
pub(crate) fn upload(call: &Call, _: &World) -> Result<Step, Refusal> {
    if !call.uploads.iter().any(|file| invoices::is_pdf(&file.bytes)) {
        return Err(Refusal::invalid("file", "is not a PDF"));
    }
    let metadata = match call.text("metadata").map(serde_json::from_str::<Value>) {
        None => Value::Null,
        Some(Ok(metadata)) if metadata.is_object() || metadata.is_null() => metadata,
        Some(_) => return Err(Refusal::invalid("metadata", "is not a JSON object")),
    };
    let (buyer, seller) = (company(call, "buyer")?, company(call, "seller")?);
    Step::commit(move |world| {
        let fields = invoices::extracted(world, &buyer, &seller, &metadata);
        let id = invoices::create(world, fields, true);
        answer(world, StatusCode::CREATED, &id)
    })
}

/// A company of the query: `SIREN-899021021`.
fn company(call: &Call, role: &str) -> Result<Value, Refusal> {
    let Some(text) = call.query(role) else { return Ok(Value::Null) };
    let known = text.split_once('-').filter(|(kind, number)| {
        !number.is_empty() && IDENTIFIER_TYPES.iter().any(|known| known.to_uppercase() == *kind)
    });
    let (kind, identifier) =
        known.ok_or_else(|| Refusal::invalid(role, "is not a type in capitals, a hyphen and a number"))?;
    Ok(json!({"identifier": identifier, "identifier_type": kind.to_lowercase()}))
}
