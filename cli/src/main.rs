//! `defacto`: the Defacto lending API on the command line.
//!
//! A thin layer: `defacto-sdk` makes all decisions about the API. This crate has arguments, texts and exit
//! codes.

#![forbid(unsafe_code)]

mod commands;
mod outcome;
mod settings;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use crate::commands::Cli;
use crate::terminal::output::Output;

fn main() -> ExitCode {
    let exit = match Cli::parse().run(&mut Output::new()) {
        Ok(exit) => exit,
        Err(failure) => failure.tell(),
    };
    exit.into()
}
