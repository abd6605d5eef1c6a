//! A server with TLS, and a network that delays what it carries.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{sleep, sleep_until};
use tokio_rustls::TlsAcceptor;

use crate::Outcome;

/// Returns the settings of a server for `localhost` that offers these protocols, and its certificate as PEM.
///
/// # Errors
/// If the certificate cannot be made.
pub fn tls(protocols: &[&str]) -> Outcome<(TlsAcceptor, String)> {
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(vec!["localhost".to_owned()])?.self_signed(&key)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        )?;
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    Ok((TlsAcceptor::from(Arc::new(config)), certificate.pem()))
}

/// Copies one direction of a connection; each piece arrives `delay` later.
async fn delayed(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin + Send + 'static,
    delay: Duration,
) {
    let (sender, mut pieces) = mpsc::unbounded_channel::<(tokio::time::Instant, Vec<u8>)>();
    tokio::spawn(async move {
        while let Some((due, piece)) = pieces.recv().await {
            sleep_until(due).await;
            if to.write_all(&piece).await.is_err() {
                return;
            }
        }
        let _ = to.shutdown().await;
    });
    let mut buffer = vec![0; 65_536];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        if sender.send((tokio::time::Instant::now() + delay, buffer[..read].to_vec())).is_err() {
            return;
        }
    }
}

/// Delays what goes to and comes from `server`, each by half of `round_trip`.
pub async fn delay(listener: TcpListener, server: SocketAddr, round_trip: Duration) {
    while let Ok((client, _)) = listener.accept().await {
        tokio::spawn(async move {
            // The handshake of TCP takes one round trip.
            sleep(round_trip).await;
            let Ok(server) = TcpStream::connect(server).await else { return };
            let _ = (client.set_nodelay(true), server.set_nodelay(true));
            let (from_client, to_client) = client.into_split();
            let (from_server, to_server) = server.into_split();
            tokio::join!(
                delayed(from_client, to_server, round_trip / 2),
                delayed(from_server, to_client, round_trip / 2)
            );
        });
    }
}
