//! One request and its answer, within the time and the size that a call has.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, DATE, LOCATION, RETRY_AFTER};
use tokio::task::yield_now;

use super::failure::Failure;
use super::reply::Reply;
use crate::error::{Result, RetryAfter};
use crate::wait::{Deadline, Interrupt};
use crate::world;

/// The headers in which servers and gateways send the id of a request.
const REQUEST_ID_HEADERS: [&str; 4] = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid"];

/// The limits of one exchange.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// The longest wait for the answer, and then for each part of its body.
    pub(super) read: Duration,
    pub(super) deadline: Deadline,
    /// The largest body.
    pub(super) bytes: usize,
}

/// The time-out that ended a wait.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum TimedOut {
    Read,
    Deadline,
}

impl From<TimedOut> for Failure {
    fn from(timed_out: TimedOut) -> Self {
        match timed_out {
            TimedOut::Read => Self::ReadTimeout,
            TimedOut::Deadline => Self::DeadlinePassed,
        }
    }
}

impl Limits {
    /// Waits for `future` for as long as both time-outs allow. One timer serves both.
    pub(super) async fn wait<T>(self, future: impl Future<Output = T>) -> Result<T, TimedOut> {
        let left = self.deadline.remaining().filter(|left| *left <= self.read);
        let ended = if left.is_some() { TimedOut::Deadline } else { TimedOut::Read };
        world::timeout(Some(left.unwrap_or(self.read)), future).await.ok_or(ended)
    }
}

/// Lets the connections do the work that became due while no thread drove the network.
pub(super) async fn drain_due_work() {
    // The first round reads the events of the sockets. In the second, the connections act on them.
    for _ in 0..2 {
        yield_now().await;
    }
}

/// Awaits what comes before a request, unless it is too late for it already or afterwards.
pub(super) async fn ready_to_send(
    deadline: Deadline,
    interrupt: &Interrupt,
    prepare: impl Future<Output = Result<()>>,
) -> Result<(), Failure> {
    if deadline.has_passed() {
        return Err(Failure::TooLate);
    }
    if interrupt.requested() {
        return Err(Failure::Interrupted { sent: false });
    }
    prepare.await.map_err(Failure::NotPrepared)?;
    if deadline.has_passed() { Err(Failure::TooLate) } else { Ok(()) }
}

/// Sends a request and reads the whole answer.
pub(super) async fn exchange(request: reqwest::RequestBuilder, limits: Limits) -> Result<Reply, Failure> {
    // A timer that is set while the network is driven interrupts it once. So it is set before.
    let sent = limits.wait(async {
        if world::is_driving() {
            // A connection that the server closed in the meantime must not be used.
            drain_due_work().await;
        }
        request.send().await
    });
    match sent.await? {
        Ok(response) => read(response, limits).await,
        Err(error) if error.is_connect() || error.is_builder() => {
            Err(Failure::NotSent { timed_out: error.is_timeout(), reason: causes(&error) })
        }
        Err(error) => Err(Failure::Broken { reason: causes(&error) }),
    }
}

async fn read(mut response: reqwest::Response, limits: Limits) -> Result<Reply, Failure> {
    let status = response.status().as_u16();
    let header = |name: &str| response.headers().get(name)?.to_str().ok().map(ToOwned::to_owned);
    let request_id = REQUEST_ID_HEADERS.iter().find_map(|name| header(name));
    let (content_type, location) = (header(CONTENT_TYPE.as_str()), header(LOCATION.as_str()));
    let retry_after = header(RETRY_AFTER.as_str())
        .and_then(|asked| RetryAfter::parse(&asked, header(DATE.as_str()).as_deref()));
    let headers = std::mem::take(response.headers_mut());
    let mut body = Vec::new();
    loop {
        let broken = |reason| Failure::BrokenBody { status, request_id: request_id.clone(), reason };
        let failure = match limits.wait(response.chunk()).await {
            Ok(Ok(Some(chunk))) if body.len() + chunk.len() <= limits.bytes => {
                body.extend_from_slice(&chunk);
                continue;
            }
            Ok(Ok(None)) => {
                return Ok(Reply { status, request_id, retry_after, location, content_type, headers, body });
            }
            Err(TimedOut::Deadline) => return Err(Failure::DeadlinePassed),
            Ok(Ok(Some(_))) => Failure::TooLarge { status, request_id: request_id.clone() },
            Ok(Err(error)) => broken(causes(&error)),
            Err(TimedOut::Read) => broken("the rest did not come within the read time-out".to_owned()),
        };
        // The status alone shows that the call failed. Only the explanation in the body is lost.
        let refused = !(200..300).contains(&status);
        return if refused {
            Ok(Reply { status, request_id, retry_after, location, content_type, headers, body })
        } else {
            Err(failure)
        };
    }
}

/// Returns the inner causes without the URL, whose query may name a person.
pub(super) fn causes(error: &reqwest::Error) -> String {
    let mut texts = Vec::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        texts.push(cause.to_string());
        source = cause.source();
    }
    texts.dedup();
    if texts.is_empty() { "the connection failed".to_owned() } else { texts.join(": ") }
}
