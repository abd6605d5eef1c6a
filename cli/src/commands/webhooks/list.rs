//! `defacto webhooks list`.

use defacto_sdk::api::webhooks::{Webhook, WebhookEventType};

use super::mask::masked;
use crate::commands::listing::{Listing, Record};
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::terminal::cell::{Cell, Column};
use crate::terminal::output::Output;

const MORE: &str = "\
Examples:
  defacto webhooks list
  defacto webhooks list --output json | jq -r .id
  defacto webhooks list --show-urls --output csv";

/// List the webhooks.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// Show the whole URLs, with the secrets in them.
    #[arg(long)]
    show_urls: bool,
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    connection: Connection,
}

/// Lists the webhooks. The URL is masked before any format receives it.
pub(super) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let webhooks = connect::client(&args.connection)?.webhooks().list()?;
    let shown = webhooks.map(|webhook| {
        webhook.map(|mut webhook| {
            if !args.show_urls {
                webhook.to_url = masked(&webhook.to_url);
            }
            webhook
        })
    });
    args.listing.write(shown, output)
}

impl Record for Webhook {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("id", |webhook| Cell::id(webhook.id)),
        Column::new("name", |webhook| Cell::text(Some(&webhook.name))),
        Column::new("to_url", |webhook| Cell::text(Some(&webhook.to_url))),
        Column::new("event_types", |webhook| {
            let types: Vec<_> = webhook.event_types.iter().map(WebhookEventType::as_str).collect();
            Cell::Text(types.join(" "))
        }),
    ];
}
