//! `defacto webhooks`: where the API sends what happens.

mod delete;
mod list;
mod mask;

use clap::Subcommand;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

const MORE: &str = "\
The URL of a webhook holds the secret by which you know the API's calls, so it
is masked unless --show-urls is given.

Examples:
  defacto webhooks list
  defacto webhooks list --show-urls --output csv
  defacto webhooks delete 6f1c2a34-0000-4000-8000-000000000001";

/// List and delete webhooks: where the API sends what happens.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(list::Args),
    Delete(delete::Args),
}

/// Does what is asked.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    match &args.action {
        Action::List(args) => list::run(args, output),
        Action::Delete(args) => delete::run(args, output),
    }
}
