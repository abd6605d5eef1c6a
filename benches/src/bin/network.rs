//! Calls over TLS and a network that delays them: `network [ROUND_TRIP_MS]`. Prints one table.
//!
//! The server offers HTTP/2 and HTTP/1.1. The client uses HTTP/2 when this program is built with
//! `--features http2`, so that two builds compare the two.

use std::convert::Infallible;
use std::io::Write;
use std::time::{Duration, Instant};

use defacto_benches::network::{delay, tls};
use defacto_benches::{API_KEY, BORROWER, Outcome};
use defacto_sdk::{AsyncClient, CaCertificates, Client, ClientBuilder};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use uuid::Uuid;

/// A borrower whose answer takes a second, and one whose answer comes at once.
const SLOW: Uuid = Uuid::from_u128(0x1000);
const FAST: Uuid = Uuid::nil();

/// Answers every request with one borrower.
async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    if request.uri().path().ends_with("1000") {
        sleep(Duration::from_secs(1)).await;
    }
    let mut response = Response::new(Full::new(Bytes::from_static(BORROWER.as_bytes())));
    response
        .headers_mut()
        .insert("content-type", hyper::header::HeaderValue::from_static("application/json"));
    Ok(response)
}

async fn serve(listener: TcpListener, tls: TlsAcceptor) {
    while let Ok((stream, _)) = listener.accept().await {
        let tls = tls.clone();
        tokio::spawn(async move {
            let Ok(stream) = tls.accept(stream).await else { return };
            let mut server = Builder::new(TokioExecutor::new());
            // What common gateways allow on one connection.
            server.http2().max_concurrent_streams(128);
            let _ = server.serve_connection(TokioIo::new(stream), service_fn(answer)).await;
        });
    }
}

/// Starts the server and the network on threads of their own. Returns the URL and the certificate.
fn start(round_trip: Duration) -> Outcome<(String, String)> {
    let (acceptor, certificate) = tls(&["h2", "http/1.1"])?;
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || -> Outcome<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let server = TcpListener::bind("127.0.0.1:0").await?;
            let network = TcpListener::bind("127.0.0.1:0").await?;
            tell.send(network.local_addr()?.port())?;
            let address = server.local_addr()?;
            tokio::join!(serve(server, acceptor), delay(network, address, round_trip));
            Ok(())
        })
    });
    Ok((format!("https://localhost:{}", told.recv()?), certificate))
}

fn show(what: &str, took: Duration) -> Outcome<()> {
    writeln!(std::io::stdout(), "{what:<52}{:>9.1} ms", took.as_secs_f64() * 1000.0)?;
    Ok(())
}

fn blocking(client: &Client, calls: u32) -> Outcome<Duration> {
    let began = Instant::now();
    for _ in 0..calls {
        client.borrowers().get(FAST)?;
    }
    Ok(began.elapsed() / calls)
}

async fn at_once(client: &AsyncClient, id: Uuid, calls: usize) -> Outcome<Duration> {
    let began = Instant::now();
    let mut all = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        all.spawn(async move { client.borrowers().get(id).await.map(drop) });
    }
    while let Some(result) = all.join_next().await {
        result??;
    }
    Ok(began.elapsed())
}

fn main() -> Outcome<()> {
    let round_trip = std::env::args().nth(1).map_or(Ok(30), |given| given.parse())?;
    let (url, certificate) = start(Duration::from_millis(round_trip))?;
    let builder = || -> ClientBuilder {
        Client::builder(API_KEY, url.as_str()).ca_certificates(CaCertificates::from(certificate.as_str()))
    };
    let began = Instant::now();
    let client = builder().build()?;
    show("a client is made", began.elapsed())?;
    show("its first call", blocking(&client, 1)?)?;
    show("its second call", blocking(&client, 1)?)?;
    show("each of 20 calls, one after another", blocking(&client, 20)?)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = builder().build_async()?;
        show("100 calls at once, new client", at_once(&client, FAST, 100).await?)?;
        show("100 calls at once, again", at_once(&client, FAST, 100).await?)?;
        show(
            "1,000 calls at once that take 1 s, new client",
            at_once(&builder().build_async()?, SLOW, 1000).await?,
        )
    })
}
