//! `defacto webhooks ensure`: creates a webhook or brings it up to date.

use clap::builder::PossibleValuesParser;
use defacto_sdk::DefactoError;
use defacto_sdk::api::webhooks::{EnsuredWebhook, NewWebhook, WebhookChange, WebhookEventType};
use defacto_sdk::webhook::Receiver;

use super::mask::masked;
use crate::commands::input;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::terminal::output::{Output, note};
use crate::terminal::words::plural;

/// The name for all types of events that this version knows.
const ALL: &str = "all";

const MORE: &str = "\
Safe to repeat, for instance at every start of a service: it creates the
webhook, replaces it, or leaves it as it is. The webhook is identified by its
name; webhooks with other names stay as they are.

The API does not sign its calls, so the URL needs a secret that identifies them.
--new-secret adds one and prints the whole URL on standard output, once: keep
it, and give it to your receiver. Each run with --new-secret makes a new secret.

Other users can read arguments, so do not pass the URL with its secret as one:
`--url -` reads it from standard input.

Examples:
  defacto webhooks ensure --url https://example.com/hooks/defacto --new-secret > url.txt
  defacto webhooks ensure --url - < url.txt
  defacto webhooks ensure --url - --event CreditLine.CREATED --event Loan.CLOSED --name loans < url.txt";

/// Create a webhook, or bring it up to date.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// The URL that receives the events, with https; `-` reads it from standard input.
    #[arg(long, value_name = "URL")]
    url: String,
    /// A type of event to send; may be given several times.
    #[arg(long = "event", value_name = "TYPE", default_value = ALL)]
    #[arg(value_parser = event_types(), hide_possible_values = true)]
    events: Vec<String>,
    /// The name that identifies the webhook.
    #[arg(long, value_name = "NAME", default_value = "defacto")]
    name: String,
    /// Add a new secret to the URL, and print the URL.
    #[arg(long)]
    new_secret: bool,
    /// Accept a URL without a token, if its path is as hard to guess or something else keeps other callers
    /// away.
    #[arg(long, conflicts_with = "new_secret")]
    without_secret: bool,
    #[command(flatten)]
    connection: Connection,
}

fn event_types() -> PossibleValuesParser {
    PossibleValuesParser::new(std::iter::once(&ALL).chain(WebhookEventType::VALUES).copied())
}

/// Creates the webhook, replaces it or leaves it as it is.
pub(super) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let given = input::argument(&args.url)?;
    let url = if args.new_secret { Receiver::new_subscription_url(&given)? } else { given };
    if !args.without_secret && Receiver::new(&url).is_err() {
        return Err(Failure::CommandLine(
            "the URL has no token of 16 characters or more: anybody could send you events".to_owned(),
            "Add one by --new-secret, or say that the URL is a secret by another part: --without-secret."
                .to_owned(),
        ));
    }
    let webhook = NewWebhook::new(args.name.clone(), url.clone(), types(&args.events));
    let ensured = connect::client(&args.connection)?.webhooks().ensure(&webhook);
    let may_be_in_use = ensured.as_ref().map_or_else(DefactoError::outcome_unknown, |_| true);
    if args.new_secret && may_be_in_use {
        output.line(url)?;
    }
    let ensured = ensured.inspect_err(|_| {
        if may_be_in_use {
            note("It is not known whether the API has this URL by now. Make sure: `defacto webhooks ensure --url -`.");
        }
    })?;
    note(told(&ensured));
    Ok(Exit::Done)
}

/// Returns the types of events for these names.
fn types(names: &[String]) -> Vec<WebhookEventType> {
    if names.iter().any(|name| name == ALL) {
        return all_types();
    }
    names.iter().map(|name| WebhookEventType::from(name.as_str())).collect()
}

/// Returns all types of events.
pub(super) fn all_types() -> Vec<WebhookEventType> {
    WebhookEventType::VALUES.iter().map(|name| WebhookEventType::from(*name)).collect()
}

/// Describes what was done.
pub(super) fn told(ensured: &EnsuredWebhook) -> String {
    let what = match ensured.change {
        WebhookChange::Created => "Created",
        WebhookChange::Updated => "Updated",
        _ => "Nothing to do for",
    };
    let webhook = &ensured.webhook;
    let id = webhook.id.map(|id| format!(" {id}")).unwrap_or_default();
    let events = plural(webhook.event_types.len(), "event type");
    format!("{what} the webhook{id}: {events} to {}.", masked(&webhook.to_url))
}
