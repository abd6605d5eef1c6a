//! `defacto hello`: are the key and the connection right?

use crate::connect;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{DIM, GOOD, Output};
use crate::report::plain;

const MORE: &str = "\
Examples:
  DEFACTO_ENVIRONMENT=sandbox DEFACTO_API_KEY=... defacto hello
  DEFACTO_ENVIRONMENT=http://127.0.0.1:8080 DEFACTO_API_KEY=test-key defacto hello";

/// Check the key and the connection: print the API's greeting.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {}

/// Greets the API.
pub(crate) fn run(_: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let greeting = connect::client()?.hello()?;
    // The client was made from it, so it is there and holds no password.
    let environment = std::env::var("DEFACTO_ENVIRONMENT").unwrap_or_default();
    output.line(format_args!("{GOOD}{}{GOOD:#}", plain(&greeting)))?;
    output.line(format_args!("{DIM}environment{DIM:#} {}", plain(&environment)))?;
    Ok(Exit::Done)
}
