//! Cards and what was paid with them.

use std::iter;

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    http::{Call, File, Payload, Reply, Step, query},
    life::cards,
    rules::{Refusal, dates::month},
    wire::CardStatus,
    world::{World, card::Card},
};

const REQUIRED: &str = "balance brand constraints currency id last4 status";

const ENTRY_REQUIRED: &str = "amount created currency id merchant_category merchant_name transaction_type";

fn of_path<'a>(call: &Call, world: &'a World) -> Result<&'a Card, Refusal> {
    let id = call.param("card_id");
    world.cards.iter().find(|card| card.id == id).ok_or_else(|| Refusal::not_found("card"))
}

fn shown(world: &World, card: &Card) -> Value {
    world.shaped(&card.shown(), REQUIRED)
}

pub(crate) fn list(_: &Call, world: &World) -> Result<Step, Refusal> {
    Step::ok(world.cards.iter().map(|card| shown(world, card)).collect())
}

pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    Step::ok(shown(world, of_path(call, world)?))
}

pub(crate) fn entries(call: &Call, world: &World) -> Result<Step, Refusal> {
    let card = of_path(call, world)?;
    let (from, to) = (query::time(call, world, "from_date")?, query::time(call, world, "to_date")?);
    let found = between(card, from.unwrap_or(Timestamp::MIN), to.unwrap_or(Timestamp::MAX));
    Step::ok(found.map(|entry| world.shaped(entry, ENTRY_REQUIRED)).collect())
}

/// The entries from one time to another, both included.
fn between(card: &Card, from: Timestamp, to: Timestamp) -> impl Iterator<Item = &Value> {
    card.entries.iter().filter(move |entry| cards::created(entry).is_some_and(|at| from <= at && at <= to))
}

/// A file of values separated by semicolons, with a heading. The columns are this simulator's own: those of
/// the real export are not published.
pub(crate) fn export(call: &Call, world: &World) -> Result<Step, Refusal> {
    let card = of_path(call, world)?;
    let (from, to) = exported_time(call, world)?;
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
fn exported_time(call: &Call, world: &World) -> Result<(Timestamp, Timestamp), Refusal> {
    let (from, to) = (query::time(call, world, "from_date")?, query::time(call, world, "to_date")?);
    match (call.query("period"), from, to) {
        (Some(period), None, None) => {
            month(period).ok_or_else(|| Refusal::invalid("period", "is not a month such as 2026-11"))
        }
        (None, Some(from), Some(to)) => Ok((from, to)),
        _ => Err(Refusal::new("Give either period, or both from_date and to_date.")),
    }
}

/// The secret depends on card and nonce, so that a repetition gives the same one.
pub(crate) fn ephemeral_key(call: &Call, world: &World) -> Result<Step, Refusal> {
    let card = of_path(call, world)?;
    let nonce = call.text("nonce").ok_or_else(|| Refusal::invalid("nonce", "is empty"))?;
    if card.status != CardStatus::Active {
        return Err(Refusal::new("This card is not active."));
    }
    let code = |purpose: &str, subject: &str| format!("{:016x}", world.seed.hash(purpose, subject));
    let secret = code("ephemeral key", &format!("{} {nonce}", card.id));
    let key = json!({
        "ephemeral_key_secret": format!("ek_sandbox_{secret}"),
        "provider_account_id": card.body["provider_account_id"],
        "provider_card_id": card.body["provider_card_id"],
        "publishable_key": format!("pk_sandbox_{}", code("publishable key", "")),
    });
    // A key is made, although nothing shows it again.
    Step::commit(move |_| Reply::json(StatusCode::OK, key))
}

/// Every status can follow every other one, but a canceled card stays canceled.
pub(crate) fn set_status(call: &Call, world: &World) -> Result<Step, Refusal> {
    let card = of_path(call, world)?;
    let wanted = call.text("status").and_then(CardStatus::named);
    let wanted = wanted.ok_or_else(|| Refusal::invalid("status", "is not active, inactive or canceled"))?;
    if card.status == CardStatus::Canceled && wanted != CardStatus::Canceled {
        return Err(Refusal::new("A canceled card stays canceled."));
    }
    let id = card.id.clone();
    Step::commit(move |world| {
        let Some(index) = world.cards.iter().position(|card| card.id == id) else { return Reply::empty() };
        world.cards[index].status = wanted;
        Reply::json(StatusCode::OK, shown(world, &world.cards[index]))
    })
}
