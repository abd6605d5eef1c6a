//! The financial products of a borrower: one each.

use serde_json::{Value, json};

use crate::{
    wire::{BorrowerStatus, ProductStatus},
    world::{World, balance::Balance, borrower::Borrower, emission::Emission},
};

const REQUIRED: &str = "borrower_id can_request_loan financial_product id status";

/// The id of the product of a borrower.
pub(crate) fn id(world: &World, borrower: &Borrower) -> String {
    world.seed.uuid("financial product", &borrower.id)
}

/// Tells the webhooks that there is a product, or a new state of it.
pub(crate) fn tell(world: &World, borrower_id: &str, event_type: &str) {
    if let Some(borrower) = world.borrower(borrower_id) {
        world.emit(&Emission::new(event_type, &id(world, borrower), &shown(world, borrower)));
    }
}

pub(crate) fn shown(world: &World, borrower: &Borrower) -> Value {
    world.shaped(&product(world, borrower), REQUIRED)
}

fn product(world: &World, borrower: &Borrower) -> Value {
    let line = world.line_of(&borrower.id).map(|line| &line.body);
    let status = match borrower.status {
        BorrowerStatus::Ready => ProductStatus::Ready,
        BorrowerStatus::ToSign => ProductStatus::ToSign,
        BorrowerStatus::Deactivated => ProductStatus::Deactivated,
        BorrowerStatus::Blocked | BorrowerStatus::Prohibited => ProductStatus::Blocked,
        _ => ProductStatus::Created,
    };
    let balance = Balance::of(&world.ledger, &borrower.id);
    let declined =
        world.declined.contains(&borrower.identifier).then_some(world.settings.denial_code.as_str());
    let reason = borrower.body["status_reason"].as_str().or(declined);
    let amount = |field: &str| line.map_or(Value::Null, |line| line[field].clone());
    let has_pool = line.is_some_and(|line| line["pool_amount"] != 0);
    json!({
        "id": id(world, borrower),
        "borrower_id": borrower.id,
        "status": status,
        "status_reason": reason,
        "can_request_loan": status == ProductStatus::Ready && has_pool,
        "available_amount": amount("balance_available"),
        "max_amount": amount("pool_amount"),
        "amount_outstanding": line.map(|_| balance.drawn),
        "amount_pending_validation": line.map(|_| balance.pending_validation),
        "fees_daily_rate": amount("fees_daily_rate"),
        "unlock_loan_request_link": null,
        "financial_product": {
            "name": "Supplier invoices",
            "product_type": "PAYABLE",
            "configuration": {
                "contract_type": "CREDIT_OPERATION",
                "ux": {"loan_request": {
                    "minimum_duration_in_days": 3,
                    "maximum_duration_in_days": 120,
                    "maximum_loan_amount_in_cents": 20_000_000,
                }},
            },
        },
    })
}
