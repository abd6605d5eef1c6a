//! Writes Swift: values, errors and a structure for each area, from the templates in `templates/swift`. What
//! uniffi writes beside them becomes internal.

mod dialect;

use std::fs;

use anyhow::{Context, Result};
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
        ("Native.swift".to_owned(), with_reader(&internal(&uniffi))? + &Values { view: &view }.render()?),
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

/// Reads the core's buffers. That of uniffi copies every number and every text once more, by way of `Data`.
const READER: &str = include_str!("../templates/swift/reader.swift");

/// Replaces uniffi's reader.
fn with_reader(uniffi: &str) -> Result<String> {
    let place = |text| uniffi.find(text).with_context(|| format!("uniffi no longer writes: {text}"));
    let begin = place("// Define reader functionality.")?;
    let end = place("// Define writer functionality.")?;
    let text = format!("{}{READER}{}", &uniffi[..begin], &uniffi[end..]);
    let text = text.replace("createReader(data: Data(rustBuffer: buf))", "createReader(buf)");
    Ok(text.replace("(data: Data, offset: Data.Index)", "BufferReader"))
}

#[cfg(test)]
mod tests {
    use super::{READER, internal, native, with_reader};

    #[test]
    fn the_reader_of_uniffi_is_replaced() {
        let uniffi = "// Define reader functionality.\nfunc a() {}\n// Define writer functionality.\n\
                      func b(from buf: inout (data: Data, offset: Data.Index)) {}\n";
        let ours =
            format!("{READER}// Define writer functionality.\nfunc b(from buf: inout BufferReader) {{}}\n");
        assert_eq!(with_reader(uniffi).ok(), Some(ours));
        assert!(with_reader("func a() {}").is_err());
    }

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
