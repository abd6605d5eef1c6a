//! `defacto portfolio enroll`, `resume` and `report`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::common::companies::{csv, enrolled, posts, siren};
use crate::common::settings::{FAKE, folder};
use crate::common::{self, Ran, against, client, defacto, example, run, run_with, sandbox};
use defacto_sandbox::{Fault, FaultKind, Sandbox};
use defacto_sdk::api::testing::{BusinessEligibility, EligibilityScenario};
use defacto_sdk::model::{BusinessIdentifier, IdentifierType};
use serde_json::Value;

/// A folder with a portfolio.
struct Work(PathBuf);

impl Work {
    fn new(name: &str, content: &str) -> Self {
        let folder = folder(name);
        fs::write(folder.join("customers.csv"), content).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// `defacto portfolio ...` in the folder, quick enough for a test.
    fn command(&self, sandbox: &Sandbox, arguments: &[&str]) -> Command {
        let mut command = against(sandbox, &["portfolio"]);
        command.args(arguments).current_dir(&self.0);
        if matches!(arguments[0], "enroll" | "resume") {
            command.args(["--settle-time", "400ms", "--poll-interval", "20ms"]);
        }
        command
    }

    fn run(&self, sandbox: &Sandbox, arguments: &[&str]) -> Ran {
        run(self.command(sandbox, arguments))
    }

    fn names(&self) -> Vec<String> {
        let entry = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        fs::read_dir(&self.0).unwrap().map(entry).collect()
    }
}

/// An account with wrong check digits: a row that cannot pass.
const WRONG: &str = "FR5220041010050000000000106";

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn decline(sandbox: &Sandbox, company: &str) {
    let business = BusinessIdentifier::new(company.to_owned(), IdentifierType::Siren);
    let ineligible = BusinessEligibility::new(business, EligibilityScenario::NotEligible);
    client(sandbox).testing().set_eligibility(&ineligible).unwrap();
}

#[test]
fn a_portfolio_is_enrolled_and_a_second_run_sends_nothing() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-whole", &csv((1..=30).chain([7])));
    decline(&sandbox, &siren(5));
    work.run(&sandbox, &["enroll", "customers.csv"])
        .exits(0)
        .says("31 rows")
        .says("29  ready")
        .says(" 1  declined")
        .says(" 1  duplicate");
    assert_eq!(enrolled(&sandbox).len(), 30);
    assert!(work.path("customers.csv.defacto.db").exists());

    let sent = posts(&sandbox);
    work.run(&sandbox, &["enroll", "customers.csv"])
        .exits(0)
        .warns("Going on with 'customers.csv' in customers.csv.defacto.db");
    assert_eq!(posts(&sandbox), sent);
}

#[test]
fn json_is_a_line_for_each_row() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-json", &csv(1..=10));
    let ran = work.run(&sandbox, &["enroll", "customers.csv", "--json"]).exits(0).warns("10 rows: 10 ready.");
    let results = lines(&ran.out);
    assert_eq!(results.len(), 10);
    assert!(results.iter().all(|result| result["outcome"] == "ready" && result["pool_amount"].is_i64()));
    let mut rows: Vec<i64> = results.iter().map(|result| result["row"].as_i64().unwrap()).collect();
    rows.sort_unstable();
    assert_eq!(rows, (2..=11).collect::<Vec<_>>());
}

#[test]
fn rows_to_correct_and_rows_to_run_again_have_exit_codes_of_their_own() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-codes", &format!("siren,account_number\n{},{WRONG}\n", siren(1)));
    work.run(&sandbox, &["enroll", "customers.csv"]).exits(3).says("invalid");
    assert_eq!(posts(&sandbox), 0, "nothing is sent for a row that cannot pass");

    let line = |name: &str| {
        serde_json::from_str::<Value>(&fs::read_to_string(example(name)).unwrap()).unwrap().to_string()
    };
    fs::write(work.path("lacking.jsonl"), line("nl-without-director.json") + "\n" + &line("de-gmbh.json"))
        .unwrap();
    work.run(&sandbox, &["enroll", "lacking.jsonl"]).exits(3).says("1  missing data").says("1  ready");

    fs::write(work.path("failing.csv"), csv([41])).unwrap();
    sandbox.fault(Fault::new(FaultKind::Answer).operation("POST /borrowers").status(418).times(1));
    work.run(&sandbox, &["enroll", "failing.csv"]).exits(5).says("1  failed");
    work.run(&sandbox, &["resume", "failing.csv"]).exits(0).says("1  ready");
}

#[test]
fn reports_are_written_by_their_endings() {
    let sandbox = sandbox(1000.0);
    let work = Work::new(
        "portfolio-reports",
        &(csv(1..=5).replace("name", "account_number").replace("Fonderie des Tilleuls SAS", "")
            + &siren(6)
            + ","
            + WRONG
            + "\n"),
    );
    fs::write(work.path("old.html"), "an earlier report").unwrap();
    let reports = ["--report", "out.csv", "--report", "out.jsonl", "--report", "old.html"];
    work.run(&sandbox, &[&["enroll", "customers.csv"], &reports[..]].concat())
        .exits(3)
        .warns("Wrote out.csv.");
    assert_eq!(work.text("out.csv").lines().count(), 7);
    assert_eq!(lines(&work.text("out.jsonl")).len(), 6);
    let html = work.text("old.html");
    assert!(html.contains("Rows without a credit line") && !html.contains("earlier"), "{html}");
    let names = work.names();
    assert_eq!(names.iter().filter(|name| name.starts_with(".tmp")).count(), 0, "{names:?}");

    fs::remove_file(work.path("customers.csv")).unwrap();
    run(in_folder(&work, &["report", "customers.csv", "--report", "later.csv"]))
        .exits(0)
        .says("6 rows")
        .says("5  ready")
        .says("account_number: iban_checksum");
    assert_eq!(work.text("later.csv"), work.text("out.csv"));
    let summary = run(in_folder(&work, &["report", "customers.csv", "--json"])).exits(0).json();
    assert_eq!((&summary["rows"], &summary["ready"], &summary["invalid"]), (&6.into(), &5.into(), &1.into()));
    run(in_folder(&work, &["report", "customers.csv", "--report", "out.pdf"]))
        .exits(2)
        .warns(".csv, .jsonl or .html");
}

/// Without a key or an environment.
fn in_folder(work: &Work, arguments: &[&str]) -> Command {
    let mut command = defacto(&["portfolio"]);
    command.args(arguments).current_dir(&work.0);
    command
}

#[test]
fn a_report_that_cannot_be_written_is_told_before_anything_is_sent() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-no-folder", &csv(1..=3));
    work.run(&sandbox, &["enroll", "customers.csv", "--report", "missing/out.csv"])
        .exits(1)
        .warns("the report missing/out.csv cannot be written");
    assert!(sandbox.log().is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_the_store_has_everything() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-full", &csv(1..=3));
    for name in ["full.csv", "full.jsonl", "full.html"] {
        std::os::unix::fs::symlink("/dev/full", work.path(name)).unwrap();
        work.run(&sandbox, &["enroll", "customers.csv", "--report", name, "--report", "good.csv"])
            .exits(1)
            .warns("the report cannot be written: the disk is full");
        assert_eq!(work.text("good.csv").lines().count(), 4, "the other report is there");
    }
    let device = fs::metadata("/dev/full").unwrap();
    assert!(!device.is_file(), "what is no file is not replaced");
}

#[cfg(unix)]
#[test]
fn a_report_takes_no_other_files_place() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-collision", &csv(1..=3));
    for (name, what) in
        [("customers.csv", "the file with the companies"), ("./customers.csv", "the file with the companies")]
    {
        work.run(&sandbox, &["enroll", "customers.csv", "--report", name]).exits(2).warns(what);
    }
    work.run(&sandbox, &["enroll", "customers.csv", "--report", "a.csv", "--report", "./a.csv"])
        .exits(2)
        .warns("another report");
    assert_eq!(posts(&sandbox), 0, "that is told before anything is sent");
    work.run(&sandbox, &["enroll", "customers.csv"]).exits(0);
    run(in_folder(&work, &["report", "customers.csv", "--report", "customers.csv"])).exits(2);
    assert_eq!(work.text("customers.csv"), csv(1..=3));
}

#[test]
fn a_store_that_would_keep_nothing_is_refused() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-no-store", &csv(1..=3));
    work.run(&sandbox, &["enroll", "customers.csv", "--store", ""]).exits(2);
    work.run(&sandbox, &["enroll", "customers.csv", "--store", ":memory:"]).exits(1).warns("needs a file");
    let url = "POSTGRESQL://user:s3cret@127.0.0.1:1/db";
    let ran = work.run(&sandbox, &["enroll", "customers.csv", "--store", url]).exits(1);
    assert!(!ran.err.contains("s3cret"), "{}", ran.err);
    assert_eq!(posts(&sandbox), 0);
}

#[test]
fn an_address_of_no_known_form_makes_no_file_and_shows_no_password() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-addresses", &csv(1..=3));
    let addresses = [
        ("host=127.0.0.1 password=s3cret dbname=x", "--store holds the password"),
        ("postgresql+psycopg2://me:s3cret@127.0.0.1/x", "postgresql+psycopg2"),
        ("jdbc:postgresql://127.0.0.1/x?password=s3cret", "jdbc:postgresql"),
        ("mysql://me:s3cret@127.0.0.1/x", "mysql"),
        (" postgresql://me:s3cret@127.0.0.1/x", "a blank"),
        ("postgres ql://me:s3cret@127.0.0.1/x", "no scheme"),
    ];
    for (address, said) in addresses {
        let ran = work.run(&sandbox, &["enroll", "customers.csv", "--store", address]).exits(1).warns(said);
        assert!(!ran.err.contains("s3cret"), "{}", ran.err);
        let mut command = work.command(&sandbox, &["enroll", "customers.csv"]);
        command.env("DEFACTO_STORE", address);
        let ran = run(command).exits(1);
        assert!(!ran.err.contains("s3cret"), "{}", ran.err);
    }
    let folder = work.path("customers.csv").parent().unwrap().to_path_buf();
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["customers.csv"]);
}

#[test]
#[cfg(unix)]
fn journal_and_reports_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-modes", &csv(1..=3));
    work.run(&sandbox, &["enroll", "customers.csv", "--report", "result.csv"]).exits(0);
    for name in ["customers.csv.defacto.db", "result.csv"] {
        assert_eq!(fs::metadata(work.path(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn what_was_tried_in_a_sandbox_is_not_taken_for_done_elsewhere() {
    let (rehearsal, production) = (sandbox(1000.0), sandbox(1000.0));
    let work = Work::new("portfolio-environments", &csv(1..=3));
    work.run(&rehearsal, &["enroll", "customers.csv"]).exits(0);
    work.run(&production, &["enroll", "customers.csv"]).exits(1).warns("another store or name");
    work.run(&production, &["enroll", "customers.csv", "--store", "production.db"]).exits(0);
    assert_eq!(enrolled(&production).len(), 3);
}

#[test]
fn a_file_without_a_company_is_no_success() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-empty", "siren,name\n");
    work.run(&sandbox, &["enroll", "customers.csv"]).exits(3).says("0 rows");
    run(in_folder(&work, &["check", "customers.csv"])).exits(3).warns("no company");
}

#[test]
fn a_report_behind_a_link_is_written_where_the_link_leads() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-link", &csv(1..=3));
    fs::write(work.path("real.csv"), "old").unwrap();
    std::os::unix::fs::symlink("real.csv", work.path("link.csv")).unwrap();
    work.run(&sandbox, &["enroll", "customers.csv", "--report", "link.csv"]).exits(0);
    assert!(fs::symlink_metadata(work.path("link.csv")).unwrap().is_symlink());
    assert_eq!(work.text("real.csv").lines().count(), 4);
}

#[test]
fn what_was_not_begun_is_neither_resumed_nor_reported() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-unknown", &csv(1..=3));
    work.run(&sandbox, &["resume", "customers.csv"]).exits(1).warns("there is no portfolio 'customers.csv'");
    run(in_folder(&work, &["report", "customers.csv"])).exits(1).warns("there is no portfolio");
    assert!(!work.path("customers.csv.defacto.db").exists(), "no store was made");
    work.run(&sandbox, &["enroll", "customers.csv", "--name", "spring", "--store", "all.db"]).exits(0);
    work.run(&sandbox, &["resume", "customers.csv", "--store", "all.db"])
        .exits(1)
        .warns("there is no portfolio");
    work.run(&sandbox, &["resume", "customers.csv", "--store", "all.db", "--name", "spring"]).exits(0);
    assert_eq!(posts(&sandbox), 3);
}

#[test]
fn the_store_may_be_named_by_the_environment() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-environment", &csv(1..=3));
    let mut command = work.command(&sandbox, &["enroll", "customers.csv"]);
    command.env("DEFACTO_STORE", "elsewhere.db");
    run(command).exits(0);
    assert!(work.path("elsewhere.db").exists() && !work.path("customers.csv.defacto.db").exists());
    let mut command = work.command(&sandbox, &["enroll", "customers.csv"]);
    command.env("DEFACTO_STORE", "postgresql://me:s3cret@127.0.0.1:1/customers");
    let ran = run(command).exits(1);
    assert!(!ran.err.contains("s3cret"), "{}", ran.err);
    for url in ["postgresql://me:s3cret@127.0.0.1:1/customers", "postgres://127.0.0.1/c?password=s3cret"] {
        let ran = work
            .run(&sandbox, &["enroll", "customers.csv", "--store", url])
            .exits(1)
            .warns("--store holds the password")
            .warns("DEFACTO_STORE");
        assert!(!ran.err.contains("s3cret"), "{}", ran.err);
    }
}

#[test]
fn standard_input_needs_a_store_a_name_and_a_format() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-input", "");
    let text = csv(1..=3);
    let run_it = |arguments: &[&str]| run_with(work.command(&sandbox, arguments), &text);
    run_it(&["enroll", "-", "--format", "csv"]).exits(2).warns("--store");
    run_it(&["enroll", "-", "--format", "csv", "--store", "a.db"]).exits(2).warns("--name");
    run_it(&["enroll", "-", "--store", "a.db", "--name", "a"]).exits(2).warns("--format");
    run_it(&["enroll", "-", "--format", "csv", "--store", "a.db", "--name", "a"]).exits(0).says("3  ready");
}

#[test]
fn a_wrong_key_and_an_api_that_is_not_there_are_told_at_once() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-stranger", &csv(1..=3));
    let mut command = work.command(&sandbox, &["enroll", "customers.csv"]);
    command.env("DEFACTO_API_KEY", FAKE);
    let ran = run(command).exits(1).warns("key");
    assert!(!(ran.out + &ran.err).contains(FAKE));
    let mut command = work.command(&sandbox, &["enroll", "customers.csv"]);
    command.env("DEFACTO_ENVIRONMENT", "http://127.0.0.1:1");
    run(command).exits(1);
    assert!(!work.path("customers.csv.defacto.db").exists(), "no store was made");
    assert_eq!(posts(&sandbox), 0);
}

#[test]
fn the_key_is_in_no_output_and_in_no_file() {
    let sandbox = Sandbox::builder().speed(1000.0).api_key(FAKE).start().unwrap();
    let work = Work::new("portfolio-key", &csv(1..=3));
    let reports = ["--report", "a.csv", "--report", "a.jsonl", "--report", "a.html"];
    let ran = work.run(&sandbox, &[&["enroll", "customers.csv", "--json"], &reports[..]].concat()).exits(0);
    assert!(!(ran.out + &ran.err).contains(FAKE));
    for name in work.names() {
        let bytes = fs::read(work.path(&name)).unwrap();
        assert!(!bytes.windows(FAKE.len()).any(|part| part == FAKE.as_bytes()), "{name}");
    }
}

#[test]
fn a_store_from_a_newer_version_is_left_alone() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-newer", &csv(1..=3));
    let store = rusqlite::Connection::open(work.path("newer.db")).unwrap();
    store
        .execute_batch(
            "CREATE TABLE defacto_store (version BIGINT NOT NULL); INSERT INTO defacto_store VALUES (99)",
        )
        .unwrap();
    drop(store);
    for action in ["enroll", "resume", "report"] {
        work.run(&sandbox, &[action, "customers.csv", "--store", "newer.db"]).exits(1).warns("newer version");
    }
    fs::write(work.path("text.db"), "no store at all, but a text that is long enough").unwrap();
    work.run(&sandbox, &["enroll", "customers.csv", "--store", "text.db"]).exits(1).warns("it is no store");
    work.run(&sandbox, &["enroll", "customers.csv", "--store", "no/folder.db"])
        .exits(1)
        .warns("cannot be opened");
    assert_eq!(posts(&sandbox), 0);
}

#[cfg(unix)]
#[test]
fn two_processes_do_not_work_on_one_portfolio() {
    let sandbox = sandbox(1.0);
    let work = Work::new("portfolio-two", &csv(1..=5000));
    let first = work.command(&sandbox, &["enroll", "customers.csv"]).spawn().unwrap();
    while posts(&sandbox) == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    work.run(&sandbox, &["enroll", "customers.csv"])
        .exits(1)
        .warns(&format!("another process ({})", first.id()));
    run(in_folder(&work, &["report", "customers.csv"])).exits(0).says("pending");
    common::signal(&first, "INT");
    Ran::from(first.wait_with_output().unwrap()).exits(130);
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_it_cleanly_writes_the_report_and_says_how_to_go_on() {
    let sandbox = sandbox(20.0);
    let work = Work::new("portfolio-stopped", &csv(1..=3000));
    let arguments = ["enroll", "customers.csv", "--json", "--report", "out.csv", "--max-in-flight", "4"];
    let mut child = work.command(&sandbox, &arguments).spawn().unwrap();
    let mut results = BufReader::new(child.stdout.take().unwrap()).lines();
    let first: Value = serde_json::from_str(&results.next().unwrap().unwrap()).unwrap();
    assert_eq!(first["outcome"], "ready");
    common::signal(&child, "INT");
    let told = 1 + results.map(Result::unwrap).count();
    let ran = Ran::from(child.wait_with_output().unwrap())
        .exits(130)
        .warns("Not finished")
        .warns("defacto portfolio resume customers.csv")
        .warns("Wrote out.csv.");
    assert!(!ran.err.contains("error"), "{}", ran.err);
    let reported = work.text("out.csv").lines().count() - 1;
    assert!(reported >= told && reported < 3000, "{told} were told and {reported} are in the report");
}

#[test]
fn without_a_terminal_progress_is_lines() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-progress", &csv(1..=20));
    let ran = work.run(&sandbox, &["enroll", "customers.csv"]).exits(0);
    let last = ran.err.lines().find(|line| line.contains(" s: ")).unwrap();
    assert!(last.contains("20 rows") && last.contains("20 ready"), "{}", ran.err);
    assert!(!ran.err.contains(['\r', '\u{1b}']), "{:?}", ran.err);
}

#[test]
fn the_pace_can_be_set() {
    let sandbox = sandbox(1000.0);
    let work = Work::new("portfolio-pace", &csv(1..=6));
    let pace = ["--max-in-flight", "2", "--rate", "500", "--wait", "30s", "--direct-debit"];
    work.run(&sandbox, &[&["enroll", "customers.csv"], &pace[..]].concat()).exits(3).says("6  invalid");
    work.run(&sandbox, &[&["enroll", "customers.csv"], &pace[..6]].concat()).exits(0).says("6  ready");
    for wrong in [["--max-in-flight", "0"], ["--max-in-flight", "10001"], ["--rate", "0"], ["--wait", "soon"]]
    {
        work.run(&sandbox, &[&["enroll", "customers.csv"], &wrong[..]].concat()).exits(2);
    }
    assert!(Path::new(&work.path("customers.csv.defacto.db")).exists());
}
