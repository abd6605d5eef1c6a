//! `defacto`: the Defacto lending API on the command line.
//!
//! Thin on purpose: whatever is decided about the API is decided in `defacto-sdk`; here are arguments, words and
//! exit codes.

#![forbid(unsafe_code)]

mod connect;
mod demo;
mod document;
mod enroll;
mod exit;
mod failure;
mod fault;
mod hello;
mod input;
mod output;
mod report;
mod sandbox;
mod validate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// Shown at the end of `defacto --help`.
const MORE: &str = "\
Environment:
  DEFACTO_API_KEY      The API key. No argument takes it: others could read that
  DEFACTO_ENVIRONMENT  production, sandbox or a URL. There is no default
  NO_COLOR             Set it to anything for output without colours

Exit codes:
  0    Done: the borrower is ready, the request is valid
  1    Something unexpected failed: the network, the API, a file
  2    The command line is wrong
  3    The request is not valid, or the API lacks data for it
  4    The company is declined
  5    Not decided yet; the resume token is printed
  130  Interrupted with Ctrl-C

Start here:
  defacto demo                   the whole story here, without an account
  defacto sandbox                a server to try your own requests on
  defacto validate company.json  every problem of a request, before it is sent
  defacto enroll company.json    from a company to its credit line";

/// Enrol borrowers at the Defacto lending API, check requests, and try all of it without an account.
#[derive(Debug, Parser)]
#[command(name = "defacto", version, after_long_help = MORE, arg_required_else_help = true)]
struct Cli {
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
}

impl Command {
    fn run(&self, output: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Demo(args) => demo::run(args, output),
            Self::Sandbox(args) => sandbox::run(args, output),
            Self::Hello(args) => hello::run(args, output),
            Self::Enroll(args) => enroll::run(args, output),
            Self::Validate(args) => validate::run(args, output),
        }
    }
}

fn main() -> ExitCode {
    let exit = match Cli::parse().command.run(&mut Output::new()) {
        Ok(exit) => exit,
        Err(failure) => failure.tell(),
    };
    exit.into()
}
