//! `defacto explain`: prints the text for a denial code.

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::terminal::output::Output;
use crate::terminal::words::plain;

const MORE: &str = "\
The codes are in `status_reason` of a borrower and in `denial_reason` of a loan.
The texts are the vendor's own, read from the API. The exit code is 1 if the API
does not know the code.

Examples:
  defacto explain ACTIVITY_NOT_ELIGIBLE_BORROWER
  defacto explain ACTIVITY_NOT_ELIGIBLE_BORROWER --language fr
  defacto loans --status DECLINED --output json | jq -r .denial_reason | xargs -n 1 defacto explain";

/// Explain why a company, a loan or an invoice was declined.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// The denial code.
    code: String,
    /// The language of the text.
    #[arg(long, default_value = "en", value_parser = ["de", "en", "es", "fr"])]
    language: String,
    #[command(flatten)]
    connection: Connection,
}

/// Prints the text.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let client = connect::client(&args.connection)?;
    let Some(text) = client.explain(&args.code, args.language.as_str())? else {
        let hint =
            "Codes are written as the API writes them. A reason that is a sentence needs no explanation.";
        return Err(Failure::Other(format!("the API does not know this denial code.\n{hint}")));
    };
    output.line(plain(&text))?;
    Ok(Exit::Done)
}
