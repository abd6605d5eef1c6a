//! A server whose certificate comes from a private authority.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::net::TcpListener;
use std::sync::Arc;
use std::thread::spawn;

use defacto_sdk::Client;
use defacto_sdk::error::ErrorKind;
use defacto_tests_rust::canned::{Reply, Request};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::PrivateKeyDer;

/// Starts a server for `localhost`; returns its URL and the authority's certificate as PEM.
fn serve(names: &[&str]) -> (String, String) {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_certificate = authority.self_signed(&authority_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let names: Vec<_> = names.iter().map(ToString::to_string).collect();
    let issuer = Issuer::new(authority, authority_key);
    let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &issuer).unwrap();

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = rustls::Stream::new(&mut connection, &mut stream);
            // A client that does not trust the certificate closes the connection.
            if Request::read(&mut tls).is_some() {
                let _ = Reply::new(200, "hello over TLS").write(&mut tls);
                connection.send_close_notify();
                let _ = connection.complete_io(&mut stream);
            }
        }
    });
    (url, authority_certificate.pem())
}

#[test]
fn is_refused_by_default() {
    let (url, _) = serve(&["localhost"]);
    let error = Client::builder("key", url).max_retries(0).build().unwrap().hello().unwrap_err();
    assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Transport, false));
    assert!(error.to_string().to_lowercase().contains("certificate"), "{error}");
}

#[test]
fn is_accepted_with_its_authority() {
    let (url, authority) = serve(&["localhost"]);
    let client = Client::builder("key", url).ca_certificates(authority).build().unwrap();
    assert_eq!(client.hello().unwrap(), "hello over TLS");
}

#[test]
fn is_accepted_with_its_authority_in_a_file_that_an_editor_has_marked() {
    let (url, authority) = serve(&["localhost"]);
    let file = std::env::temp_dir().join(format!("defacto-authority-{:016x}.pem", fastrand::u64(..)));
    std::fs::write(&file, format!("\u{feff}{authority}")).unwrap();
    let client = Client::builder("key", url).ca_certificates(file.clone()).build();
    std::fs::remove_file(file).unwrap();
    let client = client.unwrap();
    assert_eq!(client.hello().unwrap(), "hello over TLS");
}

#[test]
fn is_refused_under_another_name_or_with_another_authority() {
    let (url, authority) = serve(&["elsewhere.example"]);
    let client = Client::builder("key", &*url).ca_certificates(authority).max_retries(0).build().unwrap();
    assert_eq!(client.hello().unwrap_err().kind(), ErrorKind::Transport);
    let (_, other) = serve(&["localhost"]);
    let client = Client::builder("key", url).ca_certificates(other).max_retries(0).build().unwrap();
    assert_eq!(client.hello().unwrap_err().kind(), ErrorKind::Transport);
}
