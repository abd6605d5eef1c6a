//! The operations that read and steer loans.

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    http::{
        call::{Call, Reply, Step},
        page, query,
    },
    life::{accounts, balances, installments, repayment_methods},
    loan_life,
    loan_requests::{self, Dates},
    loans,
    rules::{
        accounts::details,
        dates::{datetime, days_after, time_of},
        refusal::Refusal,
    },
    wire::LoanStatus,
    world::{World, installment::Installment, loan::Loan},
};

const TYPES: [&str; 5] = [
    "CREDIT_CARD_FINANCING",
    "FUNDING_OBLIGATION_CONSOLIDATION",
    "INVENTORY_FINANCING",
    "INVOICE_BASED_FINANCING",
    "WALLET_FINANCING",
];
const ORDERS: [&str; 6] = [
    "created_at:asc",
    "created_at:desc",
    "to_pay_at:asc",
    "to_pay_at:desc",
    "to_repay_at:asc",
    "to_repay_at:desc",
];

fn of_path<'a>(call: &Call, world: &'a World) -> Result<&'a Loan, Refusal> {
    world.ledger.loan(call.param("loan_id")).ok_or_else(|| Refusal::not_found("loan"))
}

fn answer(world: &World, id: &str) -> Reply {
    let body = world.ledger.loan(id).map_or(Value::Null, |loan| loans::shown(world, loan));
    Reply::json(StatusCode::OK, body)
}

/// `GET /loan/{loan_id}`
pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    Step::ok(loans::shown(world, of_path(call, world)?))
}

/// `GET /loan/{loan_id}/events`
pub(crate) fn events(call: &Call, world: &World) -> Result<Step, Refusal> {
    let events = &of_path(call, world)?.events;
    let shown: Vec<_> = events.iter().map(|event| world.shaped(event, &["entity_type", "status"])).collect();
    Step::ok(page::whole(&shown))
}

/// `GET /loans`: the newest first, unless told.
pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    query::check_one_of(call, "status", LoanStatus::NAMES)?;
    query::check_one_of(call, "loan_type", &TYPES)?;
    query::check_one_of(call, "sort_by", &ORDERS)?;
    let filter = Filter::read(call, world)?;
    let mut found: Vec<_> = world.ledger.loans.iter().filter(|loan| filter.fits(world, loan)).collect();
    let order = call.query("sort_by").unwrap_or("created_at:desc");
    let (field, direction) = order.split_once(':').unwrap_or_default();
    found.sort_by_key(|loan| if field == "created_at" { Some(loan.created_at) } else { loan.time(field) });
    if direction == "desc" {
        found.reverse();
    }
    Step::ok(page::page(call, world, "loans", &found, |loan| loans::shown_in_list(world, loan))?)
}

type Range = (Option<Timestamp>, Option<Timestamp>);

/// What a list of loans asks for.
struct Filter<'a> {
    call: &'a Call,
    ids: Vec<&'a str>,
    contractual: Range,
    pay: Range,
    repay: Range,
    guarantee_called: Option<bool>,
    postponed: Option<bool>,
}

impl<'a> Filter<'a> {
    fn read(call: &'a Call, world: &World) -> Result<Self, Refusal> {
        let range = |name: &str| -> Result<Range, Refusal> {
            let time = |end| query::time(call, world, &format!("{name}_{end}"));
            Ok((time("from")?, time("to")?))
        };
        let mut repay = range("to_repay_at")?;
        if let Some(days) = call.query("to_repay_at_within_days") {
            if repay != (None, None) {
                let reason = "does not go together with to_repay_at_from and to_repay_at_to";
                return Err(Refusal::invalid("to_repay_at_within_days", reason));
            }
            let days: i32 = days
                .parse()
                .map_err(|_| Refusal::invalid("to_repay_at_within_days", "is not a whole number"))?;
            repay = (Some(world.now()), Some(days_after(world.now(), days.into())));
        }
        Ok(Self {
            call,
            ids: query::ids(call, "id")?,
            contractual: range("contractual_repayment_date")?,
            pay: range("to_pay_at")?,
            repay,
            guarantee_called: query::flag(call, "guarantee_called")?,
            postponed: query::flag(call, "postponed")?,
        })
    }

    fn fits(&self, world: &World, loan: &Loan) -> bool {
        let asked = |name| self.call.query_all(name);
        let within = |field, range: Range| query::within(loan.time(field), range.0, range.1);
        query::has(&self.ids, Some(&loan.id))
            && query::has(&asked("borrower"), Some(loan.company()))
            && query::has(&asked("status"), Some(loan.status.as_str()))
            && query::has(&asked("loan_type"), loan.body["loan_type"].as_str())
            && within("contractual_repayment_date", self.contractual)
            && within("to_pay_at", self.pay)
            && within("to_repay_at", self.repay)
            // No loan here has a guarantor.
            && self.guarantee_called != Some(true)
            && self.call.query("guarantor").is_none()
            && self.postponed.is_none_or(|wanted| wanted == loan.postponed)
            && self.call.query("query").is_none_or(|words| mentions(world, loan, words))
    }
}

/// Whether a search finds a loan: by its id, amount, fees, status, the number of its invoice or its companies.
fn mentions(world: &World, loan: &Loan, words: &str) -> bool {
    let invoices = loan.body["invoice_ids"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let numbers = invoices.filter_map(|id| world.ledger.invoice(id)?.fields.get("invoice_number")?.as_str());
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
        loan_life::validate(world, &id);
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
        loan_life::cancel(world, &id);
        answer(world, &id)
    })
}

/// The fields that a change may carry in a status.
fn changeable(status: LoanStatus) -> &'static [&'static str] {
    match status {
        LoanStatus::Submitted | LoanStatus::ToValidate => &[
            "amount",
            "lender_id",
            "loan_to",
            "loan_to_references",
            "metadata",
            "repayment_method",
            "repayment_to_references",
            "to_pay_at",
            "to_repay_at",
            "transfer_contract_url",
        ],
        LoanStatus::Validated | LoanStatus::Scheduled => {
            &["loan_to_references", "repayment_to_references", "to_repay_at"]
        }
        LoanStatus::ToRepay => &["to_repay_at"],
        _ => &[],
    }
}

/// `PATCH /loan/{loan_id}`: null clears what can be missing; what is absent stays.
pub(crate) fn patch(call: &Call, world: &World) -> Result<Step, Refusal> {
    let loan = of_path(call, world)?;
    check_fields(call, loan)?;
    check_values(call, world, loan)?;
    let (id, call) = (loan.id.clone(), call.clone());
    Step::commit(move |world| {
        accounts::claim(world, &call.body["loan_to"]);
        change(world, &id, &call.body);
        answer(world, &id)
    })
}

fn check_fields(call: &Call, loan: &Loan) -> Result<(), Refusal> {
    let accepted = changeable(loan.status);
    if accepted.is_empty() {
        return Err(Refusal::new("A loan in this status cannot be changed."));
    }
    let given = call.body.as_object().into_iter().flatten();
    let wrong: Vec<_> =
        given.filter(|(field, _)| changeable(LoanStatus::Submitted).contains(&field.as_str())).collect();
    for (field, value) in wrong {
        if !accepted.contains(&field.as_str()) {
            return Err(Refusal::of_field(field, "cannot be changed in the status of the loan"));
        }
        if value.is_null() && ["amount", "loan_to", "to_pay_at", "to_repay_at"].contains(&field.as_str()) {
            return Err(Refusal::of_field(field, "cannot be removed"));
        }
    }
    Ok(())
}

fn check_values(call: &Call, world: &World, loan: &Loan) -> Result<(), Refusal> {
    let body = &call.body;
    if let Some(amount) = body.get("amount") {
        let amount = loan_requests::amount(amount)?;
        let available = balances::available(world, &loan.borrower_id).unwrap_or_default();
        if amount > available + loan.outstanding() {
            return Err(Refusal::of_field("amount", "is more than the credit line still has"));
        }
        if loan.schedule.len() > 1 {
            return Err(Refusal::of_field("amount", "cannot be changed when there are instalments"));
        }
    }
    if body.get("loan_to").is_some() {
        accounts::check(world, "loan_to", &body["loan_to"])?;
    }
    let date = |field: &str| body.get(field).map_or_else(|| loan.time(field).unwrap_or_default(), time_of);
    if body.get("to_pay_at").is_some() || body.get("to_repay_at").is_some() {
        Dates { pay: date("to_pay_at"), repay: date("to_repay_at") }.check(world.now())?;
    }
    if loan.status == LoanStatus::ToRepay && body.get("to_repay_at").is_some() {
        if loan.time("earliest_to_repay_at").is_some_and(|earliest| date("to_repay_at") < earliest) {
            return Err(Refusal::of_field("to_repay_at", "is before earliest_to_repay_at"));
        }
        check_debit(world, loan)?;
    }
    Ok(())
}

/// Refuses to change a repayment that is on its way, or that follows from a plan.
pub(crate) fn check_debit(world: &World, loan: &Loan) -> Result<(), Refusal> {
    let notice = days_after(world.now(), installments::DAYS_OF_NOTICE);
    if installments::next_debit(world, &loan.id).is_some_and(|debit| debit < notice) {
        return Err(Refusal::new("The payment has been instructed and cannot be cancelled anymore."));
    }
    let planned = |i: &Installment| i.is_open() && i.plan_id.is_some() && i.repays(&loan.id);
    if world.ledger.installments.iter().any(planned) {
        return Err(Refusal::new("This loan is repaid by an installment plan: replace the plan."));
    }
    Ok(())
}

fn change(world: &mut World, id: &str, body: &Value) {
    let borrower = world.ledger.loan(id).and_then(|loan| world.borrower(&loan.borrower_id));
    let default_method = borrower.map(repayment_methods::main_of).unwrap_or_default();
    let Some(loan) = world.ledger.loan_mut(id) else { return };
    for (field, value) in body.as_object().into_iter().flatten() {
        match field.as_str() {
            "loan_to" => loan.body["loan_to"] = details(value),
            "to_pay_at" => {
                loan.body["to_pay_at"] = datetime(time_of(value)).into();
                loan.body["earliest_to_repay_at"] = datetime(days_after(time_of(value), 3)).into();
            }
            "loan_to_references" if value.is_null() => loan.body[field] = json!([]),
            "repayment_method" if value.is_null() => loan.body[field] = default_method.clone(),
            "amount"
            | "metadata"
            | "loan_to_references"
            | "repayment_to_references"
            | "repayment_method"
            | "transfer_contract_url" => loan.body[field] = value.clone(),
            _ => {}
        }
    }
    let to = body.get("to_repay_at").map(time_of).or_else(|| loan.time("to_repay_at")).unwrap_or_default();
    let moved = loan.time("to_repay_at") != Some(to);
    loan.repay_at(to);
    let (borrower_id, repaid_by_schedule) = (loan.borrower_id.clone(), loan.status == LoanStatus::ToRepay);
    if moved && repaid_by_schedule {
        installments::reschedule(world, id);
    }
    balances::refresh(world, &borrower_id);
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
