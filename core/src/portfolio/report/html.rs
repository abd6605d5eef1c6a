//! Writes the report for people: one page that needs no other file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufWriter, Write};

use askama::Template;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use ring::digest::{SHA256, digest};

use super::ReportRow;
use super::file::write_error;
use super::summary::{ReportSummary, Tally};
use super::texts::{Texts, tenths};
use super::words::{Detail, Why, reasons};
use crate::error::Result;
use crate::portfolio::result::{PortfolioOutcome, PortfolioResult};
use crate::world;

/// The limit of rows on the page. The CSV has all rows.
const MAX_ROWS: usize = 1000;
/// Sorts a table by the heading that is clicked. The page works without it too.
const SCRIPT: &str = include_str!("../../../templates/portfolio_report.js");

#[derive(Template)]
#[template(path = "portfolio_report.html")]
struct Page<'a> {
    texts: &'a Texts,
    job: &'a str,
    at: String,
    figures: Vec<Figure>,
    /// The outcomes that occur.
    bars: Vec<Bar<'a>>,
    unfinished: i64,
    reasons: Vec<Reason<'a>>,
    rows: Vec<Line>,
    /// Whether a row has a reference.
    has_references: bool,
    /// The number of rows without a credit line that are not on the page.
    more: i64,
    script: &'static str,
    /// The hash of the script, by which the page allows it and no other.
    script_hash: String,
}

/// One figure of the headline.
struct Figure {
    class: &'static str,
    value: String,
    label: String,
}

/// One outcome, and the number of its rows.
struct Bar<'a> {
    class: &'static str,
    name: &'a str,
    meaning: &'a str,
    rows: String,
    percent: String,
    /// The share of all rows, in percent, for the width of the bar.
    share: String,
}

/// A reason, and the number of its rows.
struct Reason<'a> {
    class: &'static str,
    outcome: &'a str,
    text: String,
    rows: String,
    count: i64,
}

/// A row without a credit line: any outcome but `Ready`.
struct Line {
    row: i64,
    reference: String,
    name: String,
    identifier: String,
    class: &'static str,
    outcome: String,
    why: Vec<Why>,
}

impl Line {
    fn new(texts: &Texts, result: PortfolioResult) -> Self {
        let class = class(&result.outcome);
        Self {
            row: result.row,
            why: reasons(texts, &result, Detail::Row),
            class,
            outcome: name(texts, class).to_owned(),
            reference: result.reference.unwrap_or_default(),
            name: result.name.unwrap_or_default(),
            identifier: result.identifier.unwrap_or_default(),
        }
    }
}

pub(super) fn write(
    texts: &Texts,
    job: &str,
    found: impl Iterator<Item = Result<ReportRow>>,
    writer: impl Write,
) -> Result<()> {
    let mut tally = Tally::new(texts.get("why.other"));
    let (mut rows, mut more, mut amounts) = (Vec::new(), 0, BTreeMap::<String, i128>::new());
    for found in found {
        let found = found?;
        let common: BTreeSet<String> =
            reasons(texts, &found.result, Detail::Common).into_iter().map(|why| why.text).collect();
        tally.add(&found, common);
        if found.result.outcome == PortfolioOutcome::Ready {
            add_amount(&mut amounts, &found.result);
            continue;
        }
        if rows.len() < MAX_ROWS { rows.push(Line::new(texts, found.result)) } else { more += 1 }
    }
    let summary = tally.summary();
    let has_references = rows.iter().any(|row| !row.reference.is_empty());
    let page = Page {
        texts,
        job,
        at: texts.moment(world::wall_clock()),
        figures: figures(texts, &summary, &amounts),
        bars: bars(texts, &summary),
        unfinished: summary.unfinished,
        reasons: reasons_of(texts, summary),
        rows,
        has_references,
        more,
        script: SCRIPT,
        script_hash: BASE64_STANDARD.encode(digest(&SHA256, SCRIPT.as_bytes())),
    };
    let mut writer = BufWriter::new(writer);
    page.write_into(&mut writer).and_then(|()| writer.flush()).map_err(|error| write_error(&error))
}

fn add_amount(amounts: &mut BTreeMap<String, i128>, result: &PortfolioResult) {
    if let (Some(amount), Some(currency)) = (result.pool_amount, &result.currency) {
        *amounts.entry(currency.as_str().to_owned()).or_default() += i128::from(amount);
    }
}

/// Returns the figures of the headline: all rows, and where they are. They add up to all rows.
fn figures(texts: &Texts, summary: &ReportSummary, amounts: &BTreeMap<String, i128>) -> Vec<Figure> {
    let correct = summary.missing_data + summary.invalid + summary.ambiguous;
    let again = summary.pending + summary.failed;
    let counts = [
        ("rows", "", summary.rows, true),
        ("ready", "ready", summary.ready, true),
        ("declined", "declined", summary.declined, true),
        ("correct", "invalid", correct, true),
        ("again", "pending", again, false),
        ("duplicate", "duplicate", summary.duplicate, false),
    ];
    let shown = counts.into_iter().filter(|(.., count, always)| *always || *count > 0);
    let mut figures: Vec<Figure> = shown
        .map(|(key, class, count, _)| Figure {
            class,
            value: texts.number(count),
            label: texts.counted(&format!("figure.{key}"), count),
        })
        .collect();
    if !amounts.is_empty() {
        let label = texts.get("figure.amount").to_owned();
        figures.insert(2, Figure { class: "ready", value: texts.amounts(amounts), label });
    }
    figures
}

fn bars<'a>(texts: &'a Texts, summary: &ReportSummary) -> Vec<Bar<'a>> {
    let counts = [
        (PortfolioOutcome::Ready, summary.ready),
        (PortfolioOutcome::Declined, summary.declined),
        (PortfolioOutcome::MissingData, summary.missing_data),
        (PortfolioOutcome::Invalid, summary.invalid),
        (PortfolioOutcome::Ambiguous, summary.ambiguous),
        (PortfolioOutcome::Duplicate, summary.duplicate),
        (PortfolioOutcome::Pending, summary.pending),
        (PortfolioOutcome::Failed, summary.failed),
    ];
    let bar = |(outcome, rows): (PortfolioOutcome, i64)| {
        let (class, tenths) = (class(&outcome), tenths(rows, summary.rows));
        Bar {
            class,
            name: name(texts, class),
            meaning: texts.find(&format!("outcome.{class}.means")).unwrap_or_default(),
            rows: texts.number(rows),
            percent: texts.percent(rows, summary.rows),
            share: format!("{}.{}", tenths / 10, tenths % 10),
        }
    };
    counts.into_iter().filter(|(_, rows)| *rows > 0).map(bar).collect()
}

fn reasons_of(texts: &Texts, summary: ReportSummary) -> Vec<Reason<'_>> {
    let reason = |reason: super::summary::ReportReason| {
        let class = class(&reason.outcome);
        Reason {
            class,
            outcome: name(texts, class),
            text: reason.reason,
            rows: texts.number(reason.rows),
            count: reason.rows,
        }
    };
    summary.reasons.into_iter().map(reason).collect()
}

/// Returns the CSS class of an outcome, which is the key of its texts as well.
fn class(outcome: &PortfolioOutcome) -> &'static str {
    match outcome {
        PortfolioOutcome::Ready => "ready",
        PortfolioOutcome::Declined => "declined",
        PortfolioOutcome::MissingData => "missing_data",
        PortfolioOutcome::Invalid => "invalid",
        PortfolioOutcome::Duplicate => "duplicate",
        PortfolioOutcome::Pending => "pending",
        PortfolioOutcome::Failed => "failed",
        PortfolioOutcome::Ambiguous => "ambiguous",
        PortfolioOutcome::Unknown { .. } => "unknown",
    }
}

fn name<'a>(texts: &'a Texts, class: &str) -> &'a str {
    texts.find(&format!("outcome.{class}")).unwrap_or_default()
}
