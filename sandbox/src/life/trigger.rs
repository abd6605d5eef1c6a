//! Makes an event happen on demand: what leads to it is done at once, as if its time had come. An entity that
//! is in the state already has its event delivered again.

use serde_json::Value;

use crate::{
    life::{
        balances, counterparties, enrollment, financial_products, installments, inventions, invoices, loan,
        payments,
    },
    rules::{Refusal, datetime},
    wire::{InvoiceStatus, LoanStatus, PaymentStatus},
    world::{World, application::Application, emission::Emission},
};

/// By how much a limit is raised, in cents.
const RAISE: i64 = 100_000;
/// What to do without a credit line or a borrower.
const NO_COMPANY: &str = "no company is enrolled: enrol one, or trigger CreditLine.CREATED";
/// What to do without a loan or its payout.
const NO_LOAN: &str = "there is no loan: request one with POST /loans first";
/// A loan has fewer steps than this.
const MOST_STEPS: usize = 12;

/// Makes the event happen to the entity with this id, or to the newest one. Returns the entity's id.
pub(crate) fn happen(world: &mut World, event_type: &str, id: Option<&str>) -> Result<String, Refusal> {
    if Emission::transition(event_type).is_none() {
        return Err(Refusal::new("the API has no such event type"));
    }
    let (kind, status) = event_type.split_once('.').unwrap_or((event_type, ""));
    match (kind, LoanStatus::named(status), InvoiceStatus::named(status), PaymentStatus::named(status)) {
        ("Loan", Some(status), ..) => of_loan(world, status, id),
        ("Invoice", _, Some(status), _) => of_invoice(world, status, id),
        ("Payment", .., Some(status)) => of_payment(world, status, id),
        ("CreditLine" | "CreditLimit", ..) => of_line(world, event_type, id),
        ("CounterpartyCreditLimit", ..) => of_counterparty(world, event_type, id),
        _ => of_product(world, event_type, id),
    }
}

/// Returns the id if there is such an entity, or that of the newest one.
fn chosen<'a>(
    mut ids: impl DoubleEndedIterator<Item = &'a str>,
    wanted: Option<&str>,
    none: &str,
) -> Result<String, Refusal> {
    let found = match wanted {
        Some(wanted) => ids.find(|id| *id == wanted).ok_or_else(|| Refusal::not_found("entity"))?,
        None => ids.next_back().ok_or_else(|| Refusal::new(none))?,
    };
    Ok(found.to_owned())
}

fn of_line(world: &mut World, event_type: &str, id: Option<&str>) -> Result<String, Refusal> {
    if event_type == "CreditLine.CREATED" && id.is_none() {
        let waiting = world.borrowers.iter().rev().find(|b| !b.evaluated && !b.is_deactivated());
        if waiting.is_some() || world.lines.is_empty() {
            let borrower_id = match waiting {
                Some(borrower) => borrower.id.clone(),
                None => enroll_invented(world),
            };
            enrollment::evaluate(world, &borrower_id);
            return world
                .line_of(&borrower_id)
                .map(|line| line.id.clone())
                .ok_or_else(|| Refusal::new("the company that waited is declined: it gets no credit line"));
        }
    }
    let id = chosen(world.lines.iter().map(|line| line.id.as_str()), id, NO_COMPANY)?;
    let Some(line) = world.lines.iter().find(|line| line.id == id).cloned() else { return Ok(id) };
    match event_type {
        "CreditLine.POOL_AMOUNT_UPDATED" | "CreditLimit.UPDATED" => {
            let pool = line.body["pool_amount"].as_i64().unwrap_or_default();
            balances::set_pool(world, &line.borrower_id, pool.saturating_add(RAISE));
        }
        _ => balances::tell_of_line(world, &line, &[event_type]),
    }
    Ok(id)
}

/// Enrols an invented French company that has accepted the terms. Returns the borrower's id.
fn enroll_invented(world: &mut World) -> String {
    let mut company = inventions::invent(world.seed, inventions::FRANCE, world.next_invention());
    company["signed_at"] = datetime(world.now()).into();
    enrollment::enroll(world, &Application::read(company), false).id
}

fn of_product(world: &mut World, event_type: &str, id: Option<&str>) -> Result<String, Refusal> {
    let products: Vec<(String, String)> = world
        .borrowers
        .iter()
        .map(|borrower| (financial_products::id(world, borrower), borrower.id.clone()))
        .collect();
    let id = chosen(products.iter().map(|(id, _)| id.as_str()), id, NO_COMPANY)?;
    if let Some((_, borrower_id)) = products.iter().find(|(product, _)| *product == id) {
        financial_products::tell(world, borrower_id, event_type);
    }
    Ok(id)
}

fn of_counterparty(world: &mut World, event_type: &str, id: Option<&str>) -> Result<String, Refusal> {
    let ids = world.counterparties.iter().filter_map(|known| known["id"].as_str());
    let id = chosen(ids, id, "there is no counterparty: create one with POST /counterparties first")?;
    let known = world.counterparties.iter().find(|known| known["id"] == id.as_str()).cloned();
    let known = known.unwrap_or(Value::Null);
    if event_type == "CounterpartyCreditLimit.UPDATED" {
        let limit = known["credit_limit"]["max_amount"].as_i64().unwrap_or_default().saturating_add(RAISE);
        counterparties::steer(world, &id, Some(limit.unsigned_abs()), None);
    } else {
        counterparties::tell(world, event_type, &known);
    }
    Ok(id)
}

fn of_invoice(world: &mut World, wanted: InvoiceStatus, id: Option<&str>) -> Result<String, Refusal> {
    use InvoiceStatus::{Declined, Deleted, Submitted, ToEdit, ToSubmit, Verified};
    const NONE: &str = "there is no invoice: create one with POST /invoices first";
    let id = chosen(world.ledger.invoices.iter().map(|invoice| invoice.id.as_str()), id, NONE)?;
    let invoice = world.ledger.invoice(&id).cloned().ok_or_else(|| Refusal::not_found("invoice"))?;
    if invoice.status == wanted {
        invoices::tell(world, &invoice);
        return Ok(id);
    }
    let is_editable = [ToSubmit, ToEdit].contains(&invoice.status);
    if wanted == Deleted && !invoices::is_financed(world, &invoice) {
        invoices::enter(world, &id, Deleted, None);
        return Ok(id);
    }
    if is_editable && [Submitted, Verified, Declined, ToEdit].contains(&wanted) {
        invoices::check_complete(&invoice)?;
        invoices::submit(world, &id);
    } else if invoice.status != Submitted {
        return Err(not_from("invoice", invoice.status.as_str()));
    }
    match wanted {
        Submitted => {}
        Verified => invoices::verify(world, &id),
        Declined => invoices::enter(world, &id, Declined, Some(world.settings.denial_code.clone())),
        ToEdit => {
            let reason = "INVOICE_DOES_NOT_MATCH_ELIGIBILITY_CRITERIA".to_owned();
            invoices::enter(world, &id, ToEdit, Some(reason));
        }
        _ => return Err(not_from("invoice", invoice.status.as_str())),
    }
    match world.ledger.invoice(&id) {
        Some(invoice) if invoice.status != wanted => Err(not_from("invoice", invoice.status.as_str())),
        _ => Ok(id),
    }
}

fn not_from(what: &str, status: &str) -> Refusal {
    Refusal::new(format!("the {what} is {status}, which does not lead to this event: create another one"))
}

fn of_loan(world: &mut World, wanted: LoanStatus, id: Option<&str>) -> Result<String, Refusal> {
    let id = chosen(world.ledger.loans.iter().map(|loan| loan.id.as_str()), id, NO_LOAN)?;
    move_loan(world, &id, wanted)?;
    Ok(id)
}

/// Brings a loan into a status, step by step, as time and its borrower would.
fn move_loan(world: &mut World, id: &str, wanted: LoanStatus) -> Result<(), Refusal> {
    use LoanStatus as S;
    let is = |world: &World, status| world.ledger.loan(id).is_some_and(|loan| loan.status == status);
    if is(world, wanted) {
        loan::tell(world, id);
        return Ok(());
    }
    for _ in 0..MOST_STEPS {
        let Some(loan) = world.ledger.loan(id).cloned() else { return Err(Refusal::not_found("loan")) };
        let before = loan.status;
        match (before, wanted) {
            (S::PendingValidation, S::Declined) => {
                let reason = world.settings.denial_code.clone();
                if let Some(loan) = world.ledger.loan_mut(id) {
                    loan.denial = Some(reason);
                }
                loan::decide(world, id);
            }
            (_, S::Deleted) => loan::delete(world, id)?,
            (S::ToValidate | S::Validated | S::Scheduled, S::Canceled) => loan::cancel(world, id),
            // A request is submitted only while it is made.
            (_, S::Submitted | S::PendingValidation) => {}
            (S::PendingValidation, _) => {
                if [S::ToValidate, S::Canceled].contains(&wanted)
                    && let Some(loan) = world.ledger.loan_mut(id)
                {
                    loan.auto_validate = false;
                }
                loan::decide(world, id);
            }
            (S::ToValidate, _) => loan::validate(world, id),
            (S::Validated, _) => loan::schedule(world, id),
            (S::Scheduled, _) => loan::initiate(world, id, &payout_of(world, id)?),
            (S::Initiated, S::IssueDetected) => loan::detect_issue(world, id, &payout_of(world, id)?),
            (S::Initiated, _) => loan::pay(world, id, &payout_of(world, id)?),
            (S::ToRepay, S::ToRepayFees) => loan::repay(world, id, loan.outstanding()),
            (S::ToRepay | S::ToRepayFees, S::Closed) => installments::transfer(world, id, None)?,
            _ => {}
        }
        if is(world, wanted) {
            return Ok(());
        }
        if is(world, before) {
            break;
        }
    }
    let now = world.ledger.loan(id).map_or("gone", |loan| loan.status.as_str());
    Err(not_from("loan", now))
}

fn payout_of(world: &World, loan_id: &str) -> Result<String, Refusal> {
    let found = world.ledger.payments.iter().find(|payment| payment.is_payout_of(loan_id));
    found.map(|payment| payment.id.clone()).ok_or_else(|| Refusal::new("the loan has no payout yet"))
}

/// Moves the payout of a loan. A repayment moves with its loan, so its events are only delivered again.
fn of_payment(world: &mut World, wanted: PaymentStatus, id: Option<&str>) -> Result<String, Refusal> {
    if let Some(id) = id {
        let payment = world.ledger.payment(id).cloned().ok_or_else(|| Refusal::not_found("payment"))?;
        if payment.status == wanted {
            payments::tell(world, &payment);
            return Ok(id.to_owned());
        }
    }
    let loans = world.ledger.loans.iter();
    let loan_id = match id {
        Some(id) => loans.rev().find(|loan| payout_of(world, &loan.id).is_ok_and(|payout| payout == id)),
        None => loans.last(),
    };
    let loan_id = loan_id.map(|loan| loan.id.clone()).ok_or_else(|| Refusal::new(NO_LOAN))?;
    if let Ok(payout) = payout_of(world, &loan_id)
        && let Some(payment) = world.ledger.payment(&payout).filter(|payment| payment.status == wanted)
    {
        payments::tell(world, payment);
        return Ok(payout);
    }
    match wanted {
        PaymentStatus::Scheduled => move_loan(world, &loan_id, LoanStatus::Scheduled)?,
        PaymentStatus::Instructed => move_loan(world, &loan_id, LoanStatus::Initiated)?,
        PaymentStatus::InTransit => {
            if world.ledger.loan(&loan_id).is_none_or(|loan| loan.status != LoanStatus::Initiated) {
                move_loan(world, &loan_id, LoanStatus::Initiated)?;
            }
            payments::enter(world, &payout_of(world, &loan_id)?, PaymentStatus::InTransit);
        }
        PaymentStatus::Paid => move_loan(world, &loan_id, LoanStatus::ToRepay)?,
        PaymentStatus::Failed => move_loan(world, &loan_id, LoanStatus::IssueDetected)?,
        PaymentStatus::Canceled => {
            if world.ledger.loan(&loan_id).is_none_or(|loan| loan.status != LoanStatus::Scheduled) {
                move_loan(world, &loan_id, LoanStatus::Scheduled)?;
            }
            move_loan(world, &loan_id, LoanStatus::Canceled)?;
        }
        PaymentStatus::Proposed => {}
    }
    let payout = payout_of(world, &loan_id)?;
    match world.ledger.payment(&payout) {
        Some(payment) if payment.status != wanted => Err(not_from("payment", payment.status.as_str())),
        _ => Ok(payout),
    }
}
