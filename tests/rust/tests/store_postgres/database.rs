//! A database for one test, the actions of its administrator, and a network that can be cut.

use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use defacto_sdk::store::PostgresStore;
use postgres::{Client, NoTls};
use url::Url;

/// A database that is removed after the test.
pub(super) struct Database {
    server: Url,
    name: String,
}

impl Database {
    pub(super) fn new() -> Self {
        let server = std::env::var("DEFACTO_TEST_POSTGRES").expect(
            "these tests need a server: run them by tools/postgres.sh, which sets DEFACTO_TEST_POSTGRES",
        );
        let database =
            Self { server: server.parse().unwrap(), name: format!("test_{:016x}", fastrand::u64(..)) };
        database.server().batch_execute(&format!("CREATE DATABASE {}", database.name)).unwrap();
        database
    }

    fn server(&self) -> Client {
        Client::connect(self.server.as_str(), NoTls).unwrap()
    }

    pub(super) fn url(&self) -> String {
        let mut url = self.server.clone();
        url.set_path(&self.name);
        url.into()
    }

    pub(super) fn password(&self) -> String {
        self.server.password().unwrap().to_owned()
    }

    /// Opens a store with its own connection, as on another machine.
    pub(super) fn store(&self) -> PostgresStore {
        PostgresStore::connect(&self.url()).unwrap()
    }

    pub(super) fn administrator(&self) -> Client {
        Client::connect(&self.url(), NoTls).unwrap()
    }

    /// Ends all connections to it, like a restart of the server.
    pub(super) fn end_connections(&self) {
        let ended = self
            .server()
            .execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1",
                &[&self.name],
            )
            .unwrap();
        assert!(ended > 0);
    }

    /// Lets all leases expire.
    pub(super) fn end_leases(&self) {
        self.administrator().execute("UPDATE defacto_enrollments SET claimed_until = 0", &[]).unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = self.server().batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// A proxy between a store and its server, which can be stopped.
pub(super) struct Proxy {
    address: SocketAddr,
    server: SocketAddr,
    open: Arc<Mutex<Vec<TcpStream>>>,
    listening: Option<(Arc<AtomicBool>, JoinHandle<()>)>,
}

impl Proxy {
    pub(super) fn before(database: &Database) -> Self {
        let server = database.server.socket_addrs(|| None).unwrap()[0];
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut proxy = Self { address, server, open: Arc::default(), listening: None };
        proxy.listen(listener);
        proxy
    }

    pub(super) fn url(&self, database: &Database) -> String {
        let mut url: Url = database.url().parse().unwrap();
        url.set_port(Some(self.address.port())).unwrap();
        url.into()
    }

    fn listen(&mut self, listener: TcpListener) {
        let over = Arc::new(AtomicBool::new(false));
        let (server, open, ends) = (self.server, Arc::clone(&self.open), Arc::clone(&over));
        let thread = std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if ends.load(Ordering::Acquire) {
                    return;
                }
                connect(client, TcpStream::connect(server).unwrap(), &open);
            }
        });
        self.listening = Some((over, thread));
    }

    pub(super) fn take_away(&mut self) {
        let Some((over, thread)) = self.listening.take() else { return };
        over.store(true, Ordering::Release);
        // It notices the end only at the next connection.
        drop(TcpStream::connect(self.address));
        thread.join().unwrap();
        for stream in self.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    pub(super) fn bring_back(&mut self) {
        self.listen(TcpListener::bind(self.address).unwrap());
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.take_away();
    }
}

fn connect(client: TcpStream, server: TcpStream, open: &Mutex<Vec<TcpStream>>) {
    for (mut from, mut to) in [
        (client.try_clone().unwrap(), server.try_clone().unwrap()),
        (server.try_clone().unwrap(), client.try_clone().unwrap()),
    ] {
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Both);
        });
    }
    open.lock().unwrap().extend([client, server]);
}
