//! The origin of an asynchronous call: data that a language binding needs wherever the call does something.

use std::any::Any;
use std::sync::Arc;

/// The data of a language binding about one call.
pub(crate) type Origin = Arc<dyn Any + Send + Sync>;

tokio::task_local! {
    static ORIGIN: Origin;
}

/// Returns the origin of the call that this thread works for; `None` for a blocking call.
pub(crate) fn origin() -> Option<Origin> {
    ORIGIN.try_with(Arc::clone).ok()
}

/// Returns `future` with the origin `of`, which its work can read.
pub(crate) fn on_behalf<F: Future>(of: Origin, future: F) -> impl Future<Output = F::Output> {
    ORIGIN.scope(of, future)
}

/// Returns `work` with the present origin, to run on another thread.
pub(super) fn carried<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let origin = origin();
    move || match origin {
        Some(origin) => ORIGIN.sync_scope(origin, work),
        None => work(),
    }
}
