//! The key of a client, and what is known about its last answer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use defacto_sdk::error::ErrorKind;
use defacto_sdk::{ApiKey, CallOptions, Client};
use defacto_tests_rust::canned::{Canned, Reply};
use flate2::Compression;
use flate2::write::GzEncoder;

fn keys(server: &Canned) -> Vec<String> {
    let key = |header: &str| header.trim_start_matches("Bearer ").to_owned();
    server.requests().iter().map(|request| key(request.header("authorization").unwrap())).collect()
}

fn serve(count: usize) -> Canned {
    Canned::start(vec![Reply::new(200, "hello"); count])
}

fn compressed(text: &[u8]) -> Reply {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    Reply::json(200, encoder.finish().unwrap()).header("content-encoding", "gzip")
}

#[test]
fn the_last_answer_has_its_status_its_headers_and_the_number_of_attempts() {
    let answer =
        Reply::new(200, "hello").header("X-Request-Id", "req-7").header("via", "a").header("via", "b");
    let server = Canned::start([Reply::new(503, ""), answer]);
    let client = Client::new("key", server.url()).unwrap();
    assert!(client.last_answer().is_none());
    client.hello().unwrap();
    let last = client.last_answer().unwrap();
    assert_eq!((last.operation.as_str(), last.status, last.attempts), ("GET /hello", 200, 2));
    assert_eq!(last.request_id.as_deref(), Some("req-7"));
    assert_eq!(last.headers["via"], "a, b");
}

#[test]
fn a_copy_with_options_has_its_own_last_answer() {
    let server = serve(1);
    let client = Client::new("key", server.url()).unwrap();
    let copy = client.with_options(CallOptions::new());
    copy.clone().hello().unwrap();
    assert!(copy.last_answer().is_some());
    assert!(client.last_answer().is_none());
}

#[test]
fn a_key_is_replaced_while_the_client_is_used() {
    let echo = Reply::json(400, r#"{"detail": "first-key and second-key are refused"}"#);
    let answers = [Reply::new(200, "hello"), Reply::new(200, "hello"), echo];
    let server = Canned::start(answers);
    let client = Client::new("first-key", server.url()).unwrap();
    let copy = client.with_options(CallOptions::new());
    client.hello().unwrap();
    client.set_api_key("second-key").unwrap();
    copy.hello().unwrap();
    assert_eq!(keys(&server), ["first-key", "second-key"]);
    assert_eq!(client.set_api_key("a key").unwrap_err().kind(), ErrorKind::Configuration);
    let error = client.hello().unwrap_err();
    assert_eq!(keys(&server)[2], "second-key");
    assert!(!format!("{error} {error:?}").contains("-key"), "{error:?}");
}

#[test]
fn a_key_in_a_file_is_read_again_after_it_has_changed() {
    let server = serve(3);
    let file = std::env::temp_dir().join(format!("defacto-key-{:016x}", fastrand::u64(..)));
    std::fs::write(&file, "first-key\n").unwrap();
    let client = Client::new(ApiKey::file(&file), server.url()).unwrap();
    client.hello().unwrap();
    client.hello().unwrap();
    std::fs::write(&file, "second-key\n").unwrap();
    // Some file systems count whole seconds.
    let later = SystemTime::now() + Duration::from_secs(2);
    std::fs::File::options().write(true).open(&file).unwrap().set_modified(later).unwrap();
    client.hello().unwrap();
    assert_eq!(keys(&server), ["first-key", "first-key", "second-key"]);
    std::fs::remove_file(&file).unwrap();
    let error = client.hello().unwrap_err();
    assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Configuration, false));
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_function_provides_the_key_of_each_attempt() {
    let server = Canned::start([Reply::new(503, ""), Reply::new(200, "hello")]);
    let asked = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&asked);
    let key = ApiKey::provider(move || match counted.fetch_add(1, Ordering::Relaxed) {
        3 => Err("the vault is sealed".into()),
        count => Ok(format!("key-{count}")),
    });
    let client = Client::new(key, server.url()).unwrap();
    client.hello().unwrap();
    assert_eq!(keys(&server), ["key-1", "key-2"]);
    let error = client.hello().unwrap_err();
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_compressed_answer_is_read_and_its_limit_is_that_of_the_text() {
    let server = Canned::start([compressed(b"{\"a\": 1}"), compressed(&vec![b' '; 100_000])]);
    let client = Client::builder("key", server.url()).max_response_bytes(10_000).build().unwrap();
    assert_eq!(client.request("GET", "/any", &[], None).unwrap().body, b"{\"a\": 1}");
    assert!(server.requests()[0].header("accept-encoding").unwrap().contains("gzip"));
    let error = client.request("GET", "/any", &[], None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("10000") || error.to_string().contains("larger"), "{error}");
}
