//! Bills: the fees of a loan, once its principal is repaid.

use serde_json::{Value, json};

use crate::{
    http::{
        call::{Call, Reply, Step},
        page, query,
    },
    payments,
    rules::{dates::datetime, refusal::Refusal},
    wire::BillStatus,
    world::{World, bill::Bill},
};

const REQUIRED: [&str; 9] = [
    "billed_business",
    "due_date",
    "end_date",
    "id",
    "payment",
    "ran_at",
    "start_date",
    "status",
    "to_pay_amount",
];

/// Has a payment settle the fees of a loan, which are billed unless they have been.
pub(crate) fn charge(world: &mut World, loan_id: &str, payment_id: &str) {
    if world.ledger.bills.iter().any(|bill| bill.loan_id == loan_id) {
        pay_by(world, loan_id, payment_id);
    } else {
        create(world, loan_id, payment_id);
    }
}

fn create(world: &mut World, loan_id: &str, payment_id: &str) {
    let (id, number, now) = (world.next_id("bill", loan_id), world.ledger.bills.len() + 1, world.now());
    let Some(loan) = world.ledger.loan(loan_id) else { return };
    let borrower = world.borrower(&loan.borrower_id);
    let business_id = borrower.map(|borrower| borrower.business_id.clone()).unwrap_or_default();
    let business = &loan.body["borrower"];
    let body = json!({
        "id": id,
        "amends_bill_id": null,
        "billed_borrower_id": loan.borrower_id,
        "billed_business":
            {"identifier": business["identifier"], "identifier_type": business["identifier_type"]},
        "document_url": format!("https://files.example.com/bill/{id}.pdf?signature=temporary"),
        "email_sent_to_payer_on": null,
        "invoice": null,
        "invoice_number": format!("B-{number:06}"),
        "start_date": loan.body["paid_at"],
        "end_date": loan.body["repaid_nominal_at"],
        "ran_at": datetime(now),
        "to_pay_amount": loan.fees_owed(now),
    });
    let (loan_id, payment_id) = (loan_id.to_owned(), payment_id.to_owned());
    world.ledger.bills.push(Bill {
        id,
        loan_id: loan_id.clone(),
        business_id,
        payment_id: payment_id.clone(),
        status: BillStatus::Validated,
        body,
    });
    pay_by(world, &loan_id, &payment_id);
}

/// Names the payment that settles the bill of a loan.
fn pay_by(world: &mut World, loan_id: &str, payment_id: &str) {
    let Some(payment) = world.ledger.payment(payment_id) else { return };
    let amount = payment.body["amount"].clone();
    let Some(bill) = world.ledger.bills.iter_mut().find(|bill| bill.loan_id == loan_id) else { return };
    bill.body["to_pay_amount"] = amount;
    payment_id.clone_into(&mut bill.payment_id);
    let related =
        json!([{"bill_id": bill.id, "amount": bill.body["to_pay_amount"], "payment_id": payment_id}]);
    if let Some(payment) = world.ledger.payment_mut(payment_id) {
        payment.body["related_to"]["bills"] = related;
    }
}

/// The fees of a loan are paid.
pub(crate) fn paid(world: &mut World, loan_id: &str) {
    if let Some(bill) = world.ledger.bills.iter_mut().find(|bill| bill.loan_id == loan_id) {
        bill.status = BillStatus::Paid;
        bill.body["to_pay_amount"] = 0.into();
    }
}

/// `GET /bills`
pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    query::check_one_of(call, "status", BillStatus::NAMES)?;
    let (ids, businesses) = (query::ids(call, "bill_id")?, query::ids(call, "business_id")?);
    let (companies, statuses) = (call.query_all("business_identifier"), call.query_all("status"));
    let (start, end) = (query::time(call, world, "start_date")?, query::time(call, world, "end_date")?);
    let light = query::flag(call, "light_bills")?.unwrap_or(false);
    let fits = |bill: &&Bill| {
        query::has(&ids, Some(&bill.id))
            && query::has(&businesses, Some(&bill.business_id))
            && query::has(&companies, bill.body["billed_business"]["identifier"].as_str())
            && query::has(&statuses, Some(bill.status.as_str()))
            && query::within(bill.time("start_date"), start, None)
            && query::within(bill.time("end_date"), None, end)
    };
    let found: Vec<_> = world.ledger.bills.iter().filter(fits).collect();
    Step::ok(page::page(call, world, "bills", &found, |bill| shown(world, bill, light))?)
}

fn shown(world: &World, bill: &Bill, light: bool) -> Value {
    let mut body = bill.body.clone();
    body["status"] = bill.status.into();
    let payment = world.ledger.payment(&bill.payment_id);
    body["due_date"] = payment.map_or(Value::Null, |payment| payment.body["scheduled_at"].clone());
    body["payment"] = payment.map_or(Value::Null, |payment| payments::shown(world, payment));
    if light {
        body["document_url"] = Value::Null;
    }
    world.shaped(&body, &REQUIRED)
}

/// `POST /bill/{bill_id}/sent`
pub(crate) fn sent(call: &Call, world: &World) -> Result<Step, Refusal> {
    let bill = world.ledger.bill(call.param("bill_id")).ok_or_else(|| Refusal::not_found("bill"))?;
    if bill.status != BillStatus::Validated {
        return Err(Refusal::new("Only a bill that is VALIDATED is sent."));
    }
    let (id, sent_on) = (bill.id.clone(), call.body["sent_on"].clone());
    Step::commit(move |world| {
        if let Some(bill) = world.ledger.bill_mut(&id) {
            bill.status = BillStatus::SentToPayer;
            bill.body["email_sent_to_payer_on"] = sent_on;
        }
        Reply::empty()
    })
}
