//! The common part of the programs of `make bench`: arguments, data, and measuring.

pub mod network;

use std::error::Error;
use std::io::Write;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use serde::Serialize;

/// Any error: these programs print it and stop.
pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The enrolment request that every client sends.
pub const REQUEST: &str = include_str!("../data/request.json");
/// The borrower that the server answers with.
pub const BORROWER: &str = include_str!("../data/borrower.json");
/// An event of a credit line, without blanks, as servers send it.
pub const WEBHOOK: &str = include_str!("../data/webhook.json");
/// The key that every client sends.
pub const API_KEY: &str = "bench-key";
/// The moment at which the terms of the request were accepted.
pub const SIGNED_AT: &str = "2026-01-15T09:24:00Z";

/// A client that is measured.
pub trait Peer: Sync {
    /// Builds the enrolment request, sends it and reads the typed answer.
    ///
    /// # Errors
    /// Any failure of the call.
    fn post(&self) -> Outcome<()>;
    /// Reads all borrowers over all pages; returns how many there are.
    ///
    /// # Errors
    /// Any failure of a call.
    fn list(&self) -> Outcome<usize>;
    /// Validates an existing request; returns how many problems it has.
    fn validate(&self) -> usize;
    /// Checks the sender of an event and reads its typed entity.
    ///
    /// # Errors
    /// If the client has no receiver, or the event is not accepted.
    fn webhook(&self) -> Outcome<()> {
        Err("this client receives no webhooks".into())
    }
}

/// The figures that a run prints.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// CPU time of this process, user and system, in microseconds.
    pub cpu_us: f64,
    /// Elapsed time in microseconds.
    pub elapsed_us: f64,
    /// How many calls were measured.
    pub calls: usize,
    /// How many items or problems there were, over all measured calls.
    pub items: usize,
    /// The largest resident memory of this process, in KiB.
    pub peak_kib: u64,
}

/// The elapsed times of the first calls of a process, in milliseconds.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those in the JSON, with their unit")]
struct FirstCalls {
    client_ms: f64,
    first_ms: f64,
    second_ms: f64,
}

/// `URL WORK CALLS WARM_UP THREADS`. The work `first` measures a new client and its first two calls.
#[derive(Debug)]
pub struct Arguments {
    /// The URL of the server.
    pub url: String,
    work: String,
    calls: usize,
    warm_up: usize,
    threads: usize,
}

impl Arguments {
    /// Reads the arguments from the command line.
    ///
    /// # Errors
    /// If an argument is missing or is not a number.
    pub fn read() -> Outcome<Self> {
        let mut given = std::env::args().skip(1);
        let mut next = || given.next().ok_or("usage: URL WORK CALLS WARM_UP THREADS");
        Ok(Self {
            url: next()?,
            work: next()?,
            calls: next()?.parse()?,
            warm_up: next()?.parse()?,
            threads: next()?.parse()?,
        })
    }

    /// Makes the client, warms up, measures, and prints the result as JSON.
    ///
    /// # Errors
    /// Those of the client, or an unknown kind of work.
    pub fn run<P: Peer>(&self, connect: impl FnOnce() -> Outcome<P>) -> Outcome<()> {
        if self.work == "first" {
            return first_calls(connect);
        }
        let peer = &connect()?;
        self.repeat(peer, self.warm_up)?;
        let (cpu, started) = (cpu_time()?, Instant::now());
        let items = self.spread(peer)?;
        let (elapsed, spent) = (started.elapsed(), cpu_time()?.saturating_sub(cpu));
        let measured = Measured {
            cpu_us: spent.as_secs_f64() * 1e6,
            elapsed_us: elapsed.as_secs_f64() * 1e6,
            calls: self.calls,
            items,
            peak_kib: peak_kib()?,
        };
        writeln!(std::io::stdout(), "{}", serde_json::to_string(&measured)?)?;
        Ok(())
    }

    fn spread<P: Peer>(&self, peer: &P) -> Outcome<usize> {
        if self.threads == 1 {
            return self.repeat(peer, self.calls);
        }
        let start = Barrier::new(self.threads);
        let share = self.calls / self.threads;
        std::thread::scope(|scope| {
            let work = || {
                start.wait();
                self.repeat(peer, share)
            };
            let threads: Vec<_> = (0..self.threads).map(|_| scope.spawn(work)).collect();
            threads.into_iter().map(|thread| thread.join().map_err(|_| "a thread panicked")?).sum()
        })
    }

    fn repeat<P: Peer>(&self, peer: &P, times: usize) -> Outcome<usize> {
        let once = || match self.work.as_str() {
            "post" => peer.post().map(|()| 1),
            "list" => peer.list(),
            "validate" => Ok(peer.validate()),
            "webhook" => peer.webhook().map(|()| 1),
            other => Err(format!("unknown work: {other}").into()),
        };
        (0..times).map(|_| once()).sum()
    }
}

fn first_calls<P: Peer>(connect: impl FnOnce() -> Outcome<P>) -> Outcome<()> {
    let began = Instant::now();
    let peer = connect()?;
    let connected = began.elapsed();
    peer.post()?;
    let first = began.elapsed();
    peer.post()?;
    let second = began.elapsed();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let measured = FirstCalls {
        client_ms: ms(connected),
        first_ms: ms(first.saturating_sub(connected)),
        second_ms: ms(second.saturating_sub(first)),
    };
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&measured)?)?;
    Ok(())
}

/// The CPU time of this process, user and system.
///
/// # Errors
/// If the system does not report it.
pub fn cpu_time() -> Outcome<Duration> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let micros =
        [usage.user_time(), usage.system_time()].map(|time| time.tv_sec() * 1_000_000 + time.tv_usec());
    Ok(Duration::from_micros(micros.iter().sum::<i64>().try_into()?))
}

/// Returns `VmHWM`, since `ru_maxrss` survives exec and may be the parent's.
///
/// # Errors
/// If the system does not report it.
pub fn peak_kib() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
