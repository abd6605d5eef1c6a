//! Eligibility, and the switch that makes a company ineligible.

use serde_json::json;

use crate::{
    call::{Call, Reply, Step},
    problem::Problem,
    store::Store,
};

pub(crate) fn borrower(call: &Call, store: &Store) -> Result<Step, Problem> {
    let declined = call.text("identifier").is_some_and(|company| store.declined.contains(company));
    let reasons = declined.then(
        || json!([{"code": store.settings.denial_code, "description": "This company is not eligible."}]),
    );
    Step::ok(json!({"is_eligible": !declined, "reasons": reasons}))
}

pub(crate) fn set_business_eligible(call: &Call, _: &Store) -> Result<Step, Problem> {
    let company = call.body["business_identifier"]["identifier"].as_str().unwrap_or_default().to_owned();
    let eligible = call.text("scenario") == Some("OK");
    Step::commit(move |store| {
        if eligible {
            store.declined.remove(&company);
        } else {
            store.declined.insert(company);
        }
        Reply::empty()
    })
}
