//! A server whose certificate comes from a private authority.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::spawn;

use defacto_sdk::Client;
use defacto_sdk::error::ErrorKind;
use defacto_tests_rust::canned::{Reply, Request};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;

/// Starts a server for `localhost`; returns its URL and the authority's certificate as PEM.
fn serve(names: &[&str]) -> (String, String) {
    let (url, authority, _) = serve_with(names, false);
    (url, authority)
}

/// Starts a server that may ask for a certificate; returns its URL, the authority's certificate, and a certificate of a
/// client with its key, as PEM.
fn serve_with(names: &[&str], asks_for_a_certificate: bool) -> (String, String, String) {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_certificate = authority.self_signed(&authority_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let names: Vec<_> = names.iter().map(ToString::to_string).collect();
    let issuer = Issuer::new(authority, authority_key);
    let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &issuer).unwrap();

    let client_key = KeyPair::generate().unwrap();
    let shown = CertificateParams::new(Vec::new()).unwrap().signed_by(&client_key, &issuer).unwrap();
    let shown = format!("{}{}", shown.pem(), client_key.serialize_pem());

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = if asks_for_a_certificate {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(authority_certificate.der().clone()).unwrap();
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().unwrap()
    } else {
        WebPkiClientVerifier::no_client_auth()
    };
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    (listen(config), authority_certificate.pem(), shown)
}

/// Starts a server for `localhost` with a self-signed certificate; returns its URL and the certificate as PEM.
fn serve_self_signed(is_authority: bool) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let mut certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    certificate.is_ca =
        if is_authority { IsCa::Ca(BasicConstraints::Unconstrained) } else { IsCa::ExplicitNoCa };
    let certificate = certificate.self_signed(&key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    (listen(config), certificate.pem())
}

fn listen(config: rustls::ServerConfig) -> String {
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
    url
}

/// Starts a SOCKS5 proxy; returns its address. It connects to this machine, whatever name it is asked for.
fn socks() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    spawn(move || {
        for mut client in listener.incoming().map_while(Result::ok) {
            let mut greeting = [0; 2];
            client.read_exact(&mut greeting).unwrap();
            client.read_exact(&mut vec![0; usize::from(greeting[1])]).unwrap();
            client.write_all(&[5, 0]).unwrap();
            let mut head = [0; 4];
            client.read_exact(&mut head).unwrap();
            let length = match head[3] {
                1 => 4,
                3 => {
                    let mut length = [0];
                    client.read_exact(&mut length).unwrap();
                    usize::from(length[0])
                }
                _ => 16,
            };
            client.read_exact(&mut vec![0; length]).unwrap();
            let mut port = [0; 2];
            client.read_exact(&mut port).unwrap();
            let server = TcpStream::connect(("127.0.0.1", u16::from_be_bytes(port))).unwrap();
            client.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0]).unwrap();
            let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            spawn(move || std::io::copy(&mut from, &mut to));
            spawn(move || std::io::copy(&mut &server, &mut client));
        }
    });
    address
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

#[test]
fn an_error_says_what_to_do_about_a_certificate() {
    let error = |client: &Client| client.hello().unwrap_err().to_string();
    let client = |url: &str| Client::builder("key", url).max_retries(0);
    let (url, _) = serve(&["localhost"]);
    assert!(error(&client(&url).build().unwrap()).contains("pass the authority's certificate"));
    let (url, authority) = serve(&["elsewhere.example"]);
    let text = error(&client(&url).ca_certificates(authority).build().unwrap());
    assert!(text.contains("is for another name"), "{text}");
    let (url, own) = serve_self_signed(true);
    let text = error(&client(&url).ca_certificates(own).build().unwrap());
    assert!(text.contains("CA:FALSE") && text.contains("Nothing was sent"), "{text}");
}

#[test]
fn a_self_signed_certificate_that_is_no_authority_can_be_trusted() {
    let (url, own) = serve_self_signed(false);
    let client = Client::builder("key", url).ca_certificates(own).build().unwrap();
    assert_eq!(client.hello().unwrap(), "hello over TLS");
}

#[test]
fn a_server_that_asks_for_a_certificate_gets_that_of_the_client() {
    let (url, authority, shown) = serve_with(&["localhost"], true);
    let without = Client::builder("key", &*url).ca_certificates(&*authority).max_retries(0).build().unwrap();
    assert_eq!(without.hello().unwrap_err().kind(), ErrorKind::Transport);
    let client = Client::builder("key", url).ca_certificates(authority).client_certificate(shown).build();
    assert_eq!(client.unwrap().hello().unwrap(), "hello over TLS");
}

#[test]
fn a_client_certificate_without_its_key_is_refused() {
    let (url, authority) = serve(&["localhost"]);
    let error = Client::builder("key", url).client_certificate(authority).build().unwrap_err();
    assert!(error.to_string().contains("the client certificate cannot be read"), "{error}");
}

#[test]
fn a_socks_proxy_is_used() {
    let (url, authority) = serve(&["localhost"]);
    for scheme in ["socks5", "socks5h"] {
        let proxy = format!("{scheme}://{}", socks());
        let client = Client::builder("key", &*url).ca_certificates(&*authority).proxy(proxy).build().unwrap();
        assert_eq!(client.hello().unwrap(), "hello over TLS");
    }
}
