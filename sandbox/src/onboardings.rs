//! Hosted onboardings: a company shares its data on a page of the lender and becomes a borrower there. The page
//! itself is not simulated: a control, or a switch, completes an onboarding as its user would.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    businesses, eligibility, enrollment,
    http::call::{Call, Reply, Step},
    rules::{companies, dates::later, refusal::Refusal},
    settings::SecureResumeLink,
    wire::{EligibilityStatus, OnboardingStatus},
    world::{World, onboarding::Onboarding},
};

const REQUIRED: [&str; 4] = ["id", "is_expired", "referral", "status"];

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
    let mut required = REQUIRED.to_vec();
    // What a client is told to follow is shown in any case.
    required.extend(["borrower_id", "secure_resume_link"].iter().filter(|field| !body[**field].is_null()));
    world.shaped(&body, &required)
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
        let onboarding = start(world, &body);
        let reply = Reply::json(StatusCode::OK, shown(world, &onboarding));
        world.onboardings.push(onboarding);
        reply.after(time)
    })
}

fn start(world: &mut World, request: &Value) -> Onboarding {
    let identifier = request["business"]["identifier"].as_str().unwrap_or_default().to_owned();
    let id = world.next_id("onboarding", &identifier);
    let connected =
        |known: &Onboarding| known.identifier == identifier && known.status == OnboardingStatus::Completed;
    let linked = match world.settings.secure_resume_link {
        SecureResumeLink::WhenConnected => world.onboardings.iter().any(connected),
        SecureResumeLink::Always => true,
        SecureResumeLink::Never => false,
    };
    if let Some(seconds) = world.settings.onboarding_completed_after {
        let id = id.clone();
        // An onboarding that has expired meanwhile stays as it is.
        world.plan_after(Duration::from_secs(seconds), move |world| drop(complete(world, &id)));
    }
    let body = json!({
        "id": id,
        "referral": request["referral"].as_str().unwrap_or("sandbox"),
        "business": {
            "identifier": identifier,
            "identifier_type": request["business"]["identifier_type"],
            "name": world.company_name(&identifier),
        },
        "email": request["email"],
        "email_tracking_consent": null,
        "phone_number": request["phone_number"],
        "preferred_language": request["preferred_language"],
        "redirect_url": request["redirect_url"],
        "integrations_need": null,
        "reset_password_token": null,
        "user": null,
        "user_input": null,
        "user_need": null,
    });
    let created_at = world.now();
    Onboarding {
        id,
        identifier,
        status: OnboardingStatus::Created,
        borrower_id: None,
        linked,
        created_at,
        body,
    }
}

/// What a user does on the page: the company becomes a borrower, unless it is one, and its evaluation begins.
/// Other onboardings of the company that are still open are duplicates from then on.
pub(crate) fn complete(world: &mut World, id: &str) -> Result<Value, &'static str> {
    let now = world.now();
    let index =
        world.onboardings.iter().position(|known| known.id == id).ok_or("there is no such onboarding")?;
    let onboarding = world.onboardings[index].clone();
    if onboarding.is_expired(now) {
        return Err("this onboarding has expired");
    }
    if onboarding.status == OnboardingStatus::Duplicate {
        return Err("another onboarding of this company was completed");
    }
    if onboarding.status == OnboardingStatus::Created {
        let borrower_id = borrower_of(world, &onboarding);
        for other in &mut world.onboardings {
            if other.identifier == onboarding.identifier && other.status == OnboardingStatus::Created {
                other.status = OnboardingStatus::Duplicate;
            }
        }
        let completed = &mut world.onboardings[index];
        completed.status = OnboardingStatus::Completed;
        completed.borrower_id = Some(borrower_id);
    }
    Ok(shown(world, &world.onboardings[index]))
}

fn borrower_of(world: &mut World, onboarding: &Onboarding) -> String {
    if let Some(known) = world.active_borrower_of(&onboarding.identifier) {
        return known.id.clone();
    }
    let business = &onboarding.body["business"];
    enrollment::onboard(world, business)
}
