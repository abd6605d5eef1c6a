//! Writes Swift: values, errors and a structure for each area, from the templates in `templates/swift`. What
//! uniffi writes beside them becomes internal.

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

    native::generate_rest(TargetLanguage::Swift, library, interface, out)?;
    let uniffi = taken(&out.join("Defacto.swift"))?;
    // In one file: uniffi's converters are visible nowhere else.
    let files = [
        ("Native.swift".to_owned(), internal(&uniffi) + &Values { view: &view }.render()?),
        ("Areas.swift".to_owned(), Areas { areas: &areas }.render()?),
    ];
    save(&out.join("Defacto/Generated"), &files)?;

    // The header that came with it lacks the functions of what was left out.
    generate_swift_bindings(SwiftBindingsOptions {
        generate_headers: true,
        source: library.to_owned(),
        out_dir: out.to_owned(),
        metadata_no_deps: true,
        ..SwiftBindingsOptions::default()
    })?;
    let header = taken(&out.join("DefactoFFI.h"))?;
    let present = out.join("DefactoFFI/DefactoFFI.h");
    if fs::read_to_string(&present).ok().as_ref() != Some(&header) {
        fs::write(present, header)?;
    }
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

#[cfg(test)]
mod tests {
    use super::{internal, native};

    #[test]
    fn what_uniffi_declares_becomes_internal() {
        let uniffi = [
            "// A comment.",
            "",
            "import Foundation",
            "public func a() {",
            "}",
            "open class B {",
            "    public func c() {}",
            "}",
        ];
        let ours = ["import Foundation", "func a() {", "}", "class B {", "    public func c() {}", "}"];
        assert_eq!(
            internal(&(uniffi.join("\n") + "\n")),
            format!("{}{}\n", native::WRITTEN, ours.join("\n"))
        );
    }
}
