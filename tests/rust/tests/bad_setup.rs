//! Misconfigured clients report the reason, and never panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::io::Write;
use std::net::TcpListener;
use std::time::Duration;

use defacto_sdk::error::ErrorKind;
use defacto_sdk::{Client, DefactoError, EnrollOptions};
use defacto_tests_rust::canned::{Canned, Reply, closed_port};
use defacto_tests_rust::companies::french;

fn refused(key: &str, environment: &str) -> DefactoError {
    let error = Client::new(key, environment).expect_err(environment);
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.details().hint.is_some());
    error
}

#[test]
fn keys_that_cannot_be_keys() {
    for key in
        ["", " ", "\t\n", "key\n", "key\r\nX-Evil: 1", "two words", "clé", "Bearer abc", "bearer abc", "a\0b"]
    {
        let error = refused(key, "sandbox");
        assert!(key.trim().is_empty() || !error.to_string().contains(key), "{error}");
    }
}

#[test]
fn urls_that_cannot_be_used() {
    for url in [
        "",
        "prod",
        "Production",
        "api.getdefacto.com",
        "http://api.getdefacto.com",
        "http://10.0.0.1:8080",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "https://user:pa55word@api.example.com",
        "https://api.example.com/?key=pa55word",
        "https://api.example.com/#pa55word",
        "https://",
    ] {
        let error = refused("key", url);
        assert!(!format!("{error} {error:?}").contains("pa55word"), "{error}");
    }
}

#[test]
fn urls_that_can_be_used() {
    for url in
        ["production", "sandbox", "https://api.example.com/v2/", "http://localhost:1", "http://[::1]:1"]
    {
        Client::new("key", url).unwrap();
    }
}

#[test]
fn nobody_at_the_port() {
    let url = format!("http://127.0.0.1:{}", closed_port());
    let client = Client::builder("key", url).max_retries(0).build().unwrap();
    let error = client.hello().unwrap_err();
    assert_eq!((error.kind(), error.retryable()), (ErrorKind::Transport, true));
    assert!(error.to_string().contains("Nothing was sent"), "{error}");
    let options = EnrollOptions::wait_until_ready(Duration::from_millis(300)).look_up_existing(false);
    let error = client.enroll(&french(1), &options).unwrap_err();
    assert!(!error.outcome_unknown() && error.details().resume_token.is_none(), "{error}");
}

#[test]
fn a_name_that_does_not_exist() {
    let client = Client::builder("key", "https://nobody.invalid").max_retries(0).build().unwrap();
    let error = client.hello().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout), "{error}");
    assert!(error.to_string().contains("https://nobody.invalid"), "{error}");
}

#[test]
fn certificates_that_are_none() {
    for pem in ["nonsense", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"] {
        let error = Client::builder("key", "sandbox").ca_certificates(pem).build().expect_err(pem);
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    }
}

#[test]
fn proxies_that_are_none() {
    for proxy in ["::", "http://", "not a url"] {
        let error = Client::builder("key", "sandbox").proxy(proxy).build().expect_err(proxy);
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    }
}

#[test]
fn proxies_of_a_kind_that_is_not_supported() {
    for proxy in ["socks4://127.0.0.1:1080", "socks://h:1", "htp://h:1", "ftp://h:1"] {
        let error = Client::builder("key", "sandbox").proxy(proxy).build().expect_err(proxy);
        let scheme = proxy.split(':').next().unwrap();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        assert!(error.to_string().contains(&format!("'{scheme}'")), "{error}");
    }
    for proxy in
        ["http://127.0.0.1:3128", "HTTPS://proxy.example:3128/", "proxy.example:3128", "socks5h://[::1]:1080"]
    {
        Client::builder("key", "sandbox").proxy(proxy).build().expect(proxy);
    }
}

#[test]
fn a_proxy_that_would_be_sent_the_key_in_clear() {
    let proxy = Canned::start([Reply::new(200, "hello")]);
    let error = Client::builder("key", "http://127.0.0.1:1").proxy(proxy.url()).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    Client::builder("key", "https://127.0.0.1:1").proxy(proxy.url()).build().unwrap();
    assert!(proxy.requests().is_empty());
}

#[test]
fn production_is_production_however_it_is_written() {
    for url in [
        "https://api.getdefacto.com.",
        "https://API.GetDefacto.COM:443/",
        "https://api.getdefacto.com..",
        "https:\\\\api.getdefacto.com",
        "https://api%2egetdefacto.com",
    ] {
        let client = Client::new("key", url).unwrap();
        assert_eq!(client.base_url(), "https://api.getdefacto.com", "{url}");
        // A test account is rejected there, before anything is sent.
        let request = french(1).account_number("FR8811111015593603018280926");
        let error = client.enroll(&request, &EnrollOptions::asynchronous()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation, "{url}: {error}");
    }
}

#[test]
fn a_proxy_that_nobody_serves_keeps_its_password() {
    let proxy = format!("http://user:pa55word@127.0.0.1:{}", closed_port());
    let client =
        Client::builder("key", "https://api.example.com").proxy(proxy).max_retries(0).build().unwrap();
    let error = client.hello().unwrap_err();
    assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Transport, false));
    assert!(!format!("{error} {error:?} {client:?}").contains("pa55word"), "{error:?}");
}

#[test]
fn a_proxy_that_refuses() {
    let proxy = Canned::start([Reply::new(407, "")]);
    let builder = Client::builder("key", "https://api.example.com").proxy(proxy.url()).max_retries(0);
    let error = builder.build().unwrap().borrowers().deactivate(defacto_sdk::model::Uuid::nil()).unwrap_err();
    assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Transport, false), "{error}");
    let request = &proxy.requests()[0];
    assert_eq!((request.method.as_str(), request.header("authorization")), ("CONNECT", None));
}

#[test]
fn a_server_that_does_not_speak_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let error = Client::builder("key", url).max_retries(0).build().unwrap().hello().unwrap_err();
    assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Transport, false), "{error}");
}

#[test]
fn a_path_that_does_not_begin_with_a_slash() {
    let error = Client::new("key", "sandbox").unwrap().request("GET", "hello", &[], None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let error = Client::new("key", "sandbox").unwrap().request("NO GOOD", "/hello", &[], None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn inside_an_asynchronous_task() {
    let server = Canned::start([Reply::new(200, "hello")]);
    let client = Client::new("key", server.url()).unwrap();
    let error = client.hello().unwrap_err();
    assert_eq!((error.kind(), error.retryable()), (ErrorKind::Configuration, false));
    assert!(error.to_string().contains("spawn_blocking"), "{error}");
    let error = client.enroll(&french(2), &EnrollOptions::asynchronous()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(server.requests().is_empty());
    drop(client);
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_a_spawned_task_and_inside_spawn_blocking() {
    let server = Canned::start([Reply::new(200, "hello")]);
    let client = Client::new("key", server.url()).unwrap();
    let inside = client.clone();
    let error = tokio::spawn(async move { inside.hello().unwrap_err() }).await.unwrap();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let greeting = tokio::task::spawn_blocking(move || client.hello().unwrap()).await.unwrap();
    assert_eq!(greeting, "hello");
    assert_eq!(server.requests().len(), 1);
}
