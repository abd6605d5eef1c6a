//! `POST /repay/now`: a link to a page where the borrower would pay. No such page exists here.

use serde_json::json;

use crate::{
    http::{Call, Step},
    rules::Refusal,
    world::{World, loan::Loan},
};

/// Makes the link, unless more is to be paid than all loans together owe.
pub(crate) fn link(call: &Call, world: &World) -> Result<Step, Refusal> {
    let owed = |loan: &Loan| loan.owed(world.now());
    let loans = world.ledger.loans.iter().filter(|loan| loan.is_outstanding());
    if call.body["amount"].as_i64().is_none_or(|amount| amount > loans.map(owed).sum()) {
        return Err(Refusal::of_field("amount", "is more than is owed"));
    }
    let token = world.seed.uuid("pay now", &call.body.to_string());
    Step::ok(json!({"url": format!("https://pay.example.com/{token}")}))
}
