//! Writes the Kotlin and Swift sources of the SDK, its reference, and the list of what every language must have.
//!
//! uniffi's own generator writes models, enums and calls. This program improves them for each language and
//! adds one class for each area, with blocking and asynchronous calls, from the core's inventory.

mod calls;
mod inventory;
mod journeys;
mod kotlin;
mod mend;
mod openapi;
mod reference;
mod surface;
mod swift;

use anyhow::Result;
use camino::Utf8PathBuf;
use clap::{Parser, Subcommand};
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};

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
        Command::Kotlin(paths) => {
            from_uniffi(TargetLanguage::Kotlin, &paths)?;
            kotlin::write(&paths.out)
        }
        Command::Swift(paths) => {
            from_uniffi(TargetLanguage::Swift, &paths)?;
            swift::write(&paths.out)
        }
        Command::Calls { language, out } => calls::write(language, &out),
        Command::Inventory { openapi } => inventory::print(openapi),
        Command::Reference { out, check } => reference::write(&out, check),
    }
}

fn from_uniffi(language: TargetLanguage, paths: &Paths) -> Result<()> {
    generate(GenerateOptions {
        languages: vec![language],
        source: paths.library.clone(),
        out_dir: paths.out.clone(),
        config_override: None,
        format: false,
        crate_filter: None,
        metadata_no_deps: true,
    })
}
