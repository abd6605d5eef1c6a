//! `defacto webhooks`: manages webhooks, and receives their events on this machine.

mod delete;
mod ensure;
mod forwarding;
mod list;
mod listen;
mod mask;
mod passing_on;
mod replay;
mod saved;
mod server;

use clap::Subcommand;

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::output::Output;

const MORE: &str = "\
The URL of a webhook holds the secret that identifies the API's calls, so it is
masked unless --show-urls is given.

Examples:
  defacto webhooks list
  defacto webhooks list --show-urls --output csv
  defacto webhooks ensure --url https://example.com/hooks/defacto --new-secret > url.txt
  defacto webhooks listen --forward http://127.0.0.1:3000/hooks --save events.jsonl
  defacto webhooks replay events.jsonl --to http://127.0.0.1:3000/hooks --copies 2
  defacto webhooks delete 6f1c2a34-0000-4000-8000-000000000001";

/// List, ensure and delete webhooks, the URLs that receive the API's events. Receive and replay events on
/// this machine.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(list::Args),
    Ensure(ensure::Args),
    Listen(listen::Args),
    Replay(replay::Args),
    Delete(delete::Args),
}

/// Runs the subcommand.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    match &args.action {
        Action::List(args) => list::run(args, output),
        Action::Ensure(args) => ensure::run(args, output),
        Action::Listen(args) => listen::run(args, output),
        Action::Replay(args) => replay::run(args, output),
        Action::Delete(args) => delete::run(args, output),
    }
}
