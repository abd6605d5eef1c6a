//! Creates the client, and cancels its calls at Ctrl-C.

use defacto_sdk::{CallOptions, CancelToken, Client};

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::{Connection, Settings};

/// Creates a client whose calls end when the user presses Ctrl-C.
pub(crate) fn client(connection: &Connection) -> Result<Client, Failure> {
    from_settings(&Settings::resolve(connection)?)
}

/// Creates the same client from settings that were resolved before.
pub(crate) fn from_settings(settings: &Settings) -> Result<Client, Failure> {
    let token = CancelToken::default();
    let client = stopped_by(settings, token.clone())?;
    on_interrupt(move || {
        // A second Ctrl-C ends the process at once.
        if token.is_cancelled() {
            std::process::exit(Exit::Interrupted as i32);
        }
        token.cancel();
    })?;
    Ok(client)
}

/// Creates a client whose calls end with this token, for commands that handle Ctrl-C themselves.
pub(crate) fn stopped_by(settings: &Settings, token: CancelToken) -> Result<Client, Failure> {
    let client = Client::new(settings.api_key()?.reveal(), settings.environment()?)?;
    Ok(client.with_options(CallOptions::new().cancel(token)))
}

/// Calls `stop` at Ctrl-C and at a signal to terminate.
pub(crate) fn on_interrupt(stop: impl FnMut() + Send + 'static) -> Result<(), Failure> {
    ctrlc::set_handler(stop).map_err(|error| Failure::Other(format!("cannot watch for Ctrl-C: {error}")))
}
