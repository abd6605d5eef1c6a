//! `defacto enroll`: enrols a company and waits for its credit line.

use std::path::PathBuf;
use std::time::Duration;

use defacto_sdk::EnrollOptions;
use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::api::credit_lines::PaymentMethod;
use defacto_sdk::error::Problem;
use defacto_sdk::model::Uuid;

use crate::commands::input;
use crate::outcome::document::Document;
use crate::outcome::ending;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::settings::store::StoreChoice;
use crate::terminal::output::{BAD, CARE, Output, note};
use crate::terminal::words;

const MORE: &str = "\
A company that has a borrower keeps it, however its number is spelled. If an
answer is lost, the company is looked up before anything is sent again. Each
call is written to a store before it is sent. So the same command may run again
after Ctrl-C, a signal or a power cut, or at the same time in another terminal,
and there is still one borrower. With --no-store that holds only as long as this
process lives: continue with the token that it prints.

If borrowers exist that may be the company (two German companies may have the
same HRB number), nothing is sent and the candidates are listed. Add the court,
the name, the VAT number or the IBAN to the request, or decide with
--borrower-id or --create-new. The result goes to standard output, progress and
errors go to standard error.

Exit codes:
  0 ready, 1 failed, 3 not valid, lacking data or ambiguous, 4 declined,
  5 pending, 130 interrupted

With --json, one line of JSON with these members, all always present:
  outcome      ready, pending, missing_data, declined, ambiguous, invalid, failed
               or interrupted
  borrower     as the API returns it, with personal data; or null. If pending,
               null means: it is not known whether it was created
  credit_line  as the API returns it, or null
  fields       the missing data, as JSON pointers into the request
  reason       the reason in words, or null
  resume       the resume token, or null
  problems     each with pointer, code, severity, detail
  candidates   borrowers that may be the company: borrower_id, identifier, name,
               city, status; empty unless ambiguous
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
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(crate) struct Args {
    /// The request: a JSON file with the body of POST /borrowers, or `-` for standard input.
    file: PathBuf,
    /// The total time to wait for the credit line, such as 60s, 2m or 1m30s [default: 60s].
    #[arg(long, value_name = "DURATION", value_parser = ending::parse_wait)]
    wait: Option<Duration>,
    /// Let the API answer before it decides. The command then waits only if --wait is given as well.
    #[arg(long)]
    asynchronous: bool,
    /// The borrower will repay by direct debit: also check the data that direct debit needs.
    #[arg(long)]
    direct_debit: bool,
    /// Continue an earlier enrolment of the same company, with the token that it printed.
    #[arg(long, value_name = "TOKEN")]
    resume: Option<String>,
    /// Continue with this borrower, if one of the listed candidates is the company.
    #[arg(long, value_name = "ID", conflicts_with = "create_new")]
    borrower_id: Option<Uuid>,
    /// Create a borrower, if none of the listed candidates is the company.
    #[arg(long)]
    create_new: bool,
    /// How your borrowers repay: DIRECT_DEBIT or SCT. A credit line with another method gets a warning.
    #[arg(long, value_name = "METHOD")]
    expect_repayment_method: Option<String>,
    /// Print one line of JSON instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreChoice,
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
    let store = args.store.open()?;
    let client = connect::client(&args.connection)?;
    // Reports an unreachable API or a wrong key now, instead of after a wait without an answer.
    client.hello()?;
    let options = options(args);
    let options = match store {
        Some(store) => options.store(store),
        None => options,
    };
    let outcome = client.enroll(&borrower, &options)?;
    ending::show(args.json, &outcome, &problems, output)
}

/// Reports an invalid request. Nothing is sent.
fn refuse(args: &Args, problems: &[Problem], output: &mut Output) -> Result<Exit, Failure> {
    if args.json {
        output.json(&Document::invalid(problems))?;
    } else {
        output.line(format_args!("{BAD}Not valid{BAD:#}: {}. Nothing was sent.", words::count(problems)))?;
        for line in words::problem_lines(problems) {
            output.line(line)?;
        }
    }
    Ok(Exit::Invalid)
}

fn warn(args: &Args, warnings: &[Problem]) {
    if args.json || warnings.is_empty() {
        return;
    }
    note(format_args!("{CARE}Sent in spite of {}:{CARE:#}", words::plural(warnings.len(), "warning")));
    words::problem_lines(warnings).iter().for_each(note);
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
    let options = match args.borrower_id {
        Some(id) => options.borrower_id(id),
        None => options.create_new(args.create_new),
    };
    let options = match &args.expect_repayment_method {
        Some(method) => options.expect_repayment_method(PaymentMethod::from(method.as_str())),
        None => options,
    };
    ending::with_progress(options)
}
