//! Eligibility, and the switch that makes a company ineligible.

use serde_json::{Value, json};

use crate::{
    balances, counterparties, credit_lines,
    http::call::{Call, Reply, Step},
    rules::refusal::Refusal,
    world::World,
};

pub(crate) fn borrower(call: &Call, world: &World) -> Result<Step, Refusal> {
    let reasons = reasons(world, call.text("identifier").unwrap_or_default());
    Step::ok(json!({"is_eligible": reasons.is_null(), "reasons": reasons}))
}

/// A company that may not borrow may not be paid either.
pub(crate) fn beneficiary(call: &Call, world: &World) -> Result<Step, Refusal> {
    borrower(call, world)
}

/// Why a company is not eligible; null when it is.
pub(crate) fn reasons(world: &World, identifier: &str) -> Value {
    if !world.declined.contains(identifier) {
        return Value::Null;
    }
    json!([{"code": world.settings.denial_code, "description": "This company is not eligible."}])
}

/// A company that has a line keeps it: ineligible, its pool is 0; eligible again, it is what it was. One that was
/// declined before it got a line stays declined.
pub(crate) fn set_business_eligible(call: &Call, _: &World) -> Result<Step, Refusal> {
    let company = call.body["business_identifier"]["identifier"].as_str().unwrap_or_default().to_owned();
    let eligible = call.text("scenario") == Some("OK");
    Step::commit(move |world| {
        if eligible {
            world.declined.remove(&company);
        } else {
            world.declined.insert(company.clone());
        }
        let pool = if eligible { credit_lines::pool_of(world, &company) } else { 0 };
        let lines = world.lines.iter().filter(|line| line.identifier == company);
        let borrowers: Vec<_> = lines.map(|line| line.borrower_id.clone()).collect();
        for borrower_id in borrowers {
            balances::set_pool(world, &borrower_id, pool);
        }
        counterparties::review(world, &company);
        Reply::empty()
    })
}
