//! The outcome of a row.

use defacto_sdk_macros::{model, open_enum};

use super::row::{Label, RowProblem};
use crate::api::credit_lines::CreditLine;
use crate::enrollment::BorrowerCandidate;
use crate::error::{DefactoError, ErrorKind};
use crate::model::{Currency, Decimal, JsonObject, Uuid};

/// The outcome of a row.
#[open_enum(snake_case)]
pub enum PortfolioOutcome {
    /// The credit line exists: a loan can be requested now.
    Ready,
    /// The company gets no credit line.
    Declined,
    /// The API could not obtain data that it needs. Complete the row and run again.
    MissingData,
    /// The row is invalid: nothing was sent. Correct it and run again.
    Invalid,
    /// The company is in an earlier row, which has its outcome.
    Duplicate,
    /// Borrowers exist that may be the company: nothing was sent. Add data about the company, or decide.
    Ambiguous,
    /// The borrower exists, but not yet its line. The next run polls again.
    Pending,
    /// The API failed. The next run continues with the row.
    Failed,
}

/// The result of one row of a portfolio.
#[model]
pub struct PortfolioResult {
    /// The place of the row in the input.
    pub row: i64,
    /// The company's number, if it could be read.
    #[sensitive]
    pub identifier: Option<String>,
    /// The outcome.
    pub outcome: PortfolioOutcome,
    /// The borrower's id, for all operations on it.
    pub borrower_id: Option<Uuid>,
    /// The largest amount that can be lent in all, in cents.
    pub pool_amount: Option<i64>,
    /// The amount that can still be lent, in cents.
    pub balance_available: Option<i64>,
    /// The currency of both amounts.
    pub currency: Option<Currency>,
    /// The whole daily rate, in percent per day.
    pub fees_daily_rate: Option<Decimal>,
    /// The reason: one of the vendor's denial codes, or text.
    pub reason: Option<String>,
    /// The data that the API lacks, as JSON pointers into the request.
    pub fields: Vec<String>,
    /// The problems of the row, errors and warnings, by column.
    pub problems: Vec<RowProblem>,
    /// The earlier row of the same company.
    pub duplicate_of: Option<i64>,
    /// The borrowers that the company may be.
    pub candidates: Vec<BorrowerCandidate>,
    /// The kind of the error, if the row failed.
    pub error_kind: Option<ErrorKind>,
    /// The HTTP status, if the row failed and there was an answer.
    pub status: Option<i64>,
    /// Whether the outcome was known from an earlier run: nothing was sent for it in this one.
    #[default]
    pub known_before: bool,
    /// The company's name as the row gives it. Absent if the row has none, or if the company's number is
    /// that of a person.
    pub name: Option<String>,
    /// Your own reference of the company, if the portfolio was given one.
    #[sensitive]
    pub reference: Option<String>,
}

impl PortfolioResult {
    pub(super) fn new(row: i64, identifier: Option<String>, outcome: PortfolioOutcome) -> Self {
        Self {
            row,
            identifier,
            outcome,
            borrower_id: None,
            pool_amount: None,
            balance_available: None,
            currency: None,
            fees_daily_rate: None,
            reason: None,
            fields: Vec::new(),
            problems: Vec::new(),
            duplicate_of: None,
            candidates: Vec::new(),
            error_kind: None,
            status: None,
            known_before: false,
            name: None,
            reference: None,
            extra: JsonObject::default(),
        }
    }

    /// Adds the name and the reference of the row.
    pub(super) fn labelled(self, label: &Label) -> Self {
        Self { name: label.name.clone(), reference: label.reference.clone(), ..self }
    }

    /// Returns its name and reference.
    pub(super) fn label(&self) -> Label {
        Label { name: self.name.clone(), reference: self.reference.clone() }
    }

    /// Adds the amounts and the rate of a line, without its accounts.
    pub(super) fn line(mut self, line: &CreditLine) -> Self {
        (self.pool_amount, self.balance_available) = (line.pool_amount, line.balance_available);
        (self.currency, self.fees_daily_rate) = (line.currency.clone(), line.fees_daily_rate);
        self
    }

    pub(super) fn failed(mut self, error: &DefactoError) -> Self {
        let details = error.details();
        self.error_kind.clone_from(&details.kind);
        self.status = details.status;
        // Without the problems, which stand in the list.
        self.reason = error.to_string().lines().next().map(ToOwned::to_owned);
        self.problems.extend(error.problems().iter().map(|problem| RowProblem::new(None, problem.clone())));
        self
    }
}
