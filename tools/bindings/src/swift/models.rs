//! The functions of every model in addition to its fields.

use std::fmt::Write;

use defacto_sdk::wire::{FieldInfo, Kind, ModelInfo};
use heck::ToLowerCamelCase;

use super::{HEADER, camel, type_of};
use crate::surface::Surface;

pub(super) fn write(surface: &Surface) -> String {
    let mut out = format!("{HEADER}\nimport Foundation\n");
    for model in &surface.models {
        let (name, function) = (model.name, model.name.to_lower_camel_case());
        let _ = write!(
            out,
            "
extension {name}: CustomReflectable {{
    /// Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
    ///
    /// - Throws: `DefactoError.validation` with every place that does not have the right form.
    public static func fromJSON(_ text: String) throws -> {name} {{
        try {function}FromJson(text: text)
    }}

    /// Shows nothing more: a mirror would show what is masked.
    public var customMirror: Mirror {{ Mirror(self, children: []) }}
}}
"
        );
        out += &for_key(model).unwrap_or_default();
    }
    out
}

/// Returns the factory of a request whose salt is derived from a key.
fn for_key(model: &ModelInfo) -> Option<String> {
    let salt = model.fields.iter().find(|field| field.salt)?;
    let mut others: Vec<String> = model.fields.iter().filter(|field| !field.salt).map(parameter).collect();
    others.push("extra: [String: JsonValue] = [:]".to_owned());
    let named = model.fields.iter().map(|field| {
        let name = camel(field.field);
        if field.salt { format!("{name}: saltForKey(key: key)") } else { format!("{name}: {name}") }
    });
    let named: Vec<String> = named.chain(["extra: extra".to_owned()]).collect();
    Some(format!(
        "
extension {} {{
    /// Makes the request with a `{}` derived from `key`. The same key gives the same salt in every process and language,
    /// so a job that builds the request anew repeats it instead of making a second one. The salt is the UUID, version 5,
    /// of the key's bytes in UTF-8 in the namespace `6f1d2c1b-8c0e-4d0a-9a55-0f3c7e21b9d4`.
    ///
    /// - Throws: `DefactoError.validation` if the key is blank.
    public static func forKey(
        _ key: String,
        {}
    ) throws -> {} {{
        try {}(
            {})
    }}
}}
",
        model.name,
        camel(salt.field),
        others.join(",\n        "),
        model.name,
        model.name,
        named.join(",\n            "),
    ))
}

/// Returns a field as a parameter of a constructor.
fn parameter(field: &FieldInfo) -> String {
    let (name, kind) = (camel(field.field), type_of(field.kind));
    match field.kind {
        _ if field.required => format!("{name}: {kind}"),
        Kind::Object | Kind::Map(_) => format!("{name}: {kind} = [:]"),
        Kind::List(_) if !field.nullable => format!("{name}: {kind} = []"),
        _ => format!("{name}: {kind}? = nil"),
    }
}
