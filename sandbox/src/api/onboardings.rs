//! Hosted onboardings: a company shares its data on a page of the lender and becomes a borrower there.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    api::businesses,
    http::{Call, Reply, Step},
    life::{eligibility, onboardings},
    rules::{Refusal, companies, later},
    wire::{EligibilityStatus, OnboardingStatus},
    world::{World, onboarding::Onboarding},
};

const REQUIRED: &str = "id is_expired referral status";

/// How long the link into a connected one can be used.
const LINK_LIFE: Duration = Duration::from_secs(2 * 60 * 60);

pub(crate) fn shown(world: &World, onboarding: &Onboarding) -> Value {
    let now = world.now();
    let mut body = onboarding.body.clone();
    body["status"] = onboarding.status.into();
    body["borrower_id"] = onboarding.borrower_id.clone().into();
    body["is_expired"] = onboarding.is_expired(now).into();
    let usable = onboarding.linked
        && onboarding.status == OnboardingStatus::Created
        && now < later(onboarding.created_at, LINK_LIFE);
    body["secure_resume_link"] = if usable { link(world, onboarding).into() } else { Value::Null };
    body["business"]["defacto_segment"] = businesses::segment(world, &onboarding.identifier);
    body["eligibility"] = eligibility_of(world, onboarding);
    body["integrations"] = json!([{
        "id": world.seed.uuid("integration", &onboarding.identifier),
        "is_connected": onboarding.status == OnboardingStatus::Completed,
        "name": "Example bank",
    }]);
    // The links that a client has to follow are shown in any case.
    let followed = ["borrower_id", "secure_resume_link"].into_iter().filter(|field| !body[*field].is_null());
    let required: Vec<_> = REQUIRED.split(' ').chain(followed).collect();
    world.shaped(&body, &required.join(" "))
}

fn link(world: &World, onboarding: &Onboarding) -> String {
    let token = world.seed.hash("resume link", &onboarding.id);
    format!("https://app.example.com/onboarding/continue/{}?token={token:016x}", onboarding.id)
}

/// Waiting for the user, then being computed, then done.
fn eligibility_of(world: &World, onboarding: &Onboarding) -> Value {
    let borrower = onboarding.borrower_id.as_deref().and_then(|id| world.borrower(id));
    let done = borrower.is_some_and(|borrower| borrower.evaluated);
    let status = match (borrower, done) {
        (None, _) => EligibilityStatus::PendingUserAction,
        (Some(_), false) => EligibilityStatus::PendingValidation,
        (Some(_), true) => EligibilityStatus::Done,
    };
    let line = borrower.filter(|_| done).and_then(|borrower| world.line_of(&borrower.id));
    let reasons = eligibility::reasons(world, &onboarding.identifier);
    let response = done.then(|| {
        json!({
            "is_eligible": line.is_some() && reasons.is_null(),
            "max_amount": line.map_or(json!(0), |line| line.body["pool_amount"].clone()),
            "fees_daily_rate": line.map(|line| line.body["fees_daily_rate"].clone()),
            "pricing_details": line.map(|_| json!({"fees_daily_rate": 0.06, "late_daily_rate": 0.1})),
            "reasons": reasons,
        })
    });
    json!({
        "id": world.seed.uuid("onboarding eligibility", &onboarding.id),
        "finished_processing": done,
        "is_computing": status == EligibilityStatus::PendingValidation,
        "status": status,
        "response": response,
    })
}

pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    let id = call.param("onboarding_id");
    let found = world.onboardings.iter().find(|onboarding| onboarding.id == id);
    Step::ok(shown(world, found.ok_or_else(|| Refusal::not_found("onboarding"))?))
}

/// A new onboarding every time, also for a company that has one.
pub(crate) fn create(call: &Call, world: &World) -> Result<Step, Refusal> {
    if call.body["business"].is_null() {
        return Err(Refusal::new("A partner must name the business.").with_param("business", "is required"));
    }
    companies::check_named(&call.body, "business")?;
    let language = call.text("preferred_language").unwrap_or_default();
    if language.len() != 2 || !language.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Err(Refusal::invalid("preferred_language", "is not a language of two small letters"));
    }
    let body = call.body.clone();
    let time = world.seed.duration("onboarding", &call.body["business"]["identifier"].to_string(), 300, 1500);
    Step::commit(move |world| {
        let onboarding = onboardings::start(world, &body);
        let reply = Reply::json(StatusCode::OK, shown(world, &onboarding));
        world.onboardings.push(onboarding);
        reply.after(time)
    })
}

/// Completes an onboarding as its user would, and returns what the API shows of it then.
pub(crate) fn complete(world: &mut World, id: &str) -> Result<Value, Refusal> {
    let index = onboardings::complete(world, id)?;
    Ok(shown(world, &world.onboardings[index]))
}
