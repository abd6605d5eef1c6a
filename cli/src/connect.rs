//! The client, and stopping it with Ctrl-C.

use defacto_sdk::{CallOptions, CancelToken, Client};

use crate::exit::Exit;
use crate::failure::Failure;

/// A client from the environment whose calls end when the user presses Ctrl-C.
pub(crate) fn client() -> Result<Client, Failure> {
    let client = Client::from_env()?;
    let token = CancelToken::default();
    on_interrupt({
        let token = token.clone();
        move || {
            // Whoever presses it twice wants out now.
            if token.is_cancelled() {
                std::process::exit(Exit::Interrupted as i32);
            }
            token.cancel();
        }
    })?;
    Ok(client.with_options(CallOptions::new().cancel(token)))
}

/// Calls `stop` whenever the process is asked to end: Ctrl-C, or a signal to terminate.
pub(crate) fn on_interrupt(stop: impl FnMut() + Send + 'static) -> Result<(), Failure> {
    ctrlc::set_handler(stop).map_err(|error| Failure::Other(format!("cannot watch for Ctrl-C: {error}")))
}
