//! Whether a thread polls the future of a blocking call.

use std::cell::Cell;

thread_local! {
    static IS_DRIVING: Cell<bool> = const { Cell::new(false) };
}

/// Returns `true` if this thread is polling the future of a blocking call.
pub(crate) fn is_driving() -> bool {
    IS_DRIVING.get()
}

/// A guard that marks the thread while it polls a future.
pub(super) struct Polling {
    before: bool,
}

impl Polling {
    pub(super) fn begin() -> Self {
        Self { before: IS_DRIVING.replace(true) }
    }
}

impl Drop for Polling {
    fn drop(&mut self) {
        IS_DRIVING.set(self.before);
    }
}
