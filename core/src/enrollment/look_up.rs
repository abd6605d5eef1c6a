//! Finds the borrower of a company and its credit line.

use crate::api::borrowers::{AsyncBorrowers, Borrower, BorrowerFilter, BorrowerStatus, ComplianceStatus};
use crate::api::credit_lines::{AsyncCreditLines, CreditLine, CreditLineFilter};
use crate::error::{ErrorKind, Result};
use crate::identity::{Company, CompanyMatch};
use crate::model::Uuid;
use crate::transport::Transport;
use crate::world;

/// The borrowers that the API has under the numbers of a company.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The company's own active borrower; of several, the one that is nearest to a loan.
    pub(crate) active: Option<Borrower>,
    /// Whether the company has a deactivated borrower, whose credit line may still be listed.
    pub(crate) deactivated: bool,
    /// Active borrowers that may be the company; the known data does not tell.
    pub(crate) unclear: Vec<Borrower>,
    /// Active borrowers that have the number and are other companies.
    pub(crate) others: Vec<Borrower>,
}

impl Known {
    /// Returns `true` if no other company has the number.
    pub(crate) fn is_sole(&self) -> bool {
        self.others.is_empty() && usize::from(self.active.is_some()) + self.unclear.len() <= 1
    }
}

/// Lists the borrowers of a company by each spelling of its numbers, until its own borrower is found.
pub(crate) async fn find_borrowers(
    transport: &Transport,
    company: &Company,
    spellings: &[String],
) -> Result<Known> {
    let mut known = Known::default();
    let mut seen = Vec::new();
    for (at, spelling) in spellings.iter().enumerate() {
        let area = AsyncBorrowers { transport: transport.clone() };
        let list = area.list(&BorrowerFilter::new().borrower_identifier(spelling))?;
        let listed = match list.collect().await {
            Ok(listed) => listed,
            // The API may refuse a spelling that the library derived.
            Err(error) if at > 0 && matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Validation) => {
                continue;
            }
            Err(error) => return Err(error),
        };
        for borrower in listed {
            // The API may list one borrower under several spellings.
            if borrower.id.is_some() && seen.contains(&borrower.id) {
                continue;
            }
            seen.push(borrower.id);
            sort_in(&mut known, company, borrower);
        }
        if known.active.is_some() {
            break;
        }
    }
    Ok(known)
}

/// Returns `true` if the borrower is not deactivated.
pub(super) fn is_active(borrower: &Borrower) -> bool {
    rank(borrower) > 0
}

fn sort_in(known: &mut Known, company: &Company, borrower: Borrower) {
    let is_active = is_active(&borrower);
    match company.compare(&Company::of_borrower(&borrower)) {
        CompanyMatch::Same => {
            known.deactivated |= borrower.status == Some(BorrowerStatus::Deactivated);
            if rank(&borrower) > known.active.as_ref().map_or(0, rank) {
                known.active = Some(borrower);
            }
        }
        CompanyMatch::CannotTell if is_active => known.unclear.push(borrower),
        _ if is_active => known.others.push(borrower),
        _ => {}
    }
}

/// Returns how near the borrower is to a loan; 0 means that it does not count.
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

/// Reads the borrower by its id. Returns `None` if the API does not know it (yet).
pub(crate) async fn read_borrower(transport: &Transport, id: Uuid) -> Result<Option<Borrower>> {
    none_if_unknown(AsyncBorrowers { transport: transport.clone() }.get(id).await)
}

/// Finds the credit line of a company, by `identifier` and by the number of its borrower. Returns `None` if
/// there is no line yet.
pub(crate) async fn find_line(
    transport: &Transport,
    identifier: &str,
    company: &Company,
    borrower: Option<&Borrower>,
) -> Result<Option<CreditLine>> {
    let area = AsyncCreditLines { transport: transport.clone() };
    let mut numbers = vec![identifier.to_owned()];
    numbers
        .extend(borrower.map(|borrower| borrower.identifier.clone()).filter(|number| number != identifier));
    let mut lines = area.list(&CreditLineFilter::new().borrower(numbers))?;
    let mut unclear = Vec::new();
    loop {
        let Some(next) = none_if_unknown(lines.next_item().await)? else { return Ok(None) };
        let Some(line) = next else { break };
        if has_ended(&line) {
            continue;
        }
        match line_is_of(&line, company, borrower) {
            CompanyMatch::Same => return Ok(Some(line)),
            CompanyMatch::CannotTell => unclear.push(line),
            _ => {}
        }
    }
    // A line without a company belongs to this one if no other company has the number.
    let mut unclear = unclear.into_iter();
    let (Some(line), None) = (unclear.next(), unclear.next()) else { return Ok(None) };
    let is_sole = find_borrowers(transport, company, &[identifier.to_owned()]).await?.is_sole();
    Ok(Some(line).filter(|_| is_sole))
}

/// Compares the company of a line that was found by number with `company`.
fn line_is_of(line: &CreditLine, company: &Company, borrower: Option<&Borrower>) -> CompanyMatch {
    let Some(business) = line.default_borrower.as_ref().map(Company::of_business) else {
        return if company.is_weak() { CompanyMatch::CannotTell } else { CompanyMatch::Same };
    };
    // The data of the borrower and the data of the request are both true of the company.
    let by_request = company.compare(&business);
    if by_request == CompanyMatch::Same {
        return by_request;
    }
    match borrower.map(|borrower| Company::of_borrower(borrower).compare(&business)) {
        Some(CompanyMatch::Same) => CompanyMatch::Same,
        Some(CompanyMatch::Different) => CompanyMatch::Different,
        _ => by_request,
    }
}

/// Returns `true` if the line has ended.
pub(crate) fn has_ended(line: &CreditLine) -> bool {
    line.end_date.is_some_and(|end| end < world::wall_clock())
}

/// Converts a `NotFound` error into `None`.
fn none_if_unknown<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

/// Returns `true` if the borrower gets no loan.
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
    use crate::model::IdentifierType;
    use crate::world::wait_for;

    fn page(item: &Value) -> (u16, String) {
        (200, json!({"count": 1, "page_size": 100, "data": [item]}).to_string())
    }

    #[test]
    fn a_borrower_is_found_however_its_number_is_spelled() {
        let kept =
            json!({"identifier": "0403.170.701", "identifier_type": "SOMETHING_NEW", "status": "READY"});
        let (client, _requests) = server(vec![Some(page(&kept)), Some(page(&kept))]);
        let find = |number: &str| {
            let company = Company::of_number(number, Some(&IdentifierType::BelgiumRegistrationNumber));
            wait_for(find_borrowers(&client.transport, &company, &[number.to_owned()])).expect("it answers")
        };
        assert!(find("0403170701").active.is_some());
        assert!(find("0403170702").active.is_none(), "it is another company");
    }

    #[test]
    fn a_borrower_with_a_german_number_is_nobody_s_as_long_as_nothing_tells() {
        let kept = json!({"identifier": "HRB 42", "identifier_type": "hr_nummer", "name": "Alpha Bau GmbH",
            "status": "READY"});
        let (client, _requests) = server(vec![Some(page(&kept)), Some(page(&kept))]);
        let find = |company: &Company| {
            wait_for(find_borrowers(&client.transport, company, &["HRB 42".to_owned()])).expect("it answers")
        };
        let bare = find(&Company::of_number("HRB 42", Some(&IdentifierType::HrNummer)));
        assert!(bare.active.is_none() && bare.unclear.len() == 1);
        let facts =
            crate::identity::Facts { identifier: "hrb 42", name: Some("ALPHA-BAU"), ..Default::default() };
        assert!(find(&Company::new(facts, None)).active.is_some());
    }

    #[test]
    fn a_line_is_found_however_the_number_of_its_company_is_spelled() {
        let company = json!({"identifier": "0403170701", "identifier_type": "belgium_registration_number"});
        let line = json!({"default_borrower": company, "distribution": "DIRECT", "loan_contract_type": "LOAN",
            "fees_interest_daily_rate": 0.05, "fees_operating_daily_rate": 0.01,
            "start_date": "2026-12-01T00:00:00Z"});
        let (client, _requests) = server(vec![Some(page(&line)), Some(page(&line))]);
        let find = |number: &str| {
            wait_for(find_line(&client.transport, number, &Company::of_number(number, None), None))
                .expect("it answers")
        };
        assert!(find("0403.170.701").is_some());
        assert!(find("0403.170.702").is_none());
    }
}
