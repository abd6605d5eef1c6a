//! Installment plans, which take the place of the schedules of loans.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    http::{Call, Reply, Step},
    life::{
        accounts,
        plans::{self, Terms},
        salts,
    },
    rules::{Refusal, datetime},
    wire::DraftStatus,
    world::{World, installment::Installment, plan::Plan},
};

/// `POST /installment-plans`
pub(crate) fn request(call: &Call, world: &World) -> Result<Step, Refusal> {
    let salt = call.text("salt_id").map_or_else(|| default_salt(&call.body), str::to_owned);
    let earlier = world.ledger.plans.iter().map(|plan| (plan, plan.salt.as_deref(), &plan.request));
    if let Some(plan) = salts::repeat(world, Some(&salt), &call.body, earlier)? {
        return Ok(Step::Answer(Reply::json(StatusCode::CREATED, shown(world, plan))));
    }
    let terms = Terms::read(world, &call.body)?;
    let request = call.body.clone();
    let account = call.body["from_account"].clone();
    Step::commit(move |world| {
        accounts::claim(world, &account);
        let id = plans::create(world, &terms, Some(salt), request);
        let body = world.ledger.plan(&id).map_or(Value::Null, |plan| shown(world, plan));
        Reply::json(StatusCode::CREATED, body)
    })
}

/// Without a salt of its own, a plan has one made of the sorted ids of its loans.
fn default_salt(body: &Value) -> String {
    let entries = body["installments"].as_array().into_iter().flatten();
    let loans = entries.flat_map(|entry| entry["loans"].as_array().into_iter().flatten());
    let mut ids: Vec<_> = loans.filter_map(|loan| loan["loan_id"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    format!("loans:{}", ids.join(","))
}

/// `GET /installment-plan/{installment_plan_id}`
pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    let plan = world.ledger.plan(call.param("installment_plan_id"));
    Step::ok(shown(world, plan.ok_or_else(|| Refusal::not_found("installment plan"))?))
}

fn shown(world: &World, plan: &Plan) -> Value {
    let active = world.ledger.installments.iter();
    let active = active.filter(|installment| installment.plan_id.as_deref() == Some(&plan.id));
    let intent = |installment: &Installment, status: &str| {
        json!({
            "id": installment.id,
            "amount": installment.amount(),
            "date": datetime(installment.date),
            "status": status,
        })
    };
    let drafts = plan.draft.iter().map(|installment| intent(installment, DraftStatus::Draft.as_str()));
    let intents = active.map(|installment| intent(installment, installment.status.as_str())).chain(drafts);
    json!({
        "id": plan.id,
        "business_identifier": plan.business,
        "loan_ids": plan.loan_ids,
        "installments": intents.collect::<Vec<_>>(),
    })
}
