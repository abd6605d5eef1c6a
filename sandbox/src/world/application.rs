//! Applications of companies that want to become borrowers.

use serde_json::Value;

/// What is known of a company that is to be enrolled.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    pub(crate) identifier: String,
    pub(crate) identifier_type: Option<String>,
    /// The number of the account to debit.
    pub(crate) account: Option<String>,
    pub(crate) directors: Vec<Value>,
    pub(crate) is_signed: bool,
    /// All of it as it was sent: most members are kept as they are.
    pub(crate) body: Value,
}

impl Application {
    /// Reads an application from a body that a schema has checked. An empty text counts as absent.
    pub(crate) fn read(body: Value) -> Self {
        let text = |field: &str| body[field].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        Self {
            identifier: text("identifier").unwrap_or_default(),
            identifier_type: text("identifier_type"),
            account: text("account_number"),
            directors: body["directors"].as_array().cloned().unwrap_or_default(),
            is_signed: text("signed_at").is_some(),
            body,
        }
    }
}
