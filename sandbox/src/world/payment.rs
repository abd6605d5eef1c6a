//! Payments: payouts of loans and their repayments.

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    rules::parse_datetime,
    wire::{PaymentStatus, PaymentType},
};

/// A payment: what the API shows of it, and what it does not.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) status: PaymentStatus,
    pub(crate) body: Value,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Payment {
    pub(crate) fn is_over(&self) -> bool {
        [PaymentStatus::Paid, PaymentStatus::Failed, PaymentStatus::Canceled].contains(&self.status)
    }

    pub(crate) fn time(&self, field: &str) -> Option<Timestamp> {
        self.body[field].as_str().and_then(|text| parse_datetime(text, false))
    }

    /// The ids in one of the lists of what it is related to.
    pub(crate) fn related(&self, list: &str, id: &str) -> Vec<&str> {
        let items = self.body["related_to"][list].as_array().into_iter().flatten();
        items.filter_map(|item| item[id].as_str()).collect()
    }

    pub(crate) fn is_payout_of(&self, loan_id: &str) -> bool {
        self.body["payment_type"] == PaymentType::LoanPayment
            && self.related("loans", "loan_id").contains(&loan_id)
    }
}
