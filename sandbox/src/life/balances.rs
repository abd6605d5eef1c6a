//! What loans take from a credit line and give back, in cents.

use serde_json::Value;

use crate::{
    life::financial_products,
    world::{World, balance::Balance, emission::Emission, line::Line},
};

/// What a borrower can still request; none without a line.
pub(crate) fn available(world: &World, borrower_id: &str) -> Option<i64> {
    let line = world.line_of(borrower_id)?;
    Some(
        Balance::of(&world.ledger, borrower_id)
            .left_of(line.body["pool_amount"].as_i64().unwrap_or_default()),
    )
}

/// Writes the balance of a borrower into its line and tells the webhooks, if it has changed.
pub(crate) fn refresh(world: &mut World, borrower_id: &str) {
    let balance = Balance::of(&world.ledger, borrower_id);
    let Some(left) = available(world, borrower_id) else { return };
    let Some(line) = world.line_mut(borrower_id) else { return };
    let before = line.body.clone();
    line.body["balance_available"] = left.into();
    line.body["balance_pending"] = balance.pending.into();
    line.body["balance_pending_validation"] = balance.pending_validation.into();
    if line.body != before {
        tell(world, borrower_id, &["CreditLine.BALANCE_UPDATED"]);
    }
}

/// Sets what a borrower may borrow in all, and tells the webhooks, if that has changed.
pub(crate) fn set_pool(world: &mut World, borrower_id: &str, pool: i64) {
    let Some(line) = world.line_mut(borrower_id) else { return };
    if line.body["pool_amount"] == pool {
        return;
    }
    line.body["pool_amount"] = pool.into();
    let left = Balance::of(&world.ledger, borrower_id).left_of(pool);
    let Some(line) = world.line_mut(borrower_id) else { return };
    let moved = line.body["balance_available"] != left;
    line.body["balance_available"] = Value::from(left);
    let events = ["CreditLine.POOL_AMOUNT_UPDATED", "CreditLimit.UPDATED", "CreditLine.BALANCE_UPDATED"];
    tell(world, borrower_id, if moved { &events } else { &events[..2] });
}

fn tell(world: &mut World, borrower_id: &str, events: &[&str]) {
    if let Some(line) = world.line_of(borrower_id).cloned() {
        tell_of_line(world, &line, events);
    }
    financial_products::tell(world, borrower_id, "BorrowerFinancialProductUpdated");
}

/// Tells the webhooks of a line by these events.
pub(crate) fn tell_of_line(world: &World, line: &Line, events: &[&str]) {
    let business_id = world.borrower(&line.borrower_id).map(|borrower| borrower.business_id.clone());
    let state = line.shown(&world.settings);
    for event in events {
        let emission = Emission::new(event, &line.id, &state);
        world.emit(&emission.business_id(business_id.as_deref().unwrap_or_default()));
    }
}
