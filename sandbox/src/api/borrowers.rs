//! Reading, signing and deactivating borrowers, and adding their owner.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    enrollment,
    http::{
        call::{Call, Payload, Reply, Step},
        page, query,
    },
    life::financial_products,
    rules::{dates::parse_datetime, refusal::Refusal},
    wire::BorrowerStatus,
    world::{World, borrower::Borrower},
};

/// The borrower named in the path.
pub(crate) fn of_path<'a>(call: &Call, world: &'a World) -> Result<&'a Borrower, Refusal> {
    world.borrower(call.param("borrower_id")).ok_or_else(|| Refusal::not_found("borrower"))
}

pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    let ids = query::ids(call, "borrower_id")?;
    let company = call.query("borrower_identifier");
    let from = query::time(call, world, "from_signed_at")?;
    let to = query::time(call, world, "to_signed_at")?;
    let signed_between = |borrower: &Borrower| {
        if from.is_none() && to.is_none() {
            return true;
        }
        let signed = borrower.body["signed_at"].as_str().and_then(|at| parse_datetime(at, true));
        signed.is_some_and(|at| from.is_none_or(|from| at >= from) && to.is_none_or(|to| at <= to))
    };
    let fits = |borrower: &&Borrower| {
        (ids.is_empty() || ids.contains(&borrower.id.as_str()))
            && company.is_none_or(|company| borrower.identifier == company)
            && signed_between(borrower)
    };
    let found: Vec<_> = world.borrowers.iter().filter(fits).collect();
    Step::ok(page::page(call, world, "borrowers", &found, |borrower| borrower.shown())?)
}

pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    Step::ok(of_path(call, world)?.shown())
}

pub(crate) fn sign(call: &Call, world: &World) -> Result<Step, Refusal> {
    let borrower = of_path(call, world)?;
    if borrower.is_deactivated() {
        return Err(Refusal::new("This borrower is deactivated."));
    }
    let (id, signed_at) = (borrower.id.clone(), call.body["signed_at"].clone());
    let waits = call.flag("wait_for_ready") && !borrower.evaluated;
    let time = enrollment::evaluation_time(world, &borrower.identifier);
    Step::commit(move |world| {
        let reply = Reply::json(StatusCode::OK, record_signature(world, &id, signed_at));
        if !waits {
            return reply;
        }
        reply.after(time).finish(move |world| {
            enrollment::evaluate(world, &id);
            Payload::Json(world.borrower(&id).map_or(Value::Null, Borrower::shown))
        })
    })
}

fn record_signature(world: &mut World, id: &str, signed_at: Value) -> Value {
    if let Some(line) = world.lines.iter_mut().find(|line| line.borrower_id == id) {
        line.body["signed_at"] = signed_at.clone();
    }
    let Some(borrower) = world.borrower_mut(id) else { return Value::Null };
    borrower.body["signed_at"] = signed_at;
    if borrower.status == BorrowerStatus::ToSign {
        borrower.status = if borrower.evaluated { BorrowerStatus::Ready } else { BorrowerStatus::Signed };
    }
    borrower.shown()
}

pub(crate) fn deactivate(call: &Call, world: &World) -> Result<Step, Refusal> {
    let id = of_path(call, world)?.id.clone();
    Step::commit(move |world| {
        world.lines.retain(|line| line.borrower_id != id);
        if let Some(borrower) = world.borrower_mut(&id) {
            borrower.status = BorrowerStatus::Deactivated;
        }
        financial_products::tell(world, &id, "BorrowerFinancialProductUpdated");
        Reply::empty()
    })
}

/// The answer must carry e-mail address and phone number although the request need not.
pub(crate) fn add_owner(call: &Call, world: &World) -> Result<Step, Refusal> {
    let id = of_path(call, world)?.id.clone();
    let owner = json!({
        "id": world.seed.uuid("owner", &id),
        "email": call.text("email").unwrap_or("owner@example.com"),
        "phone_number": call.text("phone_number").unwrap_or_default(),
    });
    Step::commit(move |world| {
        if let Some(borrower) = world.borrower_mut(&id) {
            borrower.body["owner"] = owner.clone();
        }
        Reply::json(StatusCode::CREATED, owner)
    })
}

/// The financial products of a borrower: one each.
pub(crate) fn financial_products(call: &Call, world: &World) -> Result<Step, Refusal> {
    let borrower = of_path(call, world)?;
    Step::ok(page::whole(&[financial_products::shown(world, borrower)]))
}
