//! Recollection cases: what is done about loans that a debtor does not repay.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    http::{
        call::{Call, Reply, Step},
        page,
    },
    loan_requests::MAXIMUM,
    plans,
    rules::{
        companies::IDENTIFIER_TYPES,
        dates::{business_day, datetime, periods_after, time_of},
        refusal::Refusal,
    },
    wire::{ActionStatus, LoanStatus},
    world::{World, case::Case},
};

const REQUIRED: [&str; 7] =
    ["agent", "debtor_business", "id", "loan_ids", "next_action", "past_actions", "strategies"];
/// The most instalments that a plan is computed for.
const MOST: i64 = 60;

fn of_path<'a>(call: &Call, world: &'a World) -> Result<&'a Case, Refusal> {
    let case = world.ledger.case(call.param("recollection_case_id"));
    case.ok_or_else(|| Refusal::not_found("recollection case"))
}

fn shown(world: &World, id: &str) -> Value {
    world.ledger.case(id).map_or(Value::Null, |case| world.shaped(&case.body, &REQUIRED))
}

/// `GET /recollection-cases`
pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    let missing = |name| Refusal::invalid(name, "is required");
    let identifier = call.query("identifier").ok_or_else(|| missing("identifier"))?;
    let kind = call.query("identifier_type").ok_or_else(|| missing("identifier_type"))?;
    if !IDENTIFIER_TYPES.contains(&kind) {
        return Err(Refusal::invalid("identifier_type", "is not one of the accepted values"));
    }
    let cases = world.ledger.cases.iter().filter(|case| {
        let debtor = &case.body["debtor_business"];
        debtor["identifier"] == identifier && debtor["identifier_type"] == kind
    });
    let cases: Vec<_> = cases.map(|case| world.shaped(&case.body, &REQUIRED)).collect();
    Step::ok(page::whole(&cases))
}

/// `GET /recollection-case/{recollection_case_id}`
pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    let case = of_path(call, world)?;
    Step::ok(shown(world, &case.id))
}

/// `POST /recollection-cases`: the loans must be the debtor's, and paid out.
pub(crate) fn open(call: &Call, world: &World) -> Result<Step, Refusal> {
    let debtor = call.body["debtor_business"]["identifier"].as_str().unwrap_or_default();
    let ids = call.body["loan_ids"].as_array().map_or(&[][..], Vec::as_slice);
    if ids.is_empty() {
        return Err(Refusal::of_field("loan_ids", "is empty"));
    }
    for id in ids.iter().filter_map(Value::as_str) {
        let loan = world.ledger.loan(id).filter(|loan| loan.company() == debtor);
        let loan =
            loan.ok_or_else(|| Refusal::of_field("loan_ids", "names a loan that the debtor does not have"))?;
        if !loan.is_one_of(&[LoanStatus::ToRepay, LoanStatus::ToRepayFees, LoanStatus::IssueDetected]) {
            return Err(Refusal::of_field("loan_ids", "names a loan that does not have to be repaid"));
        }
    }
    let (body, debtor) = (call.body.clone(), debtor.to_owned());
    Step::commit(move |world| {
        let id = world.next_id("recollection case", &debtor);
        let case = new_case(world, &id, &body);
        world.ledger.cases.push(case);
        Reply::json(StatusCode::CREATED, shown(world, &id))
    })
}

fn new_case(world: &World, id: &str, body: &Value) -> Case {
    let action = &body["next_action"];
    let body = json!({
        "id": id,
        "agent": body["agent"],
        "debtor_business": {
            "identifier": body["debtor_business"]["identifier"],
            "identifier_type": body["debtor_business"]["identifier_type"],
        },
        "loan_ids": body["loan_ids"],
        "next_action": {
            "id": world.seed.uuid("recollection action", id),
            "action_name": action["action_name"],
            "action_status": ActionStatus::Scheduled,
            "action_status_date": datetime(world.now()),
            "action_status_details": null,
            "original_due_at": datetime(time_of(&action["due_at"])),
            "short_description": action["short_description"],
        },
        "past_actions": [],
        "recollection_notes": null,
        "strategies": [],
    });
    Case { id: id.to_owned(), body }
}

/// `PUT /recollection-case/{recollection_case_id}`
pub(crate) fn set_notes(call: &Call, world: &World) -> Result<Step, Refusal> {
    let (id, notes) = (of_path(call, world)?.id.clone(), call.body["recollection_notes"].clone());
    Step::commit(move |world| {
        if let Some(case) = world.ledger.case_mut(&id) {
            case.body["recollection_notes"] = notes;
        }
        Reply::json(StatusCode::OK, shown(world, &id))
    })
}

/// `POST /recollection-case/{recollection_case_id}/installment-plans`
pub(crate) fn create_plan(call: &Call, world: &World) -> Result<Step, Refusal> {
    let case = of_path(call, world)?;
    let terms = plans::Terms::read(world, &call.body)?;
    let of_case =
        |id: &String| case.body["loan_ids"].as_array().is_some_and(|ids| ids.iter().any(|i| i == id));
    if !terms.loan_ids().iter().all(of_case) {
        return Err(Refusal::of_field("installments", "name a loan that is not part of the case"));
    }
    let (case_id, request) = (case.id.clone(), call.body.clone());
    Step::commit(move |world| {
        let plan_id = plans::create(world, &terms, None, request);
        let strategy = world.seed.uuid("recollection strategy", &plan_id);
        if let Some(strategies) =
            world.ledger.case_mut(&case_id).and_then(|case| case.body["strategies"].as_array_mut())
        {
            for strategy in strategies.iter_mut() {
                strategy["is_active"] = false.into();
            }
            strategies.push(json!({
                "id": strategy, "is_active": true, "strategy_type": "INSTALLMENT_PLAN",
            }));
        }
        let body = json!({"installment_plan_id": plan_id, "recollection_case": shown(world, &case_id)});
        Reply::json(StatusCode::CREATED, body)
    })
}

/// `POST /recollection-case/{recollection_case_id}/installment-plans/compute`: the body to create a plan with.
pub(crate) fn compute_plan(call: &Call, world: &World) -> Result<Step, Refusal> {
    let case = of_path(call, world)?;
    let count = call.body["number_of_installment"].as_i64().unwrap_or_default();
    if !(1..=MOST).contains(&count) {
        return Err(Refusal::of_field("number_of_installment", "is not from 1 to 60"));
    }
    let start = time_of(&call.body["start_date"]);
    if start <= world.now() {
        return Err(Refusal::of_field("start_date", "is past"));
    }
    let fees = call.body["recollection_fees"].as_i64().unwrap_or_default();
    if !(0..=MAXIMUM).contains(&fees) {
        return Err(Refusal::of_field("recollection_fees", "is less than 0 or more than any loan"));
    }
    let mut owed = owed(world, case);
    let total: i64 = owed.iter().map(|(_, amount)| amount).sum();
    if total < count {
        return Err(Refusal::of_field("number_of_installment", "is more than there are cents to repay"));
    }
    let period = call.text("period").unwrap_or("monthly");
    let installments: Vec<_> = (0..count)
        .map(|index| {
            let (amount, extra) = (part(total, count, index), part(fees, count, index));
            json!({
                "amount": amount + extra,
                "date": datetime(business_day(periods_after(start, period, index))),
                "loans": lettering(&mut owed, amount),
                "recollection_fees": extra,
            })
        })
        .collect();
    let method = call.text("repayment_method").unwrap_or("DIRECT_DEBIT");
    Step::ok(json!({"installments": installments, "payment_method": method}))
}

/// What is owed for each loan of a case, fees of today included.
fn owed(world: &World, case: &Case) -> Vec<(String, i64)> {
    let ids = case.body["loan_ids"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let loans = ids.filter_map(|id| world.ledger.loan(id));
    let repayable = loans.filter(|loan| loan.is_repaid());
    repayable.map(|loan| (loan.id.clone(), loan.outstanding() + loan.fees_owed(world.now()))).collect()
}

/// One of so many equal parts; the last takes what cannot be divided.
fn part(total: i64, count: i64, index: i64) -> i64 {
    if index + 1 == count { total - total / count * (count - 1) } else { total / count }
}

/// Which loans an amount repays: the first ones first.
fn lettering(owed: &mut [(String, i64)], mut amount: i64) -> Vec<Value> {
    let mut shares = Vec::new();
    for (id, left) in owed.iter_mut().filter(|(_, left)| *left > 0) {
        let share = amount.min(*left);
        if share > 0 {
            shares.push(json!({"loan_id": id, "amount": share}));
        }
        *left -= share;
        amount -= share;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up() {
        let parts: Vec<_> = (0..3).map(|index| part(100, 3, index)).collect();
        assert_eq!(parts, [33, 33, 34]);
    }

    #[test]
    fn an_amount_repays_the_first_loans_first() {
        let mut owed = [("a".to_owned(), 50), ("b".to_owned(), 50)];
        assert_eq!(
            json!(lettering(&mut owed, 60)),
            json!([{"loan_id": "a", "amount": 50}, {"loan_id": "b", "amount": 10}])
        );
        assert_eq!(json!(lettering(&mut owed, 40)), json!([{"loan_id": "b", "amount": 40}]));
    }
}
