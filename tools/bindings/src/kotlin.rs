//! Writes Kotlin: one package with immutable data classes, sealed enums, exceptions, and a class for each
//! area, from the templates in `templates/kotlin`, and what carries calls across the boundary.

mod dialect;
mod native;

use anyhow::Result;
use askama::Template;
use camino::Utf8Path;
use uniffi_bindgen::ComponentInterface;

use crate::areas::{self, Area};
use crate::filters;
use crate::names::Names;
use crate::native::save;
use crate::surface::Surface;
use crate::view::View;
use dialect::Kotlin;
use native::{Boundary, Form, Functions};

const PACKAGE: &str = "com.getdefacto.sdk";

#[derive(Template)]
#[template(path = "kotlin/values.kt", escape = "none")]
struct Values<'a> {
    view: &'a View,
    functions: &'a Functions,
}

#[derive(Template)]
#[template(path = "kotlin/native.kt", escape = "none")]
struct Native<'a> {
    boundary: &'a Boundary,
    functions: &'a Functions,
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
pub(crate) fn write(interface: &ComponentInterface, out: &Utf8Path) -> Result<()> {
    let surface = Surface::read();
    let dialect = |is_inner| Kotlin { names: Names::read(&surface), is_inner };
    let kotlin = dialect(false);
    let (mut view, areas) = (View::read(&kotlin, interface, &surface)?, areas::read(&kotlin, &surface));
    qualify(&mut view);
    let boundary = Boundary::read(&dialect(true), interface, &view)?;
    let functions = &boundary.functions;

    let mut files = vec![
        ("Native.kt".to_owned(), Native { boundary: &boundary, functions }.render()?),
        ("Values.kt".to_owned(), Values { view: &view, functions }.render()?),
        ("Areas.kt".to_owned(), Areas { areas: &areas }.render()?),
    ];
    for area in &areas {
        files.push((format!("{}.kt", area.name), OneArea { area }.render()?));
    }
    save(&out.join(PACKAGE.replace('.', "/")), &files)
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
