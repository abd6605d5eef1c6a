//! The stories that every language runs: the same steps, the same outcome, the same log in the sandbox.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::sync::{Arc, Mutex};
use std::thread::scope;
use std::time::Duration;

use defacto_sandbox::{Fault, Sandbox, Settings};
use defacto_sdk::api::borrowers::{Borrower, NewBorrower};
use defacto_sdk::api::testing::{BusinessEligibility, EligibilityScenario};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::model::{BusinessIdentifier, IdentifierType, from_json};
use defacto_sdk::{CallOptions, CancelToken, Client, DefactoError, EnrollOptions, Enrollment, Result};
use defacto_tests_rust::story::{client, eventually, in_sandbox_time, requests, sends_nothing_more};
use defacto_tests_rust::vectors::{check_all, expect};
use serde_json::{Value, json};

#[test]
fn stories() {
    check_all("stories.json", |story| {
        let sandbox = prepare(story);
        let key = story["api_key"].as_str().unwrap_or(sandbox.api_key());
        let client = Client::new(key, sandbox.url()).unwrap();
        let mut token = None;
        for step in story["steps"].as_array().unwrap() {
            let (result, stages) = perform(step, story, &client, &sandbox, token.as_deref());
            if step.get("stages").is_some() {
                expect(step, "stages", &json!(stages))?;
            }
            token = check_outcome(step, result)?;
        }
        sends_nothing_more(&sandbox, Duration::from_millis(100));
        expect(story, "log", &json!(folded_log(&sandbox)))?;
        if story.get("sent").is_some() {
            expect(story, "sent", requests(&sandbox, "POST /borrowers")[0].body.as_ref().unwrap())?;
        }
        expect(story, "borrowers", &json!(sandbox.borrowers().len()))
    });
}

fn prepare(story: &Value) -> Sandbox {
    let mut settings = serde_json::to_value(Settings::default()).unwrap();
    for (name, value) in story["settings"].as_object().into_iter().flatten() {
        settings[name] = value.clone();
    }
    let settings: Settings = serde_json::from_value(settings).unwrap();
    let sandbox = Sandbox::builder().settings(settings).start().unwrap();
    if story["ineligible"] == true {
        let identifier = story["request"]["identifier"].as_str().unwrap();
        let business = BusinessIdentifier::new(identifier, IdentifierType::Siren);
        let eligibility = BusinessEligibility::new(business, EligibilityScenario::NotEligible);
        client(&sandbox).testing().set_eligibility(&eligibility).unwrap();
        sandbox.clear_log();
    }
    for fault in story["faults"].as_array().into_iter().flatten() {
        sandbox.fault(serde_json::from_value::<Fault>(fault.clone()).unwrap());
    }
    sandbox
}

fn perform(
    step: &Value,
    story: &Value,
    client: &Client,
    sandbox: &Sandbox,
    token: Option<&str>,
) -> (Result<Enrollment>, Vec<String>) {
    let stages = Arc::<Mutex<Vec<String>>>::default();
    let heard = Arc::clone(&stages);
    let options = options(&step["options"])
        .on_progress(move |step| heard.lock().unwrap().push(step.stage.as_str().to_owned()));
    let cancel = CancelToken::default();
    let client = client.with_options(CallOptions::new().cancel(cancel.clone()));
    let call = || match step["call"].as_str().unwrap() {
        "enroll" => {
            client.enroll(&from_json::<NewBorrower>(&story["request"].to_string()).unwrap(), &options)
        }
        "resume" => client.resume_enrollment(token.expect("the step before gives a token"), &options),
        other => panic!("no step is called {other}"),
    };
    let result = match step["cancel_once_logged"].as_str() {
        None => call(),
        Some(operation) => scope(|scope| {
            let calling = scope.spawn(call);
            eventually("the request", || requests(sandbox, operation).iter().any(|entry| entry.committed));
            cancel.cancel();
            calling.join().unwrap()
        }),
    };
    let mut stages = stages.lock().unwrap().clone();
    stages.dedup();
    (result, stages)
}

fn options(given: &Value) -> EnrollOptions {
    let wait = given["wait"].as_u64().map(Duration::from_secs);
    let mut options = wait.map_or_else(EnrollOptions::asynchronous, EnrollOptions::wait_until_ready);
    if let Some(synchronous) = given["synchronous"].as_bool() {
        options = options.synchronous(synchronous);
    }
    in_sandbox_time(options)
}

/// Compares the outcome, and returns the token to continue with.
fn check_outcome(step: &Value, result: Result<Enrollment>) -> Result<Option<String>, String> {
    let outcome = |name: &str| expect(step, "outcome", &json!(name));
    let status = |borrower: Option<Borrower>| {
        let status = borrower.and_then(|borrower| borrower.status);
        expect(step, "borrower_status", &json!(status.map(|status| status.to_string())))
    };
    match result {
        Ok(Enrollment::Ready { borrower, credit_line, .. }) => {
            outcome("ready")?;
            status(Some(borrower))?;
            expect(step, "line_identifier", &json!(credit_line.default_borrower.unwrap().identifier))?;
            Ok(None)
        }
        Ok(Enrollment::Pending { resume, .. }) => outcome("pending").map(|()| Some(resume)),
        Ok(Enrollment::Declined { borrower, reason }) => {
            outcome("declined")?;
            status(borrower)?;
            expect(step, "reason", &json!(reason)).map(|()| None)
        }
        Ok(Enrollment::MissingData { fields, .. }) => {
            outcome("missing_data")?;
            expect(step, "fields", &json!(fields)).map(|()| None)
        }
        Ok(Enrollment::Ambiguous { candidates }) => {
            outcome("ambiguous")?;
            let names: Vec<_> = candidates.into_iter().map(|candidate| candidate.name).collect();
            expect(step, "candidates", &json!(names)).map(|()| None)
        }
        Err(error) => {
            outcome("error")?;
            check_error(step, &error)
        }
    }
}

fn check_error(step: &Value, error: &DefactoError) -> Result<Option<String>, String> {
    let pointers: Vec<&str> = error.problems().iter().map(|problem| problem.pointer.as_str()).collect();
    expect(step, "kind", &json!(ErrorKind::as_str(&error.kind())))?;
    expect(step, "outcome_unknown", &json!(error.outcome_unknown()))?;
    expect(step, "pointers", &json!(pointers))?;
    Ok(error.details().resume_token.clone())
}

/// Returns operation and status. Equal reads between two writes count once: their number depends on time.
fn folded_log(sandbox: &Sandbox) -> Vec<String> {
    let (mut lines, mut reads) = (Vec::new(), Vec::new());
    for entry in sandbox.log() {
        let status = entry.status.map_or("cut off".to_owned(), |status| status.to_string());
        let line = format!("{} {status}", entry.operation.unwrap_or(entry.path));
        if entry.method != "GET" {
            reads.clear();
        } else if reads.contains(&line) {
            continue;
        } else {
            reads.push(line.clone());
        }
        lines.push(line);
    }
    lines
}
