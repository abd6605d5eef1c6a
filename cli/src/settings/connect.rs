//! The client, and stopping it with Ctrl-C.

use defacto_sdk::{CallOptions, CancelToken, Client};

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::{Connection, Settings};

/// A client whose calls end when the user presses Ctrl-C.
pub(crate) fn client(connection: &Connection) -> Result<Client, Failure> {
    from_settings(&Settings::resolve(connection)?)
}

/// The same, from settings that were looked up before.
pub(crate) fn from_settings(settings: &Settings) -> Result<Client, Failure> {
    let token = CancelToken::default();
    let client = stopped_by(settings, token.clone())?;
    on_interrupt(move || {
        // Whoever presses it twice wants out now.
        if token.is_cancelled() {
            std::process::exit(Exit::Interrupted as i32);
        }
        token.cancel();
    })?;
    Ok(client)
}

/// A client whose calls end with this token, for commands that watch for Ctrl-C themselves.
pub(crate) fn stopped_by(settings: &Settings, token: CancelToken) -> Result<Client, Failure> {
    let client = Client::new(settings.api_key()?.reveal(), settings.environment()?)?;
    Ok(client.with_options(CallOptions::new().cancel(token)))
}

/// Calls `stop` whenever the process is asked to end: Ctrl-C, or a signal to terminate.
pub(crate) fn on_interrupt(stop: impl FnMut() + Send + 'static) -> Result<(), Failure> {
    ctrlc::set_handler(stop).map_err(|error| Failure::Other(format!("cannot watch for Ctrl-C: {error}")))
}
