//! Requests for loans: what is refused and what will be declined.

use serde_json::{Map, Value};

use crate::{
    life::{accounts, balances, financial_products, invoices},
    rules::{
        Refusal, days_after,
        loans::{Dates, MAXIMUM_DAYS, amount},
        time_of,
    },
    wire::InvoiceStatus,
    world::{World, borrower::Borrower, invoice::Invoice, loan::Schedule},
};

/// A request for a loan that can be carried out.
#[derive(Debug, Clone)]
pub(crate) struct LoanRequest {
    pub(crate) borrower: Borrower,
    pub(crate) invoice: Financed,
    pub(crate) dates: Dates,
    pub(crate) amount: i64,
    /// When how much of the principal is to be repaid.
    pub(crate) schedule: Schedule,
    /// All of it as it was sent: most members are kept as they are.
    pub(crate) body: Value,
}

impl LoanRequest {
    /// Reads a request from a body that a schema has checked.
    pub(crate) fn read(world: &World, body: &Value) -> Result<Self, Refusal> {
        let dates = Dates { pay: time_of(&body["to_pay_at"]), repay: time_of(&body["to_repay_at"]) };
        dates.check(world.now())?;
        let amount = amount(&body["amount"])?;
        let schedule = schedule(world, body, amount, dates)?;
        accounts::check(world, "loan_to", &body["loan_to"])?;
        let borrower = borrower(world, body)?.clone();
        let invoice = invoice(world, body)?;
        Ok(Self { borrower, invoice, dates, amount, schedule, body: body.clone() })
    }

    /// Returns why the request will be declined, or `None` as far as it tells.
    pub(crate) fn denial(&self, world: &World) -> Option<&'static str> {
        if self.dates.repay > days_after(self.dates.pay, MAXIMUM_DAYS) {
            return Some("EXCESSIVE_DURATION_LOAN_REQUEST");
        }
        if matches!(&self.invoice, Financed::Known(invoice) if invoices::is_financed(world, invoice)) {
            return Some("INVOICE_ALREADY_FINANCED");
        }
        let exceeds = balances::available(world, &self.borrower.id).is_some_and(|left| self.amount > left);
        exceeds.then_some("AMOUNT_SUPERIOR_TO_AVAILABLE_BALANCE")
    }
}

/// When how much is to be repaid: all at once, or in the instalments of the request.
fn schedule(world: &World, body: &Value, amount: i64, dates: Dates) -> Result<Schedule, Refusal> {
    if body["installment_plan_type"] != "INSTALLMENTS" {
        return Ok(vec![(dates.repay, amount)]);
    }
    let wanted = body["installments"].as_array().map_or(&[][..], Vec::as_slice);
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

/// Who contracts the loan: the company of the request, or whose product it names, or the only borrower there
/// is.
fn borrower<'a>(world: &'a World, body: &Value) -> Result<&'a Borrower, Refusal> {
    let company = body["borrower"]["identifier"].as_str();
    let product = body["borrower_financial_product_id"].as_str().filter(|id| !id.is_empty());
    let owns = |borrower: &&Borrower| product.is_some_and(|id| financial_products::id(world, borrower) == id);
    let found = match (company, product) {
        (Some(company), _) => {
            let active = world.active_borrower_of(company);
            active.or_else(|| world.borrowers.of_company(company).next_back())
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
#[derive(Debug, Clone)]
pub(crate) enum Financed {
    Nothing,
    Known(Invoice),
    New(Map<String, Value>, Value),
}

impl Financed {
    /// The ids of the invoices, with the new one created.
    pub(crate) fn take(self, world: &mut World) -> Vec<String> {
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
fn invoice(world: &World, body: &Value) -> Result<Financed, Refusal> {
    let ids = body["invoice_ids"].as_array().map_or(&[][..], Vec::as_slice);
    let inline = body["invoices"].as_array().map_or(&[][..], Vec::as_slice);
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
