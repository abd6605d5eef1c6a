//! The referrer that brings business, and what it earns by that. There is one, with three revenue shares.

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    call::{Call, Reply, Step},
    rules::dates::datetime,
    rules::refusal::Refusal,
    seed::Seed,
    shape::shaped,
    store::Store,
};

const REQUIRED: [&str; 6] =
    ["business_id", "business_identifier", "config", "distribution_id", "financial_products", "id"];

const SHARE_REQUIRED: [&str; 5] = ["end_date", "id", "revenue_shared_with_business", "start_date", "status"];

const IDENTIFIER: &str = "356000000";

/// The statuses of the revenue shares that are there at the start, the newest first.
const STATUSES: [&str; 3] = ["CREATED", "PAID", "DELETED"];

/// The id of the one referrer.
pub(crate) fn id(seed: Seed) -> String {
    seed.uuid("referrer", "")
}

pub(crate) fn get(call: &Call, store: &Store) -> Result<Step, Refusal> {
    check_id(call, store)?;
    let of = |purpose: &str| store.seed.uuid(purpose, "");
    let body = json!({
        "id": id(store.seed),
        "name": "Example broker",
        "business_id": of("referrer business"),
        "business_identifier": {"identifier": IDENTIFIER, "identifier_type": "siren"},
        "config": {
            "override_financial_products_ids": null,
            "referral_code": "EXAMPLE",
            "referral_codes": ["EXAMPLE"],
            "referrer_type": "BROKER",
            "revenue_share_config": null,
        },
        "distribution_id": of("distribution"),
        "financial_products": [{
            "id": of("referrer product"),
            "lender_id": of("lender"),
            "name": "Supplier invoices",
            "product_type": "PAYABLE",
            "rac_id": of("rac"),
        }],
        "referrer_type": "BROKER",
        "shared_to_account_detail_id": of("referrer account"),
    });
    Step::ok(shaped(store, &body, &REQUIRED))
}

fn check_id(call: &Call, store: &Store) -> Result<(), Refusal> {
    if call.param("referrer_id") == id(store.seed) { Ok(()) } else { Err(Refusal::not_found("referrer")) }
}

/// The revenue shares at the start: one for each of the last three months.
pub(crate) fn first_shares(seed: Seed, now: Timestamp) -> Vec<Value> {
    let share = |(status, months): (&&str, i64)| {
        let back = |days: i64| {
            let at = now.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
            datetime(at)
        };
        json!({
            "id": seed.uuid("revenue share", status),
            "status": status,
            "start_date": back(30 * (months + 1)),
            "end_date": back(30 * months),
            "document_url": null,
            "email_sent_on": null,
            "email_sent_to": null,
            "payment": null,
            "payment_intent": null,
            "revenue_shared_with_business": {
                "identifier": IDENTIFIER,
                "identifier_type": "siren",
                "name": "Example broker",
            },
        })
    };
    STATUSES.iter().zip(0..).map(share).collect()
}

/// Takes any body: how the document is sent is not published. Only a share that is neither paid nor deleted
/// takes one, and a later one replaces it.
pub(crate) fn upload_invoice(call: &Call, store: &Store) -> Result<Step, Refusal> {
    check_id(call, store)?;
    let id = call.param("revenue_share_id");
    let index = store.revenue_shares.iter().position(|share| share["id"] == id);
    let index = index.ok_or_else(|| Refusal::not_found("revenue share"))?;
    if ["PAID", "DELETED"].iter().any(|status| store.revenue_shares[index]["status"] == *status) {
        return Err(Refusal::new("This revenue share takes no invoice any more."));
    }
    let url = format!("https://files.example.com/{id}.pdf?signature=temporary");
    Step::commit(move |store| {
        store.revenue_shares[index]["document_url"] = url.into();
        Reply::json(StatusCode::OK, shaped(store, &store.revenue_shares[index], &SHARE_REQUIRED))
    })
}
