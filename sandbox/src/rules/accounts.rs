//! Bank accounts as requests give them and as answers show them.

use serde_json::{Value, json};

use crate::rules::iban;

/// The bank of every account that names none.
pub(crate) const BIC: &str = "FK2FACTO";

/// Where borrowers transfer to, when they repay by transfer.
pub(crate) const ACCOUNT_TO_CREDIT: &str = "FR8811111015593603018280926";

/// An account of a request with the four fields that an answer must have; null stays null.
pub(crate) fn details(account: &Value) -> Value {
    let Some(number) = account["account_number"].as_str() else { return Value::Null };
    let is_iban = kind(account) == "iban";
    json!({
        "account_number": if is_iban { iban::normal(number) } else { number.to_owned() },
        "account_number_type": kind(account),
        "bank_identifier": account["bank_identifier"].as_str().unwrap_or(BIC),
        "bank_identifier_type": account["bank_identifier_type"].as_str().unwrap_or("bic"),
    })
}

/// The kind of number of an account; an IBAN unless it says otherwise.
pub(crate) fn kind(account: &Value) -> &str {
    account["account_number_type"].as_str().unwrap_or("iban")
}

/// An account as a borrower shows it.
pub(crate) fn of_borrower(iban: &str) -> Value {
    json!({
        "account_number": iban::normal(iban),
        "account_number_type": "iban",
        "bank_identifier": BIC,
        "bank_identifier_type": "bic",
        "account_name": null,
    })
}
