//! Loans: what is kept of one, and what it owes.

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    rules::{datetime, fees, parse_datetime, scenarios::Scenario},
    wire::LoanStatus,
};

/// When how much of the principal is to be repaid, or was.
pub(crate) type Schedule = Vec<(Timestamp, i64)>;

/// A loan: what the API shows of it, and what it does not.
#[derive(Debug, Clone)]
pub(crate) struct Loan {
    pub(crate) id: String,
    pub(crate) borrower_id: String,
    pub(crate) status: LoanStatus,
    pub(crate) body: Value,
    pub(crate) auto_validate: bool,
    /// What the account on its invoice says, which counts when the account that is paid says nothing.
    pub(crate) scenario_of_invoice: Option<Scenario>,
    /// Why the decision will be a no, as far as the request tells.
    pub(crate) denial: Option<String>,
    pub(crate) schedule: Schedule,
    pub(crate) repayments: Schedule,
    pub(crate) postponed: bool,
    pub(crate) salt: Option<String>,
    pub(crate) request: Value,
    pub(crate) created_at: Timestamp,
    pub(crate) events: Vec<Value>,
}

impl Loan {
    pub(crate) fn is_one_of(&self, statuses: &[LoanStatus]) -> bool {
        statuses.contains(&self.status)
    }

    /// Returns `true` if the loan is paid out and not closed: principal or fees are owed.
    pub(crate) fn is_outstanding(&self) -> bool {
        self.is_one_of(&[LoanStatus::ToRepay, LoanStatus::ToRepayFees])
    }

    pub(crate) fn number(&self, field: &str) -> i64 {
        self.body[field].as_i64().unwrap_or_default()
    }

    /// A date of the body.
    pub(crate) fn time(&self, field: &str) -> Option<Timestamp> {
        self.body[field].as_str().and_then(|text| parse_datetime(text, false))
    }

    /// The principal that is still owed, before the payout too.
    pub(crate) fn outstanding(&self) -> i64 {
        self.number("amount") - self.number("repaid_nominal_amount")
    }

    pub(crate) fn scenario(&self) -> Scenario {
        let account = self.body["loan_to"]["account_number"].as_str().unwrap_or_default();
        Scenario::of_account(account).or(self.scenario_of_invoice).unwrap_or(Scenario::Success)
    }

    /// The company number of the borrower.
    pub(crate) fn company(&self) -> &str {
        self.body["borrower"]["identifier"].as_str().unwrap_or_default()
    }

    /// The fees in cents until a time, as if nothing more were repaid until then.
    pub(crate) fn fees_until(&self, until: Timestamp) -> i64 {
        let Some(paid_at) = self.time("paid_at") else { return 0 };
        fees::fees(self.number("amount"), paid_at, &self.repayments, until, self.late_from())
    }

    /// The fees in cents when all goes as scheduled.
    pub(crate) fn estimated_fees(&self) -> i64 {
        let from = self.time("paid_at").or_else(|| self.time("to_pay_at")).unwrap_or(Timestamp::MIN);
        let until = self.schedule.last().map_or(from, |(at, _)| *at);
        fees::fees(self.number("amount"), from, &self.schedule, until, self.late_from())
    }

    /// The fees that are owed now, in cents.
    pub(crate) fn fees_owed(&self, now: Timestamp) -> i64 {
        let until = self.time("repaid_nominal_at").unwrap_or(now);
        (self.fees_until(until) - self.number("paid_interests_amount")).max(0)
    }

    /// Principal and fees that are owed at a time, in cents.
    pub(crate) fn owed(&self, at: Timestamp) -> i64 {
        self.outstanding() + self.fees_owed(at)
    }

    /// The ids of the invoices that it finances.
    pub(crate) fn invoice_ids(&self) -> impl Iterator<Item = &str> {
        self.body["invoice_ids"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    fn late_from(&self) -> Timestamp {
        let to_repay_at = self.time("to_repay_at").unwrap_or(Timestamp::MAX);
        let contractual = self.time("contractual_repayment_date").unwrap_or(to_repay_at);
        fees::late_from(to_repay_at, contractual, self.postponed)
    }

    /// Sets the schedule of an offer or a loan by the amount, and by the date at which all is repaid.
    pub(crate) fn repay_at(&mut self, to: Timestamp) {
        self.body["to_repay_at"] = datetime(to).into();
        self.schedule.pop();
        self.schedule.retain(|(at, _)| *at < to);
        let before: i64 = self.schedule.iter().map(|(_, amount)| amount).sum();
        self.schedule.push((to, self.number("amount") - before));
        self.body["fees_estimated"] = self.estimated_fees().into();
    }

    /// What of the schedule is not repaid yet.
    pub(crate) fn open_schedule(&self) -> Schedule {
        let mut repaid = self.number("repaid_nominal_amount");
        let rest = self.schedule.iter().map(|(at, amount)| {
            let covered = repaid.min(*amount);
            repaid -= covered;
            (*at, amount - covered)
        });
        rest.filter(|(_, amount)| *amount > 0).collect()
    }
}
