//! The report in numbers.

use std::collections::{BTreeSet, HashMap};

use defacto_sdk_macros::model;

use super::ReportRow;
use crate::model::JsonObject;
use crate::portfolio::result::{PortfolioOutcome, PortfolioResult};
use crate::portfolio::row::RowProblem;

/// The limit of reasons in a summary.
const MAX_SHOWN_REASONS: usize = 50;
/// The limit of different reasons that are counted, to save memory. Others count as `OTHER`.
const MAX_COUNTED_REASONS: usize = 2000;
pub(super) const OTHER: &str = "other reasons";

/// A reason for the outcome of rows.
#[model]
pub struct ReportReason {
    /// The outcome.
    pub outcome: PortfolioOutcome,
    /// The reason: a denial code, a column with the code of its problem, a place that lacks data, or text.
    pub reason: String,
    /// The number of rows with this reason. A row may have several.
    pub rows: i64,
}

/// A portfolio in numbers.
#[model]
#[derive(Default)]
pub struct ReportSummary {
    /// The number of rows.
    pub rows: i64,
    /// The number of rows with a credit line.
    pub ready: i64,
    /// The number of declined rows.
    pub declined: i64,
    /// The number of rows that lack data.
    pub missing_data: i64,
    /// The number of invalid rows.
    pub invalid: i64,
    /// The number of rows whose company is in an earlier row.
    pub duplicate: i64,
    /// The number of rows without a decision, including the unfinished ones.
    pub pending: i64,
    /// The number of failed rows.
    pub failed: i64,
    /// The number of rows whose company may be one of several borrowers.
    pub ambiguous: i64,
    /// The number of rows that were begun and not finished, except those whose credit line is pending.
    pub unfinished: i64,
    /// The reasons, those with the most rows first (up to 50).
    pub reasons: Vec<ReportReason>,
}

/// Counts rows.
pub(super) struct Tally {
    summary: ReportSummary,
    reasons: HashMap<(PortfolioOutcome, String), i64>,
    /// The reason that stands for all that are not counted one by one.
    other: String,
}

impl Tally {
    pub(super) fn new(other: &str) -> Self {
        Self { summary: ReportSummary::default(), reasons: HashMap::new(), other: other.to_owned() }
    }

    /// Adds a row with its reasons.
    pub(super) fn add(&mut self, found: &ReportRow, reasons: BTreeSet<String>) {
        let ReportRow { result, is_unfinished } = found;
        self.summary.rows += 1;
        self.summary.unfinished += i64::from(*is_unfinished);
        if let Some(count) = self.count(&result.outcome) {
            *count += 1;
        }
        for reason in reasons {
            let key = (result.outcome.clone(), reason);
            let key = if self.reasons.len() < MAX_COUNTED_REASONS || self.reasons.contains_key(&key) {
                key
            } else {
                (key.0, self.other.clone())
            };
            *self.reasons.entry(key).or_default() += 1;
        }
    }

    fn count(&mut self, outcome: &PortfolioOutcome) -> Option<&mut i64> {
        let summary = &mut self.summary;
        Some(match outcome {
            PortfolioOutcome::Ready => &mut summary.ready,
            PortfolioOutcome::Declined => &mut summary.declined,
            PortfolioOutcome::MissingData => &mut summary.missing_data,
            PortfolioOutcome::Invalid => &mut summary.invalid,
            PortfolioOutcome::Duplicate => &mut summary.duplicate,
            PortfolioOutcome::Pending => &mut summary.pending,
            PortfolioOutcome::Failed => &mut summary.failed,
            PortfolioOutcome::Ambiguous => &mut summary.ambiguous,
            PortfolioOutcome::Unknown { .. } => return None,
        })
    }

    pub(super) fn summary(self) -> ReportSummary {
        let reason =
            |((outcome, reason), rows)| ReportReason { outcome, reason, rows, extra: JsonObject::default() };
        let mut reasons: Vec<ReportReason> = self.reasons.into_iter().map(reason).collect();
        let order = |it: &ReportReason| (-it.rows, it.outcome.as_str().to_owned(), it.reason.clone());
        reasons.sort_by_cached_key(order);
        reasons.truncate(MAX_SHOWN_REASONS);
        ReportSummary { reasons, ..self.summary }
    }
}

/// Returns why a row has its outcome, for programs: its problems or missing data, or else the text of its
/// reason.
pub(super) fn reasons(result: &PortfolioResult) -> BTreeSet<String> {
    let listed: BTreeSet<String> = match result.outcome {
        PortfolioOutcome::Invalid => {
            result.problems.iter().filter(|found| found.problem.is_error()).map(short).collect()
        }
        PortfolioOutcome::MissingData => result.fields.iter().cloned().collect(),
        _ => BTreeSet::new(),
    };
    if listed.is_empty() { result.reason.iter().map(|reason| common(reason)).collect() } else { listed }
}

/// Returns a reason without the id of the request, which no other row has.
fn common(reason: &str) -> String {
    reason.split_once(" (request id ").map_or(reason, |(before, _)| before).to_owned()
}

/// Returns a problem as `account_number: iban_checksum`.
fn short(found: &RowProblem) -> String {
    let column = found.column.as_deref().unwrap_or(&found.problem.pointer);
    let column = if column.is_empty() { "row" } else { column };
    format!("{column}: {}", found.problem.code)
}
