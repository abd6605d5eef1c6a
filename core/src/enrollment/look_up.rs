//! Finding out what the API has: the borrower of a company, and its credit line.

use crate::api::borrowers::{Borrower, BorrowerFilter, BorrowerStatus, ComplianceStatus};
use crate::api::credit_lines::{CreditLine, CreditLineFilter};
use crate::api::{Borrowers, CreditLines};
use crate::error::{ErrorKind, Result};
use crate::model::{IdentifierType, Uuid};
use crate::transport::Transport;

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
        if !same_register || borrower.identifier != identifier {
            continue;
        }
        deactivated |= borrower.status == Some(BorrowerStatus::Deactivated);
        if rank(&borrower) > best.as_ref().map_or(0, rank) {
            best = Some(borrower);
        }
    }
    Ok(Known { active: best, deactivated })
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
        let of_another =
            line.default_borrower.as_ref().is_some_and(|company| company.identifier != identifier);
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
