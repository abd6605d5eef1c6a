//! The server on its own thread with its own runtime, so that blocking callers can use it.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        mpsc::{self, Receiver},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use axum::{Router, body::Body};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpStream,
    runtime::{Builder, Runtime},
    sync::{mpsc::UnboundedReceiver, oneshot},
};
use tower::ServiceExt;

use crate::{
    error::SandboxError,
    server::{answer::Cut, app::App, worker},
    world::job::Job,
};

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    stop: Mutex<Option<oneshot::Sender<()>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    stopped: Arc<(Mutex<bool>, Condvar)>,
}

impl Server {
    pub(crate) fn start(
        address: SocketAddr,
        app: Arc<App>,
        jobs: UnboundedReceiver<Job>,
        router: Router,
    ) -> Result<Self, SandboxError> {
        let listener = listen(address)?;
        let address = listener.local_addr().map_err(SandboxError::Start)?;
        // It is set here only, and once.
        let _ = app.address.set(address);
        app.guard.note_port(address.port());
        let runtime = Builder::new_current_thread().enable_all().build().map_err(SandboxError::Start)?;
        let (stop, stop_asked) = oneshot::channel();
        let stopped = Arc::new((Mutex::new(false), Condvar::new()));
        let mark = Arc::clone(&stopped);
        let (report, started) = mpsc::sync_channel(1);
        let thread = thread::Builder::new()
            .name("defacto-sandbox".to_owned())
            .spawn(move || {
                serve(runtime, listener, app, jobs, router, stop_asked, &report);
                *mark.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
                mark.1.notify_all();
            })
            .map_err(SandboxError::Start)?;
        wait_for_start(&started)?;
        let (stop, thread) = (Mutex::new(Some(stop)), Mutex::new(Some(thread)));
        Ok(Self { address, stop, thread, stopped })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it; connections that are open are closed. Doing it again does nothing.
    pub(crate) fn stop(&self) {
        if let Some(stop) = self.stop.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // The receiver is gone only when the server has ended already.
            let _ = stop.send(());
        }
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // A panic of the server thread was reported when it happened.
            let _ = thread.join();
        }
    }

    /// Returns when it has been stopped.
    pub(crate) fn wait(&self) {
        let (stopped, changed) = &*self.stopped;
        let mut stopped = stopped.lock().unwrap_or_else(PoisonError::into_inner);
        while !*stopped {
            stopped = changed.wait(stopped).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn listen(address: SocketAddr) -> Result<TcpListener, SandboxError> {
    let listener = TcpListener::bind(address).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => SandboxError::AddressInUse { address },
        _ => SandboxError::Listen { address, source },
    })?;
    listener.set_nonblocking(true).map_err(SandboxError::Start)?;
    Ok(listener)
}

fn wait_for_start(started: &Receiver<io::Result<()>>) -> Result<(), SandboxError> {
    let ended = || io::Error::other("the server thread ended");
    started.recv().unwrap_or_else(|_| Err(ended())).map_err(SandboxError::Start)
}

fn serve(
    runtime: Runtime,
    listener: TcpListener,
    app: Arc<App>,
    jobs: UnboundedReceiver<Job>,
    router: Router,
    stop_asked: oneshot::Receiver<()>,
    report: &mpsc::SyncSender<io::Result<()>>,
) {
    runtime.block_on(async move {
        let listener = match tokio::net::TcpListener::from_std(listener) {
            Ok(listener) => listener,
            Err(error) => {
                let _ = report.send(Err(error));
                return;
            }
        };
        tokio::spawn(worker::work(Arc::clone(&app), jobs));
        let _ = report.send(Ok(()));
        tokio::select! {
            () = accept(listener, app, router) => {}
            _ = stop_asked => {}
        }
    });
    // Drops every connection and every planned job at once, however slow.
    runtime.shutdown_background();
}

async fn accept(listener: tokio::net::TcpListener, app: Arc<App>, router: Router) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, Arc::clone(&app), router.clone()));
            }
            Err(error) => {
                // For example too many open files: give it a moment.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, app: Arc<App>, router: Router) {
    // Small answers must not wait for more to send.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let refusal = app.guard.refusal(&request);
        let router = router.clone();
        async move {
            if let Some(refusal) = refusal {
                return Ok(refusal);
            }
            let response = match router.oneshot(request.map(Body::new)).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            if response.extensions().get::<Cut>().is_some() { Err(Cut) } else { Ok(response) }
        }
    });
    if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(%error, "connection ended");
    }
}
