//! Bills: the fees of a loan.

use serde_json::Value;

use crate::{rules::parse_datetime, wire::BillStatus};

/// A bill: what the API shows of it, and what it does not.
#[derive(Debug, Clone)]
pub(crate) struct Bill {
    pub(crate) id: String,
    pub(crate) loan_id: String,
    pub(crate) business_id: String,
    pub(crate) payment_id: String,
    pub(crate) status: BillStatus,
    pub(crate) body: Value,
}

impl Bill {
    pub(crate) fn time(&self, field: &str) -> Option<jiff::Timestamp> {
        self.body[field].as_str().and_then(|text| parse_datetime(text, false))
    }
}
