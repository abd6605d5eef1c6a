//! The vectors that need no network: the problems of requests and their JSON.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use defacto_sdk::api::borrowers::{NewBorrower, Signature};
use defacto_sdk::api::loans::NewLoan;
use defacto_sdk::api::repayment_methods::NewRepaymentMethod;
use defacto_sdk::model::{BusinessIdentifier, NewOwner, PaymentAccount, Timestamp, Uuid, from_json};
use defacto_sdk::wire::to_json;
use defacto_sdk::{Client, DefactoError, EnrollOptions, LoanOptions};
use defacto_tests_rust::canned::{Canned, Reply};
use defacto_tests_rust::vectors::{body, check_all, expect};
use serde_json::{Value, json};

#[test]
fn validation() {
    check_all("validation.json", |case| {
        let checked = NewBorrower::check_json(&body(&case["body"]), case["direct_debit"].as_bool());
        let found = checked
            .problems
            .iter()
            .map(|problem| (problem.pointer.as_str(), problem.code.as_str(), problem.severity.as_str()));
        let mut found: Vec<_> = found.collect();
        found.sort_unstable();
        let found = json!(found);
        if found != case["problems"] {
            return Err(format!("{found}, not {}", case["problems"]));
        }
        let shape_fits = checked.borrower.is_some();
        let unreadable = ["type", "required", "invalid_json", "date_format", "timestamp_format"];
        let wanted = !checked.problems.iter().any(|problem| unreadable.contains(&problem.code.as_str()));
        if shape_fits == wanted { Ok(()) } else { Err(format!("the request is readable: {shape_fits}")) }
    });
}

#[test]
fn refusals() {
    check_all("refusals.json", |case| {
        let key = case["api_key"].as_str().unwrap_or("a-key-for-tests");
        let environment = case["environment"].as_str().unwrap_or("http://127.0.0.1:9");
        let error = match Client::new(key, environment) {
            Ok(client) => refused(&client, case),
            Err(error) => error,
        };
        let problems = error.problems().iter();
        let problems: Vec<_> = problems
            .map(|problem| json!([problem.pointer, problem.code, problem.severity.as_str()]))
            .collect();
        expect(case, "kind", &json!(error.kind().as_str()))?;
        expect(case, "problems", &json!(problems))?;
        expect(case, "text", &json!(error.to_string()))?;
        expect(&json!({"status": null}), "status", &json!(error.status()))
    });
}

fn refused(client: &Client, case: &Value) -> DefactoError {
    if let Some(token) = case["resume"].as_str() {
        return client.resume_enrollment(token, &EnrollOptions::asynchronous()).unwrap_err();
    }
    if let Some(path) = case["raw_path"].as_str() {
        return client.request("GET", path, &[], None).unwrap_err();
    }
    if !case["loan"].is_null() {
        let loan: NewLoan = from_json(&case["loan"].to_string()).unwrap();
        return client.request_loan(&loan, &LoanOptions::asynchronous()).unwrap_err();
    }
    let mut options = EnrollOptions::asynchronous();
    if let Some(direct_debit) = case["direct_debit"].as_bool() {
        options = options.direct_debit(direct_debit);
    }
    client.enroll(&from_json(&case["request"].to_string()).unwrap(), &options).unwrap_err()
}

#[test]
fn salts() {
    check_all("salts.json", |case| {
        let account = PaymentAccount::new("FR1420041010050500013M02606");
        let at: Timestamp = "2026-12-01T09:00:00Z".parse().unwrap();
        let request = NewLoan::new(100, account, at, at).for_key(case["key"].as_str().unwrap());
        let refused = request.validate().iter().any(|problem| problem.pointer == "/salt_id");
        let found = if refused { Value::Null } else { json!(request.salt_id) };
        expect(case, "salt_id", &found)
    });
}

#[test]
fn encoding() {
    check_all("encoding.json", |case| {
        let (request, wanted) = (body(&case["request"]), case["sent"].as_str().unwrap());
        let server = Canned::start([Reply::json(200, "{}")]);
        let client = Client::new("key", server.url()).unwrap();
        send(&client, case["model"].as_str().unwrap(), &request)?;
        let requests = server.requests();
        let sent = requests.first().ok_or("nothing was sent")?.text();
        if sent != wanted {
            return Err(format!("sent\n    {sent}\n    not\n    {wanted}"));
        }
        if case["model"] == "NewBorrower" {
            let text = to_json(&from_json::<NewBorrower>(&request).unwrap().normalized());
            return if text == wanted { Ok(()) } else { Err(format!("to_json gives {text}")) };
        }
        Ok(())
    });
}

/// Sends a request with the operation that takes it. The answer cannot be read, and does not matter.
fn send(client: &Client, model: &str, request: &str) -> Result<(), String> {
    fn read<T>(model: Result<T, defacto_sdk::DefactoError>) -> Result<T, String> {
        model.map_err(|error| error.to_string())
    }
    let id = Uuid::nil();
    match model {
        "NewBorrower" => drop(client.borrowers().enroll(&read(from_json::<NewBorrower>(request))?)),
        "Signature" => drop(client.borrowers().sign(id, &read(from_json::<Signature>(request))?)),
        "NewOwner" => drop(client.borrowers().add_owner(id, &read(from_json::<NewOwner>(request))?)),
        "NewRepaymentMethod" => {
            drop(client.repayment_methods().add(id, &read(from_json::<NewRepaymentMethod>(request))?));
        }
        "BusinessIdentifier" => {
            drop(client.eligibility().borrower(&read(from_json::<BusinessIdentifier>(request))?));
        }
        other => return Err(format!("no request is called {other}")),
    }
    Ok(())
}

#[test]
fn every_file_says_what_it_is_about_and_names_each_case_once() {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../vectors"))];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                files.push(path);
            }
        }
    }
    assert!(files.len() > 40, "{files:?}");
    for path in files {
        let vectors: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert!(vectors["about"].is_string(), "{}", path.display());
        let cases = vectors["cases"].as_array().unwrap().iter();
        let mut names: Vec<_> = cases.map(|case| case["name"].as_str().unwrap()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{}", path.display());
    }
}
