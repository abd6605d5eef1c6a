//! `defacto wait`: continues an enrolment.

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
It only reads, so it is safe to repeat. With a token it also covers a call
whose answer was lost: it looks the company up until that call must have ended.
If there is no borrower then, enrol the company again. A token is valid for the
environment that it comes from.

Exit codes and the JSON are those of `defacto enroll`:
  0 ready, 1 failed, 3 invalid token, 4 declined, 5 pending,
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
    /// The total time to wait for the credit line, such as 60s, 2m or 1m30s [default: 60s].
    #[arg(long, value_name = "DURATION", value_parser = ending::parse_wait)]
    wait: Option<Duration>,
    /// Print one line of JSON instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// The enrolment to wait for.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Whom {
    /// The token that the enrolment printed, or `-` to read it from standard input.
    #[arg(long, value_name = "TOKEN")]
    resume: Option<String>,
    /// The number of a company that has a borrower, if no token was kept.
    #[arg(long, value_name = "NUMBER")]
    borrower: Option<String>,
}

/// Waits for the credit line and shows the outcome.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let result = attempt(args, output);
    ending::with_document(args.json, result, output)
}

fn attempt(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let token = args.whom.resume.as_deref().map(input::argument).transpose()?;
    let client = connect::client(&args.connection)?;
    // Reports an unreachable API or a wrong key now, instead of after a wait without an answer.
    client.hello()?;
    let wait = args.wait.unwrap_or(ending::WAIT);
    let options = ending::with_progress(EnrollOptions::wait_until_ready(wait));
    let outcome = match token {
        Some(token) => client.resume_enrollment(&token, &options)?,
        None => client.follow_enrollment(args.whom.borrower.as_deref().unwrap_or_default(), &options)?,
    };
    ending::show(args.json, &outcome, &[], output)
}
