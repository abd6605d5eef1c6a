//! Models with their fields, and enums with their values.

use defacto_sdk::wire::{EnumInfo, FieldInfo, ModelInfo, ValueInfo};

use super::text::{anchor, cell, kind, page_of, table};
use crate::surface::Surface;

/// The types on one page.
pub(super) struct Types<'surface> {
    models: Vec<&'surface ModelInfo>,
    enums: Vec<&'surface EnumInfo>,
    page: String,
}

impl<'surface> Types<'surface> {
    /// Returns the types of a page that `keep` accepts, ordered by their place in Rust.
    pub(super) fn of(surface: &'surface Surface, page: &str, keep: impl Fn(&str) -> bool) -> Self {
        let here = |module: &str| page_of(module) == page && keep(module);
        let models = surface.models.iter().copied().filter(|info| here(info.module)).collect();
        let enums = surface.enums.iter().copied().filter(|info| here(info.module)).collect();
        Self { models, enums, page: page.to_owned() }
    }

    /// Returns a section with all of them, or nothing if there are none.
    pub(super) fn section(&self, title: &str) -> String {
        if self.models.is_empty() && self.enums.is_empty() {
            return String::new();
        }
        let models = self.models.iter().map(|info| self.model(info));
        let details: String = models.chain(self.enums.iter().map(|info| enumeration(info))).collect();
        format!("## {title}\n\n{}{details}", self.contents())
    }

    /// Returns links to all of them.
    fn contents(&self) -> String {
        let links = |names: Vec<&str>| {
            let links: Vec<String> =
                names.iter().map(|name| format!("[{name}](#{})", anchor(name))).collect();
            links.join(", ")
        };
        let requests = self.models.iter().filter(|model| model.request).map(|model| model.name).collect();
        let answers = self.models.iter().filter(|model| !model.request).map(|model| model.name).collect();
        let enums = self.enums.iter().map(|info| info.name).collect();
        [("Models that you make", requests), ("Models that you are given", answers), ("Enums", enums)]
            .into_iter()
            .filter(|(_, names): &(&str, Vec<&str>)| !names.is_empty())
            .map(|(title, names)| format!("{title}: {}.\n\n", links(names)))
            .collect::<Vec<_>>()
            .concat()
    }

    fn model(&self, model: &ModelInfo) -> String {
        let rows: Vec<Vec<String>> = model.fields.iter().map(|field| self.field(field)).collect();
        let fields = table(&["Field", "Kind", "Required", "What it is"], &rows);
        format!("### {}\n\n{}\n\n{fields}", model.name, model.doc.trim())
    }

    fn field(&self, field: &FieldInfo) -> Vec<String> {
        let name = if field.field == field.name {
            format!("`{}`", field.field)
        } else {
            format!("`{}`; `{}` in JSON", field.field, field.name)
        };
        let mut what = cell(field.doc);
        if field.sensitive {
            what += " *Masked.*";
        }
        vec![name, kind(field.kind, &self.page), presence(field).to_owned(), what]
    }
}

fn presence(field: &FieldInfo) -> &'static str {
    match (field.required, field.nullable) {
        (true, false) => "yes",
        (true, true) => "yes, or null",
        (false, _) => "no",
    }
}

fn enumeration(info: &EnumInfo) -> String {
    let row = |value: &ValueInfo| {
        vec![format!("`{}`", value.wire), format!("`{}`", value.variant), cell(value.doc)]
    };
    let rows: Vec<Vec<String>> = info.values.iter().map(row).collect();
    let values = table(&["Value", "Name", "What it means"], &rows);
    format!("### {}\n\n{}\n\n{values}", info.name, info.doc.trim())
}
