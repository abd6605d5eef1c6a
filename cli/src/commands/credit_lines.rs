//! `defacto credit-lines`: lists the credit lines with the amounts that are still available.

use defacto_sdk::api::credit_lines::{CreditLine, CreditLineFilter};
use defacto_sdk::model::Business;

use crate::commands::listing::{Listing, Record};
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::terminal::cell::{Cell, Column};
use crate::terminal::output::Output;

const MORE: &str = "\
A company that is still being evaluated has no line. Rates are in percent per
day. In CSV, amounts are in cents.

Examples:
  defacto credit-lines
  defacto credit-lines --borrower 913572467 --borrower B73160459
  defacto credit-lines --output csv > lines.csv
  defacto credit-lines --output json --limit 10 | jq .balance_available";

/// List credit lines with the amounts that are still available.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// Only the lines of this company, by its number; may be given several times.
    #[arg(long, value_name = "NUMBER")]
    borrower: Vec<String>,
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    connection: Connection,
}

/// Lists the credit lines.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let mut filter = CreditLineFilter::new();
    filter.borrower.clone_from(&args.borrower);
    filter.page_size = args.listing.page_size();
    let client = connect::client(&args.connection)?;
    args.listing.write(client.credit_lines().list(&filter)?, output)
}

fn borrower(line: &CreditLine) -> Option<&Business> {
    line.default_borrower.as_ref()
}

fn cents(line: &CreditLine, amount: Option<i64>) -> Cell {
    Cell::cents(amount, line.currency.as_ref())
}

impl Record for CreditLine {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::wide("id", |line| Cell::text(line.id.as_ref())),
        Column::new("borrower_identifier", |line| {
            borrower(line).map_or(Cell::Missing, |company| {
                Cell::company(&company.identifier, company.identifier_type.as_ref())
            })
        }),
        Column::new("borrower_name", |line| {
            Cell::text(borrower(line).and_then(|company| company.name.as_ref()))
        }),
        Column::wide("currency", |line| Cell::text(line.currency.as_ref())),
        Column::new("pool_amount", |line| cents(line, line.pool_amount)),
        Column::new("balance_available", |line| cents(line, line.balance_available)),
        Column::wide("balance_pending", |line| cents(line, line.balance_pending)),
        Column::wide("balance_pending_validation", |line| cents(line, line.balance_pending_validation)),
        Column::new("fees_daily_rate", |line| Cell::number(line.fees_daily_rate)),
        Column::new("default_repayment_method", |line| Cell::text(line.default_repayment_method.as_ref())),
        Column::wide("start_date", |line| Cell::Moment(line.start_date)),
        Column::wide("end_date", |line| Cell::moment(line.end_date)),
    ];
}
