//! What the pages about companies, credit lines and loans share.

use serde_json::{Value, json};

use crate::{
    console::parts::Action,
    world::{World, borrower::Borrower},
};

/// The most rows of a list; those of thousands of companies help no one.
pub(crate) const MOST: usize = 200;

/// The page of a borrower.
pub(crate) fn borrower_path(id: &str) -> String {
    format!("/_console/borrowers/{id}")
}

/// The page of a credit line.
pub(crate) fn credit_line_path(id: &str) -> String {
    format!("/_console/credit-lines/{id}")
}

/// The page of a loan.
pub(crate) fn loan_path(id: &str) -> String {
    format!("/_console/loans/{id}")
}

/// The name of a borrower's company.
pub(crate) fn name(world: &World, borrower: &Borrower) -> String {
    let name = borrower.body["name"].as_str().filter(|name| !name.is_empty());
    name.map_or_else(|| world.company_name(&borrower.identifier), str::to_owned)
}

/// Enrols an invented company.
pub(crate) fn enroll(label: &str) -> Action {
    let action = Action::control(label, "POST", "/_console/enroll", &json!({"country": "FRA"})).primary();
    action.hint("Invents a French company and sends POST /borrowers for it")
}

/// A text of a body; empty if it is missing.
pub(crate) fn text<'a>(body: &'a Value, field: &str) -> &'a str {
    body[field].as_str().unwrap_or_default()
}
