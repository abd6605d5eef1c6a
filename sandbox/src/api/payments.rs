//! Payments: payouts of loans and their repayments.

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    http::{
        call::{Call, Step},
        page, query,
    },
    life::payments,
    rules::refusal::Refusal,
    wire::{PaymentStatus, PaymentType},
    world::{World, payment::Payment},
};

const METHODS: [&str; 3] = ["DIRECT_DEBIT", "P2P", "SCT"];

const ORDERS: [&str; 6] = [
    "amount:asc",
    "amount:desc",
    "payment_method:asc",
    "payment_method:desc",
    "scheduled_at:asc",
    "scheduled_at:desc",
];

/// `GET /payments`
pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    query::check_one_of(call, "payment_method", &METHODS)?;
    query::check_one_of(call, "payment_type", PaymentType::NAMES)?;
    query::check_one_of(call, "status", PaymentStatus::NAMES)?;
    query::check_one_of(call, "sort_by", &ORDERS)?;
    let filter = Filter::read(call, world)?;
    let mut found: Vec<_> = world.ledger.payments.iter().filter(|payment| filter.fits(payment)).collect();
    if let Some((field, direction)) = call.query("sort_by").and_then(|order| order.split_once(':')) {
        let key = |payment: &&Payment| {
            let value = &payment.body[field];
            (value.as_i64().unwrap_or_default(), value.as_str().unwrap_or_default().to_owned())
        };
        found.sort_by_key(key);
        if direction == "desc" {
            found.reverse();
        }
    }
    Step::ok(page::page(call, world, "payments", &found, |payment| payments::shown(world, payment))?)
}

/// What a list of payments asks for.
struct Filter<'a> {
    call: &'a Call,
    ids: Vec<&'a str>,
    created: (Option<Timestamp>, Option<Timestamp>),
    paid: (Option<Timestamp>, Option<Timestamp>),
    updated_after: Option<Timestamp>,
    loans: bool,
    bills: bool,
    intents: bool,
    reconciled: Option<bool>,
}

impl<'a> Filter<'a> {
    fn read(call: &'a Call, world: &World) -> Result<Self, Refusal> {
        let time = |name| query::time(call, world, name);
        let included = |name| query::flag(call, name).map(|flag| flag.unwrap_or(true));
        Ok(Self {
            call,
            ids: query::ids(call, "id")?,
            created: (time("from_date")?, time("to_date")?),
            paid: (time("paid_after")?, time("paid_before")?),
            updated_after: time("updated_after")?,
            loans: included("include_loans")?,
            bills: included("include_bills")?,
            intents: included("include_payment_intents")?,
            reconciled: query::flag(call, "is_reconciled")?,
        })
    }

    fn fits(&self, payment: &Payment) -> bool {
        let text = |field: &str| payment.body[field].as_str();
        let asked = |name| self.call.query_all(name);
        let (from, to) = self.created;
        query::has(&self.ids, Some(&payment.id))
            && query::has(&asked("payment_method"), text("payment_method"))
            && query::has(&asked("payment_type"), text("payment_type"))
            && query::has(&asked("status"), Some(payment.status.as_str()))
            && from.is_none_or(|from| payment.created_at >= from)
            && to.is_none_or(|to| payment.created_at <= to)
            && query::between(payment.time("paid_at"), self.paid.0, self.paid.1)
            && self.updated_after.is_none_or(|after| payment.updated_at > after)
            && self.reconciled.is_none_or(|wanted| (payment.status == PaymentStatus::Paid) == wanted)
            && self.is_related(payment)
    }

    fn is_related(&self, payment: &Payment) -> bool {
        let any = |name: &str, ids: &[&str]| {
            let wanted = self.call.query_all(name);
            wanted.is_empty() || ids.iter().any(|id| wanted.contains(id))
        };
        let account = |name: &str, field: &str| {
            self.call.query(name).is_none_or(|wanted| payment.body[field]["account_number"] == wanted)
        };
        let (bills, intents) =
            (payment.related("bills", "bill_id"), payment.related("payment_intents", "payment_intent_id"));
        let references = ["from_references", "to_references"].into_iter();
        let references = references.filter_map(|field| payment.body[field].as_array()).flatten();
        any("loan_id", &payment.related("loans", "loan_id"))
            && any("payment_intent_id", &intents)
            && any("deposit_id", &[])
            && any("references", &references.filter_map(Value::as_str).collect::<Vec<_>>())
            && account("from_account_id", "from_account_details")
            && account("to_account_id", "to_account_details")
            && (self.loans || payment.body["payment_type"] != PaymentType::LoanPayment)
            && (self.bills || bills.is_empty())
            && (self.intents || intents.is_empty())
    }
}
