//! `defacto demo`: enrols companies until they have credit lines, and shows the errors that may occur on the
//! way.

mod scene;
mod tally;

use std::time::Duration;

use defacto_sandbox::Sandbox;
use defacto_sdk::Client;

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::output::{BAD, DIM, GOOD, HEADING, Output};
use scene::{SCENES, Stage};
use tally::Tally;

/// How many times faster than the API the sandbox runs: fast enough to watch, slow enough to see.
const SPEED: u32 = 10;
/// How long a call without an answer may still take effect: longer than the API's own limit of 30 seconds.
const SETTLE_TIME: Duration = Duration::from_secs(45);
/// The first polling interval.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

const MORE: &str = "\
It starts a sandbox on a free port of 127.0.0.1, enrols the companies of the
project's folder `examples/` (they are built into this program) and checks the
results. It needs no account, no key and no network, and takes a few seconds.
The exit code is 0 if all results are as expected, otherwise 1.

Examples:
  defacto demo
  NO_COLOR=1 defacto demo > demo.txt";

/// Enrol five companies on a simulated API: success, missing data, and a lost answer.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {}

/// Plays all scenes and prints a summary.
pub(crate) fn run(_: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let sandbox = Sandbox::builder().speed(f64::from(SPEED)).start()?;
    let client = Client::new(sandbox.api_key(), sandbox.url())?;
    let stage = Stage { sandbox: &sandbox, client: &client };
    output.line(format_args!(
        "{HEADING}Defacto demo{HEADING:#} on a sandbox at {}\n\
         {DIM}The API simulated on this machine, {SPEED} times faster: no account, no network, no real money.{DIM:#}",
        sandbox.url()
    ))?;
    let mut tally = Tally::default();
    for (index, scene) in SCENES.iter().enumerate() {
        output.line(format_args!("\n{HEADING}{}. {}{HEADING:#}", index + 1, scene.title))?;
        output.line(format_args!("  {DIM}examples/{}{DIM:#}", scene.file))?;
        tally.add(scene.play(&stage, output)?);
    }
    tally.count_borrowers(&sandbox.borrowers());
    let style = if tally.is_right() { GOOD } else { BAD };
    output.line(format_args!("\n{style}{tally}{style:#}"))?;
    Ok(if tally.is_right() { Exit::Done } else { Exit::Failed })
}
