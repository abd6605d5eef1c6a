//! `defacto enroll`: every outcome, its words and its exit code.

use crate::common::{self, Ran, against, defacto, example, run, run_with, sandbox, sandbox_with};
use defacto_sandbox::{DeclinedAs, Fault, FaultKind, Sandbox, Settings};
use defacto_sdk::Client;
use defacto_sdk::api::testing::{BusinessEligibility, EligibilityScenario};
use defacto_sdk::model::{BusinessIdentifier, IdentifierType};

/// The Spanish example is the one that is declined.
fn decline(sandbox: &Sandbox) {
    let client = Client::new(sandbox.api_key(), sandbox.url()).unwrap();
    let company = BusinessIdentifier::new("B73160459", IdentifierType::Cif);
    let body = BusinessEligibility::new(company, EligibilityScenario::NotEligible);
    client.testing().set_eligibility(&body).unwrap();
}

fn enroll(sandbox: &Sandbox, file: &str, more: &[&str]) -> Ran {
    run(against(sandbox, &[&["enroll", &example(file)], more].concat()))
}

#[test]
fn ready_exits_with_0_and_shows_the_line() {
    let sandbox = sandbox(1000.0);
    let ran = enroll(&sandbox, "fr-direct-debit.json", &["--direct-debit"]).exits(0);
    let ran =
        ran.says("Ready: Brasserie du Vallon SAS").says(",000.00 EUR").says("% per day").says("direct debit");
    ran.warns("sending POST /borrowers").warns("credit line is open");
}

#[test]
fn a_repeat_makes_no_second_borrower() {
    let sandbox = sandbox(1000.0);
    enroll(&sandbox, "es-sl.json", &[]).exits(0);
    enroll(&sandbox, "es-sl.json", &[]).exits(0).warns("enrolled already");
    assert_eq!(sandbox.borrowers().len(), 1);
}

#[test]
fn json_is_one_document_with_all_members() {
    let sandbox = sandbox(1000.0);
    let ran = enroll(&sandbox, "de-gmbh.json", &["--json"]).exits(0);
    assert_eq!(ran.out.lines().count(), 1);
    let document = ran.json();
    assert_eq!(document["outcome"], "ready");
    assert_eq!(document["borrower"]["status"], "READY");
    assert!(document["credit_line"]["pool_amount"].is_i64());
    let members = [
        "outcome",
        "borrower",
        "credit_line",
        "fields",
        "reason",
        "resume",
        "problems",
        "candidates",
        "error",
    ];
    assert_eq!(document.as_object().unwrap().len(), members.len());
    assert!(members.iter().all(|name| document.get(*name).is_some()), "{document}");
}

#[test]
fn a_request_that_cannot_pass_exits_with_3_and_is_not_sent() {
    let sandbox = sandbox(1000.0);
    enroll(&sandbox, "many-problems.json", &[]).exits(3).says("Nothing was sent").says("/account_number");
    let document = enroll(&sandbox, "many-problems.json", &["--json"]).exits(3).json();
    assert_eq!(document["outcome"], "invalid");
    assert!(document["problems"].as_array().unwrap().len() > 10);
    assert!(sandbox.log().is_empty());
}

#[test]
fn missing_data_exits_with_3_and_lists_it() {
    let sandbox = sandbox(1000.0);
    let ran = enroll(&sandbox, "nl-without-director.json", &[]).exits(3);
    ran.says("Missing data").says("/directors/0/birth_date").warns("Sent in spite of 1 warning");
    let document = enroll(&sandbox, "nl-without-director.json", &["--json"]).exits(3).json();
    assert_eq!(document["outcome"], "missing_data");
    assert!(document["fields"].as_array().unwrap().contains(&"/directors/0/birth_date".into()));
}

#[test]
fn declined_exits_with_4_in_every_form_it_takes() {
    for declined_as in
        [DeclinedAs::NoLine, DeclinedAs::ZeroLine, DeclinedAs::Error400, DeclinedAs::Prohibited]
    {
        let sandbox = sandbox_with(Settings { declined_as, speed: 1000.0, ..Settings::default() });
        decline(&sandbox);
        enroll(&sandbox, "es-sl.json", &[]).exits(4).says("Declined").says("gets no credit line");
        let document = enroll(&sandbox, "es-sl.json", &["--json"]).exits(4).json();
        assert_eq!(document["outcome"], "declined");
    }
}

#[test]
fn pending_exits_with_5_and_its_token_leads_to_the_line() {
    let sandbox = sandbox(5.0);
    let ran = enroll(&sandbox, "es-sl.json", &["--asynchronous"]).exits(5).says("Pending");
    let quoted = ran.out.split_once("--resume '").unwrap().1;
    let token = quoted.split_once('\'').unwrap().0;
    enroll(&sandbox, "es-sl.json", &["--resume", token, "--wait", "30s"]).exits(0).says("Ready");
    assert_eq!(sandbox.borrowers().len(), 1);
}

#[test]
fn a_wait_that_is_too_short_is_pending_too() {
    let sandbox = sandbox(1.0);
    let ran = enroll(&sandbox, "es-sl.json", &["--asynchronous", "--wait", "2500ms", "--json"]).exits(5);
    let document = ran.warns("waiting for the credit line").json();
    assert_eq!(document["outcome"], "pending");
    assert!(document["resume"].is_string());
}

#[test]
fn a_token_that_is_none_exits_with_3() {
    let sandbox = sandbox(1000.0);
    enroll(&sandbox, "es-sl.json", &["--resume", "nonsense"]).exits(3).warns("no token of an enrolment");
}

#[test]
fn a_lost_answer_is_recovered() {
    let sandbox = sandbox(1000.0);
    sandbox.fault(Fault::new(FaultKind::CutAfterCommit).operation("POST /borrowers"));
    enroll(&sandbox, "de-gmbh.json", &[]).exits(0).warns("found: the call had taken effect");
    assert_eq!(sandbox.borrowers().len(), 1);
}

#[test]
fn an_api_that_is_not_there_is_told_at_once() {
    let mut command = defacto(&["enroll", &example("es-sl.json")]);
    command.env("DEFACTO_API_KEY", "key").env("DEFACTO_ENVIRONMENT", "http://127.0.0.1:1");
    let begun = std::time::Instant::now();
    let ran = run(command).exits(1).warns("GET /hello failed");
    assert!(ran.err.lines().count() <= 2, "{}", ran.err);
    assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_failure_exits_with_1_in_words_and_in_json() {
    let sandbox = sandbox(1000.0);
    let mut command = against(&sandbox, &["enroll", &example("es-sl.json"), "--json"]);
    command.env("DEFACTO_API_KEY", "wrong");
    let document = run(command).exits(1).warns("401").json();
    assert_eq!(document["outcome"], "failed");
    assert_eq!(document["error"]["kind"], "authentication");
    assert_eq!(document["error"]["status"], 401);
}

#[test]
fn a_failure_before_the_client_is_json_as_well() {
    let document = run(defacto(&["enroll", "no-such-file.json", "--json"])).exits(1).json();
    assert_eq!(document["outcome"], "failed");
    assert!(document["reason"].as_str().unwrap().contains("no-such-file.json"));
}

#[test]
fn standard_input_is_a_file_as_well() {
    let sandbox = sandbox(1000.0);
    let text = std::fs::read_to_string(example("es-sl.json")).unwrap();
    run_with(against(&sandbox, &["enroll", "-"]), &text).exits(0).says("Ready");
}

#[test]
fn words_hold_no_personal_data() {
    let sandbox = sandbox(1000.0);
    for file in [
        "fr-direct-debit.json",
        "de-gmbh.json",
        "es-sl.json",
        "nl-without-director.json",
        "many-problems.json",
    ] {
        let text = std::fs::read_to_string(example(file)).unwrap();
        let request: serde_json::Value = serde_json::from_str(&text).unwrap();
        let ran = enroll(&sandbox, file, &[]);
        let shown = ran.out + &ran.err;
        assert!(!shown.contains(request["account_number"].as_str().unwrap()), "{file}");
        for director in request["directors"].as_array().into_iter().flatten() {
            for member in ["birth_date", "last_name", "business_email"] {
                assert!(!shown.contains(director[member].as_str().unwrap()), "{file}: {member}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn control_c_exits_with_130_and_gives_the_token() {
    let sandbox = sandbox(1.0);
    let child = against(&sandbox, &["enroll", &example("es-sl.json"), "--json"]).spawn().unwrap();
    while !sandbox.log().iter().any(|entry| entry.method == "POST" && entry.committed) {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    common::signal(&child, "INT");
    let ran = Ran::from(child.wait_with_output().unwrap()).exits(130).warns("--resume '");
    let document = ran.json();
    assert_eq!(document["outcome"], "interrupted");
    assert!(document["resume"].is_string());
    assert_eq!(document["error"]["outcome_unknown"], true);
}
