//! Invoices: what is kept of one.

use serde_json::{Map, Value};

use crate::wire::InvoiceStatus;

/// What a verification needs.
const NEEDED: [&str; 6] = ["buyer", "seller", "invoice_number", "issued_at", "due_at", "total_amount"];

/// An invoice.
#[derive(Debug, Clone)]
pub(crate) struct Invoice {
    pub(crate) id: String,
    pub(crate) status: InvoiceStatus,
    pub(crate) status_reason: Option<String>,
    pub(crate) is_draft: bool,
    pub(crate) loan_ids: Vec<String>,
    /// What requests have said of it.
    pub(crate) fields: Map<String, Value>,
}

impl Invoice {
    /// Makes a draft of what a request has said.
    pub(crate) fn draft(id: String, fields: Map<String, Value>) -> Self {
        let status = InvoiceStatus::ToSubmit;
        Self { id, status, status_reason: None, is_draft: true, loan_ids: Vec::new(), fields }
    }

    /// What one of its companies is called by: the number, or else its VAT number or name.
    pub(crate) fn company(&self, role: &str) -> Option<&str> {
        let company = self.fields.get(role)?;
        ["identifier", "vat_number", "name"].into_iter().find_map(|field| company[field].as_str())
    }

    pub(crate) fn amount(&self, field: &str) -> Option<i64> {
        self.fields.get(field).and_then(Value::as_i64)
    }

    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_str)
    }

    /// What is missing before it can be verified.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        let is_there = |field: &str| match field {
            "buyer" | "seller" => self.company(field).is_some_and(|company| !company.is_empty()),
            "total_amount" => self.amount(field).is_some(),
            _ => self.text(field).is_some_and(|text| !text.is_empty()),
        };
        NEEDED.into_iter().filter(|field| !is_there(field)).collect()
    }
}
