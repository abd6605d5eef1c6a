//! `defacto portfolio`: enrols many companies from one file.

mod check;
mod enroll;
mod estimate;
mod fix;
mod journal;
mod progress;
mod report;
mod source;
mod tally;

use clap::Subcommand;

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::output::Output;

const MORE: &str = "\
A portfolio is a file with a company in each row: CSV, a workbook (.xlsx, .ods),
JSON Lines, Parquet or Arrow. Columns are found by their names, such as siren,
account_number or directors.0.birth_date, and by usual headings in English,
French, German, Dutch and Spanish; `defacto portfolio check` shows how each one is used.

Every step is written to a store before it is taken. So a run may end at any
moment, also by a power cut: the next run continues, and no company of the
portfolio is enrolled twice.

Examples:
  defacto portfolio check customers.csv      what is wrong; nothing is sent
  defacto portfolio enroll customers.csv --report result.html
  defacto portfolio resume customers.csv     after Ctrl-C or a crash
  defacto portfolio report customers.csv --report result.csv";

/// Enrol many companies from a file: check it, enrol, continue after an interruption, report.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Check(check::Args),
    Enroll(enroll::Args),
    Resume(enroll::ResumeArgs),
    Report(report::Args),
}

/// Runs the subcommand.
pub(crate) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    match &args.action {
        Action::Check(args) => check::run(args, output),
        Action::Enroll(args) => enroll::run(args, output),
        Action::Resume(args) => enroll::resume(args, output),
        Action::Report(args) => report::run(args, output),
    }
}
