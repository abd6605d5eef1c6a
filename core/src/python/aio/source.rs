//! Lists, followed loans and resolutions, one thing after the other.

use std::pin::{Pin, pin};
use std::sync::Arc;

use pyo3::prelude::*;
use tokio::sync::Mutex;

use super::call::{Brought, Call, brought};
use crate::error::{DefactoError, ErrorKind};
use crate::page::AsyncPages;
use crate::pending::{Resolution, Resolutions};
use crate::wait::Interrupt;
use crate::wire::Wire;
use crate::{AsyncLoanTracker, CancelToken};

type Found<'a> = Pin<Box<dyn Future<Output = Brought> + Send + 'a>>;

/// What there is to find.
trait Find: Send {
    /// The next thing; after the last, None. `again` if the one before has not reached its caller.
    fn find(&mut self, token: CancelToken, again: bool) -> Found<'_>;
}

impl<T> Find for AsyncPages<T>
where
    T: Wire + for<'py> IntoPyObject<'py> + Send + 'static,
{
    fn find(&mut self, _token: CancelToken, _again: bool) -> Found<'_> {
        Box::pin(async { brought(self.next_page().await.map(|page| page.map(|page| page.data))) })
    }
}

impl Find for AsyncLoanTracker {
    fn find(&mut self, _token: CancelToken, _again: bool) -> Found<'_> {
        Box::pin(async { brought(self.next_change().await) })
    }
}

/// Resolutions, and the last one: a cancelled task may not have got it.
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
            brought(found)
        })
    }
}

/// One thing after the other, each by a call.
#[pyclass(frozen, module = "defacto_sdk._native")]
pub(crate) struct Source {
    find: Arc<Mutex<dyn Find>>,
    /// Ends all of its calls; with nothing, each has a token of its own.
    token: Option<CancelToken>,
}

impl Source {
    /// The pages of a list, whose transport `token` ends.
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
    /// The call that finds the next thing, or None after the last. `again`: whether the one before has not reached its
    /// caller.
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
