//! `POST /loans`: what is refused, what is declined, what is created, and how long the decision takes.

use std::time::Duration;

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{
    http::call::{Call, Payload, Reply, Step},
    life::{
        accounts, balances, financial_products, invoices,
        salts::{self, Repeat},
    },
    loan_life, loans,
    rules::{
        accounts::{ACCOUNT_TO_CREDIT, details},
        dates::{datetime, days_after, time_of},
        refusal::Refusal,
        scenarios::Scenario,
    },
    settings::LoanDeclinedAs,
    wire::{InvoiceStatus, LoanStatus},
    world::{World, borrower::Borrower, invoice::Invoice, loan::Loan},
};

/// The largest loan in cents.
pub(crate) const MAXIMUM: i64 = 20_000_000;
const MAXIMUM_DAYS: i64 = 120;
/// How long a synchronous request is kept waiting, as documented.
const PATIENCE: Duration = Duration::from_secs(20);

/// Requests a loan.
pub(crate) fn request(call: &Call, world: &World) -> Result<Step, Refusal> {
    let wait = call.flag("wait_for_validation");
    let earlier = world.ledger.loans.iter().map(|loan| (loan, loan.salt.as_deref(), &loan.request));
    match salts::repeat(world, call.text("salt_id"), &call.body, earlier)? {
        Repeat::Of(loan) => return Ok(Step::Answer(answer(world, loan, wait))),
        Repeat::None => {}
    }
    let dates = Dates::read(call, world)?;
    let amount = amount(&call.body["amount"])?;
    let schedule = schedule(call, world, amount, dates)?;
    accounts::check(world, "loan_to", &call.body["loan_to"])?;
    let borrower = borrower(call, world)?;
    let invoice = invoice(call, world)?;
    let denial = denial(world, borrower, &invoice, amount, dates);
    let (call, borrower) = (call.clone(), borrower.clone());
    Step::commit(move |world| {
        let invoice_ids = invoice.take(world);
        let loan = new_loan(&call, world, &borrower, Terms { dates, amount, schedule, denial, invoice_ids });
        let id = loan.id.clone();
        accounts::claim(world, &call.body["loan_to"]);
        create(world, loan, wait);
        match world.ledger.loan(&id) {
            Some(loan) => answer(world, loan, wait),
            None => Reply::problem(Refusal::not_found("loan"), "/loans"),
        }
    })
}

/// When the loan is to be paid out and repaid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dates {
    pub(crate) pay: Timestamp,
    pub(crate) repay: Timestamp,
}

impl Dates {
    fn read(call: &Call, world: &World) -> Result<Self, Refusal> {
        let dates = Self { pay: time_of(&call.body["to_pay_at"]), repay: time_of(&call.body["to_repay_at"]) };
        dates.check(world.now())?;
        Ok(dates)
    }

    /// Refuses dates that no loan can have.
    pub(crate) fn check(self, now: Timestamp) -> Result<(), Refusal> {
        if self.repay <= self.pay {
            return Err(Refusal::of_field("to_repay_at", "is not after to_pay_at"));
        }
        if self.repay <= now {
            return Err(Refusal::of_field("to_repay_at", "is past"));
        }
        Ok(())
    }
}

/// An amount that a loan can have.
pub(crate) fn amount(value: &Value) -> Result<i64, Refusal> {
    let amount = value.as_i64().filter(|amount| (1..=MAXIMUM).contains(amount));
    amount.ok_or_else(|| Refusal::invalid("amount", format!("is not from 1 to {MAXIMUM} cents")))
}

/// When how much is to be repaid: all at once, or in the instalments of the request.
fn schedule(call: &Call, world: &World, amount: i64, dates: Dates) -> Result<Vec<(Timestamp, i64)>, Refusal> {
    if call.text("installment_plan_type") != Some("INSTALLMENTS") {
        return Ok(vec![(dates.repay, amount)]);
    }
    let wanted = call.body["installments"].as_array().map_or(&[][..], Vec::as_slice);
    let mut schedule: Vec<_> =
        wanted.iter().map(|i| (time_of(&i["date"]), i["amount"].as_i64().unwrap_or_default())).collect();
    schedule.sort_unstable();
    let sum = schedule.iter().try_fold(0_i64, |sum, (_, amount)| sum.checked_add(*amount));
    if sum != Some(amount) || schedule.iter().any(|(_, amount)| *amount < 1) {
        return Err(Refusal::of_field("installments", "do not add up to the amount of the loan"));
    }
    if schedule.last().map(|(at, _)| *at) != Some(dates.repay) {
        return Err(Refusal::of_field("installments", "do not end at to_repay_at"));
    }
    let earliest = dates.pay.max(world.now());
    if schedule.first().is_some_and(|(at, _)| *at <= earliest) {
        return Err(Refusal::of_field("installments", "begin before the loan is paid out"));
    }
    Ok(schedule)
}

/// Who contracts the loan: the company of the request, or whose product it names, or the only borrower there is.
fn borrower<'a>(call: &Call, world: &'a World) -> Result<&'a Borrower, Refusal> {
    let company = call.body["borrower"]["identifier"].as_str();
    let product = call.text("borrower_financial_product_id");
    let owns = |borrower: &&Borrower| product.is_some_and(|id| financial_products::id(world, borrower) == id);
    let found = match (company, product) {
        (Some(company), _) => {
            let active = world.active_borrower_of(company);
            active.or_else(|| world.borrowers.iter().rev().find(|borrower| borrower.identifier == company))
        }
        (None, Some(_)) => world.borrowers.iter().find(owns),
        (None, None) => world.borrowers.first().filter(|_| world.borrowers.len() == 1),
    };
    let borrower =
        found.ok_or_else(|| Refusal::of_field("borrower.identifier", "is not a borrower: enrol it first"))?;
    if product.is_some() && !owns(&borrower) {
        return Err(Refusal::of_field("borrower_financial_product_id", "is not a product of the borrower"));
    }
    if borrower.is_deactivated() {
        return Err(Refusal::of_field("borrower", "is deactivated"));
    }
    if !borrower.evaluated {
        return Err(Refusal::of_field("borrower", "is still evaluated: wait for its credit line"));
    }
    Ok(borrower)
}

/// The invoice that a loan finances.
enum Financed {
    Nothing,
    Known(Invoice),
    New(Map<String, Value>, Value),
}

impl Financed {
    /// The ids of the invoices, with the new one created.
    fn take(self, world: &mut World) -> Vec<String> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Known(invoice) => vec![invoice.id],
            Self::New(fields, account) => {
                accounts::claim(world, &account);
                vec![invoices::create(world, fields, false)]
            }
        }
    }
}

/// One invoice at most: one that is verified, or one that comes with the request.
fn invoice(call: &Call, world: &World) -> Result<Financed, Refusal> {
    let ids = call.body["invoice_ids"].as_array().map_or(&[][..], Vec::as_slice);
    let inline = call.body["invoices"].as_array().map_or(&[][..], Vec::as_slice);
    match (ids, inline) {
        ([], []) => Ok(Financed::Nothing),
        ([], [new]) => {
            let fields = invoices::read(world, new, "invoices[0].")?;
            Ok(Financed::New(fields, new["to_account"].clone()))
        }
        ([id], []) => {
            let found = id.as_str().and_then(|id| world.ledger.invoice(id));
            let invoice = found.ok_or_else(|| Refusal::of_field("invoice_ids[0]", "is not an invoice"))?;
            if invoice.status != InvoiceStatus::Verified {
                return Err(Refusal::of_field("invoice_ids[0]", "is not VERIFIED yet"));
            }
            Ok(Financed::Known(invoice.clone()))
        }
        _ => Err(Refusal::of_field(
            "invoice_ids",
            "and invoices name more than one invoice, which no loan can finance",
        )),
    }
}

/// Why the request will be declined, as far as it tells.
fn denial(
    world: &World,
    borrower: &Borrower,
    invoice: &Financed,
    amount: i64,
    dates: Dates,
) -> Option<&'static str> {
    if dates.repay > days_after(dates.pay, MAXIMUM_DAYS) {
        return Some("EXCESSIVE_DURATION_LOAN_REQUEST");
    }
    if matches!(invoice, Financed::Known(invoice) if invoices::is_financed(world, invoice)) {
        return Some("INVOICE_ALREADY_FINANCED");
    }
    let available = balances::available(world, &borrower.id);
    (available.is_some_and(|available| amount > available)).then_some("AMOUNT_SUPERIOR_TO_AVAILABLE_BALANCE")
}

/// What was agreed on with the request.
struct Terms {
    dates: Dates,
    amount: i64,
    schedule: Vec<(Timestamp, i64)>,
    denial: Option<&'static str>,
    invoice_ids: Vec<String>,
}

fn new_loan(call: &Call, world: &mut World, borrower: &Borrower, terms: Terms) -> Loan {
    let salt = call.text("salt_id").map(str::to_owned);
    let id = world.next_id("loan", &borrower.identifier);
    let invoice = terms.invoice_ids.first().and_then(|id| world.ledger.invoice(id));
    let account = invoice.and_then(|invoice| invoice.fields.get("to_account"));
    let account = account.and_then(|account| account["account_number"].as_str());
    let scenario_of_invoice = account.and_then(Scenario::of_account);
    let body = new_body(call, world, borrower, &id, &terms);
    let mut loan = Loan {
        id,
        borrower_id: borrower.id.clone(),
        status: LoanStatus::Submitted,
        body,
        auto_validate: call.flag("auto_validate"),
        scenario_of_invoice,
        denial: terms.denial.map(str::to_owned),
        schedule: terms.schedule,
        repayments: Vec::new(),
        postponed: false,
        salt,
        request: call.body.clone(),
        created_at: world.now(),
        events: Vec::new(),
    };
    loan.body["fees_estimated"] = loan.estimated_fees().into();
    loan
}

fn new_body(call: &Call, world: &World, borrower: &Borrower, id: &str, terms: &Terms) -> Value {
    let body = &call.body;
    let list = |field: &str| if body[field].is_array() { body[field].clone() } else { json!([]) };
    let line = world.line_of(&borrower.id).map(|line| &line.body);
    let of_line = |field: &str| line.map_or(Value::Null, |line| line[field].clone());
    let method = of_line("default_repayment_method");
    let vendor = json!({"account_number": ACCOUNT_TO_CREDIT});
    let reference = format!("DEFACTO {}", id.get(..8).unwrap_or_default()).to_uppercase();
    json!({
        "id": id,
        "amount": terms.amount,
        "beneficiary": beneficiary(call, world, borrower, &terms.invoice_ids),
        "borrower": borrower.business(),
        "borrower_financial_product_id": financial_products::id(world, borrower),
        "closed_at": null,
        "contract_url": null,
        "contractual_repayment_date": null,
        "currency": body["currency"].as_str().unwrap_or("EUR"),
        "denial_reason": null,
        "deposits": {},
        "documents": documents(call, id),
        "earliest_to_repay_at": datetime(days_after(terms.dates.pay, 3).min(terms.dates.repay)),
        "fees_estimated": null,
        "fees_ongoing": null,
        "guarantor": null,
        "invoice_ids": terms.invoice_ids,
        "loan_from": details(&vendor),
        "loan_from_references": [reference],
        "loan_to": details(&body["loan_to"]),
        "loan_to_references": list("loan_to_references"),
        "loan_type": body["loan_type"].as_str().unwrap_or("INVOICE_BASED_FINANCING"),
        "metadata": body["metadata"],
        "notification_emails": list("notification_emails"),
        "paid_at": null,
        "paid_interests_amount": 0,
        "repaid_amount": 0,
        "repaid_nominal_amount": 0,
        "repaid_nominal_at": null,
        "repayment_from": of_line("default_repayment_from"),
        "repayment_from_references": list("repayment_from_references"),
        "repayment_method": method.as_str().unwrap_or(world.settings.default_repayment_method.name()),
        "repayment_to": details(&vendor),
        "repayment_to_references": [reference],
        "submitted_at": datetime(world.now()),
        "to_pay_at": datetime(terms.dates.pay),
        "to_repay_at": datetime(terms.dates.repay),
        "transfer_contract_url": null,
    })
}

/// Who receives the money: the holder of the account, or the seller of the invoice, or the borrower.
fn beneficiary(call: &Call, world: &World, borrower: &Borrower, invoice_ids: &[String]) -> Value {
    let business = |company: &Value, identifier: &str| {
        json!({
            "id": world.seed.uuid("business", identifier),
            "identifier": identifier,
            "identifier_type": company["identifier_type"],
            "name": company["name"],
        })
    };
    let holder = &call.body["loan_to"]["account_holder"];
    if let Some(identifier) = holder["identifier"].as_str() {
        return business(holder, identifier);
    }
    let invoice = invoice_ids.first().and_then(|id| world.ledger.invoice(id));
    let seller =
        invoice.and_then(|invoice| Some((invoice.fields.get("seller")?, invoice.company("seller")?)));
    seller.map_or_else(|| borrower.business(), |(company, identifier)| business(company, identifier))
}

/// The documents and attachments of a request, without their content.
fn documents(call: &Call, loan_id: &str) -> Vec<Value> {
    let lists = ["documents", "attachments"].into_iter().filter_map(|field| call.body[field].as_array());
    let shown = lists.flatten().enumerate().map(|(index, document)| {
        let kind = document["document_type"].as_str().unwrap_or_default();
        let inside = &document[kind]["document_name"];
        let name = if document["document_name"].is_string() { &document["document_name"] } else { inside };
        json!({
            "about_business": null,
            "document_name": name,
            "document_type": kind,
            "document_url":
                format!("https://files.example.com/loan/{loan_id}/document-{index}?signature=temporary"),
            "uploaded_at": datetime(call.now),
            "user_input": document["additional_document_data"],
        })
    });
    shown.collect()
}

/// Adds a loan, asks for a decision and plans it.
fn create(world: &mut World, loan: Loan, wait: bool) {
    let id = loan.id.clone();
    for invoice_id in loan.body["invoice_ids"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if let Some(invoice) = world.ledger.invoice_mut(invoice_id) {
            invoice.loan_ids.push(id.clone());
        }
    }
    world.ledger.loans.push(loan);
    loan_life::enter(world, &id, LoanStatus::Submitted);
    loan_life::enter(world, &id, LoanStatus::PendingValidation);
    let decision = decision_time(world, &id);
    let due = if wait {
        world.settings.answer_time(decision)
    } else {
        world.settings.answer_time(acceptance_time(world, &id)) + world.settings.scaled(decision)
    };
    world.plan_after(due, move |world| loan_life::decide(world, &id));
}

fn decision_time(world: &World, id: &str) -> Duration {
    let wanted = world.settings.loan_decision_seconds.map(Duration::from_secs);
    wanted.unwrap_or_else(|| world.seed.duration("decision", id, 2000, 6000))
}

fn acceptance_time(world: &World, id: &str) -> Duration {
    world.seed.duration("acceptance", id, 300, 1500)
}

/// The answer about a loan: at once, or when it is decided, but not later than 20 seconds.
fn answer(world: &World, loan: &Loan, wait: bool) -> Reply {
    let id = loan.id.clone();
    if !wait || loan.status != LoanStatus::PendingValidation {
        let reply = told(world, loan);
        return if wait { reply } else { reply.after(acceptance_time(world, &id)) };
    }
    let decision = decision_time(world, &id);
    let reply = told(world, loan).after(decision.min(PATIENCE));
    if decision > PATIENCE {
        return reply;
    }
    reply.decide(move |world| {
        loan_life::decide(world, &id);
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
    let body = Payload::Json(loans::shown(world, loan));
    Reply::new(StatusCode::CREATED, body)
}
