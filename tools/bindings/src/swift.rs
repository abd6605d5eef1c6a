//! Writes Swift: values, errors and a structure for each area, from the templates in `templates/swift`. What uniffi
//! writes beside them becomes internal.

mod dialect;

use std::fs;

use anyhow::Result;
use askama::Template;
use camino::Utf8Path;
use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::bindings::{SwiftBindingsOptions, TargetLanguage, generate_swift_bindings};

use crate::areas::{self, Area};
use crate::filters;
use crate::names::Names;
use crate::native::{self, save, taken};
use crate::surface::Surface;
use crate::view::View;
use dialect::Swift;

#[derive(Template)]
#[template(path = "swift/areas.swift", escape = "none")]
struct Areas<'a> {
    areas: &'a [Area],
}

#[derive(Template)]
#[template(path = "swift/values.swift", escape = "none")]
struct Values<'a> {
    view: &'a View,
}

/// Writes the sources to the package's folders; `out` is its `Sources`.
pub(crate) fn write(library: &Utf8Path, interface: &ComponentInterface, out: &Utf8Path) -> Result<()> {
    let surface = Surface::read();
    let swift = Swift(Names::read(&surface));
    let (view, areas) = (View::read(&swift, interface, &surface)?, areas::read(&swift, &surface));
    let (generated, c) = (out.join("Defacto/Generated"), out.join("DefactoFFI"));
    fs::create_dir_all(&generated)?;
    fs::create_dir_all(&c)?;

    native::generate_rest(TargetLanguage::Swift, library, interface, out)?;
    let uniffi = taken(&out.join("Defacto.swift"))?;
    // In one file: uniffi's converters are visible nowhere else.
    save(&generated.join("Native.swift"), &(internal(&uniffi) + &Values { view: &view }.render()?))?;
    save(&generated.join("Areas.swift"), &Areas { areas: &areas }.render()?)?;

    // The header that came with it lacks the functions of what was left out.
    generate_swift_bindings(SwiftBindingsOptions {
        generate_headers: true,
        source: library.to_owned(),
        out_dir: out.to_owned(),
        metadata_no_deps: true,
        ..SwiftBindingsOptions::default()
    })?;
    save(&c.join("DefactoFFI.h"), &taken(&out.join("DefactoFFI.h"))?)?;
    Ok(fs::remove_file(out.join("DefactoFFI.modulemap"))?)
}

/// Makes every declaration of uniffi's file internal, and leaves the rest as it is.
fn internal(text: &str) -> String {
    let line = |line: &str| {
        let declaration = line.strip_prefix("public ").or(line.strip_prefix("open ")).unwrap_or(line);
        format!("{declaration}\n")
    };
    let code = text.lines().skip_while(|line| !line.starts_with("import "));
    native::WRITTEN.to_owned() + &code.map(line).collect::<String>()
}
