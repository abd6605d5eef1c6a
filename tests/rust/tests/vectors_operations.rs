//! The vectors of all operations: the requests and the answers.
//!
//! With `DEFACTO_MOCK_URL` in the environment the same calls go to that server, which invents its answers
//! from the contract. Then the test checks that a call is accepted and that its answer can be read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use defacto_sandbox::{Fault, LogEntry, Sandbox};
use defacto_sdk::Client;
use defacto_tests_rust::arguments::Arguments;
use defacto_tests_rust::calls::call;
use defacto_tests_rust::vectors::check_all;
use serde_json::{Value, json};

#[test]
fn operations() {
    match std::env::var("DEFACTO_MOCK_URL") {
        Ok(url) => check_all("operations", |case| {
            let client = Client::new("a-key-for-tests", url.as_str()).unwrap();
            perform(&client, case).map(drop)
        }),
        Err(_) => check_all("operations", |case| {
            let sandbox = Sandbox::start().unwrap();
            sandbox.fault(answer(case));
            let client = Client::new(sandbox.api_key(), sandbox.url()).unwrap();
            let found = perform(&client, case)?;
            same("the result", &found, wanted(case))?;
            let log = sandbox.log();
            let [entry] = log.as_slice() else { return Err(format!("{} requests", log.len())) };
            same("the request", &sent(entry), &request(case))
        }),
    }
}

fn perform(client: &Client, case: &Value) -> Result<Value, String> {
    let operation = case["operation"].as_str().unwrap();
    call(client, operation, &Arguments(&case["arguments"])).map_err(|error| {
        let places: Vec<String> =
            error.problems().iter().map(|problem| format!("{} {}", problem.pointer, problem.code)).collect();
        format!("{error} {}", places.join(", "))
    })
}

/// Returns the sandbox's answer for the case.
fn answer(case: &Value) -> Fault {
    let answer = &case["answer"];
    let mut fault = json!({"kind": "answer", "times": 1, "status": answer["status"]});
    match (answer.get("body"), answer.get("text")) {
        (Some(body), _) => fault["body"] = body.clone(),
        (None, Some(text)) => {
            fault["text"] = text.clone();
            fault["content_type"] = json!("text/plain; charset=utf-8");
        }
        (None, None) => {}
    }
    serde_json::from_value(fault).unwrap()
}

/// Returns the expected result: usually the whole answer, of a page its items.
fn wanted(case: &Value) -> &Value {
    if let Some(result) = case.get("result") {
        return result;
    }
    let answer = &case["answer"];
    let body = answer.get("body").unwrap_or(&answer["text"]);
    if body.get("page_size").is_some() { &body["data"] } else { body }
}

/// Returns the expected request, in the form of the sandbox's log.
fn request(case: &Value) -> Value {
    let request = &case["request"];
    json!({
        "method": request["method"], "path": request["path"], "query": request["query"], "body": request["body"],
    })
}

fn sent(entry: &LogEntry) -> Value {
    let query = entry.query.clone().unwrap_or_default();
    let mut query: Vec<(String, String)> =
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    query.sort_unstable();
    json!({"method": entry.method, "path": entry.path, "query": query, "body": entry.body})
}

fn same(what: &str, found: &Value, wanted: &Value) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{what} is {found}, not {wanted}")) }
}
