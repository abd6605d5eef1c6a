//! Hosted onboardings: a company shares its data on a page of the lender and becomes a borrower there. The page
//! itself is not simulated: a control, or a switch, completes an onboarding as its user would.

use std::time::Duration;

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    businesses,
    call::{Call, Reply, Step},
    eligibility, enrollment,
    rules::refusal::Refusal,
    rules::{companies, dates::later},
    settings::SecureResumeLink,
    shape::shaped,
    store::Store,
};

const REQUIRED: [&str; 4] = ["id", "is_expired", "referral", "status"];

/// How long the page can be used, and how long a link into a connected one.
const LIFE: Duration = Duration::from_secs(168 * 60 * 60);
const LINK_LIFE: Duration = Duration::from_secs(2 * 60 * 60);

/// An onboarding: what never changes of it, and what follows from the state and the time.
#[derive(Debug, Clone)]
pub(crate) struct Onboarding {
    pub(crate) id: String,
    pub(crate) identifier: String,
    pub(crate) status: &'static str,
    pub(crate) borrower_id: Option<String>,
    /// Whether the company has connected its bank in an earlier one.
    linked: bool,
    created_at: Timestamp,
    body: Value,
}

impl Onboarding {
    pub(crate) fn is_expired(&self, now: Timestamp) -> bool {
        self.status != "COMPLETED" && now >= later(self.created_at, LIFE)
    }

    fn shown(&self, store: &Store) -> Value {
        let now = store.now();
        let mut body = self.body.clone();
        body["status"] = self.status.into();
        body["borrower_id"] = self.borrower_id.clone().into();
        body["is_expired"] = self.is_expired(now).into();
        let usable = self.linked && self.status == "CREATED" && now < later(self.created_at, LINK_LIFE);
        body["secure_resume_link"] = if usable { self.link(store).into() } else { Value::Null };
        body["business"]["defacto_segment"] = businesses::segment(store, &self.identifier);
        body["eligibility"] = self.eligibility(store);
        body["integrations"] = json!([{
            "id": store.seed.uuid("integration", &self.identifier),
            "is_connected": self.status == "COMPLETED",
            "name": "Example bank",
        }]);
        let mut required = REQUIRED.to_vec();
        // What a client is told to follow is shown in any case.
        required
            .extend(["borrower_id", "secure_resume_link"].iter().filter(|field| !body[**field].is_null()));
        shaped(store, &body, &required)
    }

    fn link(&self, store: &Store) -> String {
        let token = store.seed.hash("resume link", &self.id);
        format!("https://app.example.com/onboarding/continue/{}?token={token:016x}", self.id)
    }

    /// Waiting for the user, then being computed, then done.
    fn eligibility(&self, store: &Store) -> Value {
        let borrower = self.borrower_id.as_deref().and_then(|id| store.borrower(id));
        let done = borrower.is_some_and(|borrower| borrower.evaluated);
        let status = match (borrower, done) {
            (None, _) => "PENDING_USER_ACTION",
            (Some(_), false) => "PENDING_VALIDATION",
            (Some(_), true) => "DONE",
        };
        let line = borrower.filter(|_| done).and_then(|borrower| store.line_of(&borrower.id));
        let reasons = eligibility::reasons(store, &self.identifier);
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
            "id": store.seed.uuid("onboarding eligibility", &self.id),
            "finished_processing": done,
            "is_computing": status == "PENDING_VALIDATION",
            "status": status,
            "response": response,
        })
    }
}

pub(crate) fn get(call: &Call, store: &Store) -> Result<Step, Refusal> {
    let id = call.param("onboarding_id");
    let found = store.onboardings.iter().find(|onboarding| onboarding.id == id);
    Step::ok(found.ok_or_else(|| Refusal::not_found("onboarding"))?.shown(store))
}

/// A new onboarding every time, also for a company that has one.
pub(crate) fn create(call: &Call, store: &Store) -> Result<Step, Refusal> {
    if call.body["business"].is_null() {
        return Err(Refusal::new("A partner must name the business.").with_param("business", "is required"));
    }
    companies::check_named(&call.body, "business")?;
    let language = call.text("preferred_language").unwrap_or_default();
    if language.len() != 2 || !language.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Err(Refusal::invalid("preferred_language", "is not a language of two small letters"));
    }
    let body = call.body.clone();
    let time = store.seed.duration("onboarding", &call.body["business"]["identifier"].to_string(), 300, 1500);
    Step::commit(move |store| {
        let onboarding = start(store, &body);
        let reply = Reply::json(StatusCode::OK, onboarding.shown(store));
        store.onboardings.push(onboarding);
        reply.after(time)
    })
}

fn start(store: &mut Store, request: &Value) -> Onboarding {
    let identifier = request["business"]["identifier"].as_str().unwrap_or_default().to_owned();
    let id = store.next_id("onboarding", &identifier);
    let connected = |known: &Onboarding| known.identifier == identifier && known.status == "COMPLETED";
    let linked = match store.settings.secure_resume_link {
        SecureResumeLink::WhenConnected => store.onboardings.iter().any(connected),
        SecureResumeLink::Always => true,
        SecureResumeLink::Never => false,
    };
    if let Some(seconds) = store.settings.onboarding_completed_after {
        let id = id.clone();
        // An onboarding that has expired meanwhile stays as it is.
        store.plan_after(Duration::from_secs(seconds), move |store| drop(complete(store, &id)));
    }
    let body = json!({
        "id": id,
        "referral": request["referral"].as_str().unwrap_or("sandbox"),
        "business": {
            "identifier": identifier,
            "identifier_type": request["business"]["identifier_type"],
            "name": store.company_name(&identifier),
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
    let created_at = store.now();
    Onboarding { id, identifier, status: "CREATED", borrower_id: None, linked, created_at, body }
}

/// What a user does on the page: the company becomes a borrower, unless it is one, and its evaluation begins.
/// Other onboardings of the company that are still open are duplicates from then on.
pub(crate) fn complete(store: &mut Store, id: &str) -> Result<Value, &'static str> {
    let now = store.now();
    let index =
        store.onboardings.iter().position(|known| known.id == id).ok_or("there is no such onboarding")?;
    let onboarding = store.onboardings[index].clone();
    if onboarding.is_expired(now) {
        return Err("this onboarding has expired");
    }
    if onboarding.status == "DUPLICATE" {
        return Err("another onboarding of this company was completed");
    }
    if onboarding.status == "CREATED" {
        let borrower_id = borrower_of(store, &onboarding);
        for other in &mut store.onboardings {
            if other.identifier == onboarding.identifier && other.status == "CREATED" {
                other.status = "DUPLICATE";
            }
        }
        let completed = &mut store.onboardings[index];
        completed.status = "COMPLETED";
        completed.borrower_id = Some(borrower_id);
    }
    Ok(store.onboardings[index].shown(store))
}

fn borrower_of(store: &mut Store, onboarding: &Onboarding) -> String {
    if let Some(known) = store.active_borrower_of(&onboarding.identifier) {
        return known.id.clone();
    }
    let business = &onboarding.body["business"];
    enrollment::onboard(store, business)
}
