//! The report for spreadsheets.

use std::io::{self, Write};

use super::file::unwritten;
use crate::error::{DefactoError, Result};
use crate::portfolio::{PortfolioResult, RowProblem};

const COLUMNS: [&str; 15] = [
    "row",
    "identifier",
    "outcome",
    "borrower_id",
    "pool_amount",
    "balance_available",
    "currency",
    "fees_daily_rate",
    "reason",
    "fields",
    "problems",
    "duplicate_of",
    "error_kind",
    "status",
    "known_before",
];

pub(super) fn write(
    results: impl Iterator<Item = Result<PortfolioResult>>,
    writer: impl Write,
) -> Result<()> {
    let mut writer = csv::Writer::from_writer(writer);
    writer.write_record(COLUMNS).map_err(failed)?;
    for result in results {
        writer.write_record(cells(&result?)).map_err(failed)?;
    }
    writer.flush().map_err(|error| unwritten(&error))
}

fn cells(result: &PortfolioResult) -> [String; COLUMNS.len()] {
    let problems: Vec<String> = result.problems.iter().map(problem).collect();
    [
        result.row.to_string(),
        text(result.identifier.as_deref()),
        text(Some(result.outcome.as_str())),
        number(result.borrower_id),
        number(result.pool_amount),
        number(result.balance_available),
        text(result.currency.as_ref().map(crate::api::credit_lines::Currency::as_str)),
        number(result.fees_daily_rate),
        text(result.reason.as_deref()),
        text(Some(&result.fields.join("; "))),
        text(Some(&problems.join("; "))),
        number(result.duplicate_of),
        text(result.error_kind.as_ref().map(crate::error::ErrorKind::as_str)),
        number(result.status),
        result.known_before.to_string(),
    ]
}

/// `account_number: iban_checksum: has wrong check digits`.
pub(super) fn problem(found: &RowProblem) -> String {
    let column = found.column.as_deref().unwrap_or(&found.problem.pointer);
    let column = if column.is_empty() { "row" } else { column };
    format!("{column}: {}: {}", found.problem.code, found.problem.detail)
}

fn number(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Text that no spreadsheet takes for a formula: an apostrophe says that it is text.
fn text(value: Option<&str>) -> String {
    let value = value.unwrap_or_default();
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{value}") } else { value.to_owned() }
}

fn failed(error: csv::Error) -> DefactoError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => unwritten(&error),
        other => unwritten(&io::Error::other(format!("{other:?}"))),
    }
}
