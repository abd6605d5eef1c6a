//! `defacto webhooks delete`.

use defacto_sdk::model::Uuid;

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::terminal::output::Output;

const MORE: &str = "\
The API sends no more events to it. The exit code is 1 if the id is unknown.

Examples:
  defacto webhooks delete 6f1c2a34-0000-4000-8000-000000000001";

/// Delete a webhook.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// Its id, as `defacto webhooks list` shows it.
    id: Uuid,
    #[command(flatten)]
    connection: Connection,
}

/// Deletes it.
pub(super) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    connect::client(&args.connection)?.webhooks().delete(args.id)?;
    output.line(format_args!("Deleted the webhook {}.", args.id))?;
    Ok(Exit::Done)
}
