//! Bank accounts as requests give them and as answers show them.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    repayment_methods::BIC,
    rules::{iban, refusal::Refusal},
    world::World,
};

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

fn kind(account: &Value) -> &str {
    account["account_number_type"].as_str().unwrap_or("iban")
}

/// Refuses an account that is no IBAN although it should be one, or that another company than its holder uses.
pub(crate) fn check(world: &World, field: &str, account: &Value) -> Result<(), Refusal> {
    let Some(number) = account["account_number"].as_str().filter(|_| kind(account) == "iban") else {
        return Ok(());
    };
    let holder = account["account_holder"]["identifier"].as_str();
    let owner = holder.or_else(|| world.account_owner(&iban::normal(number))).unwrap_or_default();
    check_iban(world, &format!("{field}.account_number"), number, owner)
}

/// Remembers whose account it is, if the request says so.
pub(crate) fn claim(world: &mut World, account: &Value) {
    let (number, holder) =
        (account["account_number"].as_str(), account["account_holder"]["identifier"].as_str());
    if let (Some(number), Some(holder), "iban") = (number, holder, kind(account)) {
        world.claim_account(iban::normal(number), holder);
    }
}

/// Refuses an account that is no IBAN, or that another company already uses.
pub(crate) fn check_iban(world: &World, field: &str, account: &str, company: &str) -> Result<(), Refusal> {
    if !iban::is_valid(account) {
        let problem = match StatusCode::from_u16(world.settings.bad_iban_status) {
            Ok(StatusCode::UNPROCESSABLE_ENTITY) => Refusal::malformed("The account number is wrong."),
            _ => Refusal::new("The account number is wrong."),
        };
        return Err(problem.with_param(field, "is not a valid IBAN"));
    }
    if world.account_owner(&iban::normal(account)).is_some_and(|owner| owner != company) {
        let problem = Refusal::new("The account number belongs to another company.");
        return Err(problem.with_param(field, "is already in use"));
    }
    Ok(())
}
