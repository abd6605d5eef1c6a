//! Runs calls of other languages on the shared runtime.

use std::pin::Pin;
#[cfg(feature = "uniffi")]
use std::sync::{Arc, Mutex};

use tokio::task::JoinHandle;

use super::shared::{EngineError, engine};
#[cfg(feature = "uniffi")]
use crate::lock::Unpoisoned;

/// A call under way. Dropping it ends the call: the connection is closed, and nothing more is sent.
pub(crate) struct Task {
    handle: Option<JoinHandle<()>>,
    process: u32,
}

impl Drop for Task {
    fn drop(&mut self) {
        let Some(handle) = self.handle.take() else { return };
        if self.process == std::process::id() {
            handle.abort();
        } else {
            // A forked child must not touch the runtime of its parent.
            std::mem::forget(handle);
        }
    }
}

/// Starts a future on the shared runtime.
pub(crate) fn spawn(future: Pin<Box<dyn Future<Output = ()> + Send>>) -> Result<Task, EngineError> {
    Ok(Task { handle: Some(engine()?.spawn(future)), process: std::process::id() })
}

/// Drives `future` on the shared runtime, whatever executor polls this function.
#[cfg(feature = "uniffi")]
pub(crate) async fn run<T, E>(future: impl Future<Output = Result<T, E>> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<EngineError> + Send + 'static,
{
    let result = Arc::new(Mutex::new(None));
    let place = Arc::clone(&result);
    // Boxed, and its result beside it, so that the runtime's code is compiled once, not once per operation.
    let mut task = spawn(Box::pin(async move {
        let value = future.await;
        *place.lock().unpoisoned() = Some(value);
    }))?;
    if let Some(handle) = &mut task.handle {
        // It ends early only when the process ends, or when a caller's function panicked.
        let _ = handle.await;
    }
    let result = result.lock().unpoisoned().take();
    result.unwrap_or_else(|| Err(EngineError::GivenUp.into()))
}
