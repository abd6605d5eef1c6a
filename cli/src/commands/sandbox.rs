//! `defacto sandbox`: simulates the API on this machine.

use std::io;
use std::sync::Arc;

use defacto_sandbox::{Builder, Fault, Sandbox, Settings};
use serde_json::json;

use crate::commands::fault;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::connect::on_interrupt;
use crate::terminal::output::{HEADING, Output};

/// The width of the help text, in characters.
const WIDTH: usize = 80;

fn more() -> String {
    format!(
        "It listens on 127.0.0.1 only and keeps nothing when it ends. Its address in a\n\
         browser is a console: companies, loans, requests, clock, faults and switches, and\n\
         each operation as a form, with the same call in six languages.\n\n{}\n\n{}\n\n\
         Examples:\n  \
         defacto sandbox\n  \
         defacto sandbox --port 0 --speed 1\n  \
         defacto sandbox --fault 'timeout_after_commit,operation=POST /borrowers'\n  \
         defacto sandbox --fault rate_limited,probability=0.2 --fault cut_body,times=3\n  \
         defacto sandbox --set repeat_enrollment=refuse --set french_look_up=false\n  \
         defacto sandbox --allow-host host.docker.internal  for containers\n  \
         defacto sandbox --port 0 --ready-json --until-stdin-closes  for test helpers",
        fault::help(),
        switches()
    )
}

/// Returns the help text about switches.
fn switches() -> String {
    let mut text = "Switches: --set NAME=VALUE, once for each\n".to_owned();
    for (name, meaning) in Settings::switches() {
        text.push_str("  ");
        text.push_str(name);
        let mut width = WIDTH;
        for word in meaning.replace('`', "").split(' ') {
            if width + word.chars().count() + 1 > WIDTH {
                text.push_str("\n     ");
                width = 5;
            }
            text.push(' ');
            text.push_str(word);
            width += word.chars().count() + 1;
        }
        text.push('\n');
    }
    text.trim_end().to_owned()
}

/// Run a simulated API on this machine: stateful, with faults on demand, until Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_long_help = more())]
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
pub(crate) struct Args {
    /// The port; 0 picks a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// How many times faster than the real API; 1 takes 4 to 8 seconds for a synchronous enrolment.
    #[arg(long, value_name = "FACTOR", default_value_t = 100.0, value_parser = parse_speed)]
    speed: f64,
    /// A fault to cause, and when; may be given several times. --help explains it.
    #[arg(long, value_name = "KIND", value_parser = fault::parse)]
    fault: Vec<Fault>,
    /// Set a switch for behaviour that the contract leaves open; may be given several times. --help lists
    /// them.
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_switch)]
    set: Vec<(String, String)>,
    /// The key to accept. It is not valid anywhere else.
    #[arg(long, value_name = "KEY", default_value = "test-key", value_parser = parse_key)]
    api_key: String,
    /// A host to answer for, beside 127.0.0.1 and localhost; may be given several times. Containers need
    /// host.docker.internal, the emulator of Android 10.0.2.2.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// The seed for random values: the same seed gives the same ids, amounts and companies.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print one line when it is ready, {"url": ..., "api_key": ...}, and nothing else.
    #[arg(long)]
    ready_json: bool,
    /// End when standard input is closed, so that the sandbox never outlives the program that started it.
    #[arg(long)]
    until_stdin_closes: bool,
}

fn parse_speed(text: &str) -> Result<f64, String> {
    let speed = text.parse::<f64>().ok().filter(|speed| speed.is_finite() && *speed > 0.0);
    speed.ok_or_else(|| "must be a number above 0".to_owned())
}

fn parse_switch(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("must be NAME=VALUE")?;
    Settings::default().with(name, value).map_err(|error| error.to_string())?;
    Ok((name.to_owned(), value.to_owned()))
}

fn parse_key(text: &str) -> Result<String, String> {
    let sendable = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    sendable.then(|| text.to_owned()).ok_or_else(|| "must be ASCII without blanks".to_owned())
}

/// Runs the sandbox until Ctrl-C, a signal to terminate or, on request, the end of standard input.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let changed = |settings: Settings, (name, value): &(String, String)| settings.with(name, value);
    let settings = args.set.iter().try_fold(Settings::default(), changed)?;
    let sandbox = Sandbox::builder()
        .settings(settings)
        .port(args.port)
        .speed(args.speed)
        .seed(args.seed)
        .api_key(&args.api_key);
    let sandbox = args.allow_host.iter().fold(sandbox, Builder::allow_host);
    let sandbox = Arc::new(sandbox.start()?);
    args.fault.iter().cloned().for_each(|fault| sandbox.fault(fault));
    on_interrupt({
        let sandbox = Arc::clone(&sandbox);
        move || sandbox.stop()
    })?;
    if args.until_stdin_closes {
        stop_with_standard_input(Arc::clone(&sandbox));
    }
    announce(args, &sandbox, output)?;
    sandbox.wait();
    Ok(Exit::Done)
}

fn stop_with_standard_input(sandbox: Arc<Sandbox>) {
    std::thread::spawn(move || {
        // An end and an error mean the same: the parent program is gone.
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        sandbox.stop();
    });
}

fn announce(args: &Args, sandbox: &Sandbox, output: &mut Output) -> io::Result<()> {
    let (url, key) = (sandbox.url(), sandbox.api_key());
    if args.ready_json {
        return output.json(&json!({"url": url, "api_key": key}));
    }
    output.line(format_args!(
        "{HEADING}Sandbox{HEADING:#} at {url}, {} times faster than the API. Ctrl-C ends it.",
        args.speed
    ))?;
    output.line("\nPoint the SDK or this command at it:")?;
    output.line(format_args!("  export DEFACTO_ENVIRONMENT={url} DEFACTO_API_KEY={key}"))?;
    output.line("  defacto hello")?;
    output.line("\nSteer it, without a key:")?;
    output.line(format_args!("  curl {url}/_sandbox/state"))?;
    output.line(format_args!("  curl {url}/_sandbox/log"))?;
    output.line(format_args!("  curl {url}/_sandbox/faults -d '{{\"kind\": \"cut_after_commit\", \"operation\": \"POST /borrowers\"}}'"))?;
    output.line(format_args!("\nThe console, to try everything by hand: {url} in a browser."))
}
