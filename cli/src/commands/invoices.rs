//! `defacto invoices`: lists the invoices, shows one, and uploads a PDF.

use std::path::PathBuf;

use clap::Subcommand;
use defacto_sdk::Pdf;
use defacto_sdk::api::invoices::{Invoice, InvoiceCompany, InvoiceFilter, InvoiceStatus};
use defacto_sdk::model::Uuid;

use crate::commands::listing::{FormatChoice, Listing, Record, parse_status};
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::{Connection, connect};
use crate::terminal::cell::{Cell, Column};
use crate::terminal::output::Output;

const MORE: &str = "\
Tables and CSV show no accounts; JSON shows everything that the API returns,
with links to documents that expire. In CSV, amounts are in cents.

Examples:
  defacto invoices list --status VERIFIED
  defacto invoices get 6f1c2a34-0000-4000-8000-000000000001
  defacto invoices upload invoice.pdf --seller SIREN-472618354 --output json | jq -r .id";

const LIST_MORE: &str = "\
Examples:
  defacto invoices list
  defacto invoices list --status to-edit --seller 472618354 --output json | jq .status_reason
  defacto invoices list --query INV-000017 --output csv > invoices.csv";

const GET_MORE: &str = "\
Examples:
  defacto invoices get 6f1c2a34-0000-4000-8000-000000000001
  defacto invoices get 6f1c2a34-0000-4000-8000-000000000001 --output json | jq .to_pay_amount";

const UPLOAD_MORE: &str = "\
The API reads number, dates and amounts from the PDF. It has no idempotency key
for this: run again, the command creates a second invoice. After a lost answer
look first: `defacto invoices list --seller NUMBER`.

Examples:
  defacto invoices upload invoice.pdf --seller SIREN-472618354 --buyer SIREN-913572467
  defacto invoices upload invoice.pdf --metadata '{\"order\": \"4711\"}' --output json | jq -r .id";

/// List invoices, show one of them, or upload a PDF.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(ListArgs),
    Get(GetArgs),
    Upload(UploadArgs),
}

/// List the invoices.
#[derive(Debug, clap::Args)]
#[command(after_long_help = LIST_MORE)]
struct ListArgs {
    /// Only invoices with this status, such as VERIFIED, TO_EDIT or DECLINED; may be given several times.
    #[arg(long, value_parser = parse_status::<InvoiceStatus>)]
    #[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
    status: Vec<InvoiceStatus>,
    /// Only invoices to this company, by its number; may be given several times.
    #[arg(long, value_name = "NUMBER")]
    buyer: Vec<String>,
    /// Only invoices from this company, by its number; may be given several times.
    #[arg(long, value_name = "NUMBER")]
    seller: Vec<String>,
    /// Only invoices that contain this text.
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    connection: Connection,
}

/// Show one invoice.
#[derive(Debug, clap::Args)]
#[command(after_long_help = GET_MORE)]
struct GetArgs {
    /// The invoice.
    id: Uuid,
    #[command(flatten)]
    format: FormatChoice,
    #[command(flatten)]
    connection: Connection,
}

/// Create an invoice from a PDF.
#[derive(Debug, clap::Args)]
#[command(after_long_help = UPLOAD_MORE)]
struct UploadArgs {
    /// The PDF.
    file: PathBuf,
    /// The company that is billed: register in capitals, hyphen, number.
    #[arg(long, value_name = "REGISTER-NUMBER")]
    buyer: Option<String>,
    /// The company that issues the invoice, in the same form.
    #[arg(long, value_name = "REGISTER-NUMBER")]
    seller: Option<String>,
    /// Your own data, as a JSON object.
    #[arg(long, value_name = "JSON", value_parser = parse_object)]
    metadata: Option<String>,
    #[command(flatten)]
    format: FormatChoice,
    #[command(flatten)]
    connection: Connection,
}

fn parse_object(text: &str) -> Result<String, String> {
    let object = serde_json::from_str::<serde_json::Map<_, _>>(text);
    object.map(|_| text.to_owned()).map_err(|_| "must be a JSON object".to_owned())
}

/// Runs the subcommand.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    match &args.action {
        Action::List(args) => list(args, output),
        Action::Get(args) => {
            let invoice = connect::client(&args.connection)?.invoices().get(args.id)?;
            args.format.write_one(&invoice, output)
        }
        Action::Upload(args) => {
            let file = Pdf::from_path(&args.file)?;
            let invoices = connect::client(&args.connection)?.invoices();
            let (buyer, seller, metadata) = (args.buyer.clone(), args.seller.clone(), args.metadata.clone());
            args.format.write_one(&invoices.upload(&file, buyer, seller, metadata)?, output)
        }
    }
}

fn list(args: &ListArgs, output: &mut Output) -> Result<Exit, Failure> {
    let mut filter = InvoiceFilter::new();
    filter.status.clone_from(&args.status);
    filter.buyer.clone_from(&args.buyer);
    filter.seller.clone_from(&args.seller);
    filter.query.clone_from(&args.query);
    filter.page_size = args.listing.page_size();
    args.listing.write(connect::client(&args.connection)?.invoices().list(&filter)?, output)
}

fn cents(invoice: &Invoice, amount: Option<i64>) -> Cell {
    Cell::cents(amount, invoice.currency.as_ref())
}

fn number(company: Option<&InvoiceCompany>) -> Cell {
    company
        .map_or(Cell::Missing, |company| Cell::company(&company.identifier, company.identifier_type.as_ref()))
}

fn name(company: Option<&InvoiceCompany>) -> Cell {
    Cell::text(company.and_then(|company| company.name.as_ref()))
}

impl Record for Invoice {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("id", |invoice| Cell::text(invoice.id.as_ref())),
        Column::new("invoice_number", |invoice| Cell::text(Some(&invoice.invoice_number))),
        Column::new("status", |invoice| Cell::text(invoice.status.as_ref())),
        Column::new("status_reason", |invoice| Cell::text(invoice.status_reason.as_ref())),
        Column::new("seller_identifier", |invoice| number(invoice.seller.as_ref())),
        Column::wide("seller_name", |invoice| name(invoice.seller.as_ref())),
        Column::new("buyer_identifier", |invoice| number(invoice.buyer.as_ref())),
        Column::wide("buyer_name", |invoice| name(invoice.buyer.as_ref())),
        Column::wide("currency", |invoice| Cell::text(invoice.currency.as_ref())),
        Column::wide("net_amount", |invoice| cents(invoice, Some(invoice.net_amount))),
        Column::new("total_amount", |invoice| cents(invoice, invoice.total_amount)),
        Column::wide("to_pay_amount", |invoice| cents(invoice, invoice.to_pay_amount)),
        Column::wide("issued_at", |invoice| Cell::moment(invoice.issued_at)),
        Column::new("due_at", |invoice| Cell::moment(invoice.due_at)),
        Column::wide("loan_ids", |invoice| {
            let ids: Vec<_> = invoice.loan_ids.iter().map(ToString::to_string).collect();
            Cell::Text(ids.join(" "))
        }),
    ];
}
