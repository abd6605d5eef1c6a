//! Cards and what was paid with them. The first borrower that becomes READY gets two; the control API issues
//! more.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    rules::{datetime, parse_datetime},
    wire::CardStatus,
    world::{World, card::Card},
};

const MERCHANTS: [(&str, &str); 5] = [
    ("Café de l'Exemple", "eating_places_restaurants"),
    ("Bahn Beispiel AG", "passenger_railways"),
    ("Papelería Ejemplo", "stationery_stores"),
    ("Voorbeeld Hosting", "computer_network_services"),
    ("Station Test", "service_stations"),
];

/// What a card may spend, in cents.
const LIMIT: i64 = 500_000;

/// When an entry was made.
pub(crate) fn created(entry: &Value) -> Option<Timestamp> {
    parse_datetime(entry["created"].as_str()?, false)
}

/// Gives the first borrower that becomes READY an active card with a few entries, and one that is not active
/// yet.
pub(crate) fn issue_first(world: &mut World, director: &Value) {
    if !world.cards.is_empty() {
        return;
    }
    let (first, last) = (director["first_name"].clone(), director["last_name"].clone());
    let id = issue(world, &first, &last, CardStatus::Active).id;
    issue(world, &first, &last, CardStatus::Inactive);
    for days in [40, 25, 9, 2, 1] {
        let at = world.now().saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
        add_entry(world, &id, None, None, at);
    }
}

/// Issues a card.
pub(crate) fn issue(world: &mut World, first_name: &Value, last_name: &Value, status: CardStatus) -> Card {
    let id = world.next_id("card", "");
    let code = |purpose: &str| format!("{:016x}", world.seed.hash(purpose, &id));
    let body = json!({
        "id": id,
        "brand": "visa",
        "card_type": "virtual",
        "currency": "EUR",
        "first_name": first_name,
        "last_name": last_name,
        "last4": format!("{:04}", world.seed.hash("last4", &id) % 10_000),
        "constraints": {"monthly_limit": LIMIT},
        "balance": balance(0),
        "provider_account_id": format!("acct_{}", code("card account")),
        "provider_card_id": format!("ic_{}", code("card")),
    });
    let card = Card { id, status, body, entries: Vec::new() };
    world.cards.push(card.clone());
    card
}

fn balance(used: i64) -> Value {
    let available = (LIMIT - used).max(0);
    json!({
        "available": available,
        "available_including_pending": available,
        "currency": "EUR",
        "pending": 0,
        "used": used,
    })
}

/// Records a payment in cents, of a chosen sum and merchant if none is given. Returns `None` if there is no such card.
/// A payment shows as a negative amount, a refund as a positive one.
pub(crate) fn add_entry(
    world: &mut World,
    card_id: &str,
    amount: Option<i64>,
    merchant: Option<&str>,
    at: Timestamp,
) -> Option<Value> {
    let id = world.next_id("card entry", card_id);
    let mut rng = world.seed.rng("card entry", &id);
    let card = world.cards.iter_mut().find(|card| card.id == card_id)?;
    let (name, category) = rng.choice(MERCHANTS).unwrap_or(MERCHANTS[0]);
    let amount = amount.unwrap_or_else(|| -rng.i64(450..=24_990));
    let entry = json!({
        "id": id,
        "amount": amount,
        "created": datetime(at),
        "currency": "EUR",
        "entry_type": "transaction",
        "funding_obligation_id": null,
        "merchant_amount": amount,
        "merchant_category": category,
        "merchant_currency": "EUR",
        "merchant_name": merchant.unwrap_or(name),
        "transaction_type": if amount < 0 { "capture" } else { "refund" },
    });
    card.entries.push(entry.clone());
    card.entries.sort_by_key(created);
    let sum: i64 =
        card.entries.iter().filter_map(|entry| entry["amount"].as_i64()).fold(0, i64::saturating_add);
    card.body["balance"] = balance(0_i64.saturating_sub(sum).max(0));
    Some(entry)
}
