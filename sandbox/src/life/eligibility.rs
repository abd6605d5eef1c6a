//! Eligibility, and the switch that makes a company ineligible.

use serde_json::{Value, json};

use crate::{
    life::{balances, counterparties, credit_lines},
    world::World,
};

/// Why a company is not eligible; null when it is.
pub(crate) fn reasons(world: &World, identifier: &str) -> Value {
    if !world.declined.contains(identifier) {
        return Value::Null;
    }
    json!([{"code": world.settings.denial_code, "description": "This company is not eligible."}])
}

/// Makes a company eligible or not. One that has a line keeps it: ineligible, its pool is 0; eligible again,
/// it is what it was. One that was declined before it got a line stays declined.
pub(crate) fn set(world: &mut World, company: &str, eligible: bool) {
    if eligible {
        world.declined.remove(company);
    } else {
        world.declined.insert(company.to_owned());
    }
    let pool = if eligible { credit_lines::pool_of(world, company) } else { 0 };
    let lines = world.lines.of_company(company);
    let borrowers: Vec<_> = lines.map(|line| line.borrower_id.clone()).collect();
    for borrower_id in borrowers {
        balances::set_pool(world, &borrower_id, pool);
    }
    counterparties::review(world, company);
}
