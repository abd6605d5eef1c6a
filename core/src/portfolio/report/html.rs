//! Writes the report for people: one page that needs no other file.

use std::io::{BufWriter, Write};

use askama::Template;

use super::file::write_error;
use super::summary::{ReportSummary, Tally};
use super::{ReportRow, csv};
use crate::error::Result;
use crate::portfolio::result::{PortfolioOutcome, PortfolioResult};
use crate::world;

/// The limit of rows on the page. The CSV has all rows.
const MAX_ROWS: usize = 1000;

#[derive(Template)]
#[template(path = "portfolio_report.html")]
struct Page<'a> {
    job: &'a str,
    at: String,
    summary: &'a ReportSummary,
    /// The outcomes that occur.
    bars: Vec<Bar>,
    rows: Vec<Line>,
    /// The number of rows that need attention and are not on the page.
    more: i64,
}

/// One outcome, and the number of its rows.
struct Bar {
    class: &'static str,
    name: &'static str,
    meaning: &'static str,
    rows: i64,
    /// The share of all rows, in percent.
    share: String,
}

/// A row that needs attention: any outcome but `Ready`.
struct Line {
    row: i64,
    company: String,
    class: String,
    outcome: &'static str,
    why: Vec<String>,
}

pub(super) fn write(
    job: &str,
    found: impl Iterator<Item = Result<ReportRow>>,
    writer: impl Write,
) -> Result<()> {
    let (mut tally, mut rows, mut more) = (Tally::default(), Vec::new(), 0);
    for found in found {
        let found = found?;
        tally.add(&found);
        if found.result.outcome == PortfolioOutcome::Ready {
            continue;
        }
        if rows.len() < MAX_ROWS { rows.push(line(found.result)) } else { more += 1 }
    }
    let summary = tally.summary();
    let at = world::wall_clock().strftime("%-d %B %Y, %H:%M UTC").to_string();
    let page = Page { job, at, bars: bars(&summary), summary: &summary, rows, more };
    let mut writer = BufWriter::new(writer);
    page.write_into(&mut writer).and_then(|()| writer.flush()).map_err(|error| write_error(&error))
}

fn bars(summary: &ReportSummary) -> Vec<Bar> {
    let counts = [
        (PortfolioOutcome::Ready, summary.ready),
        (PortfolioOutcome::Declined, summary.declined),
        (PortfolioOutcome::MissingData, summary.missing_data),
        (PortfolioOutcome::Invalid, summary.invalid),
        (PortfolioOutcome::Duplicate, summary.duplicate),
        (PortfolioOutcome::Pending, summary.pending),
        (PortfolioOutcome::Failed, summary.failed),
        (PortfolioOutcome::Ambiguous, summary.ambiguous),
    ];
    let bar = |(outcome, rows): (PortfolioOutcome, i64)| {
        let (class, name, meaning) = words(&outcome);
        #[expect(clippy::cast_precision_loss, reason = "it is drawn with a few hundred points")]
        let share = 100.0 * rows as f64 / summary.rows.max(1) as f64;
        Bar { class, name, meaning, rows, share: format!("{share:.1}") }
    };
    counts.into_iter().filter(|(_, rows)| *rows > 0).map(bar).collect()
}

/// Returns the CSS class, the name and the meaning of an outcome.
fn words(outcome: &PortfolioOutcome) -> (&'static str, &'static str, &'static str) {
    match outcome {
        PortfolioOutcome::Ready => ("ready", "Ready", "The credit line is open: a loan can be requested."),
        PortfolioOutcome::Declined => ("declined", "Declined", "The company gets no credit line."),
        PortfolioOutcome::MissingData => {
            ("missing_data", "Missing data", "The API could not look it up: complete the row, run again.")
        }
        PortfolioOutcome::Invalid => ("invalid", "Invalid", "Nothing was sent: correct the row, run again."),
        PortfolioOutcome::Duplicate => ("duplicate", "Duplicate", "The company stands in an earlier row."),
        PortfolioOutcome::Pending => ("pending", "Pending", "Not decided yet: run again later."),
        PortfolioOutcome::Failed => ("failed", "Failed", "The API failed: run again."),
        PortfolioOutcome::Ambiguous => {
            ("ambiguous", "Ambiguous", "Borrowers exist that may be the company: say which, run again.")
        }
        PortfolioOutcome::Unknown { .. } => ("failed", "Unknown", "Known to a newer version."),
    }
}

fn line(result: PortfolioResult) -> Line {
    let (class, outcome, _) = words(&result.outcome);
    let mut why: Vec<String> = result.reason.into_iter().collect();
    why.extend(result.fields.into_iter().map(|field| format!("lacks {field}")));
    why.extend(result.problems.iter().map(csv::problem));
    why.extend(result.candidates.iter().map(csv::candidate));
    why.extend(result.duplicate_of.map(|row| format!("stands in row {row} already")));
    Line {
        row: result.row,
        company: result.identifier.unwrap_or_default(),
        class: class.to_owned(),
        outcome,
        why,
    }
}
