//! Bills: the fees of a loan, once its principal is repaid.

use serde_json::{Value, json};

use crate::{
    rules::datetime,
    wire::BillStatus,
    world::{World, bill::Bill},
};

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

/// Records that a bill was sent.
pub(crate) fn sent(world: &mut World, id: &str, sent_on: Value) {
    if let Some(bill) = world.ledger.bill_mut(id) {
        bill.status = BillStatus::SentToPayer;
        bill.body["email_sent_to_payer_on"] = sent_on;
    }
}
