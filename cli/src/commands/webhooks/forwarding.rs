//! Forwards received events to a receiver of the user.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use defacto_sdk::CancelToken;

use super::passing_on::Target;
use crate::outcome::failure::Failure;
use crate::terminal::output::{BAD, CARE, DIM, note};
use crate::terminal::words::plural;

/// How many events may wait for the receiver.
const WAITING: usize = 1_000;

/// Posts events in their order, on its own thread: a slow receiver delays nothing here.
pub(super) struct Forwarding {
    bodies: SyncSender<Vec<u8>>,
    thread: JoinHandle<usize>,
}

impl Forwarding {
    /// Starts the thread. It waits for events.
    pub(super) fn start(target: Target, stop: CancelToken) -> Result<Self, Failure> {
        let (bodies, waiting) = sync_channel(WAITING);
        let thread =
            thread::Builder::new().name("forward".to_owned()).spawn(move || post(&target, &waiting, &stop));
        let thread =
            thread.map_err(|error| Failure::Other(format!("a thread cannot be started: {error}")))?;
        Ok(Self { bodies, thread })
    }

    /// Queues an event to post.
    pub(super) fn take(&self, body: Vec<u8>) {
        if self.bodies.try_send(body).is_err() {
            note(format_args!("  {BAD}not forwarded: the receiver is {WAITING} events behind{BAD:#}"));
        }
    }

    /// Waits for the current event. After a stop the queued events are not posted.
    pub(super) fn end(self) {
        drop(self.bodies);
        let left = self.thread.join().unwrap_or_default();
        if left > 0 {
            note(format_args!("{CARE}{} not forwarded.{CARE:#}", plural(left, "event")));
        }
    }
}

/// Posts the queued events. Returns how many were left when it was stopped.
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
