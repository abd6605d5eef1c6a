//! One row of a portfolio.

use std::fmt;

use defacto_sdk_macros::model;
use serde_json::Value;

use crate::api::borrowers::NewBorrower;
#[cfg(feature = "python")]
use crate::error::Severity;
use crate::error::{Problem, Result};
use crate::identity::{Companies, Company, CompanyMatch, is_personal};
use crate::model::JsonObject;
use crate::validation::{is_control, trim_blanks};

/// The limit in letters of a name and of a reference in a result.
const MAX_LABEL_LETTERS: usize = 200;

/// A problem of a row, with its column. It never holds the value.
#[model]
pub struct RowProblem {
    /// The name of the column, in a workbook behind its letters: `C: Raison sociale`. Absent if the problem
    /// is about the whole row.
    pub column: Option<String>,
    /// The problem, and its place in the request.
    pub problem: Problem,
}

impl RowProblem {
    /// A problem of a column.
    pub(crate) fn new(column: Option<String>, problem: Problem) -> Self {
        Self { column, problem, extra: JsonObject::default() }
    }
}

/// What tells a reader of results which company a row is about, besides its number.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Label {
    /// The company's name, unless its number is that of a person.
    pub(crate) name: Option<String>,
    /// The caller's own reference.
    pub(crate) reference: Option<String>,
}

/// One row of a portfolio: a company to enrol, or the problems that keep it from being read.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// The place in the input, from 1 on: a line of a text, the number of a row in other files.
    pub number: u64,
    /// The request. Absent if the row does not have the form of one.
    pub request: Option<NewBorrower>,
    /// All problems of the row, errors and warnings.
    pub problems: Vec<RowProblem>,
    /// Your own reference of the company, which results and reports repeat. It is not sent.
    pub reference: Option<String>,
    /// The company's name, if the row has no request that holds it.
    pub(crate) name: Option<String>,
}

impl fmt::Debug for Row {
    /// Leaves out the reference and the name of a row that cannot be sent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("number", &self.number)
            .field("request", &self.request)
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

impl Row {
    /// Creates a row with a request, which is validated when it is sent. A request with control characters
    /// makes the row invalid and is left out, since some stores cannot hold its number.
    pub fn new(number: u64, request: NewBorrower) -> Self {
        let found = request.control_characters();
        let request = Some(request).filter(|_| found.is_empty());
        let problems = found.into_iter().map(|problem| RowProblem::new(None, problem)).collect();
        Self { request, ..Self::of_problems(number, problems) }
    }

    /// A row without a request.
    pub(crate) fn of_problems(number: u64, problems: Vec<RowProblem>) -> Self {
        Self { number, request: None, problems, reference: None, name: None }
    }

    /// Returns the label of the row. `key` names a member of `metadata`, for a row without a reference.
    pub(crate) fn label(&self, key: Option<&str>) -> Label {
        let request = self.request.as_ref();
        let name = match request {
            Some(request) if is_personal(&request.identifier, request.identifier_type.as_ref()) => None,
            Some(request) => request.name.as_deref(),
            None => self.name.as_deref(),
        };
        let reference = self.reference.clone().or_else(|| plain_text(request?.metadata.get(key?)?));
        Label { name: name.and_then(shown), reference: reference.as_deref().and_then(shown) }
    }

    /// A row with something that is no value, in this column or in the name of one.
    #[cfg(feature = "python")]
    pub(crate) fn of_no_value(number: u64, column: Option<String>) -> Self {
        let detail = if column.is_some() {
            "is no value that can be sent: give a text, a number, a day or nothing"
        } else {
            "has a column whose name is no text"
        };
        let problem = Problem::new("", "unreadable", Severity::Error, detail);
        Self::of_problems(number, vec![RowProblem::new(column, problem)])
    }

    /// Returns the key of the company in a portfolio: rows with one key are one company, however its number
    /// is spelled. Returns `None` if the row does not have the form of a request.
    pub fn company_key(&self) -> Option<String> {
        self.request.as_ref().map(NewBorrower::company_key)
    }

    /// Returns `true` if nothing is sent for the row.
    pub fn is_invalid(&self) -> bool {
        self.request.is_none() || self.problems.iter().any(|found| found.problem.is_error())
    }
}

/// Returns a text or a number as text. Returns `None` for other values.
pub(crate) fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns a text as a result may hold it: cleaned, and not too long. Returns `None` if nothing is left.
fn shown(text: &str) -> Option<String> {
    let plain: String = text.chars().map(|letter| if is_control(letter) { ' ' } else { letter }).collect();
    let short: String = trim_blanks(&plain).chars().take(MAX_LABEL_LETTERS).collect();
    (!short.is_empty()).then_some(short)
}

/// The companies of the rows that were read so far. It finds rows of one company, however its number is
/// spelled.
#[derive(Debug, Default)]
pub struct SeenCompanies(Companies);

impl SeenCompanies {
    /// Creates an empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the earlier row whose company is (`Same`) or may be (`CannotTell`) that of this row. Returns
    /// `None` if this row is the first of its company, or if the row does not have the form of a request.
    /// Remembers the row. Does not block.
    pub fn see(&mut self, row: &Row) -> Option<(u64, CompanyMatch)> {
        let request = row.request.as_ref()?;
        self.0.see(&Company::of_request(request), &request.identifier, row.number)
    }
}

/// Numbers companies from 1 on, and returns them as rows.
pub fn rows(requests: impl IntoIterator<Item = NewBorrower>) -> impl Iterator<Item = Result<Row>> {
    requests.into_iter().zip(1..).map(|(request, number)| Ok(Row::new(number, request)))
}

#[cfg(test)]
mod tests {
    use super::{CompanyMatch, NewBorrower, Row, SeenCompanies};

    #[test]
    fn a_row_is_found_by_a_number_that_only_a_repetition_of_its_company_had() {
        let vat = NewBorrower::new("NL804242409B01").identifier_type("vat_number");
        let kvk = || NewBorrower::new("12345678").identifier_type("kvk");
        let mut seen = SeenCompanies::new();
        let mut see = |number, request| seen.see(&Row::new(number, request));
        assert_eq!(see(1, vat), None);
        assert_eq!(see(2, kvk().vat_number("NL804242409B01")), Some((1, CompanyMatch::Same)));
        assert_eq!(see(3, kvk()), Some((2, CompanyMatch::Same)));
    }
}
