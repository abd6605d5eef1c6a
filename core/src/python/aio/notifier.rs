//! The thread that wakes event loops. The engine does not wake them, since it must not wait for the GIL.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use pyo3::Python;

use super::ending;
use super::inbox::Shared;
use crate::per_process::PerProcess;

/// Wakes the loop of the inbox soon, without waiting for it.
pub(super) fn wake(inbox: Arc<Shared>) {
    static NOTIFIER: PerProcess<Option<Sender<Arc<Shared>>>> = PerProcess::new();
    if let Some(sender) = NOTIFIER.get(|_| start()) {
        // The thread runs until the process ends.
        let _ = sender.send(inbox);
    }
}

fn start() -> Option<Sender<Arc<Shared>>> {
    let (sender, receiver) = channel::<Arc<Shared>>();
    let wake_all = move || {
        for inbox in receiver {
            let is_awake = ending::inside().and_then(|_inside| Python::try_attach(|py| inbox.wake(py)));
            if is_awake != Some(true) {
                inbox.close();
            }
        }
    };
    std::thread::Builder::new().name("defacto-loops".to_owned()).spawn(wake_all).ok().map(|_| sender)
}
