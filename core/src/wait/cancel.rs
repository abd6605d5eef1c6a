//! What can end a call: the caller's token, and the driver of the call.

use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use tokio::sync::Notify;

/// A token that stops calls from another thread.
///
/// `cancel` ends at once every call that waits with it, with an error of the kind `interrupted`. The connection
/// is closed, so the API gets no later request of that call.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Object), uniffi(name = "NativeCancelToken"))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, from_py_object, module = "defacto_sdk"))]
pub struct CancelToken(Arc<State>);

#[derive(Debug, Default)]
struct State {
    is_cancelled: AtomicBool,
    cancelled: Notify,
}

#[cfg_attr(feature = "uniffi", uniffi::export(name = "NativeCancelToken"))]
impl CancelToken {
    /// Ends every call that waits with this token, now and later. Does not block.
    pub fn cancel(&self) {
        self.0.is_cancelled.store(true, Ordering::Release);
        self.0.cancelled.notify_waiters();
    }

    /// Returns `true` if `cancel` was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled.load(Ordering::Acquire)
    }
}

impl CancelToken {
    /// Waits until `cancel` is called.
    pub(crate) async fn cancelled(&self) {
        // Created before the check, so that no call of `cancel` in between is missed.
        let cancelled = self.0.cancelled.notified();
        if !self.is_cancelled() {
            cancelled.await;
        }
    }
}

/// A check on the waiting thread. It returns `true` if the wait must stop.
pub(crate) type InterruptCheck = Arc<dyn Fn() -> bool + Send + Sync>;

/// The tokens that can interrupt a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupt {
    /// The caller's own token.
    pub(crate) token: Option<CancelToken>,
    /// The driver's token. A thread that drives a blocking call cancels it if the interrupt check says so.
    pub(crate) driver: Option<CancelToken>,
}

impl Interrupt {
    pub(crate) fn requested(&self) -> bool {
        [&self.token, &self.driver].into_iter().flatten().any(CancelToken::is_cancelled)
    }

    /// Waits until one of the tokens is cancelled.
    async fn asked(&self) {
        let mut token = pin!(cancelled(self.token.as_ref()));
        let mut driver = pin!(cancelled(self.driver.as_ref()));
        poll_fn(|context| {
            let asked = token.as_mut().poll(context).is_ready() || driver.as_mut().poll(context).is_ready();
            if asked { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// Waits for `future`. Returns `None` if a token is cancelled first; `future` is not polled again then.
    pub(crate) async fn unless_asked<T>(&self, mut future: Pin<&mut impl Future<Output = T>>) -> Option<T> {
        if self.token.is_none() && self.driver.is_none() {
            return Some(future.await);
        }
        let mut asked = pin!(self.asked());
        poll_fn(|context| {
            if let Poll::Ready(value) = future.as_mut().poll(context) {
                return Poll::Ready(Some(value));
            }
            asked.as_mut().poll(context).map(|()| None)
        })
        .await
    }
}

async fn cancelled(token: Option<&CancelToken>) {
    match token {
        Some(token) => token.cancelled().await,
        None => pending().await,
    }
}
