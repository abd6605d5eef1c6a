//! Accounting events: what a ledger needs to know of loans.

use serde_json::{Value, json};

use crate::{rules::datetime, wire::AccountingType, world::World};

/// Records what happened to a loan, with its amounts in cents.
pub(crate) fn record(
    world: &mut World,
    kind: AccountingType,
    loan_id: &str,
    principal: Option<i64>,
    fees: Option<i64>,
) {
    let metadata = world.ledger.loan(loan_id).map(|loan| loan.body["metadata"].clone());
    let event = json!({
        "event_type": kind,
        "event_at": datetime(world.now()),
        "event_payload": {
            "loan_id": loan_id,
            "principal_amount": principal,
            "fees_amount": fees,
            "deposit_amount": null,
            "metadata": metadata.filter(Value::is_object).unwrap_or_else(|| json!({})),
        },
    });
    world.ledger.accounting.push(event);
}
