//! `defacto loans`: lists the loans with the status of each, shows one, and requests one.

use std::path::PathBuf;

use clap::Subcommand;
use defacto_sdk::api::loans::{Loan, LoanFilter, LoanStatus, NewLoan};
use defacto_sdk::model::{Uuid, from_json};
use serde_json::Value;

use crate::commands::input;
use crate::commands::listing::{FormatChoice, Listing, Record, parse_status};
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::terminal::cell::{Cell, Column};
use crate::terminal::output::Output;

const MORE: &str = "\
Tables and CSV show no accounts; JSON shows everything that the API returns.
In CSV, amounts are in cents. `loans list` and `loans get ID` are longer forms
of `loans` and `loans ID`.

Examples:
  defacto loans
  defacto loans --status TO_REPAY --status TO_REPAY_FEES
  defacto loans --borrower 913572467 --output csv > loans.csv
  defacto loans 6f1c2a34-0000-4000-8000-000000000001
  defacto loans --status declined --output json | jq -r .denial_reason
  defacto loans request loan.json --key order-4711";

const LIST_MORE: &str = "\
Examples:
  defacto loans list --status TO_REPAY --output csv > loans.csv
  defacto loans list --borrower 913572467 --limit 10";

const GET_MORE: &str = "\
Examples:
  defacto loans get 6f1c2a34-0000-4000-8000-000000000001
  defacto loans get 6f1c2a34-0000-4000-8000-000000000001 --output json | jq .status";

const REQUEST_MORE: &str = "\
All requests with one key are one loan: the idempotency key (salt_id) is derived
from it, so run the command again with the same key after a lost answer. Without
--key the request itself must have a `salt_id`.

Exit codes:
  0 accepted or offered, 1 failed, 3 not valid, 4 declined,
  5 not decided yet: `defacto loans get ID` shows the decision

Examples:
  defacto loans request loan.json --key order-4711
  jq .loan order.json | defacto loans request - --key order-4711 --output json | jq -r .id";

/// List loans, show one of them, or request one.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE, args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// Show only this loan.
    #[arg(conflicts_with_all = ["status", "borrower", "limit"])]
    id: Option<Uuid>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(ListArgs),
    Get(GetArgs),
    Request(RequestArgs),
}

/// Show one loan.
#[derive(Debug, clap::Args)]
#[command(after_long_help = GET_MORE)]
struct GetArgs {
    /// The loan.
    id: Uuid,
    #[command(flatten)]
    format: FormatChoice,
    #[command(flatten)]
    connection: Connection,
}

/// Request a loan, once for each key.
#[derive(Debug, clap::Args)]
#[command(after_long_help = REQUEST_MORE)]
struct RequestArgs {
    /// The request: a JSON file with the body of POST /loans, or `-` for standard input.
    file: PathBuf,
    /// Your own key of the loan, such as the number of its order.
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    #[command(flatten)]
    format: FormatChoice,
    #[command(flatten)]
    connection: Connection,
}

/// List the loans.
#[derive(Debug, clap::Args)]
#[command(after_long_help = LIST_MORE)]
struct ListArgs {
    /// Only loans with this status, such as TO_REPAY, DECLINED or CLOSED; may be given several times.
    #[arg(long, value_parser = parse_status::<LoanStatus>)]
    #[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
    status: Vec<LoanStatus>,
    /// Only loans of this company, by its number; may be given several times.
    #[arg(long, value_name = "NUMBER")]
    borrower: Vec<String>,
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    connection: Connection,
}

/// Lists the loans, shows the one with the given id, or requests one.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    match (&args.action, args.id) {
        (Some(Action::Get(args)), _) => get(args.id, &args.format, &args.connection, output),
        (Some(Action::Request(args)), _) => request(args, output),
        (Some(Action::List(args)), _) => list(args, output),
        (None, Some(id)) => get(id, &args.list.listing.format, &args.list.connection, output),
        (None, None) => list(&args.list, output),
    }
}

fn get(
    id: Uuid,
    format: &FormatChoice,
    connection: &Connection,
    output: &mut Output,
) -> Result<Exit, Failure> {
    format.write_one(&connect::client(connection)?.loans().get(id)?, output)
}

fn request(args: &RequestArgs, output: &mut Output) -> Result<Exit, Failure> {
    let text = input::read(&args.file)?;
    let request: NewLoan = from_json(&text)?;
    // A request that is read without a salt gets a random one.
    let has_salt =
        || serde_json::from_str::<Value>(&text).is_ok_and(|request| request["salt_id"].is_string());
    let request = match &args.key {
        Some(key) => request.for_key(key),
        None if has_salt() => request,
        None => {
            return Err(Failure::CommandLine(
                "without a key, running this again would request a second loan".to_owned(),
                "Give the loan a --key of your own, or the request a `salt_id`. Nothing was sent.".to_owned(),
            ));
        }
    };
    let loan = connect::client(&args.connection)?.loans().request(&request)?;
    args.format.write_one(&loan, output)?;
    Ok(match loan.status {
        LoanStatus::Declined => Exit::Declined,
        LoanStatus::Submitted | LoanStatus::PendingValidation => Exit::Pending,
        _ => Exit::Done,
    })
}

fn list(args: &ListArgs, output: &mut Output) -> Result<Exit, Failure> {
    let mut filter = LoanFilter::new();
    filter.status.clone_from(&args.status);
    filter.borrower.clone_from(&args.borrower);
    filter.page_size = args.listing.page_size();
    args.listing.write(connect::client(&args.connection)?.loans().list(&filter)?, output)
}

fn cents(loan: &Loan, amount: i64) -> Cell {
    Cell::Cents(amount, Some(loan.currency.clone()))
}

impl Record for Loan {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("id", |loan| Cell::Id(loan.id)),
        Column::new("status", |loan| Cell::text(Some(&loan.status))),
        Column::new("borrower_identifier", |loan| {
            Cell::company(&loan.borrower.identifier, loan.borrower.identifier_type.as_ref())
        }),
        Column::wide("borrower_name", |loan| Cell::text(loan.borrower.name.as_ref())),
        Column::wide("loan_type", |loan| Cell::text(Some(&loan.loan_type))),
        Column::wide("currency", |loan| Cell::text(Some(&loan.currency))),
        Column::new("amount", |loan| cents(loan, loan.amount)),
        Column::wide("submitted_at", |loan| Cell::Moment(loan.submitted_at)),
        Column::new("to_pay_at", |loan| Cell::Moment(loan.to_pay_at)),
        Column::new("to_repay_at", |loan| Cell::Moment(loan.to_repay_at)),
        Column::new("repaid_amount", |loan| cents(loan, loan.repaid_amount)),
        Column::wide("fees_estimated", |loan| Cell::cents(loan.fees_estimated, Some(&loan.currency))),
        Column::wide("repayment_method", |loan| Cell::text(Some(&loan.repayment_method))),
        Column::wide("paid_at", |loan| Cell::moment(loan.paid_at)),
        Column::wide("closed_at", |loan| Cell::moment(loan.closed_at)),
        Column::wide("denial_reason", |loan| Cell::text(loan.denial_reason.as_ref())),
    ];
}
