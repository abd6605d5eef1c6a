//! Tests of what a report contains and what it must not contain.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::io::{self, Write};
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::{Report, ReportOptions};
use crate::error::{ErrorKind, Problem, Severity};
use crate::portfolio::result::{PortfolioOutcome, PortfolioResult};
use crate::portfolio::row::RowProblem;
use crate::store::{Claim, Entry, EntryState, MemoryStore, Store, When};
use crate::wire::to_json;

const JOB: &str = "customers <b>2026</b>.csv";

fn finished(store: &dyn Store, company: &str, result: &PortfolioResult) {
    let entry = Entry::new(company, Some(result.row), EntryState::Finished).outcome(Some(to_json(result)));
    store.save(JOB, &entry, When::Always).unwrap();
}

fn result(row: i64, company: &str, outcome: PortfolioOutcome) -> PortfolioResult {
    PortfolioResult::new(row, Some(company.to_owned()), outcome)
}

fn problem(column: &str, code: &str) -> RowProblem {
    let problem = Problem::new("/account_number", code, Severity::Error, "has wrong check digits");
    RowProblem::new(Some(column.to_owned()), problem)
}

/// Returns a report with six outcomes, one row with a pending credit line and one that was begun.
fn sample() -> Report {
    use PortfolioOutcome::{Declined, Duplicate, Failed, Invalid, MissingData, Ready};
    let store = Arc::new(MemoryStore::new());
    let ready = PortfolioResult { pool_amount: Some(-5), ..result(2, "913572467", Ready) };
    finished(&*store, "913572467", &ready);
    let declined =
        PortfolioResult { reason: Some("=HYPERLINK(\"evil\")".to_owned()), ..result(3, "c", Declined) };
    finished(&*store, "c", &declined);
    let lacking = PortfolioResult {
        fields: vec!["/directors/0/birth_date".to_owned()],
        reason: Some("the API lacks data".to_owned()),
        ..result(4, "d", MissingData)
    };
    finished(&*store, "d", &lacking);
    let invalid =
        PortfolioResult { problems: vec![problem("iban", "iban_checksum")], ..result(5, "e", Invalid) };
    finished(&*store, "#row 5", &invalid);
    let again = PortfolioResult { duplicate_of: Some(2), ..result(6, "913572467", Duplicate) };
    finished(&*store, "#row 6", &again);
    let failed = PortfolioResult { reason: Some("<script>".to_owned()), ..result(7, "g", Failed) };
    finished(&*store, "g", &failed);
    store.save(JOB, &Entry::new("h", Some(8), EntryState::Waiting), When::Always).unwrap();
    store.begin(&Claim::new(JOB, "i", Some(9), "run")).unwrap();
    Report::new(store, JOB)
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> crate::error::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn rows_come_in_their_order_and_those_without_outcome_are_pending() {
    let results: Vec<PortfolioResult> = sample().results().map(Result::unwrap).collect();
    let rows: Vec<i64> = results.iter().map(|result| result.row).collect();
    assert_eq!(rows, [2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!((&results[6].outcome, &results[6].reason), (&PortfolioOutcome::Pending, &None));
    assert_eq!(results[7].reason.as_deref(), Some("not finished: run it again"));
}

#[test]
fn the_summary_counts_outcomes_and_reasons() {
    let summary = sample().summary().unwrap();
    assert_eq!((summary.rows, summary.pending, summary.unfinished), (8, 2, 1));
    let single = [
        summary.ready,
        summary.declined,
        summary.missing_data,
        summary.invalid,
        summary.duplicate,
        summary.failed,
    ];
    assert_eq!(single, [1; 6]);
    let reasons: Vec<&str> = summary.reasons.iter().map(|reason| reason.reason.as_str()).collect();
    assert!(reasons.contains(&"iban: iban_checksum"), "{reasons:?}");
    assert!(reasons.contains(&"/directors/0/birth_date"), "{reasons:?}");
}

#[test]
fn the_commonest_reasons_come_first_and_their_number_is_bounded() {
    let store = Arc::new(MemoryStore::new());
    for row in 1..=3000 {
        let reason = if row % 10 == 0 { "TOO_YOUNG".to_owned() } else { format!("reason {row}") };
        let declined =
            PortfolioResult { reason: Some(reason), ..result(row, "", PortfolioOutcome::Declined) };
        finished(&*store, &format!("company {row}"), &declined);
    }
    let reasons = Report::new(store, JOB).summary().unwrap().reasons;
    assert_eq!(reasons.len(), 50);
    let most: Vec<(&str, i64)> =
        reasons.iter().take(2).map(|reason| (reason.reason.as_str(), reason.rows)).collect();
    assert_eq!(most, [("other reasons", 701), ("TOO_YOUNG", 300)]);
}

#[test]
fn the_same_failure_of_two_requests_is_one_reason() {
    let store = Arc::new(MemoryStore::new());
    for row in 1..=2 {
        let reason = Some(format!("POST /borrowers answered 500. (request id {row})"));
        let failed = PortfolioResult { reason, ..result(row, "x", PortfolioOutcome::Failed) };
        finished(&*store, &format!("company {row}"), &failed);
    }
    let reasons = Report::new(store, JOB).summary().unwrap().reasons;
    assert_eq!((reasons.len(), reasons[0].rows), (1, 2));
    assert_eq!(reasons[0].reason, "POST /borrowers answered 500.");
}

#[test]
fn csv_has_a_line_for_each_row_and_no_formula() {
    let csv = text(|to| sample().write_csv(to));
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 9);
    assert!(lines[0].starts_with("row,identifier,outcome,borrower_id,pool_amount"));
    assert!(lines[1].starts_with("2,913572467,ready,,-5,"), "a number stays a number: {}", lines[1]);
    assert!(lines[2].contains("\"'=HYPERLINK"), "{}", lines[2]);
    assert!(lines[4].contains("iban: iban_checksum: has wrong check digits"), "{}", lines[4]);
}

/// Returns the CSV line of a row with this reason.
fn line_with(reason: &str) -> String {
    let store = Arc::new(MemoryStore::new());
    let reason = Some(reason.to_owned());
    finished(&*store, "c", &PortfolioResult { reason, ..result(2, "c", PortfolioOutcome::Declined) });
    let csv = text(|to| Report::new(store, JOB).write_csv(to));
    csv.split_once('\n').unwrap().1.to_owned()
}

#[test]
fn a_cell_that_another_separator_would_split_is_quoted_and_its_parts_are_no_formulas() {
    let cells = [
        ("x;=1+1", "\"x;'=1+1\""),
        ("x\t@SUM(1)", "\"x\t'@SUM(1)\""),
        ("x\n+1", "\"x\n'+1\""),
        ("x; =1+1", "\"x; '=1+1\""),
        ("x;\"=1+1", "\"x;\"\"'=1+1\""),
        ("a; b, c", "\"a; b, c\""),
        ("say \"a\"", "\"say \"\"a\"\"\""),
        ("1+1=2", "1+1=2"),
    ];
    for (reason, cell) in cells {
        assert_eq!(line_with(reason), format!("2,c,declined,,,,,,{cell},,,,,,false,,,\n"));
    }
}

#[test]
fn json_lines_are_results() {
    let lines = text(|to| sample().write_json_lines(to));
    let results: Vec<PortfolioResult> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(results.len(), 8);
    assert_eq!(results[4].duplicate_of, Some(2));
}

#[test]
fn html_escapes_everything_and_needs_nothing_from_elsewhere() {
    let html = text(|to| sample().write_html(to));
    assert!(html.contains("customers &#60;b&#62;2026"), "{html}");
    for unwanted in ["<b>2026", "http://", "https://", "src=", "<link", "@import", "url(", "fetch("] {
        assert!(!html.contains(unwanted), "{unwanted}");
    }
    assert_eq!(html.matches("<script").count(), 1, "its own, which sorts the tables");
}

#[test]
fn the_page_allows_its_own_script_and_no_other() {
    let html = text(|to| sample().write_html(to));
    let script = html.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    let hash = BASE64_STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, script.as_bytes()));
    let policy =
        format!("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'\"");
    assert!(html.contains(&policy), "{policy}");
}

/// Returns the page in a language, as text without tags: one line for each element.
fn page(report: &Report, language: &str) -> String {
    let options = ReportOptions::new().language(language);
    let report = Report::with(Arc::clone(&report.store), &report.job, &options).unwrap();
    let html = text(|to| report.write_html(to));
    let body = html.split_once("<body>").unwrap().1.split_once("<script>").unwrap().0;
    let lines = body.split('<').filter_map(|part| Some(part.split_once('>')?.1.trim()));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn html_tells_reasons_and_fields_in_the_words_of_the_reader() {
    for (language, lines) in [
        (
            "en",
            ["company declined", "Director 1, date of birth is missing", "The lender declined for another"],
        ),
        (
            "fr",
            [
                "entreprise refusée",
                "Dirigeant 1, date de naissance\u{a0}: donnée manquante",
                "Le prêteur a refusé",
            ],
        ),
        ("de", ["Unternehmen abgelehnt", "Geschäftsführer/in 1, Geburtsdatum fehlt", "Der Kreditgeber"]),
        ("es", ["empresa rechazada", "Administrador 1, fecha de nacimiento: falta", "El prestamista"]),
        ("nl", ["bedrijf afgewezen", "Bestuurder 1, geboortedatum ontbreekt", "De kredietverstrekker"]),
    ] {
        let page = page(&sample(), language);
        for line in lines {
            assert!(page.contains(line), "{language}: {line}\n{page}");
        }
        for code in ["/directors", "iban_checksum", "has wrong check digits\n"] {
            assert!(!page.contains(code), "{language}: {code}\n{page}");
        }
        assert!(page.contains("iban"), "the column has its own name");
    }
}

#[test]
fn a_known_denial_code_is_told_in_words_and_an_unknown_one_as_it_is() {
    let store = Arc::new(MemoryStore::new());
    for (row, reason) in [(2, "CREDIT_RISK_NOT_ELIGIBLE"), (3, "BRAND_NEW_CODE")] {
        let reason = Some(reason.to_owned());
        let declined = PortfolioResult { reason, ..result(row, "c", PortfolioOutcome::Declined) };
        finished(&*store, &row.to_string(), &declined);
    }
    let page = page(&Report::new(store, JOB), "fr");
    assert!(page.contains("Le prêteur juge le risque de crédit trop élevé."), "{page}");
    assert!(page.contains("Le prêteur a refusé pour un autre motif\u{a0}: BRAND_NEW_CODE"), "{page}");
    assert!(!page.contains("CREDIT_RISK_NOT_ELIGIBLE"), "{page}");
}

#[test]
fn html_names_companies_and_repeats_the_callers_reference() {
    let store = Arc::new(MemoryStore::new());
    let (name, reference) = (Some("Müller & Söhne".to_owned()), Some("=CRM-7".to_owned()));
    let named = PortfolioResult { name, reference, ..result(2, "472618354", PortfolioOutcome::Declined) };
    finished(&*store, "a", &named);
    let report = Report::new(store, JOB);
    let page = page(&report, "en");
    assert!(page.contains("Reference\n"), "{page}");
    assert!(page.contains("=CRM-7\nMüller &#38; Söhne\n472618354\nDeclined"), "{page}");
    assert!(text(|to| report.write_csv(to)).ends_with(",Müller & Söhne,'=CRM-7\n"));
    assert!(!self::page(&sample(), "en").contains("Reference\n"), "no column without references");
}

#[test]
fn the_headline_adds_up_to_all_rows_and_tells_the_credit_lines_in_total() {
    let page = page(&sample(), "de");
    let headline: Vec<&str> = page.lines().skip(3).take(14).collect();
    let figures: Vec<&str> = headline.chunks(2).map(|figure| figure[0]).collect();
    // All rows; ready; declined; to correct; to run again; duplicates.
    assert_eq!(figures[..6], ["8", "1", "1", "2", "3", "1"], "{headline:?}");
    let store = Arc::new(MemoryStore::new());
    for row in 1..=2 {
        let (pool_amount, currency) = (Some(750_000_050), Some("EUR".into()));
        let ready = PortfolioResult { pool_amount, currency, ..result(row, "x", PortfolioOutcome::Ready) };
        finished(&*store, &row.to_string(), &ready);
    }
    assert!(self::page(&Report::new(store, JOB), "de").contains("15.000.001\u{a0}€\nKreditlinien insgesamt"));
}

#[test]
fn a_language_without_texts_is_refused() {
    let options = ReportOptions::new().language("it");
    let error = Report::with(Arc::new(MemoryStore::new()), JOB, &options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("Use en, fr, de, es or nl."), "{error}");
}

#[test]
fn html_shows_a_thousand_rows_and_says_how_many_more_there_are() {
    let store = Arc::new(MemoryStore::new());
    for row in 1..=1003 {
        finished(&*store, &format!("company {row}"), &result(row, "x", PortfolioOutcome::Failed));
    }
    let html = text(|to| Report::new(store, JOB).write_html(to));
    assert_eq!(html.matches("<td class=\"company\">").count(), 1000);
    assert!(html.contains("3 more rows without a credit line"));
}

#[test]
fn a_portfolio_that_is_not_there_has_no_rows() {
    let report = Report::new(Arc::new(MemoryStore::new()), "another");
    assert_eq!(report.summary().unwrap().rows, 0);
    assert_eq!(text(|to| report.write_csv(to)).lines().count(), 1);
    assert!(text(|to| report.write_html(to)).contains("No rows"));
}

#[test]
fn an_outcome_that_cannot_be_read_is_told_by_its_row() {
    let store = Arc::new(MemoryStore::new());
    let entry =
        Entry::new("a", Some(7), EntryState::Finished).outcome(Some("{\"row\":\"s3cret\"}".to_owned()));
    store.save(JOB, &entry, When::Always).unwrap();
    let error = Report::new(store, JOB).summary().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(error.to_string().contains("row 7") && !error.to_string().contains("s3cret"), "{error}");
}

struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_told_as_such() {
    let report = sample();
    for error in [report.write_csv(Full), report.write_json_lines(Full), report.write_html(Full)] {
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store);
        assert!(error.to_string().contains("the disk is full"), "{error}");
    }
}

#[test]
#[cfg(unix)]
fn a_new_report_is_for_its_owner_alone_and_an_earlier_one_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = std::env::temp_dir().join(format!("defacto-report-{}", crate::world::new_uuid()));
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("result.csv");
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    sample().save(&path).unwrap();
    assert_eq!(mode(), 0o600);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    sample().save(&path).unwrap();
    assert_eq!(mode(), 0o644);
    std::fs::remove_dir_all(&folder).unwrap();
}
