//! Calls of Kotlin and Swift that hold no thread: the engine of this process drives them.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::client::NativeClient;
use crate::client::AsyncClient;
use crate::error::{DefactoError, ErrorKind, Result};
use crate::wait::CancelToken;
use crate::world;

/// How long a stopped call may take to end with what it knows. If a function of the caller or a store takes
/// longer, the call is dropped.
const TIME_TO_END: Duration = Duration::from_millis(40);

/// A call, boxed so that the code that drives it exists once.
pub(crate) type Call<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

/// Drives a call on the engine, until it ends or shortly after `stop` was cancelled.
pub(crate) async fn until_stopped<T: Send + 'static>(mut call: Call<T>, stop: Arc<CancelToken>) -> Result<T> {
    world::run(async move {
        let mut stopped = pin!(async {
            stop.cancelled().await;
            world::sleep(TIME_TO_END).await;
        });
        poll_fn(|context| match call.as_mut().poll(context) {
            Poll::Ready(ended) => Poll::Ready(ended),
            Poll::Pending => stopped.as_mut().poll(context).map(|()| Err(given_up())),
        })
        .await
    })
    .await
}

fn given_up() -> DefactoError {
    let hint = "It may have taken effect: look before you make it again.";
    let mut error =
        DefactoError::of(ErrorKind::Interrupted, "the call was stopped while it was held up", hint);
    error.details_mut().outcome_unknown = true;
    error
}

impl NativeClient {
    /// Returns the asynchronous client whose calls end by `stop` or by the token of the client's own options.
    pub(crate) fn stopped_by(&self, stop: &CancelToken) -> AsyncClient {
        AsyncClient { transport: self.client.transport.driven_by(stop.clone()) }
    }
}
