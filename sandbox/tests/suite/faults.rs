//! Each fault: what the client sees, what the log and the state say.

use std::{
    io::Read,
    time::{Duration, Instant},
};

use crate::support::{eventually, french, get, open, post, raw, sandbox, send_with, try_send};
use defacto_sandbox::{Fault, FaultKind, LogEntry, Sandbox};
use serde_json::json;

const ENROL: &str = "POST /borrowers";

fn with_fault(kind: FaultKind) -> Sandbox {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(kind).operation(ENROL));
    sandbox
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The entry of the enrolment, once its status is known or the connection was cut.
fn entry(sandbox: &Sandbox) -> LogEntry {
    sandbox.log().into_iter().find(|entry| entry.operation.as_deref() == Some(ENROL)).unwrap()
}

/// Enrols with a fault and returns status, whether the body is HTML, and whether it was carried out.
fn enrol(kind: FaultKind) -> (u16, bool, bool) {
    let sandbox = with_fault(kind);
    let reply = post(&sandbox, "/borrowers", &french());
    let entry = entry(&sandbox);
    assert_eq!(entry.fault, Some(kind));
    assert_eq!(entry.status, Some(reply.status));
    let committed = sandbox.borrowers().len() == 1;
    assert_eq!(entry.committed, committed, "log and state agree");
    let html = reply.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    assert_eq!(html, reply.text.starts_with("<html>"));
    // The fault is used up.
    assert_eq!(post(&sandbox, "/borrowers", &french()).status, 201);
    (reply.status, html, committed)
}

#[test]
fn gateway_faults_say_html_and_happen_before_or_after_the_change() {
    assert_eq!(enrol(FaultKind::TimeoutAfterCommit), (504, true, true));
    assert_eq!(enrol(FaultKind::TimeoutBeforeCommit), (504, true, false));
    assert_eq!(enrol(FaultKind::BadGateway), (502, true, false));
    assert_eq!(enrol(FaultKind::BadGatewayAfterCommit), (502, true, true));
    assert_eq!(enrol(FaultKind::Unavailable), (503, true, false));
}

#[test]
fn a_time_out_takes_thirty_documented_seconds() {
    let sandbox = with_fault(FaultKind::TimeoutAfterCommit);
    let start = Instant::now();
    post(&sandbox, "/borrowers", &french());
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn a_late_commit_happens_after_the_answer() {
    let sandbox = sandbox(|_| {});
    let late = Fault::new(FaultKind::TimeoutLateCommit).commit_delay(Duration::from_millis(500));
    sandbox.fault(late);
    assert_eq!(post(&sandbox, "/borrowers", &french()).status, 504);
    assert!(sandbox.borrowers().is_empty());
    assert!(!entry(&sandbox).committed);
    eventually("the commit", || (!sandbox.borrowers().is_empty()).then_some(()));
    assert!(entry(&sandbox).committed);
}

#[test]
fn a_cut_closes_the_connection_without_a_byte() {
    for (kind, committed) in [(FaultKind::CutBeforeCommit, false), (FaultKind::CutAfterCommit, true)] {
        let sandbox = with_fault(kind);
        let bytes = raw(&sandbox, "POST", "/borrowers", &french().to_string());
        assert_eq!(text(&bytes), "");
        let entry = entry(&sandbox);
        assert_eq!((entry.status, entry.committed, entry.fault), (None, committed, Some(kind)));
        assert_eq!(sandbox.borrowers().len(), usize::from(committed));
        sandbox.fault(Fault::new(kind));
        assert!(try_send(&sandbox, "GET", "/borrowers", None).is_err());
    }
}

#[test]
fn a_rate_limit_tells_when_to_come_back() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::RateLimited).retry_after_seconds(7));
    let reply = post(&sandbox, "/borrowers", &french());
    assert_eq!((reply.status, reply.header("retry-after")), (429, Some("7")));
    assert_eq!(reply.body["status"], 429);
    assert!(sandbox.borrowers().is_empty());
}

#[test]
fn a_slow_body_sends_its_headers_at_once() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::SlowBody).delay(Duration::from_millis(600)));
    let start = Instant::now();
    let mut stream = open(&sandbox, "POST", "/borrowers", &french().to_string());
    let mut first = [0; 512];
    let count = stream.read(&mut first).unwrap();
    let headers_after = start.elapsed();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(text(&first[..count]).starts_with("HTTP/1.1 201"));
    assert!(headers_after < Duration::from_millis(450), "{headers_after:?}");
    assert!(start.elapsed() >= Duration::from_millis(550));
    assert!(text(&rest).ends_with('}'));
}

#[test]
fn a_cut_body_is_shorter_than_its_headers_say() {
    let sandbox = with_fault(FaultKind::CutBody);
    let answer = text(&raw(&sandbox, "POST", "/borrowers", &french().to_string()));
    let (headers, body) = answer.split_once("\r\n\r\n").unwrap();
    let length = headers.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    assert!(!body.is_empty() && body.len() < length.parse().unwrap());
    assert!(try_send(&with_fault(FaultKind::CutBody), "POST", "/borrowers", Some(&french())).is_err());
    assert!(entry(&sandbox).committed);
}

#[test]
fn an_empty_body_and_a_body_that_is_no_json_have_the_right_status() {
    for (kind, empty) in [(FaultKind::EmptyBody, true), (FaultKind::InvalidJson, false)] {
        let sandbox = with_fault(kind);
        let reply = post(&sandbox, "/borrowers", &french());
        assert_eq!((reply.status, reply.text.is_empty()), (201, empty));
        assert!(reply.body.is_null());
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert_eq!(sandbox.borrowers().len(), 1);
    }
}

#[test]
fn an_endless_body_goes_on_until_the_client_leaves() {
    let sandbox = with_fault(FaultKind::EndlessBody);
    let mut stream = open(&sandbox, "POST", "/borrowers", &french().to_string());
    let mut megabytes = vec![0; 3_000_000];
    stream.read_exact(&mut megabytes).unwrap();
    drop(stream);
    assert_eq!(sandbox.borrowers().len(), 1);
    assert_eq!(get(&sandbox, "/hello").status, 200);
}

#[test]
fn latency_delays_and_nothing_else() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::Latency).delay(Duration::from_millis(200)));
    let start = Instant::now();
    assert_eq!(post(&sandbox, "/borrowers", &french()).status, 201);
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[test]
fn what_was_begun_is_carried_out_although_the_client_has_gone() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::Latency).delay(Duration::from_millis(200)));
    let client = open(&sandbox, "POST", "/borrowers", &french().to_string());
    eventually("the beginning", || (sandbox.log().len() == 1).then_some(()));
    drop(client);
    eventually("the commit", || (sandbox.borrowers().len() == 1).then_some(()));
}

#[test]
fn what_was_begun_before_a_reset_changes_nothing_after_it() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::Latency).delay(Duration::from_millis(200)));
    let mut client = open(&sandbox, "POST", "/borrowers", &french().to_string());
    eventually("the beginning", || (sandbox.log().len() == 1).then_some(()));
    sandbox.reset();
    let mut answer = String::new();
    client.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(sandbox.borrowers().is_empty());
}

#[test]
fn an_invalid_request_gets_its_own_error_and_uses_no_fault_up() {
    let sandbox = with_fault(FaultKind::TimeoutAfterCommit);
    assert_eq!(post(&sandbox, "/borrowers", &json!({})).status, 422);
    assert_eq!(sandbox.faults().len(), 1);
}

#[test]
fn a_fault_can_be_meant_for_one_company() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::BadGateway).identifier("552032534"));
    assert_eq!(post(&sandbox, "/borrowers", &french()).status, 201);
    assert_eq!(post(&sandbox, "/borrowers", &json!({"identifier": "552032534"})).status, 502);
}

#[test]
fn an_answer_takes_the_place_of_an_operation_whatever_the_request() {
    let sandbox = sandbox(|_| {});
    let known = json!({"id": "7", "status": "UNHEARD_OF"});
    let read = Fault::new(FaultKind::Answer).operation("GET /borrower/{borrower_id}");
    sandbox.fault(read.clone().status(203).body(known.clone()));
    let reply = get(&sandbox, "/borrower/no-uuid");
    assert_eq!((reply.status, &reply.body), (203, &known));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(get(&sandbox, "/borrower/no-uuid").status, 404, "it is used up");

    sandbox.fault(Fault::new(FaultKind::Answer).operation(ENROL).text("a;b\n", "text/csv").times(2));
    for body in [french(), json!({"nothing": "right"})] {
        let reply = post(&sandbox, "/borrowers", &body);
        assert_eq!((reply.status, reply.text.as_str()), (200, "a;b\n"));
        assert_eq!(reply.header("content-type"), Some("text/csv"));
    }
    assert!(sandbox.borrowers().is_empty());
    let entry = entry(&sandbox);
    assert_eq!((entry.fault, entry.committed), (Some(FaultKind::Answer), false));
    assert_eq!(entry.body, Some(french()));
}

#[test]
fn an_answer_may_be_empty_or_an_error_and_needs_a_key() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::Answer).operation("GET /hello").status(404));
    assert_eq!(send_with(&sandbox, "GET", "/hello", &[], None).unwrap().status, 401);
    let reply = get(&sandbox, "/hello");
    assert_eq!((reply.status, reply.text.as_str(), reply.header("content-type")), (404, "", None));
    for wrong in [json!(99), json!(199), json!(600), json!("200")] {
        let fault = json!({"kind": "answer", "status": wrong});
        assert_eq!(post(&sandbox, "/_sandbox/faults", &fault).status, 422);
    }
}

#[test]
fn other_faults_wait_while_an_answer_is_given() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::BadGateway));
    sandbox.fault(Fault::new(FaultKind::Answer).body(json!([])));
    assert_eq!(get(&sandbox, "/borrowers").body, json!([]));
    assert_eq!(get(&sandbox, "/borrowers").status, 502);
}

#[test]
fn it_stops_at_once_although_a_body_has_no_end() {
    let sandbox = with_fault(FaultKind::EndlessBody);
    let mut stream = open(&sandbox, "POST", "/borrowers", &french().to_string());
    stream.read_exact(&mut [0; 64]).unwrap();
    let start = Instant::now();
    drop(sandbox);
    assert!(start.elapsed() < Duration::from_secs(2));
}
