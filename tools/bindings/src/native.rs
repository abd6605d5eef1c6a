//! What the native library exports, and uniffi's text for the part of it that callers do not see.
//!
//! Our templates write records, enums and errors with their converters, and functions that belong to no
//! object. In Swift uniffi leaves these out, by its setting `exclude`, and writes only what carries calls:
//! buffers, handles, objects, callbacks and futures. In Kotlin the templates write that as well.

use std::fs;

use anyhow::{Context, Result};
use camino::Utf8Path;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};
use uniffi_bindgen::interface::{Enum, Function, Record};
use uniffi_bindgen::{BindgenLoader, BindgenPaths, ComponentInterface, GlobalConfig};

/// The crate whose types cross the boundary.
const CRATE: &str = "defacto_sdk";

/// Reads the exports of a library that is not stripped: uniffi keeps their description among the symbols.
pub(crate) fn interface(library: &Utf8Path) -> Result<ComponentInterface> {
    let loader = BindgenLoader::new(BindgenPaths::default(), GlobalConfig::default());
    let interfaces = loader.load_cis(loader.load_metadata(library)?)?;
    let ours = interfaces.into_iter().find(|interface| interface.crate_name() == CRATE);
    let mut ours = ours.with_context(|| format!("{library} does not export {CRATE}"))?;
    ours.derive_ffi_funcs()?;
    Ok(ours)
}

/// Lets uniffi write its files to the folder, without the types of our templates.
pub(crate) fn generate_rest(
    language: TargetLanguage,
    library: &Utf8Path,
    interface: &ComponentInterface,
    out: &Utf8Path,
) -> Result<()> {
    let records = interface.record_definitions().iter().map(Record::name);
    let enums = interface.enum_definitions().iter().map(Enum::name);
    let functions = interface.function_definitions().iter().map(Function::name);
    let excluded: Vec<&str> = records.chain(enums).chain(functions).collect();
    fs::create_dir_all(out)?;
    let config = out.join("uniffi.toml");
    let section = format!("{language:?}").to_lowercase();
    fs::write(&config, format!("[crates.{CRATE}.bindings.{section}]\nexclude = {excluded:?}\n"))?;
    generate(GenerateOptions {
        languages: vec![language],
        source: library.to_owned(),
        out_dir: out.to_owned(),
        config_override: Some(config.clone()),
        format: false,
        crate_filter: None,
        metadata_no_deps: true,
    })?;
    Ok(fs::remove_file(config)?)
}

/// The first line of a file that begins with uniffi's text.
pub(crate) const WRITTEN: &str =
    "// Written by tools/bindings and uniffi. Change the core or that tool, not this file.\n";

/// Returns the text of a file, and removes it.
pub(crate) fn taken(path: &Utf8Path) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    fs::remove_file(path)?;
    Ok(text)
}

/// Writes the files of a folder, each only if its text differs, so that nothing is recompiled without need.
/// Removes all other files: an earlier version of this tool may have written them.
pub(crate) fn save(folder: &Utf8Path, files: &[(String, String)]) -> Result<()> {
    fs::create_dir_all(folder)?;
    for entry in folder.read_dir_utf8()? {
        let entry = entry?;
        if !files.iter().any(|(name, _)| name == entry.file_name()) {
            fs::remove_file(entry.path())?;
        }
    }
    for (name, text) in files {
        let path = folder.join(name);
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            fs::write(path, text)?;
        }
    }
    Ok(())
}
