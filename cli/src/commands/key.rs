//! `defacto key`: stores and removes the key in the keyring.

use std::io::{self, IsTerminal, Read};

use clap::Subcommand;
use defacto_sdk::Client;

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::{self, ApiKey, Keyring, ProfileChoice};
use crate::terminal::output::{Output, note};
use crate::terminal::words::plain;

const MORE: &str = "\
The keyring keeps one key for each profile. A profile uses it if the
configuration file says so:

  [profile.live]
  environment = \"production\"
  key_in_keyring = true

The key is never an argument, since other users can read arguments.

Examples:
  defacto key set --profile live                         asks for the key
  pass show defacto | defacto key set --profile live
  defacto key remove --profile live";

const MORE_SET: &str = "\
The key replaces the previous one. Only its form is checked; `defacto hello`
tries it with the API.

Examples:
  defacto key set
  pass show defacto | defacto key set --profile live";

const MORE_REMOVE: &str = "\
Examples:
  defacto key remove
  defacto key remove --profile live";

/// Store the API key in the keyring of the operating system, or remove it from there.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Store a key, read from standard input or from a prompt that does not show it.
    #[command(after_long_help = MORE_SET)]
    Set(SetArgs),
    /// Remove the key.
    #[command(after_long_help = MORE_REMOVE)]
    Remove(ProfileChoice),
}

/// The profile whose key is stored.
#[derive(Debug, clap::Args)]
struct SetArgs {
    #[command(flatten)]
    profile: ProfileChoice,
    /// Accepted only to be rejected without being repeated, as clap would do.
    #[arg(hide = true)]
    argument: Option<String>,
}

/// Runs the subcommand.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    match &args.action {
        Action::Set(args) if args.argument.is_some() => Err(Failure::configuration(
            "the key is not taken from the command line, where others can read it",
            "Give it on standard input; if this was a real one, make a new one in the dashboard.",
        )),
        Action::Set(args) => set(&args.profile.resolve().value, output),
        Action::Remove(choice) => remove(&choice.resolve().value, output),
    }
}

fn set(profile: &str, output: &mut Output) -> Result<Exit, Failure> {
    let keyring = Keyring::of_this_machine()?;
    let key = ask()?;
    // Checks the form of the key. Nothing is sent.
    Client::new(key.reveal(), "sandbox")?;
    keyring.write(profile, &key)?;
    let shown = plain(profile);
    output.line(format_args!("Stored the key for the profile {shown}."))?;
    let file = settings::file_path()
        .map_or_else(|| "the configuration file".to_owned(), |path| path.display().to_string());
    note(format_args!("Use it with key_in_keyring = true under [profile.{shown}] in {}.", plain(&file)));
    Ok(Exit::Done)
}

fn ask() -> Result<ApiKey, Failure> {
    let answer = if io::stdin().is_terminal() {
        rpassword::prompt_password("API key: ")
    } else {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    };
    let answer = answer.map_err(|error| Failure::Other(format!("cannot read the key: {error}")))?;
    Ok(ApiKey::trimmed(&answer))
}

fn remove(profile: &str, output: &mut Output) -> Result<Exit, Failure> {
    let was_there = Keyring::of_this_machine()?.remove(profile)?;
    let what = if was_there { "Removed the key" } else { "There was no key" };
    output.line(format_args!("{what} for the profile {}.", plain(profile)))?;
    Ok(Exit::Done)
}
