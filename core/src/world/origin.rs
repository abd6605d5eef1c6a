//! On whose behalf work is done: what a language needs to know of an asynchronous call wherever the call does something.

use std::any::Any;
use std::sync::Arc;

/// What the language knows of the call.
pub(crate) type Origin = Arc<dyn Any + Send + Sync>;

tokio::task_local! {
    static ORIGIN: Origin;
}

/// Returns on whose behalf this thread is at work, or nothing if it is a call that blocks.
pub(crate) fn origin() -> Option<Origin> {
    ORIGIN.try_with(Arc::clone).ok()
}

/// Drives a future on behalf of a call.
pub(crate) fn on_behalf<F: Future>(of: Origin, future: F) -> impl Future<Output = F::Output> {
    ORIGIN.scope(of, future)
}

/// Takes the present origin along to another thread.
pub(super) fn carried<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let origin = origin();
    move || match origin {
        Some(origin) => ORIGIN.sync_scope(origin, work),
        None => work(),
    }
}
