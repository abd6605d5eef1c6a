//! Payments: payouts of loans and their repayments.

use serde_json::Value;

use crate::{
    http::{Call, Step, page, query},
    life::payments,
    rules::Refusal,
    wire::{PaymentStatus, PaymentType},
    world::{World, payment::Payment},
};

const METHODS: [&str; 3] = ["DIRECT_DEBIT", "P2P", "SCT"];

/// `GET /payments`
pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    query::check_one_of(call, "payment_method", &METHODS)?;
    query::check_one_of(call, "payment_type", PaymentType::NAMES)?;
    query::check_one_of(call, "status", PaymentStatus::NAMES)?;
    let order = query::order(call, &["amount", "payment_method", "scheduled_at"])?;
    let fits = filter(call, world)?;
    let mut found: Vec<_> = world.ledger.payments.iter().filter(|payment| fits(payment)).collect();
    if let Some((field, is_descending)) = order {
        let key = |payment: &&Payment| {
            let value = &payment.body[field];
            (value.as_i64().unwrap_or_default(), value.as_str().unwrap_or_default().to_owned())
        };
        found.sort_by_key(key);
        if is_descending {
            found.reverse();
        }
    }
    Step::ok(page::page(call, world, "payments", &found, |payment| payments::shown(world, payment))?)
}

/// Reads what a list of payments asks for.
fn filter<'a>(call: &'a Call, world: &World) -> Result<impl Fn(&Payment) -> bool + use<'a>, Refusal> {
    let time = |name| query::time(call, world, name);
    let included = |name| query::flag(call, name).map(|flag| flag.unwrap_or(true));
    let ids = query::ids(call, "id")?;
    let (from, to, updated_after) = (time("from_date")?, time("to_date")?, time("updated_after")?);
    let (paid_after, paid_before) = (time("paid_after")?, time("paid_before")?);
    let (loans, bills) = (included("include_loans")?, included("include_bills")?);
    let (intents, reconciled) = (included("include_payment_intents")?, query::flag(call, "is_reconciled")?);
    Ok(move |payment: &Payment| {
        let has = |name, value| query::has(&call.query_all(name), value);
        query::has(&ids, Some(&payment.id))
            && has("payment_method", payment.body["payment_method"].as_str())
            && has("payment_type", payment.body["payment_type"].as_str())
            && has("status", Some(payment.status.as_str()))
            && from.is_none_or(|from| payment.created_at >= from)
            && to.is_none_or(|to| payment.created_at <= to)
            && query::between(payment.time("paid_at"), paid_after, paid_before)
            && updated_after.is_none_or(|after| payment.updated_at > after)
            && reconciled.is_none_or(|wanted| (payment.status == PaymentStatus::Paid) == wanted)
            && (loans || payment.body["payment_type"] != PaymentType::LoanPayment)
            && (bills || payment.related("bills", "bill_id").is_empty())
            && (intents || payment.related("payment_intents", "payment_intent_id").is_empty())
            && is_related(call, payment)
    })
}

/// Returns `true` if a payment belongs to the loans, instalments, references and accounts asked for.
fn is_related(call: &Call, payment: &Payment) -> bool {
    let any = |name: &str, ids: &[&str]| {
        let wanted = call.query_all(name);
        wanted.is_empty() || ids.iter().any(|id| wanted.contains(id))
    };
    let account = |name: &str, field: &str| {
        call.query(name).is_none_or(|wanted| payment.body[field]["account_number"] == wanted)
    };
    let references = ["from_references", "to_references"].into_iter();
    let references = references.filter_map(|field| payment.body[field].as_array()).flatten();
    any("loan_id", &payment.related("loans", "loan_id"))
        && any("payment_intent_id", &payment.related("payment_intents", "payment_intent_id"))
        && any("deposit_id", &[])
        && any("references", &references.filter_map(Value::as_str).collect::<Vec<_>>())
        && account("from_account_id", "from_account_details")
        && account("to_account_id", "to_account_details")
}
