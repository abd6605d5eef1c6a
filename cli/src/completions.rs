//! `defacto completions` and `defacto man`: written from the command line itself.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::Cli;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

const MORE: &str = "\
Examples:
  defacto completions bash > ~/.local/share/bash-completion/completions/defacto
  defacto completions zsh > \"${fpath[1]}/_defacto\"
  defacto completions fish > ~/.config/fish/completions/defacto.fish
  defacto completions powershell >> $PROFILE";

const MORE_MAN: &str = "\
Examples:
  defacto man > ~/.local/share/man/man1/defacto.1
  defacto man enroll | man -l -";

/// Print what makes a shell complete this command.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

/// Print the manual page, of the whole or of one command.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE_MAN)]
pub(crate) struct ManArgs {
    /// The command.
    command: Option<String>,
}

/// Prints the completions.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    // It would panic when the reader has gone; so it writes into memory first.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "defacto", &mut script);
    output.stream().write_all(&script)?;
    Ok(Exit::Done)
}

/// Prints the manual page.
pub(crate) fn man(args: &ManArgs, output: &mut Output) -> Result<Exit, Failure> {
    let mut whole = Cli::command();
    // Gives every command its full name, `defacto enroll`.
    whole.build();
    let command = match &args.command {
        None => whole,
        Some(name) => whole.find_subcommand(name).cloned().ok_or_else(|| {
            Failure::Other("there is no command of this name.\n`defacto --help` lists them.".to_owned())
        })?,
    };
    clap_mangen::Man::new(command).render(output.stream())?;
    Ok(Exit::Done)
}
