//! Lists: their end, their cancellation, and answers that prove nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::spawn;
use std::time::Duration;

use defacto_sdk::api::borrowers::BorrowerFilter;
use defacto_sdk::api::credit_lines::CreditLineFilter;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::{CallOptions, CancelToken, Client, EnrollOptions};
use defacto_tests_rust::canned::{Answer, Canned, Reply, Request};
use defacto_tests_rust::companies::french;
use defacto_tests_rust::story::eventually;

const EMPTY: &str = r#"{"count":0,"page_size":100,"data":[]}"#;

/// Returns a page with one borrower and this next page.
fn page(next: &str) -> Answer {
    let body =
        format!(r#"{{"count":1,"page_size":1,"data":[{{"identifier":"472618354"}}],"next_page":"{next}"}}"#);
    Reply { keep_alive: true, ..Reply::json(200, body) }.into()
}

/// Returns the cursor of a request.
fn cursor(request: &Request) -> &str {
    request.target.split_once("cursor=").map_or("", |(_, rest)| rest)
}

/// A server whose pages form a circle: the first leads to A, A to B, B to A.
fn circle() -> Canned {
    Canned::serve(|_, request| page(if cursor(request) == "A" { "B" } else { "A" }))
}

/// A server whose every page leads to a new one.
fn endless() -> Canned {
    Canned::serve(|count, _| page(&count.to_string()))
}

fn posts(server: &Canned) -> usize {
    server.requests().iter().filter(|request| request.method == "POST").count()
}

#[test]
fn a_list_that_leads_in_a_circle_ends() {
    let server = circle();
    let client = Client::new("key", server.url()).unwrap();
    let mut borrowers = client.borrowers().list(&BorrowerFilter::new()).unwrap();
    assert!(borrowers.next().unwrap().is_ok() && borrowers.next().unwrap().is_ok());
    let error = borrowers.next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(borrowers.next().is_none());
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn an_enrolment_keeps_to_its_time_over_lists_that_never_end() {
    for server in [circle(), endless()] {
        let client = Client::new("key", server.url()).unwrap();
        let options = EnrollOptions::wait_until_ready(Duration::from_millis(400));
        client.enroll(&french(300), &options).unwrap_err();
        assert_eq!(posts(&server), 0, "nothing is known about the company");
        let count = server.requests().len();
        std::thread::sleep(Duration::from_millis(200));
        assert_eq!(server.requests().len(), count, "no later request");
    }
}

#[test]
fn a_list_that_never_ends_is_stopped_by_a_token() {
    let server = endless();
    let token = CancelToken::default();
    let client = Client::new("key", server.url()).unwrap();
    let stoppable = client.with_options(CallOptions::new().cancel(token.clone()));
    let listing = spawn(move || {
        let mut borrowers = stoppable.borrowers().list(&BorrowerFilter::new()).unwrap();
        borrowers.find_map(Result::err)
    });
    eventually("some pages", || server.requests().len() > 20);
    token.cancel();
    assert_eq!(listing.join().unwrap().unwrap().kind(), ErrorKind::Interrupted);
}

#[test]
fn a_question_is_asked_for_every_page_however_fast_it_comes() {
    let server = endless();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let check = move || count.fetch_add(1, Ordering::Relaxed) >= 20;
    let client = Client::builder("key", server.url()).interrupt_check(check).build().unwrap();
    let mut borrowers = client.borrowers().list(&BorrowerFilter::new()).unwrap();
    let error = borrowers.find_map(Result::err).unwrap();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert!(server.requests().len() <= 20);
}

#[test]
fn a_list_that_contradicts_itself_is_no_proof_that_a_company_has_no_borrower() {
    for body in [
        r#"{"count":1,"page_size":100}"#,
        r#"{"count":1,"page_size":100,"data":null}"#,
        r#"{"count":0,"page_size":100,"data":[],"total":1}"#,
    ] {
        let server = Canned::start([Reply::json(200, body)]);
        let client = Client::new("key", server.url()).unwrap();
        let options = EnrollOptions::wait_until_ready(Duration::from_millis(200));
        let error = client.enroll(&french(301), &options).unwrap_err();
        assert_eq!((error.kind(), posts(&server)), (ErrorKind::Decode, 0), "{error}");
    }
}

#[test]
fn a_last_page_that_is_empty_is_no_contradiction() {
    let last = r#"{"count":0,"page_size":1,"data":[],"total":1}"#;
    let server =
        Canned::serve(move |count, _| if count == 0 { page("A") } else { Reply::json(200, last).into() });
    let client = Client::new("key", server.url()).unwrap();
    let found: Vec<_> = client.borrowers().list(&BorrowerFilter::new()).unwrap().collect();
    assert!(found.len() == 1 && found[0].is_ok());
}

/// The paths of the requests, without their queries.
fn paths(server: &Canned) -> Vec<String> {
    let path = |request: Request| request.target.split('?').next().unwrap_or_default().to_owned();
    server.requests().into_iter().map(path).collect()
}

fn lines(client: &Client) -> Result<usize, ErrorKind> {
    let filter = CreditLineFilter::new().borrower(vec!["472618354".to_owned()]);
    let lines: Result<Vec<_>, _> = client.credit_lines().list(&filter).unwrap().collect();
    lines.map(|lines| lines.len()).map_err(|error| error.kind())
}

#[test]
fn the_other_spelling_of_the_credit_lines_is_found_and_remembered() {
    let server = Canned::serve(|_, request| {
        let known = request.target.starts_with("/credit-lines?borrower=472618354");
        Reply::json(if known { 200 } else { 404 }, if known { EMPTY } else { "" }).into()
    });
    let client = Client::new("key", server.url()).unwrap();
    assert_eq!(lines(&client), Ok(0));
    assert_eq!(lines(&client.clone()), Ok(0));
    assert_eq!(paths(&server), ["/credit_lines", "/credit-lines", "/credit-lines"]);
}

#[test]
fn a_spelling_that_does_not_exist_is_tried_once() {
    let server = Canned::serve(|_, request| {
        let detail = if request.target.starts_with("/credit_lines") { "no lines" } else { "no such path" };
        Reply::json(404, format!(r#"{{"title":"Not Found","detail":"{detail}"}}"#)).into()
    });
    let client = Client::new("key", server.url()).unwrap();
    let error = client.credit_lines().list(&CreditLineFilter::new()).unwrap().next().unwrap().unwrap_err();
    assert_eq!(error.details().detail.as_deref(), Some("no lines"), "the first answer");
    assert_eq!(lines(&client), Err(ErrorKind::NotFound));
    assert_eq!(paths(&server), ["/credit_lines", "/credit-lines", "/credit_lines"]);
}

#[test]
fn a_spelling_that_was_answered_once_is_right() {
    let server = Canned::start([Reply::json(200, EMPTY), Reply::json(404, "")]);
    let client = Client::new("key", server.url()).unwrap();
    assert_eq!(lines(&client), Ok(0));
    assert_eq!(lines(&client), Err(ErrorKind::NotFound));
    assert_eq!(paths(&server), ["/credit_lines", "/credit_lines"]);
}

#[test]
fn a_failure_says_nothing_about_the_other_spelling() {
    let answers = [Reply::json(404, ""), Reply::json(503, ""), Reply::json(404, ""), Reply::json(200, EMPTY)];
    let server = Canned::start(answers);
    let client = Client::new("key", server.url()).unwrap();
    assert_eq!(lines(&client), Err(ErrorKind::Api), "whether there are lines is not known");
    assert_eq!(lines(&client), Ok(0));
    assert_eq!(paths(&server), ["/credit_lines", "/credit-lines", "/credit_lines", "/credit-lines"]);
}

#[test]
fn a_path_that_a_caller_wrote_is_sent_as_it_is() {
    let server = Canned::start([Reply::json(404, "")]);
    let client = Client::new("key", server.url()).unwrap();
    client.request("GET", "/credit_lines", &[], None).unwrap_err();
    assert_eq!(paths(&server), ["/credit_lines"]);
}
