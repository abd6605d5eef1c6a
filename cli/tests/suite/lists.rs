//! `defacto borrowers`, `credit-lines` and `loans`: every format, page by page.

#[cfg(unix)]
use std::io::{BufRead, BufReader};
use std::time::Duration;

use crate::common::{
    self, COMPANIES, Ran, against, client, enrolled, example, run, run_with, sandbox, sandbox_with,
};
use defacto_sandbox::{Fault, FaultKind, Sandbox, Settings};
use defacto_sdk::api::loans::{LoanFilter, NewLoan};
use defacto_sdk::api::testing::{SandboxCountry, SandboxScenario};
use defacto_sdk::model::{CompanyReference, PaymentAccount};
use serde_json::Value;

const SPANISH: &str = "B73160459";

fn list(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    run(against(sandbox, arguments))
}

/// A sandbox whose pages have one item each, with three borrowers.
fn three_pages() -> Sandbox {
    let sandbox = sandbox_with(Settings { max_page_size: 1, speed: 1000.0, ..Settings::default() });
    for company in COMPANIES {
        enrolled(&sandbox, company);
    }
    sandbox.clear_log();
    sandbox
}

/// Requests a loan for the Spanish company; its id and the account that it is paid to.
fn requested_loan(sandbox: &Sandbox) -> (String, String) {
    enrolled(sandbox, "es-sl.json");
    let client = client(sandbox);
    let country = Some(SandboxCountry::from("FRA"));
    let iban = client.testing().generate_iban(country, Some(SandboxScenario::Success)).unwrap().iban;
    let pay_at = sandbox.now() + jiff::SignedDuration::from_hours(5 * 24);
    let repay_at = pay_at + jiff::SignedDuration::from_hours(60 * 24);
    let request = NewLoan::new(1_000_000, PaymentAccount::new(&iban), pay_at, repay_at);
    let loan = client.loans().request(&request.borrower(CompanyReference::new(SPANISH))).unwrap();
    (loan.id.to_string(), iban)
}

fn documents(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn records(ran: &Ran) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(ran.out.as_bytes()).records().map(Result::unwrap).collect()
}

#[test]
fn all_pages_are_listed_in_every_format() {
    let sandbox = three_pages();
    for command in ["borrowers", "credit-lines"] {
        let table = list(&sandbox, &[command]).exits(0).says("Aceites Sierra Clara SL").says(SPANISH);
        assert_eq!(table.out.lines().count(), 1 + COMPANIES.len(), "{}", table.out);
        let json = list(&sandbox, &[command, "--output", "json"]).exits(0);
        assert_eq!(documents(&json).len(), COMPANIES.len());
        let csv = list(&sandbox, &[command, "--output", "csv"]).exits(0);
        assert_eq!(records(&csv).len(), COMPANIES.len());
    }
}

#[test]
fn a_table_without_a_terminal_is_plain_text() {
    let sandbox = three_pages();
    let ran = list(&sandbox, &["borrowers"]).exits(0);
    assert!(!ran.out.contains(['\u{1b}', '│', '┌', '|']), "{}", ran.out);
    assert!(ran.out.starts_with("id"), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn no_more_pages_are_read_than_the_limit_needs() {
    let sandbox = three_pages();
    for format in ["table", "json", "csv"] {
        sandbox.clear_log();
        list(&sandbox, &["borrowers", "--limit", "1", "--output", format]).exits(0);
        assert_eq!(sandbox.log().len(), 1, "{format}");
    }
    list(&sandbox, &["borrowers", "--limit", "0"]).exits(2);
}

#[test]
fn what_was_read_before_a_failure_is_written() {
    let sandbox = three_pages();
    for format in ["json", "csv"] {
        let fault = |kind| Fault::new(kind).operation("GET /borrowers");
        sandbox.clear_faults();
        // It strikes the first page and does no harm, so that the next one strikes the second page.
        sandbox.fault(fault(FaultKind::Latency).delay(Duration::ZERO));
        sandbox.fault(fault(FaultKind::Unavailable).times(10));
        let ran = list(&sandbox, &["borrowers", "--output", format]).exits(1).warns("503");
        let heading = usize::from(format == "csv");
        assert_eq!(ran.out.lines().count(), heading + 1, "{}", ran.out);
    }
}

#[test]
fn a_reader_who_has_gone_is_no_error() {
    let sandbox = three_pages();
    for format in ["table", "json", "csv"] {
        let mut child = against(&sandbox, &["borrowers", "--output", format]).spawn().unwrap();
        drop(child.stdout.take());
        let ran = Ran::from(child.wait_with_output().unwrap()).exits(1);
        assert_eq!(ran.err, "", "{format}");
    }
}

#[test]
fn an_empty_list_says_so_and_is_no_error() {
    let sandbox = sandbox(1000.0);
    let table = list(&sandbox, &["loans"]).exits(0).warns("Nothing found.");
    assert_eq!(table.out, "");
    assert_eq!(list(&sandbox, &["loans", "--output", "json"]).exits(0).out, "");
    let csv = list(&sandbox, &["loans", "--output", "csv"]).exits(0);
    assert!(csv.out.starts_with("id,status,borrower_identifier,"), "{}", csv.out);
    assert_eq!(csv.out.lines().count(), 1);
}

#[test]
fn a_wrong_format_is_refused() {
    let sandbox = sandbox(1000.0);
    list(&sandbox, &["loans", "--output", "xml"]).exits(2).warns("table, json, csv");
}

#[test]
fn filters_reach_the_api() {
    let sandbox = three_pages();
    list(&sandbox, &["borrowers", "--identifier", SPANISH]).exits(0).says("Aceites");
    list(&sandbox, &["credit-lines", "--borrower", SPANISH, "--borrower", "1"]).exits(0).says("Aceites");
    list(&sandbox, &["borrowers", "--from-signed-at", "2100-01-01"]).exits(0).warns("Nothing found.");
    list(&sandbox, &["borrowers", "--to-signed-at", "2020-01-01T00:00:00Z"]).exits(0).warns("Nothing found.");
    list(&sandbox, &["borrowers", "--from-signed-at", "yesterday"]).exits(2).warns("2026-01-31");
}

#[test]
fn one_borrower_is_shown_by_its_id() {
    let sandbox = sandbox(1000.0);
    let id = enrolled(&sandbox, "es-sl.json");
    list(&sandbox, &["borrowers", &id]).exits(0).says(&id).says("legal form").says("READY");
    let json = list(&sandbox, &["borrowers", &id, "--output", "json"]).exits(0).json();
    assert_eq!(json["accounts"][0]["account_number"], "ES6899990073410007316045");
    assert_eq!(records(&list(&sandbox, &["borrowers", &id, "--output", "csv"]).exits(0)).len(), 1);
    let unknown = "00000000-0000-4000-8000-000000000000";
    list(&sandbox, &["borrowers", unknown]).exits(1).warns("404");
    list(&sandbox, &["borrowers", &id, "--limit", "1"]).exits(2);
    list(&sandbox, &["borrowers", "SPANISH"]).exits(2);
}

#[test]
fn loans_are_listed_and_shown() {
    let sandbox = sandbox(1000.0);
    let (id, _) = requested_loan(&sandbox);
    list(&sandbox, &["loans"]).exits(0).says(&id).says("10,000.00 EUR");
    list(&sandbox, &["loans", &id]).exits(0).says("repayment method").says("10,000.00 EUR");
    list(&sandbox, &["loans", "--borrower", SPANISH]).exits(0).says(&id);
    list(&sandbox, &["loans", "--status", "closed", "--status", "to-repay"]).exits(0).warns("Nothing found.");
    let json = list(&sandbox, &["loans", "--output", "json"]).exits(0);
    assert_eq!(documents(&json)[0]["amount"], 1_000_000);
    let csv = list(&sandbox, &["loans", "--output", "csv"]).exits(0);
    let columns = csv::Reader::from_reader(csv.out.as_bytes()).headers().unwrap().clone();
    let amount = columns.iter().position(|column| column == "amount").unwrap();
    assert_eq!(&records(&csv)[0][amount], "1000000");
}

#[test]
fn loans_have_longer_forms() {
    let sandbox = sandbox(1000.0);
    let (id, _) = requested_loan(&sandbox);
    list(&sandbox, &["loans", "list", "--borrower", SPANISH]).exits(0).says(&id);
    assert_eq!(list(&sandbox, &["loans", "get", &id, "--output", "json"]).exits(0).json()["id"], id.as_str());
    list(&sandbox, &["loans", "get"]).exits(2);
    list(&sandbox, &["loans", &id, "list"]).exits(2);
}

#[test]
fn a_key_is_one_loan_however_often_it_is_requested() {
    let sandbox = sandbox(1000.0);
    enrolled(&sandbox, "es-sl.json");
    let pay_at = sandbox.now() + jiff::SignedDuration::from_hours(5 * 24);
    let request = serde_json::json!({
        "amount": 100_000,
        "borrower": {"identifier": SPANISH},
        "loan_to": {"account_number": "FR7630006000011234567890189"},
        "to_pay_at": pay_at.to_string(),
        "to_repay_at": (pay_at + jiff::SignedDuration::from_hours(30 * 24)).to_string(),
        "wait_for_validation": true,
    });
    let ask = |key: &[&str], body: &Value| {
        let arguments = [&["loans", "request", "-", "--output", "json"], key].concat();
        run_with(against(&sandbox, &arguments), &body.to_string())
    };
    ask(&[], &request).exits(2).warns("second loan").warns("--key");
    let first = ask(&["--key", "order-4711"], &request).exits(0).json();
    let again = ask(&["--key", "order-4711"], &request).exits(0).json();
    assert_eq!(first["id"], again["id"]);
    let mut salted = request.clone();
    salted["salt_id"] = "6f1c2a34-0000-4000-8000-000000000001".into();
    assert_ne!(ask(&[], &salted).exits(0).json()["id"], first["id"]);
    assert_eq!(client(&sandbox).loans().list(&LoanFilter::new()).unwrap().count(), 2);
    let mut refused = request.clone();
    refused["amount"] = 19_000_000.into();
    assert_eq!(ask(&["--key", "too-much"], &refused).exits(4).json()["status"], "DECLINED");
    refused["amount"] = (-1).into();
    ask(&["--key", "negative"], &refused).exits(3).warns("amount");
}

#[test]
fn invoices_are_uploaded_listed_and_shown() {
    let sandbox = sandbox(1000.0);
    let folder = common::settings::folder("lists-invoices");
    let (pdf, other) = (folder.join("invoice.pdf"), folder.join("other.pdf"));
    std::fs::write(&pdf, "%PDF-1.4\n%%EOF\n").unwrap();
    std::fs::write(&other, "no document").unwrap();
    let upload = |file: &std::path::Path, more: &[&str]| {
        let file = file.to_str().unwrap();
        list(&sandbox, &[&["invoices", "upload", file, "--output", "json"], more].concat())
    };
    let invoice =
        upload(&pdf, &["--seller", "SIREN-472618354", "--metadata", "{\"order\": 1}"]).exits(0).json();
    assert_eq!(
        (&invoice["seller"]["identifier"], &invoice["metadata"]["order"]),
        (&"472618354".into(), &1.into())
    );
    let id = invoice["id"].as_str().unwrap();
    list(&sandbox, &["invoices", "get", id]).exits(0).says(id).says("472618354");
    list(&sandbox, &["invoices", "list", "--seller", "472618354"]).exits(0).says(id);
    list(&sandbox, &["invoices", "list", "--status", "paid"]).exits(0).warns("Nothing found.");
    let sent = sandbox.log().len();
    upload(&other, &[]).exits(3).warns("PDF");
    upload(&pdf, &["--metadata", "[1]"]).exits(2).warns("JSON object");
    list(&sandbox, &["invoices"]).exits(2);
    assert_eq!(sandbox.log().len(), sent, "nothing was sent");
}

#[test]
fn a_status_that_this_version_does_not_know_is_left_to_the_api() {
    let sandbox = sandbox(1000.0);
    list(&sandbox, &["loans", "--status", "DREAMT_OF"]).exits(3).warns("422");
}

#[test]
fn a_name_never_becomes_a_formula() {
    let sandbox = sandbox(1000.0);
    let text = std::fs::read_to_string(example("es-sl.json")).unwrap();
    let mut company: Value = serde_json::from_str(&text).unwrap();
    company["name"] = "=HYPERLINK(\"https://example.com\",\"a, b\")".into();
    run_with(against(&sandbox, &["enroll", "-"]), &company.to_string()).exits(0);
    let csv = list(&sandbox, &["borrowers", "--output", "csv"]).exits(0);
    let record = &records(&csv)[0];
    assert!(record.iter().any(|cell| cell.starts_with("'=HYPERLINK")), "{}", csv.out);
    assert!(!record.iter().any(|cell| cell.starts_with(['=', '+', '-', '@'])), "{}", csv.out);
}

#[test]
fn tables_and_csv_hold_no_personal_data() {
    let sandbox = sandbox(1000.0);
    let (loan, paid_to) = requested_loan(&sandbox);
    let borrower = enrolled(&sandbox, "fr-direct-debit.json");
    let mut secrets = vec![paid_to];
    for file in ["es-sl.json", "fr-direct-debit.json"] {
        let request: Value = serde_json::from_str(&std::fs::read_to_string(example(file)).unwrap()).unwrap();
        secrets.push(request["account_number"].as_str().unwrap().to_owned());
        for director in request["directors"].as_array().unwrap() {
            for member in ["birth_date", "last_name", "business_email"] {
                secrets.push(director[member].as_str().unwrap().to_owned());
            }
        }
    }
    for arguments in
        [&["borrowers"][..], &["borrowers", &borrower], &["credit-lines"], &["loans"], &["loans", &loan]]
    {
        for format in ["table", "csv"] {
            let ran = list(&sandbox, &[arguments, &["--output", format]].concat()).exits(0);
            let shown = ran.out + &ran.err;
            assert!(secrets.iter().all(|secret| !shown.contains(secret.as_str())), "{arguments:?}: {shown}");
        }
    }
}

#[cfg(unix)]
#[test]
fn control_c_ends_a_list() {
    let sandbox = three_pages();
    let fault = || Fault::new(FaultKind::Latency).operation("GET /borrowers");
    sandbox.fault(fault().delay(Duration::ZERO));
    sandbox.fault(fault().delay(Duration::from_secs(60)));
    let mut child = against(&sandbox, &["borrowers", "--output", "json"]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    common::signal(&child, "INT");
    Ran::from(child.wait_with_output().unwrap()).exits(130);
    assert!(serde_json::from_str::<Value>(&line).unwrap()["identifier"].is_string());
}
