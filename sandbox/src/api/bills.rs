//! Bills: the fees of a loan, once its principal is repaid.

use serde_json::Value;

use crate::{
    http::{Call, Reply, Step, page, query},
    life::{bills, payments},
    rules::Refusal,
    wire::BillStatus,
    world::{World, bill::Bill},
};

const REQUIRED: &str = "billed_business due_date end_date id payment ran_at start_date status \
    to_pay_amount";

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
    world.shaped(&body, REQUIRED)
}

/// `POST /bill/{bill_id}/sent`
pub(crate) fn sent(call: &Call, world: &World) -> Result<Step, Refusal> {
    let bill = world.ledger.bill(call.param("bill_id")).ok_or_else(|| Refusal::not_found("bill"))?;
    if bill.status != BillStatus::Validated {
        return Err(Refusal::new("Only a bill that is VALIDATED is sent."));
    }
    let (id, sent_on) = (bill.id.clone(), call.body["sent_on"].clone());
    Step::commit(move |world| {
        bills::sent(world, &id, sent_on);
        Reply::empty()
    })
}
