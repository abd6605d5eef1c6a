//! `defacto hello`: checks the key and the connection.

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::connect;
use crate::settings::{Connection, Settings};
use crate::terminal::output::{DIM, GOOD, Output};
use crate::terminal::words::plain;

const MORE: &str = "\
Examples:
  DEFACTO_ENVIRONMENT=sandbox DEFACTO_API_KEY=... defacto hello
  defacto hello --profile live
  DEFACTO_ENVIRONMENT=http://127.0.0.1:8080 DEFACTO_API_KEY=test-key defacto hello";

/// Check the key and the connection: print the API's greeting.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    #[command(flatten)]
    connection: Connection,
}

/// Calls the API and prints its greeting.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let settings = Settings::resolve(&args.connection)?;
    let greeting = connect::from_settings(&settings)?.hello()?;
    // The client was created from this value, so it contains no password.
    let environment = settings.environment()?;
    output.line(format_args!("{GOOD}{}{GOOD:#}", plain(&greeting)))?;
    output.line(format_args!("{DIM}environment{DIM:#} {}", plain(environment)))?;
    Ok(Exit::Done)
}
