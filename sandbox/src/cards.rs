//! Cards and what was paid with them. The first borrower that becomes READY gets two; the control API issues more.

use std::iter;

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    call::{Call, File, Payload, Reply, Step},
    query,
    rules::dates::{datetime, month, parse_datetime},
    rules::refusal::Refusal,
    shape::shaped,
    store::Store,
};

const REQUIRED: [&str; 7] = ["balance", "brand", "constraints", "currency", "id", "last4", "status"];

const ENTRY_REQUIRED: [&str; 7] =
    ["amount", "created", "currency", "id", "merchant_category", "merchant_name", "transaction_type"];

const STATUSES: [&str; 3] = ["active", "inactive", "canceled"];

const MERCHANTS: [(&str, &str); 5] = [
    ("Café de l'Exemple", "eating_places_restaurants"),
    ("Bahn Beispiel AG", "passenger_railways"),
    ("Papelería Ejemplo", "stationery_stores"),
    ("Voorbeeld Hosting", "computer_network_services"),
    ("Station Test", "service_stations"),
];

/// What a card may spend, in cents.
const LIMIT: i64 = 500_000;

/// A card: what the API shows of it, and its entries, the oldest first.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) body: Value,
    pub(crate) entries: Vec<Value>,
}

impl Card {
    pub(crate) fn status(&self) -> &str {
        self.body["status"].as_str().unwrap_or_default()
    }
}

fn of_path<'a>(call: &Call, store: &'a Store) -> Result<&'a Card, Refusal> {
    let id = call.param("card_id");
    store.cards.iter().find(|card| card.id == id).ok_or_else(|| Refusal::not_found("card"))
}

fn shown(store: &Store, card: &Card) -> Value {
    shaped(store, &card.body, &REQUIRED)
}

pub(crate) fn list(_: &Call, store: &Store) -> Result<Step, Refusal> {
    Step::ok(store.cards.iter().map(|card| shown(store, card)).collect())
}

pub(crate) fn get(call: &Call, store: &Store) -> Result<Step, Refusal> {
    Step::ok(shown(store, of_path(call, store)?))
}

pub(crate) fn entries(call: &Call, store: &Store) -> Result<Step, Refusal> {
    let card = of_path(call, store)?;
    let (from, to) = (query::time(call, store, "from_date")?, query::time(call, store, "to_date")?);
    let found = between(card, from.unwrap_or(Timestamp::MIN), to.unwrap_or(Timestamp::MAX));
    Step::ok(found.map(|entry| shaped(store, entry, &ENTRY_REQUIRED)).collect())
}

/// The entries from one time to another, both included.
fn between(card: &Card, from: Timestamp, to: Timestamp) -> impl Iterator<Item = &Value> {
    card.entries.iter().filter(move |entry| created(entry).is_some_and(|at| from <= at && at <= to))
}

fn created(entry: &Value) -> Option<Timestamp> {
    parse_datetime(entry["created"].as_str()?, false)
}

/// A file of values separated by semicolons, with a heading. The columns are this simulator's own: those of
/// the real export are not published.
pub(crate) fn export(call: &Call, store: &Store) -> Result<Step, Refusal> {
    let card = of_path(call, store)?;
    let (from, to) = exported_time(call, store)?;
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let heading = ["Date", "Label", "Amount", "Currency", "Reference"].map(str::to_owned);
    for line in iter::once(heading).chain(between(card, from, to).map(record)) {
        // Writing to memory does not fail.
        let _ = writer.write_record(line);
    }
    let file = File {
        content_type: "text/csv; charset=utf-8".to_owned(),
        name: Some(format!("card-{}.csv", card.body["last4"].as_str().unwrap_or_default())),
        bytes: writer.into_inner().unwrap_or_default().into(),
    };
    Ok(Step::Answer(Reply::new(StatusCode::OK, Payload::File(file))))
}

fn record(entry: &Value) -> [String; 5] {
    let text = |field: &str| entry[field].as_str().unwrap_or_default().to_owned();
    let cents = entry["amount"].as_i64().unwrap_or_default();
    let sign = if cents < 0 { "-" } else { "" };
    let amount = format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let day = text("created").chars().take(10).collect();
    [day, text("merchant_name"), amount, text("currency").to_uppercase(), text("id")]
}

/// Either a month or both ends of a time.
fn exported_time(call: &Call, store: &Store) -> Result<(Timestamp, Timestamp), Refusal> {
    let (from, to) = (query::time(call, store, "from_date")?, query::time(call, store, "to_date")?);
    match (call.query("period"), from, to) {
        (Some(period), None, None) => {
            month(period).ok_or_else(|| Refusal::invalid("period", "is not a month such as 2026-11"))
        }
        (None, Some(from), Some(to)) => Ok((from, to)),
        _ => Err(Refusal::new("Give either period, or both from_date and to_date.")),
    }
}

/// The secret depends on card and nonce, so that a repetition gives the same one.
pub(crate) fn ephemeral_key(call: &Call, store: &Store) -> Result<Step, Refusal> {
    let card = of_path(call, store)?;
    let nonce = call.text("nonce").ok_or_else(|| Refusal::invalid("nonce", "is empty"))?;
    if card.status() != "active" {
        return Err(Refusal::new("This card is not active."));
    }
    let code = |purpose: &str, subject: &str| format!("{:016x}", store.seed.hash(purpose, subject));
    let key = json!({
        "ephemeral_key_secret": format!("ek_sandbox_{}", code("ephemeral key", &format!("{} {nonce}", card.id))),
        "provider_account_id": card.body["provider_account_id"],
        "provider_card_id": card.body["provider_card_id"],
        "publishable_key": format!("pk_sandbox_{}", code("publishable key", "")),
    });
    // A key is made, although nothing shows it again.
    Step::commit(move |_| Reply::json(StatusCode::OK, key))
}

/// Every status can follow every other one, but a canceled card stays canceled.
pub(crate) fn set_status(call: &Call, store: &Store) -> Result<Step, Refusal> {
    let card = of_path(call, store)?;
    let wanted = call.text("status").filter(|status| STATUSES.contains(status));
    let wanted = wanted.ok_or_else(|| Refusal::invalid("status", "is not active, inactive or canceled"))?;
    if card.status() == "canceled" && wanted != "canceled" {
        return Err(Refusal::new("A canceled card stays canceled."));
    }
    let (id, wanted) = (card.id.clone(), wanted.to_owned());
    Step::commit(move |store| {
        let Some(index) = store.cards.iter().position(|card| card.id == id) else { return Reply::empty() };
        store.cards[index].body["status"] = wanted.into();
        Reply::json(StatusCode::OK, shown(store, &store.cards[index]))
    })
}

/// Gives the first borrower that becomes READY an active card with a few entries, and one that is not active yet.
pub(crate) fn issue_first(store: &mut Store, director: &Value) {
    if !store.cards.is_empty() {
        return;
    }
    let (first, last) = (director["first_name"].clone(), director["last_name"].clone());
    let id = issue(store, &first, &last, "active").id;
    issue(store, &first, &last, "inactive");
    for days in [40, 25, 9, 2, 1] {
        let at = store.now().saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
        add_entry(store, &id, None, None, at);
    }
}

/// Issues a card.
pub(crate) fn issue(store: &mut Store, first_name: &Value, last_name: &Value, status: &str) -> Card {
    let id = store.next_id("card", "");
    let code = |purpose: &str| format!("{:016x}", store.seed.hash(purpose, &id));
    let body = json!({
        "id": id,
        "status": status,
        "brand": "visa",
        "card_type": "virtual",
        "currency": "EUR",
        "first_name": first_name,
        "last_name": last_name,
        "last4": format!("{:04}", store.seed.hash("last4", &id) % 10_000),
        "constraints": {"monthly_limit": LIMIT},
        "balance": balance(0),
        "provider_account_id": format!("acct_{}", code("card account")),
        "provider_card_id": format!("ic_{}", code("card")),
    });
    let card = Card { id, body, entries: Vec::new() };
    store.cards.push(card.clone());
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

/// Records a payment in cents, of a chosen sum and merchant when none is told; none if there is no such card.
/// A payment shows as a negative amount, a refund as a positive one.
pub(crate) fn add_entry(
    store: &mut Store,
    card_id: &str,
    amount: Option<i64>,
    merchant: Option<&str>,
    at: Timestamp,
) -> Option<Value> {
    let id = store.next_id("card entry", card_id);
    let mut rng = store.seed.rng("card entry", &id);
    let card = store.cards.iter_mut().find(|card| card.id == card_id)?;
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
