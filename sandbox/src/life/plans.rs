//! Installment plans, which take the place of the schedules of loans.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    life::{accounts, installments},
    rules::{Refusal, accounts::details, companies, time_of},
    wire::{PaymentStatus, PaymentType},
    world::{World, installment::Installment, loan::Loan, plan::Plan},
};

/// What a plan is made of, when all of it was checked.
pub(crate) struct Terms {
    pub(crate) entries: Vec<Entry>,
    pub(crate) method: String,
    /// The account to debit; null with a transfer.
    pub(crate) from: Value,
}

/// What is to be paid at a date, in cents.
pub(crate) struct Entry {
    pub(crate) date: Timestamp,
    pub(crate) shares: Vec<(String, i64)>,
    pub(crate) extra: i64,
    pub(crate) reference: Option<String>,
}

impl Terms {
    /// Reads the instalments of a body.
    pub(crate) fn read(world: &World, body: &Value) -> Result<Self, Refusal> {
        let wanted = body["installments"].as_array().map_or(&[][..], Vec::as_slice);
        if wanted.is_empty() {
            return Err(Refusal::of_field("installments", "is empty"));
        }
        let entries: Result<Vec<_>, _> =
            wanted.iter().enumerate().map(|(index, entry)| Entry::read(world, index, entry)).collect();
        let method = body["payment_method"].as_str().unwrap_or_default().to_owned();
        if method == "P2P" {
            return Err(Refusal::of_field("payment_method", "is neither DIRECT_DEBIT nor SCT"));
        }
        let mut terms = Self { entries: entries?, method, from: Value::Null };
        terms.entries.sort_by_key(|entry| entry.date);
        terms.check_loans(world)?;
        terms.from = terms.debited(world, &body["from_account"])?;
        Ok(terms)
    }

    /// The loans of the plan, in the order of their ids.
    pub(crate) fn loan_ids(&self) -> Vec<String> {
        let shares = self.entries.iter().flat_map(|entry| &entry.shares);
        let ids: BTreeSet<_> = shares.map(|(id, _)| id.clone()).collect();
        ids.into_iter().collect()
    }

    fn check_loans(&self, world: &World) -> Result<(), Refusal> {
        let mut planned = BTreeMap::<&str, i64>::new();
        for (id, amount) in self.entries.iter().flat_map(|entry| &entry.shares) {
            let sum = planned.entry(id).or_default();
            *sum = sum.saturating_add(*amount);
        }
        let loans: Option<Vec<_>> = planned.keys().map(|id| world.ledger.loan(id)).collect();
        let Some(loans) = loans.filter(|loans| !loans.is_empty()) else {
            return Err(Refusal::of_field("installments", "name a loan that does not exist"));
        };
        if loans.iter().any(|loan| !loan.is_outstanding()) {
            return Err(Refusal::of_field(
                "installments",
                "name a loan that is neither TO_REPAY nor TO_REPAY_FEES",
            ));
        }
        if loans.iter().any(|loan| loan.borrower_id != loans[0].borrower_id) {
            return Err(Refusal::of_field("installments", "name loans of more than one borrower"));
        }
        let last = self.entries.last().map_or(Timestamp::MIN, |entry| entry.date);
        let too_much = |loan: &&Loan| planned[loan.id.as_str()] > loan.owed(last);
        if loans.iter().any(too_much) {
            return Err(Refusal::of_field("installments", "repay more than is owed"));
        }
        Ok(())
    }

    /// The account to debit: of the request, or the one that the first loan is repaid from.
    fn debited(&self, world: &World, given: &Value) -> Result<Value, Refusal> {
        if self.method == "SCT" {
            return Ok(Value::Null);
        }
        accounts::check(world, "from_account", given)?;
        let loan = self.loan_ids().first().and_then(|id| world.ledger.loan(id));
        let known = loan.map_or(Value::Null, |loan| loan.body["repayment_from"].clone());
        let account = if given.is_null() { known } else { details(given) };
        if account.is_null() {
            Err(Refusal::of_field("from_account", "is required by DIRECT_DEBIT"))
        } else {
            Ok(account)
        }
    }
}

impl Entry {
    fn read(world: &World, index: usize, entry: &Value) -> Result<Self, Refusal> {
        let path = |field: &str| format!("installments[{index}].{field}");
        let loans = entry["loans"].as_array().into_iter().flatten();
        let shares: Vec<_> = loans
            .map(|share| {
                let id = share["loan_id"].as_str().unwrap_or_default().to_lowercase();
                (id, share["amount"].as_i64().unwrap_or_default())
            })
            .collect();
        let extra = entry["recollection_fees"].as_i64().unwrap_or_default();
        let sum = shares.iter().try_fold(extra, |sum, (_, amount)| sum.checked_add(*amount));
        if shares.iter().any(|(_, amount)| *amount < 1) || extra < 0 || sum != entry["amount"].as_i64() {
            return Err(Refusal::of_field(path("amount"), "is not the sum of what it consists of"));
        }
        let date = time_of(&entry["date"]);
        if date <= world.now() {
            return Err(Refusal::of_field(path("date"), "is past"));
        }
        let reference = entry["reference"].as_str().map(str::to_owned);
        Ok(Self { date, shares, extra, reference })
    }
}

/// Adds a plan, which is activated a little later; returns its id.
pub(crate) fn create(world: &mut World, terms: &Terms, salt: Option<String>, request: Value) -> String {
    let loan_ids = terms.loan_ids();
    let id = world.next_id("installment plan", &loan_ids.join(" "));
    let first = loan_ids.first().and_then(|id| world.ledger.loan(id)).cloned();
    let borrower = first.as_ref().map_or(Value::Null, |loan| loan.body["borrower"].clone());
    let draft = terms.entries.iter().enumerate();
    let draft = draft.map(|(index, entry)| installment(world, &id, terms, index, entry, first.as_ref()));
    let draft = draft.collect();
    let number = borrower["identifier"].as_str().unwrap_or_default();
    let business = companies::number(number, &borrower["identifier_type"]);
    world.ledger.plans.push(Plan { id: id.clone(), business, loan_ids, draft, salt, request });
    let after = world.settings.scaled(world.seed.duration("activation", &id, 1000, 3000));
    let activated = id.clone();
    world.plan_after(after, move |world| activate(world, &activated));
    id
}

fn installment(
    world: &World,
    plan_id: &str,
    terms: &Terms,
    index: usize,
    entry: &Entry,
    loan: Option<&Loan>,
) -> Installment {
    let of_loan = |field: &str| loan.map_or(Value::Null, |loan| loan.body[field].clone());
    let id = world.seed.uuid("planned installment", &format!("{plan_id} {index}"));
    let reference = format!("PLAN {} {}", plan_id.get(..8).unwrap_or_default(), index + 1).to_uppercase();
    Installment {
        id,
        plan_id: Some(plan_id.to_owned()),
        shares: entry.shares.clone(),
        extra: entry.extra,
        date: entry.date,
        payment_type: PaymentType::RepaymentFull,
        method: terms.method.clone(),
        currency: of_loan("currency"),
        from: terms.from.clone(),
        to: of_loan("repayment_to"),
        reference: entry.reference.clone().unwrap_or(reference),
        status: PaymentStatus::Proposed,
        payment_id: None,
        paid_at: None,
        updated_at: world.now(),
    }
}

/// Cancels what was planned for the loans before, and puts the plan in its place.
fn activate(world: &mut World, id: &str) {
    let Some(plan) = world.ledger.plan_mut(id) else { return };
    let (draft, loan_ids) = (std::mem::take(&mut plan.draft), plan.loan_ids.clone());
    installments::cancel_open(world, &loan_ids);
    let now = world.now();
    for mut installment in draft {
        installment.updated_at = now;
        installment.date = installment.date.max(now);
        installments::add(world, installment, true);
    }
}
