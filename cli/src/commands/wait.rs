//! `defacto wait`: an enrolment that goes on.

use std::time::Duration;

use defacto_sdk::EnrollOptions;

use crate::commands::input;
use crate::outcome::ending;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::terminal::output::Output;

const MORE: &str = "\
It sends reads only, so it may be repeated at will. With a token it also knows
of a call whose answer was lost: the company is looked up until that call must
have ended. If there is no borrower then, enrol the company again. A token is
good for the environment that it comes from.

Exit codes and the JSON are those of `defacto enroll`:
  0 ready, 1 failed, 3 the token is none, 4 declined, 5 pending,
  130 interrupted

Examples:
  defacto wait --resume '{\"version\":1,...}'
  defacto wait --resume - < token.json --wait 5m
  defacto wait --borrower 913572467
  defacto enroll company.json --asynchronous --json | jq -re .resume > token.json &&
    defacto wait --resume - < token.json";

/// Wait for the credit line of a company that was enrolled before.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    #[command(flatten)]
    whom: Whom,
    /// How long to wait for the credit line in all, such as 60s, 2m or 1m30s [default: 60s].
    #[arg(long, value_name = "DURATION", value_parser = ending::parse_wait)]
    wait: Option<Duration>,
    /// Print one line of JSON instead of words.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Whose enrolment it is.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Whom {
    /// The token that the enrolment printed, or `-` to read it from standard input.
    #[arg(long, value_name = "TOKEN")]
    resume: Option<String>,
    /// The number of a company that has a borrower, where no token was kept.
    #[arg(long, value_name = "NUMBER")]
    borrower: Option<String>,
}

/// Waits.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let result = attempt(args, output);
    ending::with_document(args.json, result, output)
}

fn attempt(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let token = args.whom.resume.as_deref().map(input::argument).transpose()?;
    let client = connect::client(&args.connection)?;
    // An unreachable API or a wrong key is told now, rather than as a wait that passes without an answer.
    client.hello()?;
    let wait = args.wait.unwrap_or(ending::WAIT);
    let options = ending::with_progress(EnrollOptions::wait_until_ready(wait));
    let outcome = match token {
        Some(token) => client.resume_enrollment(&token, &options)?,
        None => client.follow_enrollment(args.whom.borrower.as_deref().unwrap_or_default(), &options)?,
    };
    ending::show(args.json, &outcome, &[], output)
}
