//! `defacto validate`: lists every problem of a request, before it is sent.

use std::path::PathBuf;

use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::error::Problem;
use serde_json::json;

use crate::commands::input;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::output::{BAD, GOOD, Output};
use crate::terminal::words;

const MORE: &str = "\
With an error, `defacto enroll` does not send the request. A warning marks a
value that looks wrong, but the API decides. Nothing is sent, and no key is
needed. The exit code is 0 without errors, 3 with errors.

Examples:
  defacto validate company.json
  defacto validate company.json --direct-debit
  jq .company export.json | defacto validate - --json | jq .problems";

/// List every problem of an enrolment request, without sending it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// The request: a JSON file with the body of POST /borrowers, or `-` for standard input.
    file: PathBuf,
    /// The borrower will repay by direct debit: also check the data that direct debit needs.
    #[arg(long)]
    direct_debit: bool,
    /// Print one line of JSON: {"valid": ..., "problems": [{"pointer", "code", "severity", "detail"}]}.
    #[arg(long)]
    json: bool,
}

/// Validates the file.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let text = input::read(&args.file)?;
    let problems = NewBorrower::check_json(&text, args.direct_debit.then_some(true)).problems;
    let valid = !problems.iter().any(Problem::is_error);
    if args.json {
        output.json(&json!({"valid": valid, "problems": problems}))?;
    } else {
        let verdict = if valid { format!("{GOOD}valid{GOOD:#}") } else { format!("{BAD}not valid{BAD:#}") };
        output.line(format_args!("{verdict}: {}", words::count(&problems)))?;
        for line in words::problem_lines(&problems) {
            output.line(line)?;
        }
    }
    Ok(if valid { Exit::Done } else { Exit::Invalid })
}
