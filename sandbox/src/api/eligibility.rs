//! Eligibility, and the switch that makes a company ineligible.

use serde_json::json;

use crate::{
    http::{Call, Reply, Step},
    life::eligibility,
    rules::Refusal,
    world::World,
};

pub(crate) fn borrower(call: &Call, world: &World) -> Result<Step, Refusal> {
    let reasons = eligibility::reasons(world, call.text("identifier").unwrap_or_default());
    Step::ok(json!({"is_eligible": reasons.is_null(), "reasons": reasons}))
}

/// A company that may not borrow may not be paid either.
pub(crate) fn beneficiary(call: &Call, world: &World) -> Result<Step, Refusal> {
    borrower(call, world)
}

pub(crate) fn set_business_eligible(call: &Call, _: &World) -> Result<Step, Refusal> {
    let company = call.body["business_identifier"]["identifier"].as_str().unwrap_or_default().to_owned();
    let eligible = call.text("scenario") == Some("OK");
    Step::commit(move |world| {
        eligibility::set(world, &company, eligible);
        Reply::empty()
    })
}
