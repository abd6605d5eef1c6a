//! `defacto trigger` and `defacto fixtures`: a sandbox in the state that one wants.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use crate::common::{Ran, against, client, defacto, run, run_with, sandbox};
use defacto_sandbox::Sandbox;
use defacto_sdk::api::credit_lines::CreditLineFilter;
use defacto_sdk::api::invoices::InvoiceFilter;
use defacto_sdk::api::loans::LoanFilter;
use defacto_sdk::api::webhooks::{NewWebhook, WebhookEventType};
use serde_json::{Value, json};

fn trigger(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    run(against(sandbox, &[&["trigger"], arguments].concat()))
}

fn fixtures(sandbox: &Sandbox, script: &Value) -> Ran {
    run_with(against(sandbox, &["fixtures", "-"]), &script.to_string())
}

#[test]
fn an_event_comes_from_an_empty_sandbox() {
    let sandbox = sandbox(1000.0);
    trigger(&sandbox, &["CreditLine.CREATED"]).exits(0).warns("No webhook is subscribed");
    assert_eq!(client(&sandbox).credit_lines().list(&CreditLineFilter::new()).unwrap().count(), 1);
    let webhook = NewWebhook::new("all", "http://127.0.0.1:1/", vec![WebhookEventType::CreditLineCreated]);
    client(&sandbox).webhooks().create(&webhook).unwrap();
    trigger(&sandbox, &["CreditLine.CREATED"]).exits(0).warns("Delivered to 1 webhook.");
    let json = trigger(&sandbox, &["CreditLine.CREATED", "--json"]).exits(0).json();
    assert_eq!((&json["event_type"], &json["subscriptions"]), (&json!("CreditLine.CREATED"), &json!(1)));
}

#[test]
fn what_must_be_there_first_is_told() {
    let sandbox = sandbox(1000.0);
    trigger(&sandbox, &["Loan.TO_REPAY"]).exits(3).warns("request one with POST /loans");
    trigger(&sandbox, &["CreditLine.CREATED", "--id", "none"]).exits(1).warns("404");
    trigger(&sandbox, &["Loan.EATEN"]).exits(2);
    trigger(&sandbox, &[]).exits(2);
    let names = trigger(&sandbox, &["--list"]).exits(0);
    assert_eq!(names.out.lines().collect::<Vec<_>>(), WebhookEventType::VALUES);
}

#[test]
fn the_example_makes_a_company_an_invoice_and_a_loan() {
    let sandbox = sandbox(1000.0);
    run(against(&sandbox, &["fixtures"])).exits(0).says("POST /loans").says("paid out");
    let loan = client(&sandbox).loans().list(&LoanFilter::new()).unwrap().next().unwrap().unwrap();
    assert_eq!((loan.status.as_str(), loan.amount), ("TO_REPAY", 150_000));
    assert_eq!(client(&sandbox).invoices().list(&InvoiceFilter::new()).unwrap().count(), 1);
    let ran = run(against(&sandbox, &["fixtures", "--json"])).exits(0);
    let answers: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&answers[1]["name"], &answers[1]["status"]), (&json!("borrower"), &json!(201)));
    assert_eq!(answers[1]["answer"]["identifier"], answers[0]["answer"]["identifier"]);
}

#[test]
fn the_example_is_printed_as_a_file_to_start_from() {
    let sandbox = sandbox(1000.0);
    let file = run(against(&sandbox, &["fixtures", "--print"])).exits(0).out;
    assert!(sandbox.log().is_empty(), "printing sends nothing");
    run_with(against(&sandbox, &["fixtures", "-"]), &file).exits(0).says("paid out");
    run(against(&sandbox, &["fixtures", "--print", "loan.json"])).exits(2);
}

#[test]
fn a_file_with_a_wrong_reference_sends_nothing() {
    let sandbox = sandbox(1000.0);
    let call = |name: &str, path: &str| json!({"name": name, "method": "GET", "path": path});
    for (calls, problem) in [
        (json!([call("a", "/hello"), call("b", "/loan/${c:id}")]), "no earlier call"),
        (json!([call("a", "/loan/${a:id}")]), "no earlier call"),
        (json!([call("a", "/hello"), call("a", "/hello")]), "name of its own"),
        (json!([call("now", "/hello")]), "name of its own"),
        (json!([call("a", "/loan/${a}")]), "${name:path}"),
        (json!([{"name": "a", "method": "GET", "path": "/hello", "params": {}}]), "params"),
    ] {
        fixtures(&sandbox, &json!({"fixtures": calls})).exits(1).warns(problem).warns("Nothing was sent");
    }
    assert!(sandbox.log().is_empty());
}

#[test]
fn a_call_that_fails_ends_the_run_and_is_named() {
    let sandbox = sandbox(1000.0);
    let script = json!({"fixtures": [
        {"name": "line", "method": "GET", "path": "/credit_lines"},
        {"name": "company", "method": "POST", "path": "/borrowers", "body": {}},
        {"name": "after", "method": "GET", "path": "/hello"},
    ]});
    fixtures(&sandbox, &script).exits(3).warns("company: POST /borrowers, after 1 of 3 calls").warns("422");
    let script = json!({"fixtures": [
        {"name": "line", "method": "GET", "path": "/credit_lines"},
        {"name": "loan", "method": "GET", "path": "/loan/${line:data.0.id}"},
    ]});
    fixtures(&sandbox, &script).exits(1).warns("has no \"data.0.id\"");
    assert_eq!(sandbox.log().last().unwrap().path, "/credit_lines");
}

#[test]
fn any_other_server_is_refused() {
    for environment in ["production", "sandbox", "https://api.example.com", "https://127.0.0.1.example.com"] {
        for arguments in [&["trigger", "Loan.CLOSED"][..], &["fixtures"]] {
            let mut command = defacto(arguments);
            command.env("DEFACTO_ENVIRONMENT", environment).env("DEFACTO_API_KEY", "test-key");
            run(command).exits(1).warns("a sandbox on this machine alone");
        }
    }
}

#[test]
fn a_server_of_this_machine_that_is_no_sandbox_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut command = defacto(&["trigger", "Loan.CLOSED"]);
    command.env("DEFACTO_ENVIRONMENT", format!("http://{}", listener.local_addr().unwrap()));
    command.env("DEFACTO_API_KEY", "test-key");
    let server = thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut request = [0; 4096];
        let count = stream.read(&mut request).unwrap();
        stream
            .write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            .unwrap();
        String::from_utf8(request[..count].to_vec()).unwrap()
    });
    run(command).exits(1).warns("is not a sandbox");
    assert!(server.join().unwrap().starts_with("GET /_sandbox/clock "), "nothing is written");
}
