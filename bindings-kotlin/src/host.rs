//! The program of the other language: what the core calls there.

use std::sync::OnceLock;

/// A way into the JVM.
pub(crate) trait Host: Send + Sync {
    /// Calls a method of the object behind `handle`: its number in the interface, or one of `callbacks`. Returns
    /// the code of the call's status and its value or error; `None` if the call itself fails.
    fn call(&self, method: i32, handle: u64, arguments: &[u8]) -> Option<Vec<u8>>;

    /// Wakes the call that waits for a future.
    fn wake(&self, waiting: u64);
}

static HOST: OnceLock<Box<dyn Host>> = OnceLock::new();

/// Sets the host. A second one changes nothing: a library belongs to one class loader.
pub(crate) fn attach(host: Box<dyn Host>) {
    let _ = HOST.set(host);
}

pub(crate) fn call(method: i32, handle: u64, arguments: &[u8]) -> Option<Vec<u8>> {
    HOST.get()?.call(method, handle, arguments)
}

pub(crate) fn wake(waiting: u64) {
    if let Some(host) = HOST.get() {
        host.wake(waiting);
    }
}
