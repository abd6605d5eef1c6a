//! Payments: payouts of loans and their repayments.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    http::{
        call::{Call, Step},
        page, query,
    },
    rules::{dates::datetime, refusal::Refusal},
    wire::{PaymentStatus, PaymentType},
    world::{World, emission::Emission, installment::Installment, loan::Loan, payment::Payment},
};

const REQUIRED: [&str; 4] = ["amount", "id", "payment_type", "status"];
const METHODS: [&str; 3] = ["DIRECT_DEBIT", "P2P", "SCT"];
const ORDERS: [&str; 6] = [
    "amount:asc",
    "amount:desc",
    "payment_method:asc",
    "payment_method:desc",
    "scheduled_at:asc",
    "scheduled_at:desc",
];

/// A payment as lists and webhooks show it.
pub(crate) fn shown(world: &World, payment: &Payment) -> Value {
    let mut body = payment.body.clone();
    body["status"] = payment.status.into();
    world.shaped(&body, &REQUIRED)
}

/// The payment that sends the money of a loan; returns its id.
pub(crate) fn payout(world: &mut World, loan: &Loan) -> String {
    let amount = loan.number("amount");
    let body = json!({
        "amount": amount,
        "currency": loan.body["currency"],
        "payment_type": PaymentType::LoanPayment,
        "payment_method": "SCT",
        "scheduled_at": loan.body["to_pay_at"],
        "from_account_details": loan.body["loan_from"],
        "to_account_details": loan.body["loan_to"],
        "from_references": loan.body["loan_from_references"],
        "to_references": loan.body["loan_to_references"],
        "related_to": {
            "bills": [],
            "invoices": loan.body["invoice_ids"],
            "loans": [share(&loan.id, amount, PaymentType::LoanPayment)],
            "payment_intents": [],
            "subscriptions": [],
        },
    });
    create(world, &loan.id, body, PaymentStatus::Scheduled)
}

/// The payment of an instalment; returns its id.
pub(crate) fn repayment(world: &mut World, installment: &Installment, status: PaymentStatus) -> String {
    let kind = installment.payment_type;
    let shares = installment.shares.iter().map(|(loan_id, amount)| share(loan_id, *amount, kind));
    let intent =
        json!({"payment_intent_id": installment.id, "amount": installment.amount(), "payment_type": kind});
    let body = json!({
        "amount": installment.amount(),
        "currency": installment.currency,
        "payment_type": kind,
        "payment_method": installment.method,
        "scheduled_at": datetime(installment.date),
        "from_account_details": installment.from,
        "to_account_details": installment.to,
        "from_references": [installment.reference],
        "to_references": [installment.reference],
        "related_to": {
            "bills": [],
            "invoices": [],
            "loans": shares.collect::<Vec<_>>(),
            "payment_intents": [intent],
            "subscriptions": [],
        },
    });
    create(world, &installment.id, body, status)
}

fn share(loan_id: &str, amount: i64, payment_type: PaymentType) -> Value {
    json!({"loan_id": loan_id, "amount": amount, "payment_type": payment_type, "deposit_id": null})
}

fn create(world: &mut World, subject: &str, mut body: Value, status: PaymentStatus) -> String {
    let (id, now) = (world.next_id("payment", subject), world.now());
    body["id"] = id.as_str().into();
    body["is_instant"] = false.into();
    for unknown in ["charged_back_payment_id", "failure_reason", "paid_at", "reason"] {
        body[unknown] = Value::Null;
    }
    body["provider"] = json!({
        "name": "SANDBOX",
        "payment_id": world.seed.uuid("provider payment", &id),
        "original_id": null,
        "initial_payment_id": null,
        "override_reconciliation_id": null,
        "failure_reason": null,
    });
    world.ledger.payments.push(Payment {
        id: id.clone(),
        status: PaymentStatus::Proposed,
        body,
        created_at: now,
        updated_at: now,
    });
    if status != PaymentStatus::Proposed {
        enter(world, &id, status);
    }
    id
}

/// Brings a payment that is not over into a status, and tells the webhooks.
pub(crate) fn enter(world: &mut World, id: &str, status: PaymentStatus) {
    let now = world.now();
    let Some(payment) = world.ledger.payment_mut(id).filter(|payment| !payment.is_over()) else { return };
    payment.status = status;
    payment.updated_at = now;
    if status == PaymentStatus::Paid {
        payment.body["paid_at"] = datetime(now).into();
    }
    let state = payment.clone();
    // Nothing is told of what is only proposed.
    if status != PaymentStatus::Proposed {
        let event_type = format!("Payment.{}", status.as_str());
        world.emit(&Emission::new(&event_type, id, &shown(world, &state)));
    }
}

/// Ends a payment with a reason.
pub(crate) fn fail(world: &mut World, id: &str, reason: &str) {
    if let Some(payment) = world.ledger.payment_mut(id) {
        payment.body["failure_reason"] = reason.into();
        payment.body["provider"]["failure_reason"] = reason.into();
    }
    enter(world, id, PaymentStatus::Failed);
}

/// Cancels the payout of a loan, if there is one.
pub(crate) fn cancel_payout(world: &mut World, loan_id: &str) {
    let found = world.ledger.payments.iter().find(|payment| payment.is_payout_of(loan_id));
    if let Some(id) = found.map(|payment| payment.id.clone()) {
        enter(world, &id, PaymentStatus::Canceled);
    }
}

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
    Step::ok(page::page(call, world, "payments", &found, |payment| shown(world, payment))?)
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
