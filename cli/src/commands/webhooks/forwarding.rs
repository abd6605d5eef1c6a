//! Events on their way to a receiver of your own, behind what comes in.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use defacto_sdk::CancelToken;

use super::passing_on::Target;
use crate::outcome::failure::Failure;
use crate::terminal::output::{BAD, CARE, DIM, note};
use crate::terminal::words::plural;

/// How far the receiver may be behind.
const WAITING: usize = 1_000;

/// Posts events in their order, on a thread of its own: a slow receiver holds up nothing here.
pub(super) struct Forwarding {
    bodies: SyncSender<Vec<u8>>,
    thread: JoinHandle<usize>,
}

impl Forwarding {
    /// Begins, with nothing to post yet.
    pub(super) fn start(target: Target, stop: CancelToken) -> Result<Self, Failure> {
        let (bodies, waiting) = sync_channel(WAITING);
        let thread =
            thread::Builder::new().name("forward".to_owned()).spawn(move || post(&target, &waiting, &stop));
        let thread =
            thread.map_err(|error| Failure::Other(format!("a thread cannot be started: {error}")))?;
        Ok(Self { bodies, thread })
    }

    /// Takes an event that is to be posted.
    pub(super) fn take(&self, body: Vec<u8>) {
        if self.bodies.try_send(body).is_err() {
            note(format_args!("  {BAD}not forwarded: the receiver is {WAITING} events behind{BAD:#}"));
        }
    }

    /// Waits for the event under way. Those behind it are not posted when it was stopped.
    pub(super) fn end(self) {
        drop(self.bodies);
        let left = self.thread.join().unwrap_or_default();
        if left > 0 {
            note(format_args!("{CARE}{} not forwarded.{CARE:#}", plural(left, "event")));
        }
    }
}

/// Gives how many were left when it was stopped.
fn post(target: &Target, waiting: &Receiver<Vec<u8>>, stop: &CancelToken) -> usize {
    let mut left = 0;
    for body in waiting {
        if stop.is_cancelled() {
            left += 1;
            continue;
        }
        match target.post(body) {
            Ok(status @ 200..=299) => note(format_args!("  {DIM}forwarded: {status}{DIM:#}")),
            Ok(status) => note(format_args!("  {BAD}{} answered {status}{BAD:#}", target.shown())),
            Err(why) => note(format_args!("  {BAD}not forwarded to {}: {why}{BAD:#}", target.shown())),
        }
    }
    left
}
