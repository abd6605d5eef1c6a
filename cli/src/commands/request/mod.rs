//! `defacto request`: sends one call as it is written.

mod exchange;

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use defacto_sdk::RawResponse;
use serde_json::Value;

use crate::commands::input;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::{Connection, connect};
use crate::terminal::output::{Output, note};
use crate::terminal::words::plain;

const MORE: &str = "\
For operations that this command has no area for. The path begins with a slash
and is sent as it is; values of the query are encoded. GET and HEAD are repeated
after a failure. Any other call is sent again only if it certainly was not
carried out, so a lost answer leaves the outcome unknown: look before you repeat
it. To enrol a company use `defacto enroll`, which does that by itself.

The answer goes to standard output: on a terminal over several lines, elsewhere
or with --json in one line. What is not JSON is written as it came. Answers hold
personal data, and so does what --verbose shows on standard error; the key is
masked there.

Exit codes:
  0 answered with 2xx, 1 failed, 2 the command line is wrong,
  3 the request is not valid (400, 422), 130 interrupted

Examples:
  defacto request GET /hello
  defacto request GET /loans --query status=TO_REPAY --query page_size=10 | jq .count
  defacto request POST /eligibility/borrower --body @company.json --verbose
  jq .invoice order.json | defacto request POST /invoices --body -
  defacto request PATCH /loan/6f1c2a34-0000-4000-8000-000000000001 --body '{\"amount\": 100000}'";

/// Send one call as it is written, and print the answer.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// The method: GET, POST, PUT, PATCH, DELETE or HEAD.
    #[arg(value_parser = parse_method)]
    method: String,
    /// The path, from its slash on.
    path: String,
    /// A value of the query; may be given several times.
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_pair)]
    query: Vec<(String, String)>,
    /// The body: JSON text, `@` and the name of a file, or `-` for standard input.
    #[arg(long, value_name = "JSON")]
    body: Option<String>,
    /// Show the request and the answer as HTTP on standard error, with bodies, without the key.
    #[arg(long)]
    verbose: bool,
    /// Print the answer's JSON in one line, also on a terminal. An answer that is not JSON is an error.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

fn parse_method(text: &str) -> Result<String, String> {
    let method = text.to_ascii_uppercase();
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].contains(&method.as_str());
    known.then_some(method).ok_or_else(|| "must be GET, POST, PUT, PATCH, DELETE or HEAD".to_owned())
}

fn parse_pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("must be NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// Sends the call.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let body = args.body.as_deref().map(read_body).transpose()?;
    let client = connect::client(&args.connection)?;
    let query: Vec<_> = args.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if args.verbose {
        exchange::sent(client.base_url(), &args.method, &args.path, &query, body.as_deref());
    }
    let answer = client.request(&args.method, &args.path, &query, body.as_deref());
    if args.verbose {
        match &answer {
            Ok(answer) => exchange::answered(answer),
            Err(error) => exchange::failed(error),
        }
    }
    write(args, &answer?, output)?;
    Ok(Exit::Done)
}

/// Returns the body's text. What is not JSON is refused before anything is sent.
fn read_body(given: &str) -> Result<String, Failure> {
    let text = match given.strip_prefix('@') {
        Some(file) => input::read(Path::new(file))?,
        None if given == "-" => input::read(Path::new("-"))?,
        None => given.to_owned(),
    };
    match serde_json::from_str::<serde::de::IgnoredAny>(&text) {
        Ok(_) => Ok(text),
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            let hint = "Write JSON, `@` and the name of a file with it, or `-`. Nothing was sent.";
            Err(Failure::CommandLine(format!("the body is not valid JSON ({place})"), hint.to_owned()))
        }
    }
}

fn write(args: &Args, answer: &RawResponse, output: &mut Output) -> Result<(), Failure> {
    if answer.body.is_empty() {
        note(format_args!("{} without a body", answer.status));
        return Ok(());
    }
    match answer.json() {
        Ok(json) => Ok(write_json(&json, args.json, output)?),
        Err(_) if answer.is_other_content() && !args.json => Ok(write_other(&answer.body, output)?),
        Err(error) => Err(error.into()),
    }
}

fn write_json(json: &Value, in_one_line: bool, output: &mut Output) -> io::Result<()> {
    if in_one_line || !io::stdout().is_terminal() {
        return output.json(json);
    }
    // JSON escapes control characters, but not those that reverse the text.
    output.line(plain(&serde_json::to_string_pretty(json)?))
}

/// Writes a file, such as CSV, as it came. A terminal gets text that cannot steer it.
fn write_other(body: &[u8], output: &mut Output) -> io::Result<()> {
    if io::stdout().is_terminal() {
        return output.line(plain(&String::from_utf8_lossy(body)));
    }
    let mut stream = io::stdout().lock();
    stream.write_all(body)?;
    stream.flush()
}
