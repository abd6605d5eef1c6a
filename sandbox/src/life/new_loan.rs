//! New loans: what is kept of a request, and how long the decision takes.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    life::{accounts, financial_products, loan, loan_request::LoanRequest},
    rules::{
        accounts::{ACCOUNT_TO_CREDIT, details},
        datetime, days_after,
        scenarios::Scenario,
    },
    wire::LoanStatus,
    world::{World, loan::Loan},
};

/// Adds a loan that is requested, has its decision planned, and returns its id. An answer that waits comes
/// with the decision.
pub(crate) fn request(world: &mut World, request: LoanRequest, wait: bool) -> String {
    let account = request.body["loan_to"].clone();
    let loan = new_loan(world, request);
    let id = loan.id.clone();
    accounts::claim(world, &account);
    create(world, loan, wait);
    id
}

fn new_loan(world: &mut World, request: LoanRequest) -> Loan {
    let denial = request.denial(world);
    let invoice_ids = request.invoice.clone().take(world);
    let (borrower, body) = (&request.borrower, &request.body);
    let id = world.next_id("loan", &borrower.identifier);
    let invoice = invoice_ids.first().and_then(|id| world.ledger.invoice(id));
    let account = invoice.and_then(|invoice| invoice.fields.get("to_account"));
    let account = account.and_then(|account| account["account_number"].as_str());
    let scenario_of_invoice = account.and_then(Scenario::of_account);
    let shown = new_body(world, &request, &id, &invoice_ids);
    let mut loan = Loan {
        id,
        borrower_id: borrower.id.clone(),
        status: LoanStatus::Submitted,
        body: shown,
        auto_validate: body["auto_validate"] == true,
        scenario_of_invoice,
        denial: denial.map(str::to_owned),
        schedule: request.schedule,
        repayments: Vec::new(),
        postponed: false,
        salt: body["salt_id"].as_str().filter(|salt| !salt.is_empty()).map(str::to_owned),
        request: request.body,
        created_at: world.now(),
        events: Vec::new(),
    };
    loan.body["fees_estimated"] = loan.estimated_fees().into();
    loan
}

fn new_body(world: &World, request: &LoanRequest, id: &str, invoice_ids: &[String]) -> Value {
    let LoanRequest { borrower, dates, amount, body, .. } = request;
    let list = |field: &str| if body[field].is_array() { body[field].clone() } else { json!([]) };
    let line = world.line_of(&borrower.id).map(|line| &line.body);
    let of_line = |field: &str| line.map_or(Value::Null, |line| line[field].clone());
    let method = of_line("default_repayment_method");
    let vendor = json!({"account_number": ACCOUNT_TO_CREDIT});
    let reference = format!("DEFACTO {}", id.get(..8).unwrap_or_default()).to_uppercase();
    json!({
        "id": id,
        "amount": amount,
        "beneficiary": beneficiary(world, request, invoice_ids),
        "borrower": borrower.business(),
        "borrower_financial_product_id": financial_products::id(world, borrower),
        "closed_at": null,
        "contract_url": null,
        "contractual_repayment_date": null,
        "currency": body["currency"].as_str().unwrap_or("EUR"),
        "denial_reason": null,
        "deposits": {},
        "documents": documents(world, body, id),
        "earliest_to_repay_at": datetime(days_after(dates.pay, 3).min(dates.repay)),
        "fees_estimated": null,
        "fees_ongoing": null,
        "guarantor": null,
        "invoice_ids": invoice_ids,
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
        "to_pay_at": datetime(dates.pay),
        "to_repay_at": datetime(dates.repay),
        "transfer_contract_url": null,
    })
}

/// Who receives the money: the holder of the account, or the seller of the invoice, or the borrower.
fn beneficiary(world: &World, request: &LoanRequest, invoice_ids: &[String]) -> Value {
    let business = |company: &Value, identifier: &str| {
        json!({
            "id": world.seed.uuid("business", identifier),
            "identifier": identifier,
            "identifier_type": company["identifier_type"],
            "name": company["name"],
        })
    };
    let holder = &request.body["loan_to"]["account_holder"];
    if let Some(identifier) = holder["identifier"].as_str() {
        return business(holder, identifier);
    }
    let invoice = invoice_ids.first().and_then(|id| world.ledger.invoice(id));
    let seller =
        invoice.and_then(|invoice| Some((invoice.fields.get("seller")?, invoice.company("seller")?)));
    seller.map_or_else(|| request.borrower.business(), |(company, identifier)| business(company, identifier))
}

/// The documents and attachments of a request, without their content.
fn documents(world: &World, body: &Value, loan_id: &str) -> Vec<Value> {
    let lists = ["documents", "attachments"].into_iter().filter_map(|field| body[field].as_array());
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
            "uploaded_at": datetime(world.now()),
            "user_input": document["additional_document_data"],
        })
    });
    shown.collect()
}

/// Adds a loan, asks for a decision and plans it.
fn create(world: &mut World, loan: Loan, wait: bool) {
    let id = loan.id.clone();
    for invoice_id in loan.invoice_ids() {
        if let Some(invoice) = world.ledger.invoice_mut(invoice_id) {
            invoice.loan_ids.push(id.clone());
        }
    }
    world.ledger.loans.push(loan);
    loan::enter(world, &id, LoanStatus::Submitted);
    loan::enter(world, &id, LoanStatus::PendingValidation);
    let decision = decision_time(world, &id);
    let due = if wait {
        world.settings.answer_time(decision)
    } else {
        world.settings.answer_time(acceptance_time(world, &id)) + world.settings.scaled(decision)
    };
    world.plan_after(due, move |world| loan::decide(world, &id));
}

/// How long the decision about a loan takes.
pub(crate) fn decision_time(world: &World, id: &str) -> Duration {
    let wanted = world.settings.loan_decision_seconds.map(Duration::from_secs);
    wanted.unwrap_or_else(|| world.seed.duration("decision", id, 2000, 6000))
}

/// How long the answer to an asynchronous request takes.
pub(crate) fn acceptance_time(world: &World, id: &str) -> Duration {
    world.seed.duration("acceptance", id, 300, 1500)
}
