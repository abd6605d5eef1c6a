//! The financial products of a borrower: one each.

use serde_json::{Value, json};

use crate::{
    borrowers::of_path,
    call::{Call, Step},
    page,
    problem::Problem,
    store::{Borrower, Store},
};

pub(crate) fn list(call: &Call, store: &Store) -> Result<Step, Problem> {
    let borrower = of_path(call, store)?;
    Step::ok(page::whole(&[product(store, borrower)]))
}

fn product(store: &Store, borrower: &Borrower) -> Value {
    let line = store.line_of(&borrower.id).map(|line| &line.body);
    let status = match borrower.status() {
        "READY" => "READY",
        "TO_SIGN" => "TO_SIGN",
        "DEACTIVATED" => "DEACTIVATED",
        "BLOCKED" | "PROHIBITED" => "BLOCKED",
        _ => "CREATED",
    };
    let amount = |field: &str| line.map_or(Value::Null, |line| line[field].clone());
    json!({
        "id": store.seed.uuid("financial product", &borrower.id),
        "borrower_id": borrower.id,
        "status": status,
        "status_reason": borrower.body["status_reason"],
        "can_request_loan": status == "READY" && line.is_some_and(|line| line["pool_amount"] != 0),
        "available_amount": amount("balance_available"),
        "max_amount": amount("pool_amount"),
        "amount_outstanding": line.map(|_| 0),
        "amount_pending_validation": line.map(|_| 0),
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
