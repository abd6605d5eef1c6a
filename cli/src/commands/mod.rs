//! The commands, each in a file or a folder, and the code that they share: reading input and writing lists.

mod borrowers;
mod completions;
mod config;
mod credit_lines;
mod demo;
mod enroll;
mod explain;
mod fault;
mod fixtures;
mod hello;
mod input;
mod invoices;
mod key;
mod listing;
mod loans;
mod portfolio;
mod request;
mod sandbox;
mod trigger;
mod validate;
mod wait;
mod webhooks;

use clap::{Parser, Subcommand};

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::output::Output;

/// The text at the end of `defacto --help`.
const MORE: &str = "\
A setting is taken from the command line, environment variable, configuration
file, in this order. `defacto config` shows each setting and its source.

Environment variables:
  DEFACTO_API_KEY       The API key. Never an argument: other users can read those
  DEFACTO_API_KEY_FILE  A file with the key, readable by you alone
  DEFACTO_ENVIRONMENT   production, sandbox or a URL. There is no default
  DEFACTO_PROFILE       The profile of the configuration file
  DEFACTO_CONFIG        Another configuration file
  DEFACTO_STORE         Where `enroll` and `portfolio` record what was done
  NO_COLOR              Any value: output without colours

Configuration file: ~/.config/defacto/config.toml, on Windows
%APPDATA%\\defacto\\config.toml. It holds no key, only where the key is:
  [profile.default]
  environment = \"sandbox\"
  key_file = \"sandbox.key\"  # in the same folder, or a whole path
  [profile.live]
  environment = \"production\"
  key_in_keyring = true       # defacto key set --profile live

Exit codes:
  0    Done: the borrower is ready, the request is valid, the list is complete
  1    Something unexpected failed: the network, the API, a file, the settings
  2    The command line is wrong
  3    The request is not valid, data is missing, or several borrowers may be
       the company; a portfolio: some rows
  4    The company is declined
  5    Not decided yet; the resume token is printed. A portfolio: run it again
  130  Interrupted with Ctrl-C

Start here:
  defacto demo                   the main steps, on this machine, without an account
  defacto sandbox                a server to try your own requests on
  defacto validate company.json  every problem of a request, before it is sent
  defacto enroll company.json    from a company to its credit line
  defacto portfolio check FILE   many companies in one file: what is wrong
  defacto portfolio enroll FILE  all of them, with a store and reports
  defacto webhooks listen        the API's events, on your machine
  defacto trigger EVENT          an event of your choice, from a sandbox
  defacto borrowers              who is enrolled, as a table, JSON or CSV
  defacto request METHOD PATH    any other call of the API";

/// Enrol borrowers with the Defacto lending API, follow credit lines and loans, and try everything without an
/// account.
#[derive(Debug, Parser)]
#[command(name = "defacto", version, after_long_help = MORE, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Sandbox(sandbox::Args),
    Hello(hello::Args),
    Enroll(enroll::Args),
    Validate(validate::Args),
    Portfolio(portfolio::Args),
    Wait(wait::Args),
    Borrowers(borrowers::Args),
    CreditLines(credit_lines::Args),
    Loans(loans::Args),
    Invoices(invoices::Args),
    Request(request::Args),
    Explain(explain::Args),
    Webhooks(webhooks::Args),
    Trigger(trigger::Args),
    Fixtures(fixtures::Args),
    Config(config::Args),
    Key(key::Args),
    Completions(completions::Args),
    Man(completions::ManArgs),
}

impl Cli {
    /// Runs the command.
    pub(crate) fn run(&self, output: &mut Output) -> Result<Exit, Failure> {
        self.command.run(output)
    }
}

impl Command {
    fn run(&self, output: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Demo(args) => demo::run(args, output),
            Self::Sandbox(args) => sandbox::run(args, output),
            Self::Hello(args) => hello::run(args, output),
            Self::Enroll(args) => enroll::run(args, output),
            Self::Validate(args) => validate::run(args, output),
            Self::Portfolio(args) => portfolio::run(args, output),
            Self::Wait(args) => wait::run(args, output),
            Self::Borrowers(args) => borrowers::run(args, output),
            Self::CreditLines(args) => credit_lines::run(args, output),
            Self::Loans(args) => loans::run(args, output),
            Self::Invoices(args) => invoices::run(args, output),
            Self::Request(args) => request::run(args, output),
            Self::Explain(args) => explain::run(args, output),
            Self::Webhooks(args) => webhooks::run(args, output),
            Self::Trigger(args) => trigger::run(args, output),
            Self::Fixtures(args) => fixtures::run(args, output),
            Self::Config(args) => config::run(args, output),
            Self::Key(args) => key::run(args, output),
            Self::Completions(args) => completions::run(args, output),
            Self::Man(args) => completions::man(args, output),
        }
    }
}
