//! Instalments: what is to be paid when, by the schedule of a loan or by a plan.

use jiff::Timestamp;
use serde_json::Value;

use crate::wire::{PaymentStatus, PaymentType};

/// What is to be paid at a date.
#[derive(Debug, Clone)]
pub(crate) struct Installment {
    pub(crate) id: String,
    /// The plan it belongs to; none when it follows from the schedule of a loan.
    pub(crate) plan_id: Option<String>,
    /// How much of it, in cents, repays which loan.
    pub(crate) shares: Vec<(String, i64)>,
    /// Recollection fees in cents, on top.
    pub(crate) extra: i64,
    pub(crate) date: Timestamp,
    pub(crate) payment_type: PaymentType,
    pub(crate) method: String,
    pub(crate) currency: Value,
    pub(crate) from: Value,
    pub(crate) to: Value,
    pub(crate) reference: String,
    pub(crate) status: PaymentStatus,
    pub(crate) payment_id: Option<String>,
    pub(crate) paid_at: Option<Timestamp>,
    pub(crate) updated_at: Timestamp,
}

impl Installment {
    /// All of it in cents.
    pub(crate) fn amount(&self) -> i64 {
        self.extra + self.shares.iter().map(|(_, amount)| amount).sum::<i64>()
    }

    pub(crate) fn is_open(&self) -> bool {
        ![PaymentStatus::Paid, PaymentStatus::Canceled].contains(&self.status)
    }

    pub(crate) fn repays(&self, loan_id: &str) -> bool {
        self.shares.iter().any(|(id, _)| id == loan_id)
    }
}
