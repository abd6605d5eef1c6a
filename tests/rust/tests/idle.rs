//! Connections that stay idle for a while.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{sleep, spawn};
use std::time::Duration;

use defacto_sdk::model::Uuid;
use defacto_sdk::{CallOptions, CancelToken, Client};
use defacto_tests_rust::canned::{Reply, Request};
use defacto_tests_rust::story::eventually;

/// A server that answers one request on each connection, promises keep-alive, and still closes it soon after.
fn fickle() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let counted = Arc::clone(&counted);
            spawn(move || {
                if Request::read(&mut stream).is_some() {
                    counted.fetch_add(1, Ordering::Relaxed);
                    let _ = Reply { keep_alive: true, ..Reply::new(200, "hello") }.write(&mut stream);
                    sleep(Duration::from_millis(20));
                }
            });
        }
    });
    (url, count)
}

#[test]
fn one_that_the_server_has_closed_is_not_written_to() {
    let (url, count) = fickle();
    let client = Client::builder("key", url).max_retries(0).build().unwrap();
    for _ in 0..20 {
        client.hello().unwrap();
        sleep(Duration::from_millis(40));
        client.borrowers().deactivate(Uuid::nil()).expect("a write on a fresh connection");
        sleep(Duration::from_millis(40));
    }
    assert_eq!(count.load(Ordering::Relaxed), 40, "nothing was sent twice");
}

#[test]
fn one_that_was_given_up_is_closed_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, closed) = mpsc::channel();
    let accepted = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&accepted);
    spawn(move || {
        let (mut stream, _): (TcpStream, _) = listener.accept().unwrap();
        seen.fetch_add(1, Ordering::Relaxed);
        // Reads until the client closes the connection; never answers.
        sender.send(stream.read_to_end(&mut Vec::new()).is_ok()).unwrap();
    });
    let token = CancelToken::default();
    let client = Client::new("key", url)
        .unwrap()
        .with_options(CallOptions::new().max_retries(0).cancel(token.clone()));
    let calling = spawn(move || client.hello().map(|_| client));
    eventually("the request", || accepted.load(Ordering::Relaxed) == 1);
    token.cancel();
    calling.join().unwrap().expect_err("it was cancelled");
    assert!(closed.recv_timeout(Duration::from_secs(5)).expect("the connection is closed"));
}

#[test]
fn a_client_that_is_closed_ends_its_calls() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = Client::new("key", format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let waiting = client.clone();
    let calling = spawn(move || waiting.with_options(CallOptions::new().max_retries(0)).hello());
    let _connection = listener.accept().unwrap();
    client.close();
    calling.join().unwrap().expect_err("the client was closed");
}
