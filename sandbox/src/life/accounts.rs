//! Whose bank account it is.

use serde_json::Value;

use crate::{
    rules::{Refusal, accounts::kind, iban},
    world::World,
};

/// Refuses an account that is no IBAN although it should be one, or that another company than its holder
/// uses.
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
        let refuse = if world.settings.bad_iban_status == 422 { Refusal::malformed } else { Refusal::new };
        return Err(refuse("The account number is wrong.").with_param(field, "is not a valid IBAN"));
    }
    if world.account_owner(&iban::normal(account)).is_some_and(|owner| owner != company) {
        let refusal = Refusal::new("The account number belongs to another company.");
        return Err(refusal.with_param(field, "is already in use"));
    }
    Ok(())
}
