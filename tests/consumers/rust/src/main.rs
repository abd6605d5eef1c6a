//! Enrols one company and prints what it can borrow.

use std::time::Duration;

use defacto_sdk::{Client, EnrollOptions, Enrollment, api::borrowers::NewBorrower, model::IdentifierType};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let company = NewBorrower::new("913572467").identifier_type(IdentifierType::Siren);
    match client.enroll(&company, &EnrollOptions::wait_until_ready(Duration::from_secs(60)))? {
        Enrollment::Ready { credit_line, .. } => println!("READY {}", credit_line.balance_available.unwrap_or(0)),
        other => return Err(format!("no credit line: {other:?}").into()),
    }
    Ok(())
}
