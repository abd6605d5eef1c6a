//! Finding out what the API has: the borrower of a company, and its credit line.

use crate::api::borrowers::{Borrower, BorrowerFilter, BorrowerStatus, ComplianceStatus};
use crate::api::credit_lines::{CreditLine, CreditLineFilter};
use crate::api::{Borrowers, CreditLines};
use crate::error::{ErrorKind, Result};
use crate::model::{IdentifierType, Uuid};
use crate::transport::Transport;
use crate::validation::comparison_key;

/// The borrowers that the API has of a company.
pub(crate) struct Known {
    /// The one that is not deactivated; of several the one nearest to a loan.
    pub(crate) active: Option<Borrower>,
    /// Whether there is a deactivated one, whose credit line may be left over.
    pub(crate) deactivated: bool,
}

/// The borrower of a company that is not deactivated; of several the one nearest to a loan.
pub(crate) fn find_borrower(
    transport: &Transport,
    identifier: &str,
    kind: Option<&IdentifierType>,
) -> Result<Option<Borrower>> {
    find_borrowers(transport, identifier, kind).map(|known| known.active)
}

/// The borrowers of a company.
pub(crate) fn find_borrowers(
    transport: &Transport,
    identifier: &str,
    kind: Option<&IdentifierType>,
) -> Result<Known> {
    let area = Borrowers { transport: transport.clone() };
    let found = area.list(&BorrowerFilter::new().borrower_identifier(identifier))?;
    let (mut best, mut deactivated) = (None::<Borrower>, false);
    for borrower in found {
        let borrower = borrower?;
        let same_register =
            kind.is_none() || borrower.identifier_type.is_none() || borrower.identifier_type.as_ref() == kind;
        let kind = kind.or(borrower.identifier_type.as_ref());
        if !same_register || !is_same_number(kind, &borrower.identifier, identifier) {
            continue;
        }
        deactivated |= borrower.status == Some(BorrowerStatus::Deactivated);
        if rank(&borrower) > best.as_ref().map_or(0, rank) {
            best = Some(borrower);
        }
    }
    Ok(Known { active: best, deactivated })
}

/// Whether two numbers of a register name one company, however they are spelled.
pub(crate) fn is_same_number(kind: Option<&IdentifierType>, one: &str, other: &str) -> bool {
    let key = |number| comparison_key(kind.map(IdentifierType::as_str), number);
    one == other || key(one) == key(other)
}

/// How near to a loan; 0 means that it does not count.
fn rank(borrower: &Borrower) -> u8 {
    match &borrower.status {
        Some(BorrowerStatus::Deactivated) => 0,
        Some(BorrowerStatus::Prohibited | BorrowerStatus::Blocked) => 1,
        None | Some(BorrowerStatus::Unknown { .. }) => 2,
        Some(BorrowerStatus::ToSign) => 3,
        Some(BorrowerStatus::Signed) => 4,
        Some(BorrowerStatus::SddSetup) => 5,
        Some(BorrowerStatus::AllPaymentSetup) => 6,
        Some(BorrowerStatus::Ready) => 7,
    }
}

/// The borrower by its id, or nothing when the API does not know it (yet).
pub(crate) fn read_borrower(transport: &Transport, id: Uuid) -> Result<Option<Borrower>> {
    none_if_unknown(Borrowers { transport: transport.clone() }.get(id))
}

/// The credit line of a company, if there is one by now.
pub(crate) fn find_line(transport: &Transport, identifier: &str) -> Result<Option<CreditLine>> {
    let area = CreditLines { transport: transport.clone() };
    let lines = none_if_unknown(area.list(&CreditLineFilter::new().borrower(vec![identifier.to_owned()])))?;
    for line in lines.into_iter().flatten() {
        let Some(line) = none_if_unknown(line)? else { return Ok(None) };
        let of_another = line.default_borrower.as_ref().is_some_and(|company| {
            !is_same_number(company.identifier_type.as_ref(), &company.identifier, identifier)
        });
        if !of_another && !has_ended(&line) {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

/// Whether the line holds no longer.
pub(crate) fn has_ended(line: &CreditLine) -> bool {
    line.end_date.is_some_and(|end| end < jiff::Timestamp::now())
}

/// What is not there is nothing, not an error.
fn none_if_unknown<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

/// Whether the borrower gets no loan.
pub(crate) fn is_declined(borrower: &Borrower) -> bool {
    let refused = matches!(borrower.status, Some(BorrowerStatus::Blocked | BorrowerStatus::Prohibited));
    let rejected =
        borrower.compliance_checks.as_ref().is_some_and(|checks| checks.status == ComplianceStatus::Rejected);
    refused || rejected
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::canned::server;

    fn page(item: &Value) -> (u16, String) {
        (200, json!({"count": 1, "page_size": 100, "data": [item]}).to_string())
    }

    #[test]
    fn a_borrower_is_found_however_its_number_is_spelled() {
        let kept = json!({"identifier": "HRB 42-1", "identifier_type": "hr_nummer", "status": "READY"});
        let (client, _requests) = server(vec![Some(page(&kept)), Some(page(&kept))]);
        let find = |number| {
            find_borrower(&client.transport, number, Some(&IdentifierType::HrNummer)).expect("it answers")
        };
        assert!(find("hrb42-1").is_some());
        assert!(find("HRB 421").is_none(), "it is another company");
    }

    #[test]
    fn a_line_is_found_however_the_number_of_its_company_is_spelled() {
        let company = json!({"identifier": "0403170701", "identifier_type": "belgium_registration_number"});
        let line = json!({"default_borrower": company, "distribution": "DIRECT", "loan_contract_type": "LOAN",
            "fees_interest_daily_rate": 0.05, "fees_operating_daily_rate": 0.01,
            "start_date": "2026-12-01T00:00:00Z"});
        let (client, _requests) = server(vec![Some(page(&line)), Some(page(&line))]);
        let find = |number| find_line(&client.transport, number).expect("it answers");
        assert!(find("0403.170.701").is_some());
        assert!(find("0403.170.702").is_none());
    }
}
