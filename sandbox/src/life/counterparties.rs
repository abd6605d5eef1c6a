//! Counterparties: the companies that a borrower trades with, and how much may be lent on each.

use serde_json::{Value, json};

use crate::{
    rules::companies,
    world::{World, emission::Emission, invoice::Invoice},
};

const REQUIRED: &str = "credit_limit id identifier identifier_type name relation_types";

pub(crate) fn shown(world: &World, counterparty: &Value) -> Value {
    world.shaped(counterparty, REQUIRED)
}

pub(crate) fn of_company<'a>(world: &'a World, identifier: &str, kind: &str) -> Option<&'a Value> {
    let same = |known: &&Value| known["identifier"] == identifier && known["identifier_type"] == kind;
    world.counterparties.iter().find(same)
}

pub(crate) fn add(world: &mut World, body: &Value) -> Value {
    let identifier = body["identifier"].as_str().unwrap_or_default();
    let id = world.next_id("counterparty", identifier);
    let name = body["name"].as_str().filter(|name| !name.is_empty());
    let counterparty = json!({
        "id": id,
        "identifier": identifier,
        "identifier_type": body["identifier_type"],
        "name": name.map_or_else(|| world.company_name(identifier), str::to_owned),
        "vat_number": body["vat_number"],
        "address": body["address"],
        "contact": body["contact"],
        "relation_types": body["relation_types"],
        "selected_for_financing": true,
        "credit_limit": limit(world, identifier),
    });
    world.counterparties.push(counterparty.clone());
    tell(world, "CounterpartyCreditLimit.CREATED", &counterparty);
    counterparty
}

/// Makes counterparties of the companies that a verified invoice names and that are no borrowers.
pub(crate) fn meet(world: &mut World, invoice: &Invoice) {
    for (role, relation) in [("seller", "SUPPLIER"), ("buyer", "CLIENT")] {
        let Some(identifier) = invoice.company(role).filter(|company| !company.is_empty()) else { continue };
        if id_of(world, identifier).is_some() || world.active_borrower_of(identifier).is_some() {
            continue;
        }
        let mut company = invoice.fields.get(role).cloned().unwrap_or_default();
        let number = companies::number(identifier, &company["identifier_type"]);
        company["identifier"] = number["identifier"].clone();
        company["identifier_type"] = number["identifier_type"].clone();
        company["relation_types"] = json!([relation]);
        add(world, &company);
    }
}

/// The id of the counterparty with this number.
pub(crate) fn id_of<'a>(world: &'a World, identifier: &str) -> Option<&'a str> {
    world.counterparties.iter().find(|known| known["identifier"] == identifier)?["id"].as_str()
}

/// A round amount that depends on the company; nothing for one that is not eligible.
fn limit(world: &World, identifier: &str) -> Value {
    if world.declined.contains(identifier) {
        let reason = &world.settings.denial_code;
        return json!({"available_amount": 0, "max_amount": 0, "max_amount_details": reason});
    }
    let amount = 1_000_000 + 100_000 * world.seed.rng("counterparty limit", identifier).i64(0..=40);
    json!({"available_amount": amount, "max_amount": amount, "max_amount_details": null})
}

/// Tells the webhooks of a counterparty by this event.
pub(crate) fn tell(world: &World, event_type: &str, counterparty: &Value) {
    let id = counterparty["id"].as_str().unwrap_or_default();
    world.emit(&Emission::new(event_type, id, &shown(world, counterparty)));
}

/// Looks at the limits on a company again when its eligibility has changed.
pub(crate) fn review(world: &mut World, identifier: &str) {
    let fresh = limit(world, identifier);
    let mut changed = Vec::new();
    for known in world.counterparties.iter_mut().filter(|known| known["identifier"] == identifier) {
        if known["credit_limit"] != fresh {
            known["credit_limit"] = fresh.clone();
            changed.push(known.clone());
        }
    }
    for known in &changed {
        tell(world, "CounterpartyCreditLimit.UPDATED", known);
    }
}

/// Sets the limit of a counterparty in cents, or whether it is selected for financing; none if there is no
/// such.
pub(crate) fn steer(
    world: &mut World,
    id: &str,
    max_amount: Option<u64>,
    selected: Option<bool>,
) -> Option<Value> {
    let known = world.counterparties.iter_mut().find(|known| known["id"] == id)?;
    if let Some(selected) = selected {
        known["selected_for_financing"] = selected.into();
    }
    if let Some(amount) = max_amount {
        known["credit_limit"] =
            json!({"available_amount": amount, "max_amount": amount, "max_amount_details": null});
    }
    let known = known.clone();
    if max_amount.is_some() {
        tell(world, "CounterpartyCreditLimit.UPDATED", &known);
    }
    Some(known)
}
