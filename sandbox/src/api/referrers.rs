//! The referrer that brings business, and what it earns by that. There is one, with three revenue shares.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    http::{Call, Reply, Step},
    rules::Refusal,
    wire::ShareStatus,
    world::{
        World,
        referrer::{IDENTIFIER, id},
    },
};

const REQUIRED: &str = "business_id business_identifier config distribution_id financial_products id";

const SHARE_REQUIRED: &str = "end_date id revenue_shared_with_business start_date status";

pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    check_id(call, world)?;
    let of = |purpose: &str| world.seed.uuid(purpose, "");
    let body = json!({
        "id": id(world.seed),
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
    Step::ok(world.shaped(&body, REQUIRED))
}

fn check_id(call: &Call, world: &World) -> Result<(), Refusal> {
    if call.param("referrer_id") == id(world.seed) { Ok(()) } else { Err(Refusal::not_found("referrer")) }
}

/// Takes any body: how the document is sent is not published. Only a share that is neither paid nor deleted
/// takes one, and a later one replaces it.
pub(crate) fn upload_invoice(call: &Call, world: &World) -> Result<Step, Refusal> {
    check_id(call, world)?;
    let id = call.param("revenue_share_id");
    let index = world.revenue_shares.iter().position(|share| share["id"] == id);
    let index = index.ok_or_else(|| Refusal::not_found("revenue share"))?;
    if [ShareStatus::Paid, ShareStatus::Deleted]
        .iter()
        .any(|status| world.revenue_shares[index]["status"] == *status)
    {
        return Err(Refusal::new("This revenue share takes no invoice any more."));
    }
    let url = format!("https://files.example.com/{id}.pdf?signature=temporary");
    Step::commit(move |world| {
        world.revenue_shares[index]["document_url"] = url.into();
        Reply::json(StatusCode::OK, world.shaped(&world.revenue_shares[index], SHARE_REQUIRED))
    })
}
