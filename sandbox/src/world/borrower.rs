//! Borrowers: what is kept of one.

use serde_json::{Value, json};

use crate::wire::BorrowerStatus;

/// A borrower: what the API shows of it, and what it does not.
#[derive(Debug, Clone)]
pub(crate) struct Borrower {
    pub(crate) id: String,
    /// The internal id of the company, which webhooks and credit lines show instead of `id`.
    pub(crate) business_id: String,
    pub(crate) identifier: String,
    pub(crate) status: BorrowerStatus,
    pub(crate) body: Value,
    pub(crate) evaluated: bool,
    pub(crate) repayment_methods: Vec<Value>,
}

impl Borrower {
    /// Returns the borrower as the API shows it.
    pub(crate) fn shown(&self) -> Value {
        let mut body = self.body.clone();
        body["status"] = self.status.into();
        body
    }

    pub(crate) fn is_deactivated(&self) -> bool {
        self.status == BorrowerStatus::Deactivated
    }

    /// The company as it stands inside other objects.
    pub(crate) fn business(&self) -> Value {
        let mut business = json!({"id": self.business_id});
        for field in ["identifier", "identifier_type", "name", "vat_number", "legal_form", "address"] {
            business[field] = self.body[field].clone();
        }
        business
    }
}
