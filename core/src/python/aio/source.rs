//! Lists, followed loans and resolutions, item by item.

use std::pin::{Pin, pin};
use std::sync::Arc;

use pyo3::prelude::*;
use tokio::sync::Mutex;

use super::call::{Call, CallResult, call_result};
use crate::error::{DefactoError, ErrorKind};
use crate::lending::AsyncLoanTracker;
use crate::page::AsyncPages;
use crate::pending::{Resolution, Resolutions};
use crate::wait::CancelToken;
use crate::wait::Interrupt;
use crate::wire::Wire;

type Found<'a> = Pin<Box<dyn Future<Output = CallResult> + Send + 'a>>;

/// A source of items.
trait Find: Send {
    /// Finds the next item; None after the last one. `again`: the caller did not receive the item before.
    fn find(&mut self, token: CancelToken, again: bool) -> Found<'_>;
}

impl<T> Find for AsyncPages<T>
where
    T: Wire + for<'py> IntoPyObject<'py> + Send + 'static,
{
    fn find(&mut self, _token: CancelToken, _again: bool) -> Found<'_> {
        Box::pin(async { call_result(self.next_page().await.map(|page| page.map(|page| page.data))) })
    }
}

impl Find for AsyncLoanTracker {
    fn find(&mut self, _token: CancelToken, _again: bool) -> Found<'_> {
        Box::pin(async { call_result(self.next_change().await) })
    }
}

/// Resolutions, with the latest one, since a cancelled task may not have received it.
struct Kept {
    resolutions: Resolutions,
    last: Option<Resolution>,
}

impl Find for Kept {
    fn find(&mut self, token: CancelToken, again: bool) -> Found<'_> {
        Box::pin(async move {
            let found = if let Some(kept) = self.last.take().filter(|_| again) {
                Ok(Some(kept))
            } else {
                self.resolutions.cancelled_by(token);
                self.resolutions.next_resolution().await
            };
            self.last = found.as_ref().ok().cloned().flatten();
            call_result(found)
        })
    }
}

/// A source of items, each by a call.
#[pyclass(frozen, module = "defacto_sdk._native")]
pub(crate) struct Source {
    find: Arc<Mutex<dyn Find>>,
    /// The token that ends all calls. Without it, each call has its own token.
    token: Option<CancelToken>,
}

impl Source {
    /// Creates a source of a list's pages. `token` ends their transport.
    pub(crate) fn pages<T>(pages: AsyncPages<T>, token: CancelToken) -> Self
    where
        T: Wire + for<'py> IntoPyObject<'py> + Send + 'static,
    {
        Self { find: Arc::new(Mutex::new(pages)), token: Some(token) }
    }

    pub(super) fn tracker(tracker: AsyncLoanTracker, token: CancelToken) -> Self {
        Self { find: Arc::new(Mutex::new(tracker)), token: Some(token) }
    }

    pub(super) fn resolutions(resolutions: Resolutions) -> Self {
        Self { find: Arc::new(Mutex::new(Kept { resolutions, last: None })), token: None }
    }
}

#[pymethods]
impl Source {
    /// Returns the call that finds the next item, or None after the last one. `again`: whether the caller did
    /// not receive the item before.
    #[pyo3(signature = (again = false))]
    fn next(&self, again: bool) -> Call {
        let (find, token) = (Arc::clone(&self.find), self.token.clone().unwrap_or_default());
        let of_call = token.clone();
        Call::new(
            token,
            Box::pin(async move {
                let interrupt = Interrupt { token: Some(of_call.clone()), driver: None };
                match interrupt.unless_asked(pin!(find.lock())).await {
                    Some(mut find) => find.find(of_call, again).await,
                    None => Err(DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", "")),
                }
            }),
        )
    }
}
