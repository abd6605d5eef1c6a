//! `defacto webhooks listen`: shows events as they arrive.

use std::path::PathBuf;
use std::sync::mpsc::channel;

use defacto_sdk::CancelToken;
use defacto_sdk::api::webhooks::NewWebhook;
use defacto_sdk::webhook::{Freshness, Receiver, WebhookEvent};

use super::ensure;
use super::forwarding::Forwarding;
use super::passing_on::Target;
use super::saved::Saved;
use super::server::{Inbox, Limits, Seen, Server};
use crate::commands::input;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::connect::{self, on_interrupt};
use crate::settings::{Connection, Settings};
use crate::terminal::output::{CARE, DIM, HEADING, Output, note};
use crate::terminal::words::plain;

const MORE: &str = "\
It listens on 127.0.0.1 and prints each event: its time, its type, the new
status, and the id of the object. Calls without the secret of the URL are
refused, and so are calls that send nothing for 10 seconds; up to 64 connections
are served at a time. It answers at once, or with --save when the event is in
the file. With --forward, the receiver gets events in their order and has 10
seconds for each; events that still wait for it at the end are not forwarded.

The API must be able to reach it: through your own tunnel from a public https
URL, or from `defacto sandbox` on this machine. --ensure subscribes such a
public URL, with a new secret, to all events. The webhook stays when this
command ends; `defacto webhooks delete` removes it.

The text output shows no account and no person. The JSON and the saved file hold
the events as received, with personal data; only you can read the file.

Examples:
  defacto webhooks listen
  defacto webhooks listen --port 4040 --forward - < url.txt
  defacto webhooks listen --port 4040 --ensure laptop --public-url https://tunnel.example.com/
  defacto webhooks listen --save events.jsonl --json | jq -r .event_type";

/// Receive webhooks on this machine: print, save and forward them, until Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// The port; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Also post each event to this URL, unchanged; `-` reads the URL from standard input.
    #[arg(long, value_name = "URL")]
    forward: Option<String>,
    /// Allow --forward to another machine, with https. Events hold personal data.
    #[arg(long, requires = "forward")]
    allow_remote: bool,
    /// Append each event to this file, one in each line, for `defacto webhooks replay`.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Subscribe the public URL to all events, as a webhook with this name.
    #[arg(long, value_name = "NAME", requires = "public_url")]
    ensure: Option<String>,
    /// The URL that leads to this machine: https, or http for a sandbox on it.
    #[arg(long, value_name = "URL", requires = "ensure")]
    public_url: Option<String>,
    /// Also show what the event is about, masked.
    #[arg(long)]
    verbose: bool,
    /// Print one line of JSON for each event instead of text, with personal data.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Listens until Ctrl-C.
pub(super) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let stop = CancelToken::default();
    let forwarding = args.forward.as_deref().map(|url| forward(url, args.allow_remote, &stop)).transpose()?;
    let saved = args.save.as_deref().map(Saved::open).transpose()?;
    let server = Server::bind(args.port)?;
    let base = args.public_url.clone().unwrap_or_else(|| server.url());
    let url = Receiver::new_subscription_url(&base)?;
    let (seen, events) = channel();
    on_interrupt({
        let (seen, stop) = (seen.clone(), stop.clone());
        move || {
            // A second Ctrl-C ends the process at once.
            if stop.is_cancelled() {
                std::process::exit(Exit::Interrupted as i32);
            }
            stop.cancel();
            let _ = seen.send(Seen::Stop);
        }
    })?;
    server.run(Inbox::new(Receiver::new(&url)?, saved, seen), Limits::default())?;
    announce(args, &url, &server, stop, output)?;
    for seen in events {
        match seen {
            Seen::Stop => break,
            Seen::Refused(why) => note(format_args!("{CARE}refused{CARE:#}: {why}")),
            Seen::Unsaved(failure) => return Err(failure),
            Seen::Event { event, body } => {
                show(args, &event, output)?;
                if let Some(forwarding) = &forwarding {
                    forwarding.take(body);
                }
            }
        }
    }
    if let Some(forwarding) = forwarding {
        forwarding.end();
    }
    Ok(Exit::Done)
}

fn forward(url: &str, allow_remote: bool, stop: &CancelToken) -> Result<Forwarding, Failure> {
    Forwarding::start(Target::new(&input::argument(url)?, allow_remote)?, stop.clone())
}

fn announce(
    args: &Args,
    url: &str,
    server: &Server,
    stop: CancelToken,
    output: &mut Output,
) -> Result<(), Failure> {
    let here = server.url();
    note(format_args!("{HEADING}Listening{HEADING:#} at {here}. Ctrl-C ends it."));
    let Some(name) = &args.ensure else {
        // With `--json`, standard output has events only, so the address goes to standard error.
        if args.json {
            note(format_args!("Subscribe with {url}"));
        } else {
            output.line("Subscribe with this URL; the secret in it is good until this ends:")?;
            output.line(format_args!("  {url}"))?;
        }
        return Ok(());
    };
    let client = connect::stopped_by(&Settings::resolve(&args.connection)?, stop)?;
    let webhook = NewWebhook::new(name.clone(), url.to_owned(), ensure::all_types());
    note(ensure::told(&client.webhooks().ensure(&webhook)?));
    Ok(())
}

fn show(args: &Args, event: &WebhookEvent, output: &mut Output) -> Result<(), Failure> {
    if args.json {
        return Ok(output.line(event.to_json())?);
    }
    let at =
        event.timestamp.map_or_else(|| "-".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string());
    let part =
        |text: Option<&str>| text.map_or_else(|| "-".to_owned(), |text| plain(text).replace('\n', " "));
    let known = match event.freshness {
        Freshness::New => String::new(),
        ref other => format!("  {CARE}{}{CARE:#}", plain(other.as_str())),
    };
    let (kind, status, id) =
        (part(Some(event.event_type.as_str())), part(event.status.as_deref()), part(event.id.as_deref()));
    output.line(format_args!("{DIM}{at}{DIM:#}  {HEADING}{kind}{HEADING:#}  {status}  {id}{known}"))?;
    if args.verbose {
        output.line(format_args!("  {}", plain(&format!("{:?}", event.entity()))))?;
    }
    Ok(())
}
