//! The log.

use std::time::Duration;

use super::{AttemptInfo, CallInfo, CallObserver};

/// Emits `tracing` events.
pub(crate) struct Log;

impl CallObserver for Log {
    fn attempted(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        let (operation, took) = (call.label, millis(attempt.duration));
        let status = attempt.status.unwrap_or(0);
        match &attempt.error {
            None => tracing::debug!(
                target: "defacto_sdk", operation, status, took_ms = took,
                request_id = attempt.request_id.unwrap_or("-"), "answered"
            ),
            Some(kind) => tracing::info!(
                target: "defacto_sdk", operation, status, took_ms = took, kind = kind.as_str(), "failed"
            ),
        }
    }

    fn resending(&self, call: &CallInfo<'_>, pause: Duration) {
        tracing::info!(target: "defacto_sdk", operation = call.label, pause_ms = millis(pause), "sending again");
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
