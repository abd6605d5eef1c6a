//! `defacto config`: shows the settings in effect and the source of each.

use std::path::PathBuf;

use defacto_sdk::Environment;
use serde_json::{Value, json};

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::{Connection, Settings, Sourced};
use crate::terminal::output::{DIM, Output};
use crate::terminal::words::plain;

const MORE: &str = "\
Nothing is sent, and the key is neither read nor shown, only its source.
`defacto --help` explains the order of the sources.

Examples:
  defacto config
  defacto config --profile live
  defacto config --json | jq -r .environment.source";

/// Show the settings in effect and the source of each, never the key itself.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// Print one line of JSON: {"file", "profile", "environment", "api_key"}.
    #[arg(long)]
    #[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Shows the settings.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let settings = Settings::resolve(&args.connection)?;
    if args.json {
        output.json(&document(&settings))?;
        return Ok(Exit::Done);
    }
    let file = settings
        .file
        .as_ref()
        .map_or_else(|| "no folder for it".to_owned(), |path| path.display().to_string());
    let absent = if settings.file_exists { "" } else { " (not there)" };
    let environment = environment(&settings).as_ref().map_or_else(|| "not set".to_owned(), in_words);
    let key = settings.key.as_ref().map_or_else(|| "not set".to_owned(), |key| format!("from {key}"));
    for (name, value) in [
        ("configuration file", file + absent),
        ("profile", in_words(&settings.profile)),
        ("environment", environment),
        ("API key", key),
    ] {
        output.line(format_args!("{DIM}{name:<18}{DIM:#}  {}", plain(&value)))?;
    }
    Ok(Exit::Done)
}

fn in_words(setting: &Sourced) -> String {
    format!("{} ({})", setting.value, setting.origin)
}

/// Returns the environment. An invalid value is not shown: it may be a key that is in the wrong variable.
fn environment(settings: &Settings) -> Option<Sourced> {
    let given = settings.environment.clone()?;
    let is_usable = Environment::from(given.value.as_str()).check().is_ok();
    Some(if is_usable { given } else { Sourced { value: "not usable".to_owned(), ..given } })
}

fn document(settings: &Settings) -> Value {
    let setting = |setting: &Sourced| json!({"value": setting.value, "source": setting.origin.to_string()});
    let file = |path: &PathBuf| json!({"path": path.display().to_string(), "exists": settings.file_exists});
    json!({
        "file": settings.file.as_ref().map(file),
        "profile": setting(&settings.profile),
        "environment": environment(settings).as_ref().map(setting),
        "api_key": settings.key.as_ref().map(|key| json!({"source": key.to_string()})),
    })
}
