//! The complete pages.

use anyhow::Result;
use defacto_sandbox::snippets::Surface as Calls;
use defacto_sdk::wire::AreaInfo;
use heck::{ToLowerCamelCase, ToTitleCase};

use super::types::Types;
use super::{Pages, example, index, operations, text::SHARED};
use crate::surface::{Surface, accessor};

/// Returns every page, by file name.
pub(super) fn all(surface: &Surface, calls: &Calls) -> Result<Pages> {
    let mut pages = Pages::new();
    for area in &surface.areas {
        pages.insert(format!("{}.md", accessor(area)), whole(&of_area(surface, calls, area)?));
    }
    pages.insert(SHARED.to_owned(), whole(&shared(surface)));
    pages.insert("README.md".to_owned(), whole(&index::page(surface)));
    Ok(pages)
}

fn whole(text: &str) -> String {
    text.trim_end().to_owned() + "\n"
}

/// Returns an area as a heading: `credit_lines` as "Credit lines".
pub(super) fn title(area: &AreaInfo) -> String {
    let words = accessor(area).to_title_case().to_lowercase();
    words[..1].to_uppercase() + &words[1..]
}

/// Returns the description of an area without its title.
pub(super) fn about(area: &AreaInfo) -> String {
    let doc = area.doc.trim();
    let Some(rest) = doc.strip_prefix(&format!("{}: ", title(area))) else {
        return doc.to_owned();
    };
    rest[..1].to_uppercase() + &rest[1..]
}

/// Returns the name of an area in each language.
fn places(name: &str) -> String {
    let camel = name.to_lower_camel_case();
    let elsewhere = if camel == name {
        format!("`client.{name}` in Python, Kotlin and Swift")
    } else {
        format!("`client.{name}` in Python, `client.{camel}` in Kotlin and Swift")
    };
    format!(
        "`client.{name}()` in Rust, with types in `defacto_sdk::api::{name}`; {elsewhere}, `client.{camel}()` in Java."
    )
}

fn of_area(surface: &Surface, calls: &Calls, area: &AreaInfo) -> Result<String> {
    let (name, page) = (accessor(area), format!("{}.md", accessor(area)));
    let types = Types::of(surface, &page, |_| true);
    Ok(format!(
        "# {title}\n\n\
         {doc}\n\n\
         {places} [How to read this page](README.md#how-to-read-the-pages).\n\n\
         {overview}\
         ## Example\n\n{example}\
         ## Operations\n\n{operations}\
         {types}",
        title = title(area),
        doc = about(area),
        places = places(&name),
        overview = operations::overview(area),
        example = example::of(&name)?,
        operations = operations::details(area, &page, calls),
        types = types.section("Types"),
    ))
}

fn shared(surface: &Surface) -> String {
    let models = Types::of(surface, SHARED, |module| module.starts_with("defacto_sdk::model"));
    let client = Types::of(surface, SHARED, |module| !module.starts_with("defacto_sdk::model"));
    format!(
        "# Shared models\n\n\
         Shapes that several areas share, and what the client itself tells. In Rust the shared ones stand in \
         `defacto_sdk::model`. [How to read this page](README.md#how-to-read-the-pages).\n\n\
         {}{}",
        models.section("Shared by areas"),
        client.section("Of the client"),
    )
}
