//! `defacto wait`: by token and by number.

use crate::common::{self, Ran, against, enrolled, example, run, run_with, sandbox, sandbox_with};
use defacto_sandbox::{DeclinedAs, Sandbox, Settings};
use defacto_sdk::api::testing::{BusinessEligibility, EligibilityScenario};
use defacto_sdk::model::{BusinessIdentifier, IdentifierType};

const SPANISH: &str = "B73160459";

fn wait(sandbox: &Sandbox, more: &[&str]) -> Ran {
    run(against(sandbox, &[&["wait"], more].concat()))
}

/// Enrols without waiting; the token.
fn begun(sandbox: &Sandbox) -> String {
    let arguments = ["enroll", &example("es-sl.json"), "--asynchronous", "--json"];
    let document = run(against(sandbox, &arguments)).exits(5).json();
    document["resume"].as_str().unwrap().to_owned()
}

#[test]
fn a_token_leads_to_the_line() {
    let sandbox = sandbox(5.0);
    let token = begun(&sandbox);
    let ran = wait(&sandbox, &["--resume", &token, "--wait", "30s"]).exits(0);
    ran.says("Ready: Aceites Sierra Clara SL").warns("credit line is open");
    assert_eq!(sandbox.borrowers().len(), 1);
}

#[test]
fn a_token_may_come_from_standard_input() {
    let sandbox = sandbox(1000.0);
    let token = begun(&sandbox);
    let ran =
        run_with(against(&sandbox, &["wait", "--resume", "-", "--json"]), &format!("{token}\n")).exits(0);
    assert_eq!(ran.json()["outcome"], "ready");
}

#[test]
fn the_hint_of_a_pending_enrolment_works_as_it_stands() {
    let sandbox = sandbox(1.0);
    let ran = run(against(&sandbox, &["enroll", &example("es-sl.json"), "--asynchronous"])).exits(5);
    let quoted = ran.out.split_once("defacto wait --resume '").unwrap().1;
    let token = quoted.split_once('\'').unwrap().0;
    wait(&sandbox, &["--resume", token, "--wait", "100ms"]).exits(5).says("Pending");
}

#[test]
fn a_number_is_enough_where_no_token_was_kept() {
    let sandbox = sandbox(1000.0);
    enrolled(&sandbox, "es-sl.json");
    sandbox.clear_log();
    wait(&sandbox, &["--borrower", SPANISH]).exits(0).says("Ready").warns("enrolled already");
    assert!(sandbox.log().iter().all(|entry| entry.method == "GET"));
}

#[test]
fn a_number_without_a_borrower_is_told_at_once() {
    let sandbox = sandbox(1000.0);
    wait(&sandbox, &["--borrower", SPANISH]).exits(1).warns("no active borrower").warns("enrol the company");
    let document = wait(&sandbox, &["--borrower", SPANISH, "--json"]).exits(1).json();
    assert_eq!(document["outcome"], "failed");
    assert_eq!(document["error"]["kind"], "not_found");
}

#[test]
fn a_wait_that_is_too_short_is_pending_and_gives_the_token() {
    let sandbox = sandbox(1.0);
    begun(&sandbox);
    let document = wait(&sandbox, &["--borrower", SPANISH, "--wait", "200ms", "--json"]).exits(5).json();
    assert_eq!(document["outcome"], "pending");
    assert!(document["resume"].is_string());
}

#[test]
fn declined_exits_with_4() {
    let settings = Settings { declined_as: DeclinedAs::NoLine, speed: 1000.0, ..Settings::default() };
    let sandbox = sandbox_with(settings);
    let company = BusinessIdentifier::new(SPANISH, IdentifierType::Cif);
    let body = BusinessEligibility::new(company, EligibilityScenario::NotEligible);
    common::client(&sandbox).testing().set_eligibility(&body).unwrap();
    run(against(&sandbox, &["enroll", &example("es-sl.json")])).exits(4);
    wait(&sandbox, &["--borrower", SPANISH]).exits(4).says("Declined").says("gets no credit line");
}

#[test]
fn a_token_that_is_none_exits_with_3() {
    let sandbox = sandbox(1000.0);
    let document =
        wait(&sandbox, &["--resume", "nonsense", "--json"]).exits(3).warns("no token of an enrolment").json();
    assert_eq!(document["outcome"], "invalid");
}

#[test]
fn it_wants_a_token_or_a_number() {
    let sandbox = sandbox(1000.0);
    wait(&sandbox, &[]).exits(2);
    wait(&sandbox, &["--resume", "{}", "--borrower", SPANISH]).exits(2);
    wait(&sandbox, &["--borrower", SPANISH, "--wait", "60"]).exits(2).warns("60s, 2m or 1m30s");
}

#[cfg(unix)]
#[test]
fn control_c_exits_with_130_and_gives_the_token() {
    let sandbox = sandbox(1.0);
    begun(&sandbox);
    sandbox.clear_log();
    let child = against(&sandbox, &["wait", "--borrower", SPANISH]).spawn().unwrap();
    while !sandbox.log().iter().any(|entry| entry.path == "/credit_lines") {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    common::signal(&child, "INT");
    Ran::from(child.wait_with_output().unwrap()).exits(130).warns("defacto wait --resume '");
}
