//! `defacto request`: any call, as it is written.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread;

use crate::common::settings::FAKE;
use crate::common::{Ran, against, defacto, enrolled, example, run, run_with, sandbox};
use defacto_sandbox::{Fault, FaultKind, Sandbox};
use serde_json::json;

fn request(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    run(against(sandbox, &[&["request"], arguments].concat()))
}

/// A server that answers one request with this text, and returns what it got.
fn server(answer: &str) -> (Command, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut command = defacto(&["request", "GET", "/thing", "--verbose"]);
    command.env("DEFACTO_ENVIRONMENT", format!("http://{}", listener.local_addr().unwrap()));
    command.env("DEFACTO_API_KEY", FAKE);
    let answer = answer.to_owned();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut chunk = [0; 4096];
        while !request.ends_with(b"\r\n\r\n") {
            let count = stream.read(&mut chunk).unwrap();
            request.extend_from_slice(&chunk[..count]);
        }
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8(request).unwrap()
    });
    (command, server)
}

fn answer(status: &str, content_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\
         x-request-id: r-1\r\nconnection: close\r\n\r\n{body}"
    )
}

#[test]
fn a_call_prints_its_answer() {
    let sandbox = sandbox(1000.0);
    let id = enrolled(&sandbox, "es-sl.json");
    let ran = request(&sandbox, &["get", &format!("/borrower/{id}")]).exits(0);
    assert_eq!((ran.out.lines().count(), ran.json()["identifier"].as_str()), (1, Some("B73160459")));
    let lines = ["GET", "/credit_lines", "--query", "borrower=B73160459", "--query", "page_size=1"];
    assert_eq!(request(&sandbox, &lines).exits(0).json()["data"].as_array().unwrap().len(), 1);
    assert_eq!(sandbox.log().last().unwrap().query.as_deref(), Some("borrower=B73160459&page_size=1"));
}

#[test]
fn a_body_comes_from_the_command_line_a_file_or_standard_input() {
    let sandbox = sandbox(1000.0);
    let company = example("es-sl.json");
    request(&sandbox, &["POST", "/borrowers", "--body", &format!("@{company}")]).exits(0).says("B73160459");
    let body = json!({"identifier": "913572467", "identifier_type": "siren"}).to_string();
    request(&sandbox, &["POST", "/eligibility/borrower", "--body", &body]).exits(0).says("eligible");
    let command = against(&sandbox, &["request", "POST", "/eligibility/borrower", "--body", "-"]);
    run_with(command, &body).exits(0);
    let sent = sandbox.log().len();
    let torn = "{\"iban\": \"FR7630006000011234567890189";
    let ran = request(&sandbox, &["POST", "/borrowers", "--body", torn]).exits(2).warns("not valid JSON");
    assert!(!ran.err.contains("FR76"), "{}", ran.err);
    request(&sandbox, &["POST", "/borrowers", "--body", "@no-such-file"]).exits(1).warns("cannot read");
    assert_eq!(sandbox.log().len(), sent, "nothing was sent");
}

#[test]
fn an_answer_without_a_body_is_told() {
    let sandbox = sandbox(1000.0);
    let id = enrolled(&sandbox, "es-sl.json");
    let ran = request(&sandbox, &["POST", &format!("/borrower/{id}/deactivate")]).exits(0).warns("204");
    assert_eq!(ran.out, "");
}

#[test]
fn errors_say_what_the_library_says_and_exit_like_other_commands() {
    let sandbox = sandbox(1000.0);
    let none = "/loan/00000000-0000-4000-8000-000000000000";
    request(&sandbox, &["GET", none]).exits(1).warns("404");
    request(&sandbox, &["POST", "/borrowers", "--body", "{}"]).exits(3).warns("422");
    request(&sandbox, &["GET", "/borrower/../hello"]).exits(1);
    request(&sandbox, &["GET", "hello"]).exits(1).warns("/borrowers");
    request(&sandbox, &["BREW", "/hello"]).exits(2).warns("GET, POST");
    request(&sandbox, &["GET", "/hello", "--query", "alone"]).exits(2);
}

#[test]
fn a_write_whose_answer_is_lost_is_sent_once() {
    let sandbox = sandbox(1000.0);
    sandbox.fault(Fault::new(FaultKind::CutAfterCommit).operation("POST /borrowers"));
    let company = format!("@{}", example("es-sl.json"));
    request(&sandbox, &["POST", "/borrowers", "--body", &company]).exits(1);
    let log = sandbox.log();
    assert_eq!(log.iter().filter(|entry| entry.method == "POST").count(), 1);
    assert_eq!(sandbox.borrowers().len(), 1);
}

#[test]
fn verbose_shows_what_is_sent_without_the_key() {
    let (command, server) = server(&answer("200 OK", "application/json", "{\"a\": 1}"));
    let ran = run(command).exits(0).says("{\"a\":1}").warns("> authorization: Bearer ***");
    let sent = server.join().unwrap();
    let sent: Vec<_> = sent.lines().map(str::to_ascii_lowercase).collect();
    let shown = ran.err.lines().filter_map(|line| line.strip_prefix("> ")).map(str::to_ascii_lowercase);
    for line in shown.filter(|line| !line.is_empty() && !line.starts_with("authorization")) {
        assert!(sent.contains(&line), "{line} is shown but was not sent: {sent:?}");
    }
    for line in ["< HTTP/1.1 200", "< content-type: application/json", "< request id: r-1", "< {\"a\": 1}"] {
        assert!(ran.err.contains(line), "{line}: {}", ran.err);
    }
    assert!(!(ran.out + &ran.err).contains(FAKE));
}

#[test]
fn verbose_shows_the_body_of_both_directions() {
    let sandbox = sandbox(1000.0);
    let arguments = ["POST", "/borrowers", "--body", "{\"identifier\": 1}", "--verbose"];
    request(&sandbox, &arguments)
        .exits(3)
        .warns("> POST /borrowers HTTP/1.1")
        .warns("> content-length: 17")
        .warns("> {\"identifier\": 1}")
        .warns("< HTTP/1.1 422")
        .warns("identifier");
}

#[test]
fn a_page_in_place_of_the_answer_is_an_error() {
    let page = answer("200 OK", "text/html", "<html>sign in</html>");
    let (command, server) = server(&page);
    let ran = run(command).exits(1).warns("the answer is HTML, not JSON").warns("proxy");
    assert_eq!(ran.out, "");
    server.join().unwrap();
}

#[test]
fn a_file_is_written_as_it_came() {
    let (command, server) = server(&answer("200 OK", "text/csv", "a;b\r\n1;2\r\n"));
    assert_eq!(run(command).exits(0).out, "a;b\r\n1;2\r\n");
    server.join().unwrap();
}
