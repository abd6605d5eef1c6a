//! What the templates of both languages show: records, enums, errors and functions of the native library.

use anyhow::{Context, Result, ensure};
use defacto_sdk::wire::{EnumInfo, ModelInfo, ValueInfo};
use heck::ToSnakeCase;
use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{
    AsType, Callable, DefaultValue, Enum, Field as Exported, Method, Record as ExportedRecord, Type,
    UniffiTraitMethods,
};

use crate::dialect::{Dialect, size};
use crate::surface::Surface;

/// A value of a record or of an enum's variant.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) default: Option<String>,
    pub(crate) comment: String,
    pub(crate) converter: String,
    pub(crate) after_read: &'static str,
    pub(crate) before_write: &'static str,
    pub(crate) is_salt: bool,
}

impl Field {
    pub(crate) fn default_clause(&self) -> String {
        self.default.as_ref().map(|value| format!(" = {value}")).unwrap_or_default()
    }
}

fn fields(dialect: &dyn Dialect, fields: &[Exported], salt: Option<&str>) -> Result<Vec<Field>> {
    let field = |field: &Exported| {
        let kind = field.as_type();
        let (after_read, before_write) = dialect.adjusted(&kind);
        let is_salt = salt == Some(field.name());
        let default = field.default_value().map(|value| dialect.default(value, &kind)).transpose()?;
        Ok(Field {
            name: dialect.name(field.name()),
            kind: dialect.kind(&kind)?,
            default: if is_salt { Some("newSalt()".to_owned()) } else { default },
            comment: dialect.comment(field.docstring().unwrap_or_default()),
            converter: dialect.converter(&kind)?,
            after_read,
            before_write,
            is_salt,
        })
    };
    fields.iter().map(field).collect()
}

/// A function that the core executes: of a value, or of none.
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) parameters: String,
    pub(crate) has_defaults: bool,
    pub(crate) kind: Option<String>,
    pub(crate) converter: Option<String>,
    pub(crate) native: String,
    /// How many bytes its result has.
    pub(crate) size: u8,
    /// The converters and the values that are passed, after the value that the function belongs to.
    pub(crate) arguments: Vec<(String, String)>,
    pub(crate) throws: bool,
    pub(crate) comment: String,
}

impl Call {
    pub(crate) fn new(dialect: &dyn Dialect, name: &str, callable: &dyn Callable) -> Result<Self> {
        let (mut parameters, mut arguments, mut has_defaults) = (Vec::new(), Vec::new(), false);
        for argument in callable.arguments() {
            let (name, kind) = (dialect.name(argument.name()), argument.as_type());
            let optional = matches!(kind, Type::Optional { .. });
            let default = optional.then(|| dialect.default(&DefaultValue::Default, &kind)).transpose()?;
            let default = default.map(|value| format!(" = {value}")).unwrap_or_default();
            parameters.push(format!("{name}: {}{default}", dialect.kind(&kind)?));
            arguments.push((dialect.converter(&kind)?, format!("{name}{}", dialect.adjusted(&kind).1)));
            has_defaults |= optional;
        }
        let answer = callable.return_type();
        Ok(Self {
            name: dialect.name(name),
            parameters: parameters.join(", "),
            has_defaults,
            kind: answer.map(|kind| dialect.kind(kind)).transpose()?,
            converter: answer.map(|kind| dialect.converter(kind)).transpose()?,
            native: callable.ffi_func().name().to_owned(),
            size: answer.map_or(Ok(0), |kind| size(&kind.into()))?,
            arguments,
            throws: callable.throws_type().is_some(),
            comment: dialect.comment(callable.docstring().unwrap_or_default()),
        })
    }

    /// Returns what the native function takes but the status: `receiver` first, if there is one.
    pub(crate) fn passed(&self, receiver: &str) -> String {
        let receiver = Some(receiver).filter(|receiver| !receiver.is_empty());
        let lowered = self.arguments.iter().map(|(converter, value)| format!("{converter}.lower({value})"));
        receiver.into_iter().map(str::to_owned).chain(lowered).map(|argument| argument + ", ").collect()
    }
}

/// What records and enums have in common.
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) is_public: bool,
    /// The function that reads the value from JSON text, if there is one.
    pub(crate) reader: Option<String>,
    pub(crate) calls: Vec<Call>,
    /// The text for people, without what is sensitive.
    pub(crate) shown: Option<Call>,
    pub(crate) comment: String,
    pub(crate) converter: String,
}

impl Declared {
    /// Returns `public`, or `hidden` for what callers do not see.
    pub(crate) fn visibility<'a>(&self, hidden: &'a str) -> &'a str {
        if self.is_public { "public" } else { hidden }
    }

    /// Returns `true` if callers can write the value as JSON and read it again.
    pub(crate) fn has_form(&self) -> bool {
        self.is_public && self.reader.is_some()
    }
}

/// A structure of values.
pub(crate) struct Record {
    pub(crate) of: Declared,
    pub(crate) fields: Vec<Field>,
    /// Whether callers build it: a request, or options.
    pub(crate) is_built: bool,
}

impl Record {
    pub(crate) fn salt(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.is_salt)
    }

    pub(crate) fn holds_store(&self) -> bool {
        self.fields.iter().any(|field| field.kind == "Store?")
    }

    pub(crate) fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.default.is_none())
    }

    pub(crate) fn optional(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.default.is_some())
    }

    /// The fields but the salt.
    pub(crate) fn unsalted(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.is_salt)
    }
}

/// One of an enum's alternatives, with what it holds.
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) comment: String,
}

/// An enum that is not an open enum of the contract.
pub(crate) struct Choice {
    pub(crate) of: Declared,
    pub(crate) variants: Vec<Variant>,
}

impl Choice {
    /// Whether no variant holds anything.
    pub(crate) fn is_flat(&self) -> bool {
        self.variants.iter().all(|variant| variant.fields.is_empty())
    }
}

/// An enum of the contract, which keeps values that this version does not know.
pub(crate) struct Open {
    pub(crate) of: Declared,
    pub(crate) values: Vec<Value>,
}

pub(crate) struct Value {
    pub(crate) name: String,
    pub(crate) wire: &'static str,
    pub(crate) comment: String,
}

/// Everything that the templates show.
pub(crate) struct View {
    pub(crate) records: Vec<Record>,
    pub(crate) enums: Vec<Open>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) error: Choice,
    pub(crate) functions: Vec<Call>,
}

impl View {
    pub(crate) fn read(
        dialect: &dyn Dialect,
        interface: &ComponentInterface,
        surface: &Surface,
    ) -> Result<Self> {
        let reader = Reader { dialect, interface };
        let mut records = Vec::new();
        for record in interface.record_definitions() {
            let model = surface.models.iter().find(|model| model.name == record.name()).copied();
            records.push(reader.record(record, model)?);
        }
        let (mut enums, mut choices, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        for each in interface.enum_definitions() {
            if let Some(info) = surface.enums.iter().find(|info| info.name == each.name()) {
                enums.push(reader.open(each, info)?);
            } else if interface.is_name_used_as_error(each.name()) {
                errors.push(reader.choice(each)?);
            } else {
                choices.push(reader.choice(each)?);
            }
        }
        let functions = interface.function_definitions().iter();
        let functions = functions.map(|function| Call::new(dialect, function.name(), function));
        let error = errors.pop().context("no error is exported")?;
        Ok(Self { records, enums, choices, error, functions: functions.collect::<Result<_>>()? })
    }

    /// All enums that are not open.
    pub(crate) fn all_choices(&self) -> impl Iterator<Item = &Choice> {
        self.choices.iter().chain([&self.error])
    }

    /// All public types whose values have a JSON form: models, outcomes, and open enums, whose form is text.
    pub(crate) fn formed(&self) -> impl Iterator<Item = &Declared> {
        let records = self.records.iter().map(|record| &record.of);
        let objects = records.chain(self.choices.iter().map(|choice| &choice.of)).filter(|of| of.has_form());
        objects.chain(self.enums.iter().map(|open| &open.of).filter(|of| of.is_public))
    }

    /// All calls of values, and those that belong to none.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &Call> {
        let records = self.records.iter().map(|record| &record.of);
        let values = records.chain(self.all_choices().map(|choice| &choice.of));
        values.flat_map(|of| of.calls.iter().chain(&of.shown)).chain(&self.functions)
    }
}

/// Reads what uniffi knows of the exports.
struct Reader<'a> {
    dialect: &'a dyn Dialect,
    interface: &'a ComponentInterface,
}

impl Reader<'_> {
    fn declared(
        &self,
        each: &impl AsType,
        doc: Option<&str>,
        methods: &[Method],
        traits: &UniffiTraitMethods,
    ) -> Result<Declared> {
        let kind = each.as_type();
        let name = kind.name().unwrap_or_default();
        let reader = format!("{}_from_json", name.to_snake_case());
        let has_reader =
            self.interface.function_definitions().iter().any(|function| function.name() == reader);
        let call = |name: &str, method: &Method| Call::new(self.dialect, name, method);
        Ok(Declared {
            name: self.dialect.kind(&kind)?,
            is_public: self.dialect.is_public(name),
            reader: has_reader.then(|| self.dialect.name(&reader)),
            calls: methods.iter().map(|method| call(method.name(), method)).collect::<Result<_>>()?,
            shown: traits.debug_fmt.as_ref().map(|method| call("shown", method)).transpose()?,
            comment: self.dialect.comment(doc.unwrap_or_default()),
            converter: self.dialect.converter(&kind)?,
        })
    }

    fn record(&self, record: &ExportedRecord, model: Option<&ModelInfo>) -> Result<Record> {
        let salt =
            model.and_then(|model| model.fields.iter().find(|field| field.salt)).map(|field| field.field);
        let traits = record.uniffi_trait_methods();
        let of = self.declared(record, record.docstring(), record.methods(), &traits)?;
        let is_built =
            model.map_or(of.is_public && record.name().ends_with("Options"), |model| model.request);
        let fields = fields(self.dialect, record.fields(), salt)?;
        Ok(Record { of, fields, is_built })
    }

    fn open(&self, each: &Enum, info: &'static EnumInfo) -> Result<Open> {
        let values = info.values.iter().map(|value| value.variant).chain(["Unknown"]);
        let same = each.variants().iter().map(uniffi_bindgen::interface::Variant::name).eq(values);
        ensure!(same, "{} is exported with other values than those of the tables", info.name);
        let value = |value: &ValueInfo| Value {
            name: self.dialect.variant(value.variant),
            wire: value.wire,
            comment: self.dialect.comment(value.doc),
        };
        let of = self.declared(each, Some(info.doc), &[], &UniffiTraitMethods::default())?;
        Ok(Open { of, values: info.values.iter().map(value).collect() })
    }

    fn choice(&self, each: &Enum) -> Result<Choice> {
        let traits = each.uniffi_trait_methods();
        let of = self.declared(each, each.docstring(), each.methods(), &traits)?;
        let variant = |variant: &uniffi_bindgen::interface::Variant| {
            Ok(Variant {
                name: self.dialect.variant(variant.name()),
                fields: fields(self.dialect, variant.fields(), None)?,
                comment: self.dialect.comment(variant.docstring().unwrap_or_default()),
            })
        };
        Ok(Choice { of, variants: each.variants().iter().map(variant).collect::<Result<_>>()? })
    }
}
