//! Hosted onboardings: a company shares its data on a page of the lender and becomes a borrower there. The
//! page itself is not simulated: a control, or a switch, completes an onboarding as its user would.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    life::enrollment,
    rules::{Refusal, datetime},
    settings::SecureResumeLink,
    wire::OnboardingStatus,
    world::{World, application::Application, onboarding::Onboarding},
};

/// Starts an onboarding, also for a company that has one.
pub(crate) fn start(world: &mut World, request: &Value) -> Onboarding {
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
/// Other onboardings of the company that are still open are duplicates from then on. Returns its index.
pub(crate) fn complete(world: &mut World, id: &str) -> Result<usize, Refusal> {
    let now = world.now();
    let index = world
        .onboardings
        .iter()
        .position(|known| known.id == id)
        .ok_or_else(|| Refusal::not_found("onboarding"))?;
    let onboarding = world.onboardings[index].clone();
    if onboarding.is_expired(now) {
        return Err(Refusal::new("this onboarding has expired"));
    }
    if onboarding.status == OnboardingStatus::Duplicate {
        return Err(Refusal::new("another onboarding of this company was completed"));
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
    Ok(index)
}

fn borrower_of(world: &mut World, onboarding: &Onboarding) -> String {
    if let Some(known) = world.active_borrower_of(&onboarding.identifier) {
        return known.id.clone();
    }
    // It signs on the page.
    let mut business = onboarding.body["business"].clone();
    business["signed_at"] = datetime(world.now()).into();
    enrollment::enroll(world, &Application::read(business), false).id
}
