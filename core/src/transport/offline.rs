//! An exchange without a network: that of a test.

use std::pin::pin;

use super::call::Call;
use super::config::Options;
use super::exchange::{Limits, ready_to_send};
use super::failure::Failure;
use super::reply::Reply;
use crate::error::{Result, RetryAfter};
use crate::wait::{Deadline, Interrupt};
use crate::world::{Answer, SentCall};

pub(super) async fn exchange<F: Future<Output = Answer>>(
    answer: impl FnOnce(SentCall) -> F,
    call: &Call,
    options: &Options,
    deadline: Deadline,
    interrupt: &Interrupt,
    prepare: impl Future<Output = Result<()>>,
) -> Result<Reply, Failure> {
    ready_to_send(deadline, interrupt, prepare).await?;
    let sent = answer(SentCall {
        operation: call.label().to_owned(),
        method: call.method.to_string(),
        path: call.path.clone(),
        query: call.query.clone(),
        body: call.body.as_ref().map(|body| body.bytes.clone()).unwrap_or_default(),
    });
    let limits = Limits { read: options.read_timeout, deadline, bytes: usize::MAX };
    match interrupt.unless_asked(pin!(limits.wait(sent))).await {
        None => Err(Failure::Interrupted { sent: true }),
        Some(Err(timed_out)) => Err(timed_out.into()),
        Some(Ok(Answer::TimedOut)) => Err(Failure::ReadTimeout),
        Some(Ok(Answer::NotSent)) => {
            Err(Failure::NotSent { reason: "the connection was refused".to_owned(), timed_out: false })
        }
        Some(Ok(Answer::Broken)) => Err(Failure::Broken { reason: "the connection broke".to_owned() }),
        Some(Ok(Answer::Answered { status, retry_after, body })) => Ok(Reply {
            status,
            request_id: None,
            retry_after: retry_after.map(RetryAfter::from_now),
            location: None,
            content_type: None,
            headers: reqwest::header::HeaderMap::new(),
            body,
        }),
    }
}
