//! Improves uniffi's Swift.

mod areas;
mod document;
mod enums;
mod mending;
mod models;

use anyhow::Result;
use camino::Utf8Path;
use defacto_sdk::wire::Kind;
use heck::ToLowerCamelCase;

use crate::surface::Surface;

const HEADER: &str =
    "// Written by tools/bindings from the core's own tables. Do not edit: `make` writes it anew.\n";

/// Changes the file that uniffi wrote, sorts the files into the package's targets and adds the facade.
///
/// `out` is the package's `Sources`.
pub(crate) fn write(out: &Utf8Path) -> Result<()> {
    let surface = Surface::read();
    let (swift, c) = (out.join("Defacto/Generated"), out.join("DefactoFFI"));
    std::fs::create_dir_all(&swift)?;
    std::fs::create_dir_all(&c)?;

    let uniffi = std::fs::read_to_string(out.join("Defacto.swift"))?;
    save(&swift.join("Native.swift"), &mending::mend(&uniffi, &surface)?)?;
    save(&swift.join("Areas.swift"), &areas::write(&surface))?;
    save(&swift.join("Models.swift"), &models::write(&surface))?;
    save(&swift.join("Enums.swift"), &enums::write(&surface))?;
    save(&c.join("DefactoFFI.h"), &std::fs::read_to_string(out.join("DefactoFFI.h"))?)?;
    for file in ["Defacto.swift", "DefactoFFI.h", "DefactoFFI.modulemap"] {
        std::fs::remove_file(out.join(file))?;
    }
    Ok(())
}

/// Writes a file only if its text differs, so that nothing is recompiled without need.
fn save(path: &Utf8Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    Ok(std::fs::write(path, text)?)
}

/// Returns the Swift type of a value.
fn type_of(kind: &Kind) -> String {
    match kind {
        Kind::String => "String".to_owned(),
        Kind::Integer => "Int64".to_owned(),
        Kind::Boolean => "Bool".to_owned(),
        Kind::Decimal => "Decimal".to_owned(),
        Kind::Date => "CivilDate".to_owned(),
        Kind::DateTime => "Date".to_owned(),
        Kind::Uuid => "UUID".to_owned(),
        Kind::Object => "[String: JsonValue]".to_owned(),
        Kind::Bytes => "Data".to_owned(),
        Kind::Pdf => "Pdf".to_owned(),
        Kind::List(item) => format!("[{}]", type_of(item)),
        Kind::Map(item) => format!("[String: {}]", type_of(item)),
        Kind::Enum(info) => info.name.to_owned(),
        Kind::Model(info) => info.name.to_owned(),
        other => unimplemented!("{other:?} has no Swift type yet"),
    }
}

/// Returns a name of the core in Swift's spelling: `borrower_id` as `borrowerId`.
fn camel(name: &str) -> String {
    name.to_lower_camel_case()
}
