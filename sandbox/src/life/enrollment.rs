//! Enrolment: what is refused, what is created, and the evaluation that ends in a credit line or not.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    life::{accounts, cards, credit_lines, directors, financial_products, repayment_methods},
    rules::{Refusal, accounts::of_borrower, companies, iban},
    settings::{
        DeclinedAs, DirectDebitWithoutAccount, FutureBirthDates, MissingDataLocation, RepaymentMethod,
        RepeatEnrollment,
    },
    wire::{BorrowerStatus, ComplianceStatus},
    world::{World, application::Application, borrower::Borrower},
};

/// Refuses an application that cannot be accepted. Returns the borrower that exists if the switch
/// `repeat_enrollment` puts it in the place of a new one, or `None`.
pub(crate) fn check<'a>(
    world: &'a World,
    application: &Application,
) -> Result<Option<&'a Borrower>, Refusal> {
    check_spelling(world, application)?;
    if let Some(account) = &application.account {
        accounts::check_iban(world, "account_number", account, &application.identifier)?;
    }
    check_missing_data(world, application)?;
    let existing = world.active_borrower_of(&application.identifier);
    match (existing, world.settings.repeat_enrollment) {
        (Some(_), RepeatEnrollment::Refuse) => Err(Refusal::new("This company is already enrolled.")),
        (Some(existing), RepeatEnrollment::ReturnExisting) => Ok(Some(existing)),
        _ => Ok(None),
    }
}

/// Refuses values that no schema can tell.
fn check_spelling(world: &World, application: &Application) -> Result<(), Refusal> {
    let kind = application.identifier_type.as_deref().unwrap_or_default();
    companies::check_number("identifier", &application.identifier, kind)?;
    if world.settings.future_birth_dates == FutureBirthDates::Refuse {
        let today = world.now().to_string();
        let later =
            |director: &Value| director["birth_date"].as_str().is_some_and(|born| born > &today[..10]);
        if let Some(index) = application.directors.iter().position(later) {
            return Err(Refusal::invalid(format!("directors[{index}].birth_date"), "is in the future"));
        }
    }
    Ok(())
}

/// Data of French companies is looked up; of all others it must be in the application.
fn check_missing_data(world: &World, application: &Application) -> Result<(), Refusal> {
    let (settings, is_looked_up) = (&world.settings, directors::are_looked_up(world, application));
    let mut missing = if is_looked_up { Vec::new() } else { directors::missing(application) };
    let is_debited = settings.default_repayment_method == RepaymentMethod::DirectDebit;
    // No register knows accounts.
    let must_have_account =
        !is_looked_up || settings.direct_debit_without_account == DirectDebitWithoutAccount::Refuse;
    if is_debited && must_have_account && application.account.is_none() {
        missing.push("account_number".to_owned());
    }
    if missing.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::new("Mandatory data is missing and could not be looked up.");
    Err(match world.settings.missing_data_location {
        MissingDataLocation::Data => refusal.with_data(json!({"missing_fields": missing})),
        MissingDataLocation::InvalidParams => missing
            .into_iter()
            .fold(refusal, |refusal, path| refusal.with_param(path, "could not be looked up")),
        MissingDataLocation::Detail => {
            Refusal::new(format!("Mandatory data is missing: {}", missing.join(", ")))
        }
    })
}

/// Enrols a company. Its evaluation ends when the answer comes, if that waits for it, or some seconds later.
pub(crate) fn enroll(world: &mut World, application: &Application, wait: bool) -> Borrower {
    let identifier = &application.identifier;
    let borrower = new_borrower(world, application);
    if let Some(account) = &application.account {
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
    world.borrowers.push(borrower.clone());
    borrower
}

fn new_borrower(world: &mut World, application: &Application) -> Borrower {
    let Application { identifier, account, is_signed, body, .. } = application;
    let id = world.next_id("borrower", identifier);
    let usual = if *is_signed { BorrowerStatus::Signed } else { BorrowerStatus::ToSign };
    let status = world.settings.async_status.as_deref().and_then(BorrowerStatus::named).unwrap_or(usual);
    let shown = json!({
        "id": id,
        "identifier": identifier,
        "identifier_type": body["identifier_type"],
        "name": body["name"],
        "legal_form": body["legal_form"],
        "vat_number": body["vat_number"],
        "status_reason": null,
        "signed_at": body["signed_at"],
        "accounts": account.iter().map(|account| of_borrower(account)).collect::<Vec<_>>(),
        "active_enrollments": [],
        "directors": directors::of_borrower(world, application),
        "compliance_checks": {"status": ComplianceStatus::Reviewing},
        "next_actions": null,
        "can_reonboard": false,
        "contract_id": null,
        "contract_s3_url": null,
        "owner": owner(world, &body["owner"], &id),
        "address": body["address"],
        "metadata": body["metadata"],
    });
    Borrower {
        id,
        business_id: world.seed.uuid("business", identifier),
        identifier: identifier.clone(),
        status,
        body: shown,
        evaluated: false,
        repayment_methods: repayment_methods::at_enrollment(&world.settings, account.as_deref()),
    }
}

/// The owner as it is shown; the contract has no place for one without an e-mail address.
fn owner(world: &World, owner: &Value, borrower_id: &str) -> Value {
    if owner["email"].is_null() {
        return Value::Null;
    }
    json!({
        "id": world.seed.uuid("owner", borrower_id),
        "email": owner["email"],
        "phone_number": owner["phone_number"],
    })
}

/// How long the answer to a synchronous enrolment takes.
pub(crate) fn evaluation_time(world: &World, identifier: &str) -> Duration {
    world.seed.duration("evaluation", identifier, 4000, 8000)
}

/// How long the answer to an asynchronous enrolment takes.
pub(crate) fn acceptance_time(world: &World, identifier: &str) -> Duration {
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

/// Records a signature; returns what the API shows of the borrower then.
pub(crate) fn sign(world: &mut World, id: &str, signed_at: Value) -> Value {
    if let Some(line) = world.lines.of_borrower_mut(id) {
        line.body["signed_at"] = signed_at.clone();
    }
    let Some(borrower) = world.borrower_mut(id) else { return Value::Null };
    borrower.body["signed_at"] = signed_at;
    if borrower.status == BorrowerStatus::ToSign {
        borrower.status = if borrower.evaluated { BorrowerStatus::Ready } else { BorrowerStatus::Signed };
    }
    borrower.shown()
}

/// Deactivates a borrower, which loses its credit line.
pub(crate) fn deactivate(world: &mut World, id: &str) {
    world.lines.remove(id);
    if let Some(borrower) = world.borrower_mut(id) {
        borrower.status = BorrowerStatus::Deactivated;
    }
    financial_products::tell(world, id, "BorrowerFinancialProductUpdated");
}
