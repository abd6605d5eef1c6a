//! `defacto loans`: lists the loans with the status of each.

use std::convert::Infallible;

use defacto_sdk::api::loans::{Loan, LoanFilter, LoanStatus};
use defacto_sdk::model::Uuid;

use crate::commands::listing::{Listing, Record};
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::terminal::cell::{Cell, Column};
use crate::terminal::output::Output;

const MORE: &str = "\
Tables and CSV show no accounts; JSON shows everything that the API returns.
In CSV, amounts are in cents.

Examples:
  defacto loans
  defacto loans --status TO_REPAY --status TO_REPAY_FEES
  defacto loans --borrower 913572467 --output csv > loans.csv
  defacto loans 6f1c2a34-0000-4000-8000-000000000001
  defacto loans --status declined --output json | jq -r .denial_reason";

/// List loans, or show one of them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// Show only this loan.
    #[arg(conflicts_with_all = ["status", "borrower", "limit"])]
    id: Option<Uuid>,
    /// Only loans with this status, such as TO_REPAY, DECLINED or CLOSED; may be given several times.
    #[arg(long, value_parser = parse_status)]
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

/// Parses a status in upper or lower case. An unknown status is left to the API.
#[expect(clippy::unnecessary_wraps, reason = "clap wants a result")]
fn parse_status(text: &str) -> Result<LoanStatus, Infallible> {
    Ok(LoanStatus::from(text.to_uppercase().replace('-', "_")))
}

/// Lists the loans, or shows the one with the given id.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let loans = connect::client(&args.connection)?.loans();
    if let Some(id) = args.id {
        return args.listing.format.write_one(&loans.get(id)?, output);
    }
    let mut filter = LoanFilter::new();
    filter.status.clone_from(&args.status);
    filter.borrower.clone_from(&args.borrower);
    filter.page_size = args.listing.page_size();
    args.listing.write(loans.list(&filter)?, output)
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
