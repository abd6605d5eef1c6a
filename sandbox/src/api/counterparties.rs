//! Counterparties: the companies that a borrower trades with.

use axum::http::StatusCode;
use serde_json::Value;

use crate::{
    http::{Call, Reply, Step, page, query},
    life::counterparties,
    rules::{
        Refusal,
        companies::{self, IDENTIFIER_TYPES},
    },
    world::World,
};

const RELATIONS: [&str; 7] =
    ["BORROWER", "CLIENT", "DEBTOR", "MARKETPLACE_BUYER", "MARKETPLACE_SELLER", "SELF", "SUPPLIER"];

pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    query::check_one_of(call, "identifier_type", &IDENTIFIER_TYPES)?;
    query::check_one_of(call, "relation_types", &RELATIONS)?;
    let selected = query::flag(call, "selected_for_financing")?;
    let relations = call.query_all("relation_types");
    let name = call.query("business_name").map(str::to_lowercase);
    let is = |known: &Value, field: &str| call.query(field).is_none_or(|wanted| known[field] == wanted);
    let fits = |known: &&Value| {
        is(known, "identifier")
            && is(known, "identifier_type")
            && name.as_deref().is_none_or(|part| is_named(known, part))
            && selected.is_none_or(|selected| known["selected_for_financing"] == selected)
            && (relations.is_empty() || relations.iter().any(|relation| has_relation(known, relation)))
    };
    let found: Vec<_> = world.counterparties.iter().filter(fits).collect();
    Step::ok(page::page(call, world, "counterparties", &found, |known| counterparties::shown(world, known))?)
}

fn is_named(counterparty: &Value, part: &str) -> bool {
    counterparty["name"].as_str().is_some_and(|name| name.to_lowercase().contains(part))
}

fn has_relation(counterparty: &Value, relation: &str) -> bool {
    counterparty["relation_types"].as_array().is_some_and(|known| known.iter().any(|r| r == relation))
}

pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    let id = call.param("counterparty_id");
    let found = world.counterparties.iter().find(|known| known["id"] == id);
    Step::ok(counterparties::shown(world, found.ok_or_else(|| Refusal::not_found("counterparty"))?))
}

/// 201, or 200 with the counterparty as it stands when the company is one already.
pub(crate) fn create(call: &Call, world: &World) -> Result<Step, Refusal> {
    let identifier = call.text("identifier").unwrap_or_default();
    let kind = call.text("identifier_type").unwrap_or_default();
    companies::check_number("identifier", identifier, kind)?;
    if let Some(known) = counterparties::of_company(world, identifier, kind) {
        return Step::ok(counterparties::shown(world, known));
    }
    let body = call.body.clone();
    Step::commit(move |world| {
        let counterparty = counterparties::add(world, &body);
        Reply::json(StatusCode::CREATED, counterparties::shown(world, &counterparty))
    })
}
