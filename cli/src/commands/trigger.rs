//! `defacto trigger`: makes an event happen in a sandbox.

use clap::builder::PossibleValuesParser;
use defacto_sdk::api::webhooks::WebhookEventType;
use serde_json::json;

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::{Connection, sandbox};
use crate::terminal::output::{CARE, GOOD, Output, note};
use crate::terminal::words::{plain, plural};

const MORE: &str = "\
The sandbox does at once what leads to the event: Loan.TO_REPAY takes the newest
loan through its decision, its acceptance and its payout, and each of these has
its event. An entity that is there already has its event delivered again.
CreditLine.CREATED enrols an invented company if none waits for its line. Other
events need a loan, an invoice or a counterparty: `defacto fixtures` makes some.

Only a sandbox on this machine is accepted.

Examples:
  defacto trigger CreditLine.CREATED
  defacto trigger Loan.TO_REPAY --id 6f1c2a34-0000-4000-8000-000000000001
  defacto trigger Payment.FAILED --json | jq -r .id
  defacto trigger --list";

/// Make an event happen in a sandbox, so that webhooks deliver it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// The event, such as CreditLine.CREATED; --list prints them all.
    #[arg(value_name = "EVENT", required_unless_present = "list", hide_possible_values = true)]
    #[arg(value_parser = PossibleValuesParser::new(WebhookEventType::VALUES.iter().copied()))]
    event: Option<String>,
    /// The loan, invoice, payment, credit line or counterparty; without it the newest one.
    #[arg(long)]
    id: Option<String>,
    /// Print the names of all events, and do nothing else.
    #[arg(long, conflicts_with_all = ["event", "id", "json"])]
    list: bool,
    /// Print one line of JSON: {"event_type", "id", "subscriptions"}.
    #[arg(long)]
    #[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Makes the event happen.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let Some(event) = args.event.as_deref().filter(|_| !args.list) else {
        for event in WebhookEventType::VALUES {
            output.line(event)?;
        }
        return Ok(Exit::Done);
    };
    let mut wanted = json!({"event_type": event});
    if let Some(id) = &args.id {
        wanted["id"] = id.as_str().into();
    }
    let client = sandbox::client(&args.connection)?;
    let happened = client.request("POST", "/_sandbox/trigger", &[], Some(&wanted.to_string()))?.json()?;
    let subscriptions = happened["subscriptions"].as_u64().unwrap_or_default();
    if args.json {
        output.json(&happened)?;
    } else {
        let id = plain(happened["id"].as_str().unwrap_or("-"));
        output.line(format_args!("{GOOD}{event}{GOOD:#}  {id}"))?;
    }
    if subscriptions == 0 {
        note(format_args!(
            "{CARE}No webhook is subscribed to it{CARE:#}: `defacto webhooks ensure` subscribes a receiver."
        ));
    } else if !args.json {
        let count = usize::try_from(subscriptions).unwrap_or(usize::MAX);
        note(format_args!("Delivered to {}.", plural(count, "webhook")));
    }
    Ok(Exit::Done)
}
