//! Loans: requested, read, changed and steered.

use std::time::Duration;

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    http::{Call, Payload, Reply, Step, page, query},
    life::{accounts, loan, loan_change, loan_request::LoanRequest, new_loan, repayment_terms::Terms, salts},
    rules::{Refusal, days_after},
    settings::LoanDeclinedAs,
    wire::LoanStatus,
    world::{World, loan::Loan},
};

const TYPES: [&str; 5] = [
    "CREDIT_CARD_FINANCING",
    "FUNDING_OBLIGATION_CONSOLIDATION",
    "INVENTORY_FINANCING",
    "INVOICE_BASED_FINANCING",
    "WALLET_FINANCING",
];

/// How long a synchronous request is kept waiting, as documented.
const PATIENCE: Duration = Duration::from_secs(20);

fn of_path<'a>(call: &Call, world: &'a World) -> Result<&'a Loan, Refusal> {
    world.ledger.loan(call.param("loan_id")).ok_or_else(|| Refusal::not_found("loan"))
}

fn answer(world: &World, id: &str) -> Reply {
    let body = world.ledger.loan(id).map_or(Value::Null, |loan| loan::shown(world, loan));
    Reply::json(StatusCode::OK, body)
}

/// `GET /loan/{loan_id}`
pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    Step::ok(loan::shown(world, of_path(call, world)?))
}

/// `GET /loan/{loan_id}/events`
pub(crate) fn events(call: &Call, world: &World) -> Result<Step, Refusal> {
    let events = &of_path(call, world)?.events;
    let shown: Vec<_> = events.iter().map(|event| world.shaped(event, "entity_type status")).collect();
    Step::ok(page::whole(&shown))
}

/// `GET /loans`: the newest first, unless told.
pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    query::check_one_of(call, "status", LoanStatus::NAMES)?;
    query::check_one_of(call, "loan_type", &TYPES)?;
    let order = query::order(call, &["created_at", "to_pay_at", "to_repay_at"])?;
    let (field, is_descending) = order.unwrap_or(("created_at", true));
    let fits = filter(call, world)?;
    let mut found: Vec<_> = world.ledger.loans.iter().filter(|loan| fits(loan)).collect();
    found.sort_by_key(|loan| if field == "created_at" { Some(loan.created_at) } else { loan.time(field) });
    if is_descending {
        found.reverse();
    }
    Step::ok(page::page(call, world, "loans", &found, |loan| shown_in_list(world, loan))?)
}

type Range = (Option<Timestamp>, Option<Timestamp>);

/// Reads what a list of loans asks for.
fn filter<'a>(call: &'a Call, world: &'a World) -> Result<impl Fn(&Loan) -> bool + use<'a>, Refusal> {
    let range = |name: &str| -> Result<Range, Refusal> {
        let time = |end| query::time(call, world, &format!("{name}_{end}"));
        Ok((time("from")?, time("to")?))
    };
    let ids = query::ids(call, "id")?;
    let (contractual, pay) = (range("contractual_repayment_date")?, range("to_pay_at")?);
    let repay = within_days(call, world, range("to_repay_at")?)?;
    let (guaranteed, postponed) = (query::flag(call, "guarantee_called")?, query::flag(call, "postponed")?);
    Ok(move |loan: &Loan| {
        let has = |name, value| query::has(&call.query_all(name), value);
        let within = |field, range: Range| query::within(loan.time(field), range.0, range.1);
        query::has(&ids, Some(&loan.id))
            && has("borrower", Some(loan.company()))
            && has("status", Some(loan.status.as_str()))
            && has("loan_type", loan.body["loan_type"].as_str())
            && within("contractual_repayment_date", contractual)
            && within("to_pay_at", pay)
            && within("to_repay_at", repay)
            // No loan here has a guarantor.
            && guaranteed != Some(true)
            && call.query("guarantor").is_none()
            && postponed.is_none_or(|wanted| wanted == loan.postponed)
            && call.query("query").is_none_or(|words| mentions(world, loan, words))
    })
}

/// Returns the dates of repayment asked for: a range, or the next days.
fn within_days(call: &Call, world: &World, range: Range) -> Result<Range, Refusal> {
    const NAME: &str = "to_repay_at_within_days";
    let Some(days) = call.query(NAME) else { return Ok(range) };
    if range != (None, None) {
        return Err(Refusal::invalid(NAME, "does not go together with to_repay_at_from and to_repay_at_to"));
    }
    let days: i32 = days.parse().map_err(|_| Refusal::invalid(NAME, "is not a whole number"))?;
    Ok((Some(world.now()), Some(days_after(world.now(), days.into()))))
}

/// Whether a search finds a loan: by its id, amount, fees, status, the number of its invoice or its
/// companies.
fn mentions(world: &World, loan: &Loan, words: &str) -> bool {
    let numbers =
        loan.invoice_ids().filter_map(|id| world.ledger.invoice(id)?.fields.get("invoice_number")?.as_str());
    let names = [&loan.body["beneficiary"]["name"], &loan.body["borrower"]["name"]];
    let texts = names.into_iter().filter_map(Value::as_str).chain(numbers).chain([loan.status.as_str()]);
    let words = words.to_lowercase();
    let amounts = [loan.number("amount"), loan.number("fees_estimated")];
    let number = words.parse::<i64>().ok();
    loan.id == words
        || number.is_some_and(|number| amounts.contains(&number))
        || texts.into_iter().any(|text| text.to_lowercase().contains(&words))
}

/// `POST /loan/{loan_id}/validate`
pub(crate) fn validate(call: &Call, world: &World) -> Result<Step, Refusal> {
    let loan = of_path(call, world)?;
    if loan.status != LoanStatus::ToValidate {
        return Err(Refusal::new("Only a loan that is TO_VALIDATE can be validated."));
    }
    let id = loan.id.clone();
    Step::commit(move |world| {
        loan::validate(world, &id);
        answer(world, &id)
    })
}

/// `POST /loan/{loan_id}/cancel`
pub(crate) fn cancel(call: &Call, world: &World) -> Result<Step, Refusal> {
    let loan = of_path(call, world)?;
    let pending = world.settings.cancel_while_pending && loan.status == LoanStatus::PendingValidation;
    if !pending && !loan.is_one_of(&[LoanStatus::ToValidate, LoanStatus::Validated, LoanStatus::Scheduled]) {
        return Err(Refusal::new("Only a loan that is TO_VALIDATE, VALIDATED or SCHEDULED can be canceled."));
    }
    let id = loan.id.clone();
    Step::commit(move |world| {
        loan::cancel(world, &id);
        answer(world, &id)
    })
}

/// `PATCH /loan/{loan_id}`
pub(crate) fn patch(call: &Call, world: &World) -> Result<Step, Refusal> {
    let loan = of_path(call, world)?;
    loan_change::check(world, loan, &call.body)?;
    let (id, body) = (loan.id.clone(), call.body.clone());
    Step::commit(move |world| {
        accounts::claim(world, &body["loan_to"]);
        loan_change::apply(world, &id, &body);
        answer(world, &id)
    })
}

/// `POST /loan/documents/{document_type}`
pub(crate) fn documents(call: &Call, world: &World) -> Result<Step, Refusal> {
    let ids = call.body["loan_ids"].as_array().map_or(&[][..], Vec::as_slice);
    let unknown = |id: &Value| id.as_str().is_none_or(|id| world.ledger.loan(id).is_none());
    if ids.iter().any(unknown) {
        return Err(Refusal::not_found("loan"));
    }
    let archive = world.seed.uuid("archive", &format!("{} {}", call.param("document_type"), call.body));
    let link = format!("https://files.example.com/archive/{archive}.zip?signature=temporary");
    Step::ok(json!({"link": link}))
}

/// `POST /loans`
pub(crate) fn request(call: &Call, world: &World) -> Result<Step, Refusal> {
    let wait = call.flag("wait_for_validation");
    let earlier = world.ledger.loans.iter().map(|loan| (loan, loan.salt.as_deref(), &loan.request));
    if let Some(loan) = salts::repeat(world, call.text("salt_id"), &call.body, earlier)? {
        return Ok(Step::Answer(answer_to_request(world, loan, wait)));
    }
    let request = LoanRequest::read(world, &call.body)?;
    Step::commit(move |world| {
        let id = new_loan::request(world, request, wait);
        match world.ledger.loan(&id) {
            Some(loan) => answer_to_request(world, loan, wait),
            None => Reply::problem(Refusal::not_found("loan"), "/loans"),
        }
    })
}

/// The answer about a loan: at once, or when it is decided, but not later than 20 seconds.
fn answer_to_request(world: &World, loan: &Loan, wait: bool) -> Reply {
    let id = loan.id.clone();
    if !wait || loan.status != LoanStatus::PendingValidation {
        let reply = told(world, loan);
        return if wait { reply } else { reply.after(new_loan::acceptance_time(world, &id)) };
    }
    let decision = new_loan::decision_time(world, &id);
    let reply = told(world, loan).after(decision.min(PATIENCE));
    if decision > PATIENCE {
        return reply;
    }
    reply.finish(move |world| {
        loan::decide(world, &id);
        world.ledger.loan(&id).map(|loan| told(world, loan))
    })
}

/// 201 with the loan, or, on demand, 400 for one that is declined.
fn told(world: &World, loan: &Loan) -> Reply {
    let by_error = world.settings.loan_declined_as == LoanDeclinedAs::Error400;
    if loan.status == LoanStatus::Declined && by_error {
        let data = json!({"loan": {
            "id": loan.id, "status": loan.status, "denial_reason": loan.body["denial_reason"],
        }});
        return Reply::problem(Refusal::new("The loan is declined.").with_data(data), "/loans");
    }
    let body = Payload::Json(loan::shown(world, loan));
    Reply::new(StatusCode::CREATED, body)
}

/// A loan as a list shows it: without its documents.
fn shown_in_list(world: &World, loan: &Loan) -> Value {
    let mut body = loan::shown(world, loan);
    if let Some(fields) = body.as_object_mut() {
        fields.remove("documents");
    }
    body
}

/// `PUT /loan/repayment-terms`: all of them are accepted, or none.
pub(crate) fn set_repayment_terms(call: &Call, world: &World) -> Result<Step, Refusal> {
    let wanted = call.body["repayment_terms"].as_array().map_or(&[][..], Vec::as_slice);
    let terms = wanted.iter().enumerate().map(|(index, terms)| Terms::read(world, index, terms));
    let terms = terms.collect::<Result<Vec<_>, _>>()?;
    Step::commit(move |world| {
        for terms in &terms {
            terms.apply(world);
        }
        let loans = terms.iter().filter_map(|terms| world.ledger.loan(&terms.loan_id));
        let shown: Vec<_> = loans.map(|loan| loan::shown(world, loan)).collect();
        Reply::json(StatusCode::OK, page::whole(&shown))
    })
}
