//! Recollection cases: what is done about loans that a debtor does not repay.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    http::{Call, Reply, Step, page},
    life::{plans, recollection},
    rules::{Refusal, companies::IDENTIFIER_TYPES},
    world::{World, case::Case},
};

const REQUIRED: &str = "agent debtor_business id loan_ids next_action past_actions strategies";

fn of_path<'a>(call: &Call, world: &'a World) -> Result<&'a Case, Refusal> {
    let case = world.ledger.case(call.param("recollection_case_id"));
    case.ok_or_else(|| Refusal::not_found("recollection case"))
}

fn shown(world: &World, id: &str) -> Value {
    world.ledger.case(id).map_or(Value::Null, |case| world.shaped(&case.body, REQUIRED))
}

/// `GET /recollection-cases`
pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    let missing = |name| Refusal::invalid(name, "is required");
    let identifier = call.query("identifier").ok_or_else(|| missing("identifier"))?;
    let kind = call.query("identifier_type").ok_or_else(|| missing("identifier_type"))?;
    if !IDENTIFIER_TYPES.contains(&kind) {
        return Err(Refusal::invalid("identifier_type", "is not one of the accepted values"));
    }
    let cases = world.ledger.cases.iter().filter(|case| {
        let debtor = &case.body["debtor_business"];
        debtor["identifier"] == identifier && debtor["identifier_type"] == kind
    });
    let cases: Vec<_> = cases.map(|case| world.shaped(&case.body, REQUIRED)).collect();
    Step::ok(page::whole(&cases))
}

/// `GET /recollection-case/{recollection_case_id}`
pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    let case = of_path(call, world)?;
    Step::ok(shown(world, &case.id))
}

/// `PUT /recollection-case/{recollection_case_id}`
pub(crate) fn set_notes(call: &Call, world: &World) -> Result<Step, Refusal> {
    let (id, notes) = (of_path(call, world)?.id.clone(), call.body["recollection_notes"].clone());
    Step::commit(move |world| {
        if let Some(case) = world.ledger.case_mut(&id) {
            case.body["recollection_notes"] = notes;
        }
        Reply::json(StatusCode::OK, shown(world, &id))
    })
}

/// `POST /recollection-cases`
pub(crate) fn open(call: &Call, world: &World) -> Result<Step, Refusal> {
    recollection::check(world, &call.body)?;
    let body = call.body.clone();
    Step::commit(move |world| {
        let id = recollection::open(world, &body);
        Reply::json(StatusCode::CREATED, shown(world, &id))
    })
}

/// `POST /recollection-case/{recollection_case_id}/installment-plans`
pub(crate) fn create_plan(call: &Call, world: &World) -> Result<Step, Refusal> {
    let case = of_path(call, world)?;
    let terms = plans::Terms::read(world, &call.body)?;
    let of_case =
        |id: &String| case.body["loan_ids"].as_array().is_some_and(|ids| ids.iter().any(|i| i == id));
    if !terms.loan_ids().iter().all(of_case) {
        return Err(Refusal::of_field("installments", "name a loan that is not part of the case"));
    }
    let (case_id, request) = (case.id.clone(), call.body.clone());
    Step::commit(move |world| {
        let plan_id = recollection::create_plan(world, &case_id, &terms, request);
        let body = json!({"installment_plan_id": plan_id, "recollection_case": shown(world, &case_id)});
        Reply::json(StatusCode::CREATED, body)
    })
}

/// `POST /recollection-case/{recollection_case_id}/installment-plans/compute`: the body to create a plan
/// with.
pub(crate) fn compute_plan(call: &Call, world: &World) -> Result<Step, Refusal> {
    let installments = recollection::compute(world, of_path(call, world)?, &call.body)?;
    let method = call.text("repayment_method").unwrap_or("DIRECT_DEBIT");
    Step::ok(json!({"installments": installments, "payment_method": method}))
}
