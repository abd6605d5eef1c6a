//! The data on the wire: headers, paths, queries; and answers that no correct server gives.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::time::Duration;

use defacto_sdk::api::borrowers::BorrowerFilter;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::model::{NewOwner, Uuid};
use defacto_sdk::{CallOptions, Client};
use defacto_tests_rust::canned::{Answer, Canned, Reply, Request};
use defacto_tests_rust::companies::french;

const BORROWER: &str = r#"{"identifier":"472618354"}"#;

fn client(server: &Canned) -> Client {
    Client::builder("a-key", server.url()).max_retries(0).max_response_bytes(64 * 1024).build().unwrap()
}

fn last(server: &Canned) -> Request {
    server.requests().pop().unwrap()
}

#[test]
fn headers() {
    let server = Canned::start([Reply::json(201, BORROWER)]);
    client(&server).borrowers().enroll(&french(1)).unwrap();
    let request = last(&server);
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/borrowers"));
    assert_eq!(request.header("authorization"), Some("Bearer a-key"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert!(request.header("accept").unwrap().starts_with("application/json"));
    let agent = request.header("user-agent").unwrap();
    let (product, language) = agent.split_once(' ').unwrap();
    assert_eq!(product, concat!("defacto-sdk/", env!("CARGO_PKG_VERSION")));
    let version = language.strip_prefix("rust/").unwrap();
    assert!(version.starts_with(|digit: char| digit.is_ascii_digit()), "{agent}");

    client(&server).borrowers().get(Uuid::nil()).unwrap();
    let request = last(&server);
    assert_eq!((request.header("content-type"), request.header("content-length")), (None, None));
    assert_eq!(request.target, "/borrower/00000000-0000-0000-0000-000000000000");
}

#[test]
fn a_base_url_with_a_path() {
    for path in ["/gateway/v2", "/gateway/v2/"] {
        let server = Canned::start([Reply::json(200, BORROWER)]);
        let client = Client::new("a-key", server.url() + path).unwrap();
        client.borrowers().get(Uuid::nil()).unwrap();
        assert!(last(&server).target.starts_with("/gateway/v2/borrower/0000"));
    }
}

#[test]
fn cursors_are_encoded_and_filters_repeated() {
    let page = |next: &str| {
        Reply::json(200, format!(r#"{{"count":1,"page_size":1,"data":[{BORROWER}],"next_page":{next}}}"#))
    };
    let server = Canned::start([page(r#""a+b/c==&x é""#), page("null")]);
    let filter = BorrowerFilter::new().borrower_identifier("HRB 1 B").page_size(1);
    assert_eq!(client(&server).borrowers().list(&filter).unwrap().count(), 2);
    let wanted = "/borrowers?borrower_identifier=HRB+1+B&page_size=1&cursor=a%2Bb%2Fc%3D%3D%26x+%C3%A9";
    assert_eq!(last(&server).target, wanted);
}

#[test]
fn a_cursor_that_leads_nowhere_ends_with_an_error() {
    let page = format!(r#"{{"count":1,"page_size":1,"data":[{BORROWER}],"next_page":"again"}}"#);
    let server = Canned::start([Reply::json(200, page)]);
    let mut list = client(&server).borrowers().list(&BorrowerFilter::new()).unwrap();
    assert!(list.next().unwrap().is_ok());
    assert_eq!(list.next().unwrap().unwrap_err().kind(), ErrorKind::Decode);
    assert!(list.next().is_none());
}

#[test]
fn an_endpoint_that_the_library_does_not_know() {
    let server = Canned::start([Reply::json(200, "[]").header("x-request-id", "r-7")]);
    let answer =
        client(&server).request("post", "/loans?a=1", &[("b", "x y+z")], Some(r#"{"amount":1}"#)).unwrap();
    assert_eq!(
        (answer.status, answer.request_id.as_deref(), &answer.body[..]),
        (200, Some("r-7"), &b"[]"[..])
    );
    let request = last(&server);
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/loans?a=1&b=x+y%2Bz"));
    assert_eq!(request.text(), r#"{"amount":1}"#);
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = Canned::start([Reply::json(200, BORROWER)]);
    for status in [301, 302, 303, 307, 308] {
        let server = Canned::start([Reply::new(status, "").header("location", &elsewhere.url())]);
        let error = client(&server).borrowers().get(Uuid::nil()).unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(status)));
    }
    assert!(elsewhere.requests().is_empty(), "the key does not travel");
}

#[test]
fn bodies_without_end() {
    let server = Canned::start([Reply { endless: true, ..Reply::json(200, "[[[[[[[[") }]);
    let error = client(&server).borrowers().get(Uuid::nil()).unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{error}");
    let error = client(&server).borrowers().add_owner(Uuid::nil(), &NewOwner::new("A", "B")).unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
}

#[test]
fn the_status_of_a_refusal_without_end_stands() {
    let server = Canned::start([Reply { endless: true, ..Reply::json(401, "[[[[[[[[") }]);
    let error = client(&server).borrowers().get(Uuid::nil()).unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Authentication, Some(401)), "{error}");
}

#[test]
fn bodies_that_stop_or_are_not_what_they_should_be() {
    let cut = Reply { cut: true, ..Reply::json(200, BORROWER) };
    let kinds = [
        (cut, ErrorKind::Transport),
        (Reply::json(200, r#"{"identifier":"#), ErrorKind::Decode),
        (Reply::json(200, ""), ErrorKind::Decode),
        (Reply::json(200, "\u{feff}nonsense"), ErrorKind::Decode),
        (Reply::json(200, [0xff, 0xfe, 0x00]), ErrorKind::Decode),
        (Reply::json(200, "[".repeat(20_000)), ErrorKind::Decode),
        (Reply::new(204, ""), ErrorKind::Decode),
    ];
    for (reply, kind) in kinds {
        let what = format!("{reply:?}");
        let server = Canned::start([reply]);
        let error = client(&server).borrowers().get(Uuid::nil()).unwrap_err();
        assert_eq!(error.kind(), kind, "{error} after {}", &what[..what.len().min(200)]);
        let error = client(&server).borrowers().add_owner(Uuid::nil(), &NewOwner::new("A", "B")).unwrap_err();
        assert!(error.outcome_unknown(), "{error}");
    }
}

#[test]
fn a_body_that_stalls_ends_with_the_read_timeout() {
    let server = Canned::start([Answer::Silence]);
    let quick = CallOptions::new().read_timeout(Duration::from_millis(100));
    let error = client(&server).with_options(quick).hello().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let total = CallOptions::new().total_timeout(Duration::from_millis(100)).max_retries(5);
    let error = client(&server).with_options(total).hello().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.retryable(), "the same call may succeed later: {error}");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_kept_connection_that_the_server_closes_on_a_write() {
    let open = Reply { keep_alive: true, ..Reply::json(200, BORROWER) };
    let server = Canned::start([Answer::Reply(open), Answer::Reset]);
    let client = client(&server);
    client.borrowers().get(Uuid::nil()).unwrap();
    let error = client.borrowers().deactivate(Uuid::nil()).unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
    assert_eq!(server.requests().len(), 2, "the write went out once");
}
