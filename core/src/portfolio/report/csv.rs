//! Writes the report for spreadsheets.

use std::io::{BufWriter, Write};

use super::file::write_error;
use crate::enrollment::BorrowerCandidate;
use crate::error::Result;
use crate::portfolio::result::PortfolioResult;
use crate::portfolio::row::RowProblem;

const COLUMNS: [&str; 18] = [
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
    "candidates",
    "name",
    "reference",
];

pub(super) fn write(
    results: impl Iterator<Item = Result<PortfolioResult>>,
    writer: impl Write,
) -> Result<()> {
    let mut writer = BufWriter::new(writer);
    let mut write = |line: String| writeln!(writer, "{line}").map_err(|error| write_error(&error));
    write(COLUMNS.join(","))?;
    for result in results {
        write(cells(&result?).map(quoted).join(","))?;
    }
    writer.flush().map_err(|error| write_error(&error))
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
        text(result.currency.as_ref().map(crate::model::Currency::as_str)),
        number(result.fees_daily_rate),
        text(result.reason.as_deref()),
        text(Some(&result.fields.join("; "))),
        text(Some(&problems.join("; "))),
        number(result.duplicate_of),
        text(result.error_kind.as_ref().map(crate::error::ErrorKind::as_str)),
        number(result.status),
        result.known_before.to_string(),
        text(Some(&result.candidates.iter().map(candidate).collect::<Vec<_>>().join("; "))),
        text(result.name.as_deref()),
        text(result.reference.as_deref()),
    ]
}

/// Returns the id of a candidate, or else its identifier, with its name and city.
fn candidate(candidate: &BorrowerCandidate) -> String {
    let id = candidate.borrower_id.map_or_else(|| candidate.identifier.clone(), |id| id.to_string());
    let words = [candidate.name.as_deref(), candidate.city.as_deref()];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    if words.is_empty() { id } else { format!("{id} ({})", words.join(", ")) }
}

/// Returns a problem as `account_number: iban_checksum: has wrong check digits`.
fn problem(found: &RowProblem) -> String {
    let column = found.column.as_deref().unwrap_or(&found.problem.pointer);
    let column = if column.is_empty() { "row" } else { column };
    format!("{column}: {}: {}", found.problem.code, found.problem.detail)
}

fn number(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Puts an apostrophe before text that a spreadsheet would read as a formula. Some countries separate cells
/// by semicolons, so the text after each separator is treated like a cell.
fn text(value: Option<&str>) -> String {
    let mut text = String::new();
    let mut is_start = true;
    for letter in value.unwrap_or_default().chars() {
        if is_start && matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r') {
            text.push('\'');
        }
        let is_separator = matches!(letter, ';' | '\t' | '\r' | '\n');
        is_start = is_separator || (is_start && matches!(letter, ' ' | '"'));
        text.push(letter);
    }
    text
}

/// Quotes a cell that contains a quote, a line end, or a separator of any country.
fn quoted(cell: String) -> String {
    if cell.contains([',', ';', '\t', '"', '\r', '\n']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}
