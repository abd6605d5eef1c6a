//! One row of a portfolio.

use defacto_sdk_macros::model;

use crate::api::borrowers::NewBorrower;
#[cfg(feature = "python")]
use crate::error::Severity;
use crate::error::{Problem, Result};
use crate::identity::{Companies, Company, CompanyMatch};
use crate::model::JsonObject;

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

/// One row of a portfolio: a company to enrol, or the problems that keep it from being read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// The place in the input, from 1 on: a line of a text, the number of a row in other files.
    pub number: u64,
    /// The request. Absent if the row does not have the form of one.
    pub request: Option<NewBorrower>,
    /// All problems of the row, errors and warnings.
    pub problems: Vec<RowProblem>,
}

impl Row {
    /// Creates a row with a request, which is validated when it is sent. A request with control characters
    /// makes the row invalid and is left out, since some stores cannot hold its number.
    pub fn new(number: u64, request: NewBorrower) -> Self {
        let found = request.control_characters();
        let request = Some(request).filter(|_| found.is_empty());
        Self {
            number,
            request,
            problems: found.into_iter().map(|problem| RowProblem::new(None, problem)).collect(),
        }
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
        Self { number, request: None, problems: vec![RowProblem::new(column, problem)] }
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
