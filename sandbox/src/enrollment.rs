//! `POST /borrowers`: what is refused, what is created, and the evaluation that ends in a credit line or not.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    directors,
    http::call::{Call, Payload, Reply, Step},
    life::{accounts, cards, credit_lines},
    repayment_methods,
    rules::{companies, dates::datetime, iban, refusal::Refusal},
    settings::{
        DeclinedAs, DirectDebitWithoutAccount, FutureBirthDates, MissingDataLocation, RepaymentMethod,
        RepeatEnrollment, Shape,
    },
    wire::{BorrowerStatus, ComplianceStatus},
    world::{World, borrower::Borrower},
};

/// Enrols a borrower.
pub(crate) fn enroll(call: &Call, world: &World) -> Result<Step, Refusal> {
    let identifier = call.text("identifier").unwrap_or_default().to_owned();
    check_spelling(call, world)?;
    if let Some(account) = call.text("account_number") {
        accounts::check_iban(world, "account_number", account, &identifier)?;
    }
    check_missing_data(call, world)?;
    let wait = call.flag("wait_for_ready");
    if let Some(existing) = world.active_borrower_of(&identifier) {
        match world.settings.repeat_enrollment {
            RepeatEnrollment::CreateSecond => {}
            RepeatEnrollment::ReturnExisting => return Ok(Step::Answer(answer(world, existing, wait))),
            RepeatEnrollment::Refuse => return Err(Refusal::new("This company is already enrolled.")),
        }
    }
    if wait && world.declined.contains(&identifier) && world.settings.declined_as == DeclinedAs::Error400 {
        let problem = Refusal::new("This company is not eligible.");
        let reply = Reply::problem(problem, "/borrowers");
        return Ok(Step::Answer(reply.after(evaluation_time(world, &identifier))));
    }
    let call = call.clone();
    Step::commit(move |world| create(&call, world, &identifier, wait))
}

/// Problems of the values that no schema can tell.
fn check_spelling(call: &Call, world: &World) -> Result<(), Refusal> {
    let Some(identifier) = call.text("identifier") else {
        return Err(Refusal::invalid("identifier", "is empty"));
    };
    companies::check_number("identifier", identifier, call.text("identifier_type").unwrap_or_default())?;
    if world.settings.future_birth_dates == FutureBirthDates::Refuse {
        let today = call.now.to_string();
        let later =
            |director: &Value| director["birth_date"].as_str().is_some_and(|born| born > &today[..10]);
        if let Some(index) = directors::given(call).iter().position(later) {
            return Err(Refusal::invalid(format!("directors[{index}].birth_date"), "is in the future"));
        }
    }
    Ok(())
}

/// Data of French companies is looked up; of all others it must be in the request.
fn check_missing_data(call: &Call, world: &World) -> Result<(), Refusal> {
    let (settings, is_looked_up) = (&world.settings, directors::are_looked_up(call, world));
    let mut missing = if is_looked_up { Vec::new() } else { directors::missing(call) };
    let is_debited = settings.default_repayment_method == RepaymentMethod::DirectDebit;
    // No register knows accounts.
    let must_have_account =
        !is_looked_up || settings.direct_debit_without_account == DirectDebitWithoutAccount::Refuse;
    if is_debited && must_have_account && call.text("account_number").is_none() {
        missing.push("account_number".to_owned());
    }
    if missing.is_empty() {
        return Ok(());
    }
    let problem = Refusal::new("Mandatory data is missing and could not be looked up.");
    Err(match world.settings.missing_data_location {
        MissingDataLocation::Data => problem.with_data(json!({"missing_fields": missing})),
        MissingDataLocation::InvalidParams => missing
            .into_iter()
            .fold(problem, |problem, path| problem.with_param(path, "could not be looked up")),
        MissingDataLocation::Detail => {
            Refusal::new(format!("Mandatory data is missing: {}", missing.join(", ")))
        }
    })
}

fn create(call: &Call, world: &mut World, identifier: &str, wait: bool) -> Reply {
    let borrower = new_borrower(call, world, identifier);
    if let Some(account) = call.text("account_number") {
        world.claim_account(iban::normal(account), identifier);
    }
    let settings = &world.settings;
    let due = if wait {
        settings.answer_time(evaluation_time(world, identifier))
    } else {
        let later = world.seed.duration("evaluation after the answer", identifier, 3000, 6000);
        settings.answer_time(acceptance_time(world, identifier)) + settings.scaled(later)
    };
    let id = borrower.id.clone();
    world.plan_after(due, move |world| evaluate(world, &id));
    let reply = answer(world, &borrower, wait);
    world.borrowers.push(borrower);
    reply
}

/// Makes a company a borrower as a hosted onboarding does, on whose page it signs. Returns the borrower's id.
pub(crate) fn onboard(world: &mut World, business: &Value) -> String {
    let now = world.now();
    let mut body = business.clone();
    body["signed_at"] = datetime(now).into();
    let call = Call { params: Vec::new(), query: Vec::new(), body, uploads: Vec::new(), now };
    let identifier = call.text("identifier").unwrap_or_default();
    drop(create(&call, world, identifier, false));
    world.borrowers.last().map(|borrower| borrower.id.clone()).unwrap_or_default()
}

fn new_borrower(call: &Call, world: &mut World, identifier: &str) -> Borrower {
    let id = world.next_id("borrower", identifier);
    let business_id = world.seed.uuid("business", identifier);
    let signed = call.text("signed_at").is_some();
    let usual = if signed { BorrowerStatus::Signed } else { BorrowerStatus::ToSign };
    let status = world.settings.async_status.as_deref().and_then(BorrowerStatus::named).unwrap_or(usual);
    let accounts: Vec<_> =
        call.text("account_number").into_iter().map(crate::rules::accounts::of_borrower).collect();
    let body = json!({
        "id": id,
        "identifier": identifier,
        "identifier_type": call.body["identifier_type"],
        "name": call.body["name"],
        "legal_form": call.body["legal_form"],
        "vat_number": call.body["vat_number"],
        "status_reason": null,
        "signed_at": call.body["signed_at"],
        "accounts": accounts,
        "active_enrollments": [],
        "directors": directors::of_borrower(call, world, identifier),
        "compliance_checks": {"status": ComplianceStatus::Reviewing},
        "next_actions": null,
        "can_reonboard": false,
        "contract_id": null,
        "contract_s3_url": null,
        "owner": owner(call, world, &id),
        "address": call.body["address"],
        "metadata": call.body["metadata"],
    });
    let repayment_methods = repayment_methods::at_enrollment(call, &world.settings);
    Borrower {
        id,
        business_id,
        identifier: identifier.to_owned(),
        status,
        body,
        evaluated: false,
        repayment_methods,
    }
}

/// The owner as it is shown; the contract has no place for one without an e-mail address.
fn owner(call: &Call, world: &World, borrower_id: &str) -> Value {
    let owner = &call.body["owner"];
    if owner["email"].is_null() {
        return Value::Null;
    }
    json!({
        "id": world.seed.uuid("owner", borrower_id),
        "email": owner["email"],
        "phone_number": owner["phone_number"],
    })
}

/// The answer about a borrower, at once or when it is evaluated.
fn answer(world: &World, borrower: &Borrower, wait: bool) -> Reply {
    let shape = world.settings.response_shape;
    let reply = Reply::json(StatusCode::CREATED, shaped(shape, borrower));
    if !wait {
        return reply.after(acceptance_time(world, &borrower.identifier));
    }
    let id = borrower.id.clone();
    let Payload::Json(otherwise) = reply.payload.clone() else { return reply };
    reply.after(evaluation_time(world, &borrower.identifier)).finish(move |world| {
        evaluate(world, &id);
        Payload::Json(world.borrower(&id).map_or(otherwise, |borrower| shaped(shape, borrower)))
    })
}

fn shaped(shape: Shape, borrower: &Borrower) -> Value {
    match shape {
        Shape::Full => borrower.shown(),
        Shape::Minimal => json!({"identifier": borrower.identifier}),
    }
}

/// How long the answer to a synchronous enrolment takes.
pub(crate) fn evaluation_time(world: &World, identifier: &str) -> Duration {
    world.seed.duration("evaluation", identifier, 4000, 8000)
}

/// How long the answer to an asynchronous enrolment takes.
fn acceptance_time(world: &World, identifier: &str) -> Duration {
    world.seed.duration("acceptance", identifier, 300, 1500)
}

/// Ends the evaluation of a borrower. Doing it again does nothing.
pub(crate) fn evaluate(world: &mut World, borrower_id: &str) {
    let Some(borrower) = world.borrower(borrower_id) else { return };
    if borrower.evaluated || borrower.is_deactivated() {
        return;
    }
    let declined = world.declined.contains(&borrower.identifier);
    match (declined, world.settings.declined_as) {
        (false, _) | (true, DeclinedAs::ZeroLine) => accept(world, borrower_id, declined),
        (true, DeclinedAs::Prohibited) => decline(world, borrower_id, BorrowerStatus::Prohibited),
        (true, _) => decline(world, borrower_id, BorrowerStatus::Blocked),
    }
}

fn accept(world: &mut World, borrower_id: &str, declined: bool) {
    let settings = world.settings.clone();
    let contract_id = world.seed.uuid("contract", borrower_id);
    let Some(borrower) = world.borrower_mut(borrower_id) else { return };
    borrower.evaluated = true;
    let unsigned = borrower.body["signed_at"].is_null();
    let ready = settings.ready_without_signature || !unsigned;
    borrower.status = if ready { BorrowerStatus::Ready } else { BorrowerStatus::ToSign };
    borrower.body["compliance_checks"]["status"] = ComplianceStatus::Approved.into();
    if !unsigned {
        borrower.body["contract_s3_url"] =
            format!("https://files.example.com/{contract_id}.pdf?signature=temporary").into();
        borrower.body["contract_id"] = contract_id.into();
    }
    repayment_methods::confirm(borrower);
    let borrower = borrower.clone();
    let pool_amount = if declined { 0 } else { credit_lines::pool_of(world, &borrower.identifier) };
    credit_lines::open(world, &borrower, pool_amount);
    if ready {
        cards::issue_first(world, &borrower.body["directors"][0]);
    }
}

fn decline(world: &mut World, borrower_id: &str, status: BorrowerStatus) {
    let reason = world.settings.denial_code.clone();
    let Some(borrower) = world.borrower_mut(borrower_id) else { return };
    borrower.evaluated = true;
    borrower.status = status;
    borrower.body["status_reason"] = reason.into();
    borrower.body["compliance_checks"]["status"] = ComplianceStatus::Rejected.into();
}
