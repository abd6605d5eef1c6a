//! `defacto completions` and `defacto man`: both are generated from the definition of the command line.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::commands::Cli;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::output::Output;

const MORE: &str = "\
Examples:
  defacto completions bash > ~/.local/share/bash-completion/completions/defacto
  defacto completions zsh > \"${fpath[1]}/_defacto\"
  defacto completions fish > ~/.config/fish/completions/defacto.fish
  defacto completions powershell >> $PROFILE";

const MORE_MAN: &str = "\
Examples:
  defacto man > ~/.local/share/man/man1/defacto.1
  defacto man enroll | man -l -
  defacto man portfolio enroll > ~/.local/share/man/man1/defacto-portfolio-enroll.1";

/// Print the completion script of a shell.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

/// Print the manual page of the whole program or of one command.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE_MAN)]
pub(crate) struct ManArgs {
    /// The command, such as `enroll` or `portfolio enroll`.
    command: Vec<String>,
}

/// Prints the completions.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    // `generate` panics when the output is closed, so the script is written into memory first.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "defacto", &mut script);
    output.stream().write_all(&script)?;
    Ok(Exit::Done)
}

/// Prints the manual page.
pub(crate) fn man(args: &ManArgs, output: &mut Output) -> Result<Exit, Failure> {
    let mut whole = Cli::command();
    // Sets the full name of each command: `defacto enroll`.
    whole.build();
    let command = args.command.iter().try_fold(&whole, |command, name| {
        command.find_subcommand(name).ok_or_else(|| {
            let detail = "there is no command of this name";
            Failure::CommandLine(detail.to_owned(), "`defacto --help` lists them.".to_owned())
        })
    })?;
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    output.stream().write_all(&as_it_stands(&page))?;
    Ok(Exit::Done)
}

/// Switches off line filling for the section with exit codes and examples: its lines are already wrapped.
fn as_it_stands(page: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(page)
        .replace("\n.SH EXTRA\n", "\n.SH NOTES\n.nf\n")
        .replace("\n.SH VERSION\n", "\n.fi\n.SH VERSION\n")
        .into_bytes()
}
