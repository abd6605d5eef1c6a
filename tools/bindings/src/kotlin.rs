//! Writes Kotlin: one package with immutable data classes, sealed enums, exceptions, and a class for each
//! area, from the templates in `templates/kotlin`. What uniffi writes beside them becomes internal.

mod dialect;

use anyhow::Result;
use askama::Template;
use camino::Utf8Path;
use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::bindings::TargetLanguage;

use crate::areas::{self, Area};
use crate::filters;
use crate::names::Names;
use crate::native::{self, save, taken};
use crate::surface::Surface;
use crate::view::View;
use dialect::Kotlin;

const PACKAGE: &str = "com.getdefacto.sdk";

#[derive(Template)]
#[template(path = "kotlin/values.kt", escape = "none")]
struct Values<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "kotlin/native.kt", escape = "none")]
struct Native<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "kotlin/areas.kt", escape = "none")]
struct Areas<'a> {
    areas: &'a [Area],
}

#[derive(Template)]
#[template(path = "kotlin/area.kt", escape = "none")]
struct OneArea<'a> {
    area: &'a Area,
}

/// Writes the sources to the folder.
pub(crate) fn write(library: &Utf8Path, interface: &ComponentInterface, out: &Utf8Path) -> Result<()> {
    let surface = Surface::read();
    let kotlin = Kotlin(Names::read(&surface));
    let (mut view, areas) = (View::read(&kotlin, interface, &surface)?, areas::read(&kotlin, &surface));
    qualify(&mut view);
    let folder = out.join(PACKAGE.replace('.', "/"));

    native::generate_rest(TargetLanguage::Kotlin, library, interface, out)?;
    let uniffi = taken(&folder.join("defacto.kt"))?;
    let mut files = vec![
        ("Native.kt".to_owned(), internal(&uniffi) + &Native { view: &view }.render()?),
        ("Values.kt".to_owned(), Values { view: &view }.render()?),
        ("Areas.kt".to_owned(), Areas { areas: &areas }.render()?),
    ];
    for area in &areas {
        files.push((format!("{}.kt", area.name), OneArea { area }.render()?));
    }
    save(&folder, &files)
}

/// Names the package of a type where the name of a variant hides it, inside a sealed class.
fn qualify(view: &mut View) {
    for choice in &mut view.choices {
        let hidden: Vec<String> = choice.variants.iter().map(|variant| variant.name.clone()).collect();
        for field in choice.variants.iter_mut().flat_map(|variant| &mut variant.fields) {
            let name = field.kind.split(['<', '?']).next().unwrap_or_default();
            let package = match name {
                "List" => "kotlin.collections",
                "Boolean" => "kotlin",
                _ => PACKAGE,
            };
            if hidden.iter().any(|other| other == name) {
                field.kind = format!("{package}.{}", field.kind);
            }
        }
    }
}

/// Makes every declaration of uniffi's file internal and turns its warnings off; leaves the rest as it is.
fn internal(text: &str) -> String {
    const BEGINNINGS: &str = "abstract class data enum fun inline interface object open sealed typealias";
    let line = |line: &str| match line.split([' ', '<']).next().unwrap_or_default() {
        "public" => format!("internal{}\n", &line["public".len()..]),
        first if !first.is_empty() && BEGINNINGS.split(' ').any(|word| word == first) => {
            format!("internal {line}\n")
        }
        _ => format!("{line}\n"),
    };
    let code = text.lines().skip_while(|line| !line.starts_with("package "));
    format!("{}@file:Suppress(\"warnings\")\n\n{}", native::WRITTEN, code.map(line).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{internal, native};

    #[test]
    fn what_uniffi_declares_becomes_internal() {
        let uniffi = [
            "// A comment.",
            "",
            "package a",
            "",
            "public object A",
            "open class B {",
            "    fun c()",
            "}",
            "fun<T> d()",
            "private val e = 1",
        ];
        let ours = [
            "package a",
            "",
            "internal object A",
            "internal open class B {",
            "    fun c()",
            "}",
            "internal fun<T> d()",
            "private val e = 1",
        ];
        assert_eq!(
            internal(&(uniffi.join("\n") + "\n")),
            format!("{}@file:Suppress(\"warnings\")\n\n{}\n", native::WRITTEN, ours.join("\n"))
        );
    }
}
