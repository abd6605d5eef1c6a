//! TLS and a slow network before a server that has neither: `tls_proxy HOST:PORT ROUND_TRIP_MS`.
//!
//! Prints one line of JSON: its URL, and its certificate as PEM. Ends when standard input is closed.

use std::io::{Read, Write};
use std::time::Duration;

use defacto_benches::Outcome;
use defacto_benches::network::{delay, tls};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// Passes each connection on to `server`, without its TLS.
async fn unwrap(listener: TcpListener, tls: TlsAcceptor, server: String) {
    while let Ok((client, _)) = listener.accept().await {
        let (tls, server) = (tls.clone(), server.clone());
        tokio::spawn(async move {
            let _ = client.set_nodelay(true);
            let Ok(mut client) = tls.accept(client).await else { return };
            let Ok(mut server) = TcpStream::connect(server).await else { return };
            let _ = server.set_nodelay(true);
            let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
        });
    }
}

async fn run(server: String, round_trip: Duration) -> Outcome<()> {
    let (acceptor, certificate) = tls(&["http/1.1"])?;
    let inner = TcpListener::bind("127.0.0.1:0").await?;
    let address = inner.local_addr()?;
    let unwrapping = unwrap(inner, acceptor, server);
    let tell = |port: u16| -> Outcome<()> {
        let found =
            serde_json::json!({"url": format!("https://localhost:{port}"), "certificate": certificate});
        Ok(writeln!(std::io::stdout(), "{found}")?)
    };
    if round_trip.is_zero() {
        tell(address.port())?;
        unwrapping.await;
        return Ok(());
    }
    let network = TcpListener::bind("127.0.0.1:0").await?;
    tell(network.local_addr()?.port())?;
    tokio::join!(unwrapping, delay(network, address, round_trip));
    Ok(())
}

fn main() -> Outcome<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [server, round_trip] = given.as_slice() else {
        return Err("usage: HOST:PORT ROUND_TRIP_MS".into());
    };
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let round_trip = Duration::from_millis(round_trip.parse()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(run(server.clone(), round_trip))
}
