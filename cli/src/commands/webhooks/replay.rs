//! `defacto webhooks replay`: posts saved events again.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use defacto_sdk::webhook::WebhookEvent;

use super::passing_on::Target;
use crate::commands::input;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::output::{BAD, GOOD, Output, note};
use crate::terminal::words::{plain, plural};

const MORE: &str = "\
Events are posted one after the other, in their order and as received. A correct
receiver also accepts duplicates (--copies) and any order (--shuffle). It has 10
seconds for each answer, and there is no retry.

Exit codes:
  0 all were answered with 2xx, 1 some were not, or a line is not an event

Examples:
  defacto webhooks replay events.jsonl --to - < url.txt
  defacto webhooks replay events.jsonl --to http://127.0.0.1:3000/hooks --copies 3 --shuffle";

/// Post saved events to a receiver, to test it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// The file that `defacto webhooks listen --save` wrote.
    file: PathBuf,
    /// The receiver, with its secret; `-` reads it from standard input.
    #[arg(long, value_name = "URL")]
    to: String,
    /// Allow a receiver on another machine, with https. Events hold personal data.
    #[arg(long)]
    allow_remote: bool,
    /// How many times each event is sent.
    #[arg(long, value_name = "N", default_value = "1")]
    copies: NonZeroU32,
    /// Send the events in random order.
    #[arg(long)]
    shuffle: bool,
}

/// A saved event.
struct Saved {
    line: usize,
    kind: String,
    body: Vec<u8>,
}

/// Posts all events.
pub(super) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let target = Target::new(&input::argument(&args.to)?, args.allow_remote)?;
    let (events, unreadable) = read(&args.file)?;
    let mut order: Vec<&Saved> =
        events.iter().flat_map(|event| (0..args.copies.get()).map(move |_| event)).collect();
    if args.shuffle {
        fastrand::shuffle(&mut order);
    }
    let mut refused = 0;
    for event in &order {
        let answer = target.post(event.body.clone());
        let good = matches!(answer, Ok(200..=299));
        refused += usize::from(!good);
        let style = if good { GOOD } else { BAD };
        let answer = answer.map_or_else(|why| why, |status| status.to_string());
        output.line(format_args!("line {}  {}  {style}{answer}{style:#}", event.line, event.kind))?;
    }
    note(format_args!(
        "{} to {}, {refused} not answered with 2xx.",
        plural(order.len(), "event"),
        target.shown()
    ));
    Ok(if refused == 0 && unreadable == 0 { Exit::Done } else { Exit::Failed })
}

/// Returns the events, and how many lines are not events: a full disk may have cut a line off.
fn read(path: &Path) -> Result<(Vec<Saved>, usize), Failure> {
    let failed = |what: &str| {
        let hint = "Name the file that `defacto webhooks listen --save` wrote.";
        Failure::Other(format!("cannot read {}: {what}.\n{hint}", path.display()))
    };
    let file = File::open(path).map_err(|error| failed(&error.to_string()))?;
    let (mut events, mut unreadable) = (Vec::new(), 0);
    for (body, line) in BufReader::new(file).split(b'\n').zip(1..) {
        let body = body.map_err(|error| failed(&error.to_string()))?;
        if body.trim_ascii().is_empty() {
            continue;
        }
        let Ok(event) = WebhookEvent::from_json(&body) else {
            note(format_args!("{BAD}line {line} is no event{BAD:#}"));
            unreadable += 1;
            continue;
        };
        events.push(Saved { line, kind: plain(event.event_type.as_str()).replace('\n', " "), body });
    }
    if events.is_empty() && unreadable > 0 {
        return Err(failed("no line is an event"));
    }
    Ok((events, unreadable))
}
