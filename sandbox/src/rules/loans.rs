//! What every loan must fulfil.

use jiff::Timestamp;
use serde_json::Value;

use crate::rules::refusal::Refusal;

/// The largest loan in cents.
pub(crate) const MAXIMUM: i64 = 20_000_000;

/// The longest time from payout to repayment.
pub(crate) const MAXIMUM_DAYS: i64 = 120;

/// When the loan is to be paid out and repaid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dates {
    pub(crate) pay: Timestamp,
    pub(crate) repay: Timestamp,
}

impl Dates {
    /// Refuses dates that no loan can have.
    pub(crate) fn check(self, now: Timestamp) -> Result<(), Refusal> {
        if self.repay <= self.pay {
            return Err(Refusal::of_field("to_repay_at", "is not after to_pay_at"));
        }
        if self.repay <= now {
            return Err(Refusal::of_field("to_repay_at", "is past"));
        }
        Ok(())
    }
}

/// An amount that a loan can have.
pub(crate) fn amount(value: &Value) -> Result<i64, Refusal> {
    let amount = value.as_i64().filter(|amount| (1..=MAXIMUM).contains(amount));
    amount.ok_or_else(|| Refusal::invalid("amount", format!("is not from 1 to {MAXIMUM} cents")))
}
