//! Recollection cases: what is done about loans that a debtor does not repay.

use serde_json::{Value, json};

use crate::{
    life::plans,
    rules::{
        Refusal,
        dates::{business_day, periods_after},
        datetime,
        loans::MAXIMUM,
        time_of,
    },
    wire::{ActionStatus, LoanStatus},
    world::{World, case::Case},
};

/// The most instalments that a plan is computed for.
const MOST: i64 = 60;

/// Opens a case; returns its id.
pub(crate) fn open(world: &mut World, body: &Value) -> String {
    let debtor = body["debtor_business"]["identifier"].as_str().unwrap_or_default();
    let id = world.next_id("recollection case", debtor);
    let case = new_case(world, &id, body);
    world.ledger.cases.push(case);
    id
}

/// Refuses a case about loans that are not the debtor's, or not paid out.
pub(crate) fn check(world: &World, body: &Value) -> Result<(), Refusal> {
    let debtor = body["debtor_business"]["identifier"].as_str().unwrap_or_default();
    let ids = body["loan_ids"].as_array().map_or(&[][..], Vec::as_slice);
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
    Ok(())
}

/// Creates a plan inside a case; returns the id of the plan.
pub(crate) fn create_plan(world: &mut World, case_id: &str, terms: &plans::Terms, request: Value) -> String {
    let plan_id = plans::create(world, terms, None, request);
    let strategy = world.seed.uuid("recollection strategy", &plan_id);
    if let Some(strategies) =
        world.ledger.case_mut(case_id).and_then(|case| case.body["strategies"].as_array_mut())
    {
        for strategy in strategies.iter_mut() {
            strategy["is_active"] = false.into();
        }
        strategies.push(json!({
            "id": strategy, "is_active": true, "strategy_type": "INSTALLMENT_PLAN",
        }));
    }
    plan_id
}

/// Returns the instalments of a plan that repays all that is owed in a case.
pub(crate) fn compute(world: &World, case: &Case, body: &Value) -> Result<Vec<Value>, Refusal> {
    let count = body["number_of_installment"].as_i64().unwrap_or_default();
    if !(1..=MOST).contains(&count) {
        return Err(Refusal::of_field("number_of_installment", "is not from 1 to 60"));
    }
    let start = time_of(&body["start_date"]);
    if start <= world.now() {
        return Err(Refusal::of_field("start_date", "is past"));
    }
    let fees = body["recollection_fees"].as_i64().unwrap_or_default();
    if !(0..=MAXIMUM).contains(&fees) {
        return Err(Refusal::of_field("recollection_fees", "is less than 0 or more than any loan"));
    }
    let mut owed = owed(world, case);
    let total: i64 = owed.iter().map(|(_, amount)| amount).sum();
    if total < count {
        return Err(Refusal::of_field("number_of_installment", "is more than there are cents to repay"));
    }
    let period = body["period"].as_str().unwrap_or("monthly");
    let installments = (0..count).map(|index| {
        let (amount, extra) = (part(total, count, index), part(fees, count, index));
        json!({
            "amount": amount + extra,
            "date": datetime(business_day(periods_after(start, period, index))),
            "loans": lettering(&mut owed, amount),
            "recollection_fees": extra,
        })
    });
    Ok(installments.collect())
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

/// What is owed for each loan of a case, fees of today included.
fn owed(world: &World, case: &Case) -> Vec<(String, i64)> {
    let ids = case.body["loan_ids"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let loans = ids.filter_map(|id| world.ledger.loan(id));
    let repayable = loans.filter(|loan| loan.is_outstanding());
    repayable.map(|loan| (loan.id.clone(), loan.owed(world.now()))).collect()
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
