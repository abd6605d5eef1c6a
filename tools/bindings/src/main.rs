//! Writes the Kotlin and Swift sources of the SDK, its reference, and the list of what languages must have.
//!
//! The templates in `templates` write records, enums, errors and one class for each area, from what the
//! native library exports and from the inventory of the core. For Swift, uniffi itself writes the rest, which
//! carries calls across the boundary.

mod areas;
mod calls;
#[cfg(test)]
mod defaults;
mod dialect;
mod filters;
mod inventory;
mod journeys;
mod kotlin;
mod names;
mod native;
mod openapi;
mod reference;
mod snippets;
mod surface;
mod swift;
mod view;

use anyhow::Result;
use camino::Utf8PathBuf;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Writes the Kotlin and Swift sources of defacto-sdk", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the Kotlin sources.
    Kotlin(Paths),
    /// Write the Swift sources, the C header and the module map.
    Swift(Paths),
    /// Write a test source that calls every operation by its name, with arguments and results as JSON.
    Calls {
        /// The language of the source.
        #[arg(long)]
        language: calls::Language,
        /// The file to write.
        #[arg(long)]
        out: Utf8PathBuf,
    },
    /// Print all areas, operations, models, fields and enums as JSON.
    Inventory {
        /// With the names of the vendor's OpenAPI document, as `openapi_diff.py` reads it.
        #[arg(long)]
        openapi: bool,
    },
    /// Write the operations, with the models of their requests and an example each, from which the sandbox writes calls.
    Snippets {
        /// The file to write.
        #[arg(long)]
        out: Utf8PathBuf,
        /// Write nothing; fail if the file is out of date.
        #[arg(long)]
        check: bool,
    },
    /// Write the reference, one page of Markdown for each area.
    Reference {
        /// The folder to write to.
        #[arg(long)]
        out: Utf8PathBuf,
        /// Write nothing; fail if a page is out of date.
        #[arg(long)]
        check: bool,
    },
}

#[derive(clap::Args)]
struct Paths {
    /// The native library, not stripped: uniffi keeps its metadata among the symbols.
    #[arg(long)]
    library: Utf8PathBuf,
    /// The folder to write to.
    #[arg(long)]
    out: Utf8PathBuf,
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Kotlin(Paths { library, out }) => kotlin::write(&native::interface(&library)?, &out),
        Command::Swift(Paths { library, out }) => swift::write(&library, &native::interface(&library)?, &out),
        Command::Calls { language, out } => calls::write(language, &out),
        Command::Inventory { openapi } => inventory::print(openapi),
        Command::Snippets { out, check } => snippets::write(&out, check),
        Command::Reference { out, check } => reference::write(&out, check),
    }
}
