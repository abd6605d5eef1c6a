//! `defacto borrowers`: lists the enrolled borrowers with the status of each.

use defacto_sdk::api::borrowers::{Borrower, BorrowerFilter, NextAction};
use defacto_sdk::model::{Timestamp, Uuid};

use crate::commands::listing::{Listing, Record, parse_moment};
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::terminal::cell::{Cell, Column};
use crate::terminal::output::Output;

const MORE: &str = "\
Tables and CSV show neither accounts nor people; JSON shows everything that the
API returns.

Examples:
  defacto borrowers
  defacto borrowers --identifier 913572467
  defacto borrowers --from-signed-at 2026-01-01 --output csv > borrowers.csv
  defacto borrowers 6f1c2a34-0000-4000-8000-000000000001
  defacto borrowers --output json | jq -r 'select(.status == \"BLOCKED\") | .status_reason'";

/// List borrowers, or show one of them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// Show only this borrower.
    #[arg(conflicts_with_all = ["identifier", "from_signed_at", "to_signed_at", "limit"])]
    id: Option<Uuid>,
    /// Only the borrower with this company number.
    #[arg(long, value_name = "NUMBER")]
    identifier: Option<String>,
    /// Only borrowers that accepted the terms at this moment or later: 2026-01-31 or 2026-01-31T12:00:00Z.
    #[arg(long, value_name = "MOMENT", value_parser = parse_moment)]
    from_signed_at: Option<Timestamp>,
    /// Only borrowers that accepted the terms at this moment or before.
    #[arg(long, value_name = "MOMENT", value_parser = parse_moment)]
    to_signed_at: Option<Timestamp>,
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    connection: Connection,
}

/// Lists the borrowers, or shows the one with the given id.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let borrowers = connect::client(&args.connection)?.borrowers();
    if let Some(id) = args.id {
        return args.listing.format.write_one(&borrowers.get(id)?, output);
    }
    let mut filter = BorrowerFilter::new();
    filter.borrower_identifier.clone_from(&args.identifier);
    (filter.from_signed_at, filter.to_signed_at) = (args.from_signed_at, args.to_signed_at);
    filter.page_size = args.listing.page_size();
    args.listing.write(borrowers.list(&filter)?, output)
}

impl Record for Borrower {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("id", |borrower| Cell::id(borrower.id)),
        Column::new("identifier", |borrower| {
            Cell::company(&borrower.identifier, borrower.identifier_type.as_ref())
        }),
        Column::wide("identifier_type", |borrower| Cell::text(borrower.identifier_type.as_ref())),
        Column::new("name", |borrower| Cell::text(borrower.name.as_ref())),
        Column::wide("legal_form", |borrower| Cell::text(borrower.legal_form.as_ref())),
        Column::new("status", |borrower| Cell::text(borrower.status.as_ref())),
        Column::new("status_reason", |borrower| Cell::text(borrower.status_reason.as_ref())),
        Column::new("signed_at", |borrower| Cell::moment(borrower.signed_at)),
        Column::wide("next_actions", |borrower| {
            let actions: Vec<_> = borrower.next_actions.iter().map(NextAction::as_str).collect();
            Cell::Text(actions.join(" "))
        }),
    ];
}
