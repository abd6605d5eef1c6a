//! `defacto enroll`: from a company to its credit line.

use std::path::PathBuf;
use std::time::Duration;

use defacto_sdk::EnrollOptions;
use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::error::Problem;

use crate::connect;
use crate::document::Document;
use crate::ending;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input;
use crate::output::{BAD, CARE, Output, note};
use crate::report;
use crate::settings::Connection;

const MORE: &str = "\
A company that has a borrower keeps it. When an answer is lost, the company is
looked up before anything is sent again; if it is still not known then whether
the borrower was created (pending, interrupted), go on with the token that is
printed: to enrol the company anew, at once or by a second process, may create a
second borrower. The result goes to standard output, progress and errors to
standard error.

Exit codes:
  0 ready, 1 failed, 3 not valid or lacking data, 4 declined, 5 pending,
  130 interrupted

With --json, one line of JSON with these members, all always there:
  outcome      ready, pending, missing_data, declined, invalid, failed or interrupted
  borrower     as the API shows it, with personal data; or null. When pending,
               null says that it is not known whether it was created
  credit_line  as the API shows it, or null
  fields       what the API lacks, as JSON pointers into the request
  reason       why, in words, or null
  resume       the resume token, or null
  problems     each with pointer, code, severity, detail
  error        kind, status, retryable, outcome_unknown, request_id; or null

Examples:
  defacto enroll company.json                 wait up to 60 seconds
  defacto enroll company.json --wait 2m --direct-debit
  defacto enroll company.json --asynchronous  do not wait: exit code 5
  defacto enroll company.json --resume '{\"version\":1,...}'
  jq .company export.json | defacto enroll - --json | jq .credit_line";

/// Enrol a company and wait for its credit line.
///
/// Needs a key and an environment: `defacto --help` explains them. The request is validated first;
/// `defacto validate` does only that.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// The request: a JSON file with the body of POST /borrowers, or `-` for standard input.
    file: PathBuf,
    /// How long to wait for the credit line in all, such as 60s, 2m or 1m30s [default: 60s].
    #[arg(long, value_name = "DURATION", value_parser = ending::parse_wait)]
    wait: Option<Duration>,
    /// Let the API answer before it decides. Does not wait then, unless --wait is given as well.
    #[arg(long)]
    asynchronous: bool,
    /// The borrower will repay by direct debit: check the data which that needs as well.
    #[arg(long)]
    direct_debit: bool,
    /// Go on with an earlier enrolment of the same company, by the token that it printed.
    #[arg(long, value_name = "TOKEN")]
    resume: Option<String>,
    /// Print one line of JSON instead of words.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Enrols the company of the file.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let result = attempt(args, output);
    ending::with_document(args.json, result, output)
}

fn attempt(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let checked = NewBorrower::check_json(&input::read(&args.file)?, args.direct_debit.then_some(true));
    let problems = checked.problems;
    let (Some(mut borrower), false) = (checked.borrower, problems.iter().any(Problem::is_error)) else {
        return refuse(args, &problems, output);
    };
    if args.asynchronous {
        borrower.wait_for_ready = None;
    }
    warn(args, &problems);
    let client = connect::client(&args.connection)?;
    // An unreachable API or a wrong key is told now, rather than as a wait that passes without an answer.
    client.hello()?;
    let outcome = client.enroll(&borrower, &options(args))?;
    ending::show(args.json, &outcome, &problems, output)
}

/// The request cannot pass: nothing is sent.
fn refuse(args: &Args, problems: &[Problem], output: &mut Output) -> Result<Exit, Failure> {
    if args.json {
        output.json(&Document::invalid(problems))?;
    } else {
        output.line(format_args!("{BAD}Not valid{BAD:#}: {}. Nothing was sent.", report::count(problems)))?;
        for line in report::problem_lines(problems) {
            output.line(line)?;
        }
    }
    Ok(Exit::Invalid)
}

fn warn(args: &Args, warnings: &[Problem]) {
    if args.json || warnings.is_empty() {
        return;
    }
    note(format_args!("{CARE}Sent in spite of {}:{CARE:#}", report::plural(warnings.len(), "warning")));
    report::problem_lines(warnings).iter().for_each(note);
}

fn options(args: &Args) -> EnrollOptions {
    let options = match (args.asynchronous, args.wait) {
        (true, None) => EnrollOptions::asynchronous().deadline(ending::WAIT),
        (asynchronous, wait) => {
            EnrollOptions::wait_until_ready(wait.unwrap_or(ending::WAIT)).synchronous(!asynchronous)
        }
    };
    let options = if args.direct_debit { options.direct_debit(true) } else { options };
    let options = match &args.resume {
        Some(token) => options.resume(token),
        None => options,
    };
    ending::with_progress(options)
}
