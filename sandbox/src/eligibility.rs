//! Eligibility, and the switch that makes a company ineligible.

use serde_json::{Value, json};

use crate::{
    call::{Call, Reply, Step},
    counterparties,
    problem::Problem,
    store::Store,
};

pub(crate) fn borrower(call: &Call, store: &Store) -> Result<Step, Problem> {
    let reasons = reasons(store, call.text("identifier").unwrap_or_default());
    Step::ok(json!({"is_eligible": reasons.is_null(), "reasons": reasons}))
}

/// A company that may not borrow may not be paid either.
pub(crate) fn beneficiary(call: &Call, store: &Store) -> Result<Step, Problem> {
    borrower(call, store)
}

/// Why a company is not eligible; null when it is.
pub(crate) fn reasons(store: &Store, identifier: &str) -> Value {
    if !store.declined.contains(identifier) {
        return Value::Null;
    }
    json!([{"code": store.settings.denial_code, "description": "This company is not eligible."}])
}

pub(crate) fn set_business_eligible(call: &Call, _: &Store) -> Result<Step, Problem> {
    let company = call.body["business_identifier"]["identifier"].as_str().unwrap_or_default().to_owned();
    let eligible = call.text("scenario") == Some("OK");
    Step::commit(move |store| {
        if eligible {
            store.declined.remove(&company);
        } else {
            store.declined.insert(company.clone());
        }
        counterparties::review(store, &company);
        Reply::empty()
    })
}
