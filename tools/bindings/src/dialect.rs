//! How a language names and writes what crosses the boundary.

use anyhow::{Context, Result, bail};
use defacto_sdk::wire::Kind;
use heck::ToLowerCamelCase;
use uniffi_bindgen::interface::{DefaultValue, FfiType, Literal, Type};

/// The fixed names of a language.
pub(crate) struct Words {
    /// The names that it reserves.
    pub(crate) keywords: &'static str,
    /// Types by their names in uniffi, with uniffi's names for their converters.
    pub(crate) types: &'static [(&'static str, &'static str, &'static str)],
    /// The beginnings of the names of uniffi's converters: of what may be missing, of a map, of a callback.
    pub(crate) converters: [&'static str; 3],
    /// The defaults: nothing, an empty list, an empty map.
    pub(crate) empty: [&'static str; 3],
}

pub(crate) trait Dialect {
    fn words(&self) -> &'static Words;

    /// Returns the type of a list.
    fn list(&self, item: &str) -> String;

    /// Returns the type of a map.
    fn map(&self, key: &str, value: &str) -> String;

    /// Returns the name of an enum's variant.
    fn variant(&self, name: &str) -> String;

    /// Returns the type of a store: ours where callers see it.
    fn store(&self) -> &'static str {
        "Store"
    }

    /// Returns the name of a class.
    fn class(&self, name: &str) -> String {
        name.to_owned()
    }

    /// Returns what follows a value that the converter has read, and what follows one that it is to write.
    fn adjusted(&self, kind: &Type) -> (&'static str, &'static str);

    /// Returns documentation as a comment, without an indent.
    fn comment(&self, doc: &str) -> String;

    /// Returns the documentation of a blocking call as that of a suspending one, and as that of one that
    /// returns a future.
    fn asynchronous(&self, doc: &str) -> [String; 2];

    /// Returns `true` if callers see a type.
    fn is_public(&self, name: &str) -> bool;

    /// Returns the name of a field, a parameter or a function: `borrower_id` as `borrowerId`.
    fn name(&self, name: &str) -> String {
        let name = name.to_lower_camel_case();
        let is_reserved = self.words().keywords.split(' ').any(|word| word == name);
        if is_reserved { format!("`{name}`") } else { name }
    }

    /// Returns the type of a value in the core's tables.
    fn table_kind(&self, kind: &Kind) -> String {
        let name = match kind {
            Kind::List(item) => return self.list(&self.table_kind(item)),
            Kind::Map(item) => return self.map("String", &self.table_kind(item)),
            Kind::Enum(info) => info.name,
            Kind::Model(info) => info.name,
            Kind::Integer => "Int64",
            Kind::Boolean => "Boolean",
            Kind::Decimal => "Decimal",
            Kind::Date => "CivilDate",
            Kind::DateTime => "Timestamp",
            Kind::Uuid => "Uuid",
            Kind::Bytes => "Bytes",
            Kind::Pdf => "Pdf",
            Kind::String => "String",
            _ => "JsonObject",
        };
        self.known(name).map_or(name, |(_, kind, _)| kind).to_owned()
    }

    /// Returns the type of a value that uniffi passes.
    fn kind(&self, kind: &Type) -> Result<String> {
        Ok(match kind {
            Type::Object { name, .. } if name == "NativeStore" => self.store().to_owned(),
            Type::Object { name, .. } => name.clone(),
            Type::Record { name, .. } | Type::Enum { name, .. } | Type::CallbackInterface { name, .. } => {
                self.class(name)
            }
            Type::Custom { name, builtin, .. } => match self.known(name) {
                Some((_, kind, _)) => (*kind).to_owned(),
                None => self.kind(builtin)?,
            },
            Type::Optional { inner_type } => format!("{}?", self.kind(inner_type)?),
            Type::Sequence { inner_type } => self.list(&self.kind(inner_type)?),
            Type::Map { key_type, value_type } => self.map(&self.kind(key_type)?, &self.kind(value_type)?),
            Type::Box { inner_type } => self.kind(inner_type)?,
            builtin => self.builtin(builtin)?.1.to_owned(),
        })
    }

    /// Returns the converter of a value: uniffi's, or ours for types that uniffi leaves to us and for a store
    /// that may be missing.
    fn converter(&self, kind: &Type) -> Result<String> {
        let name = match kind {
            Type::Optional { inner_type } if self.kind(inner_type)? == "Store" => "OptionalStore".to_owned(),
            kind => self.canonical(kind)?,
        };
        Ok(format!("FfiConverter{name}"))
    }

    /// Returns uniffi's name for a type in the names of its converters.
    fn canonical(&self, kind: &Type) -> Result<String> {
        let [optional, map, callback] = self.words().converters;
        Ok(match kind {
            Type::Object { name, .. }
            | Type::Record { name, .. }
            | Type::Enum { name, .. }
            | Type::Custom { name, .. } => format!("Type{name}"),
            Type::CallbackInterface { name, .. } => format!("{callback}{name}"),
            Type::Optional { inner_type } => format!("{optional}{}", self.canonical(inner_type)?),
            Type::Sequence { inner_type } => format!("Sequence{}", self.canonical(inner_type)?),
            Type::Map { key_type, value_type } => {
                format!("{map}{}{}", self.canonical(key_type)?, self.canonical(value_type)?)
            }
            Type::Box { inner_type } => self.canonical(inner_type)?,
            builtin => self.builtin(builtin)?.2.to_owned(),
        })
    }

    fn known(&self, name: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
        self.words().types.iter().find(|(known, ..)| *known == name)
    }

    fn builtin(&self, kind: &Type) -> Result<&'static (&'static str, &'static str, &'static str)> {
        let name = format!("{kind:?}");
        self.known(&name).with_context(|| format!("{name} has no type here yet"))
    }

    /// Returns a default value.
    fn default(&self, value: &DefaultValue, kind: &Type) -> Result<String> {
        let [nothing, list, map] = self.words().empty;
        let text = match (value, kind) {
            (DefaultValue::Literal(Literal::Boolean(value)), _) => return Ok(value.to_string()),
            (DefaultValue::Default, Type::Custom { builtin, .. }) => return self.default(value, builtin),
            (DefaultValue::Literal(Literal::None), _) | (DefaultValue::Default, Type::Optional { .. }) => {
                nothing
            }
            (DefaultValue::Literal(Literal::EmptySequence), _)
            | (DefaultValue::Default, Type::Sequence { .. }) => list,
            (DefaultValue::Literal(Literal::EmptyMap), _) | (DefaultValue::Default, Type::Map { .. }) => map,
            (value, kind) => bail!("the default {value:?} of {kind:?} has no form here yet"),
        };
        Ok(text.to_owned())
    }
}

/// Returns how many bytes a value has that crosses the boundary: 9 is a value in uniffi's format.
pub(crate) fn size(kind: &FfiType) -> Result<u8> {
    Ok(match kind {
        FfiType::RustBuffer(_) => 9,
        FfiType::Handle | FfiType::Int64 | FfiType::UInt64 | FfiType::Float64 => 8,
        FfiType::Int32 | FfiType::UInt32 | FfiType::Float32 => 4,
        FfiType::Int16 | FfiType::UInt16 => 2,
        FfiType::Int8 | FfiType::UInt8 => 1,
        other => bail!("{other:?} does not cross the boundary yet"),
    })
}
