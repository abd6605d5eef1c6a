//! Static tables: which models, fields, enums and operations there are.
//!
//! What only tools read (descriptions, values, arguments) is there with the feature `inventory` alone: it would be a
//! third of a megabyte in every library that ships.

/// What a value is in JSON.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Kind {
    /// Text.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A number that is kept as a decimal.
    Decimal,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A moment, RFC 3339.
    DateTime,
    /// A UUID as text.
    Uuid,
    /// Any JSON object.
    Object,
    /// A file or another body that is no JSON.
    Bytes,
    /// A PDF: the type `Pdf`.
    Pdf,
    /// A list of one kind.
    List(&'static Kind),
    /// An object whose members have any name and one kind.
    Map(&'static Kind),
    /// One of several strings, open to more.
    Enum(&'static EnumInfo),
    /// Another model.
    Model(&'static ModelInfo),
}

/// A model and its fields.
#[derive(Debug)]
pub struct ModelInfo {
    /// The name of the type.
    pub name: &'static str,
    /// Its description.
    #[cfg(feature = "inventory")]
    pub doc: &'static str,
    /// Where it stands in Rust: `defacto_sdk::api::loans::new_loan`.
    #[cfg(feature = "inventory")]
    pub module: &'static str,
    /// Its fields in their order, without `extra`.
    pub fields: &'static [FieldInfo],
    /// Whether callers make it themselves: it has a builder.
    #[cfg(feature = "inventory")]
    pub request: bool,
}

/// One field of a model.
#[derive(Debug)]
#[cfg_attr(
    feature = "inventory",
    expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")
)]
pub struct FieldInfo {
    /// The member's name on the wire.
    pub name: &'static str,
    /// The field's name in Rust and Python; Kotlin and Swift write it their way.
    #[cfg(feature = "inventory")]
    pub field: &'static str,
    /// Its description.
    #[cfg(feature = "inventory")]
    pub doc: &'static str,
    /// What it holds.
    pub kind: &'static Kind,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether its value is masked wherever it could be seen.
    pub sensitive: bool,
    /// Whether it is the salt of a request, which a new object has from the start.
    #[cfg(feature = "inventory")]
    pub salt: bool,
}

/// An open enum and its known values.
#[derive(Debug)]
pub struct EnumInfo {
    /// The name of the type.
    pub name: &'static str,
    /// Its description.
    #[cfg(feature = "inventory")]
    pub doc: &'static str,
    /// Where it stands in Rust.
    #[cfg(feature = "inventory")]
    pub module: &'static str,
    /// Every known value.
    #[cfg(feature = "inventory")]
    pub values: &'static [ValueInfo],
}

/// One known value of an open enum.
#[derive(Debug)]
pub struct ValueInfo {
    /// The variant's name.
    pub variant: &'static str,
    /// The value as it is on the wire.
    pub wire: &'static str,
    /// Its description.
    pub doc: &'static str,
}

/// One area of the API: what belongs to borrowers, for instance.
#[derive(Debug)]
pub struct AreaInfo {
    /// The name of the type.
    pub name: &'static str,
    /// Its description.
    pub doc: &'static str,
    /// Its operations in their order.
    pub operations: &'static [Operation],
    /// Its functions that are made of several operations and safe to repeat. They have neither a method nor a path.
    pub composed: &'static [Operation],
}

impl AreaInfo {
    /// All its functions.
    pub fn functions(&self) -> impl Iterator<Item = &'static Operation> + Clone + use<> {
        self.operations.iter().chain(self.composed)
    }
}

/// One operation of the API.
#[derive(Debug)]
pub struct Operation {
    /// The HTTP method.
    pub method: &'static str,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// The name of the function that stands for it.
    pub verb: &'static str,
    /// Its description.
    #[cfg(feature = "inventory")]
    pub doc: &'static str,
    /// What it is called with.
    #[cfg(feature = "inventory")]
    pub arguments: &'static [ArgumentInfo],
    /// What it answers with.
    #[cfg(feature = "inventory")]
    pub answer: Answer,
    /// Whether the contract allows to send it again when its outcome is unknown.
    pub repeatable: bool,
    /// Whether it only reads.
    pub read_only: bool,
    /// What to use instead, if the contract calls it deprecated.
    #[cfg(feature = "inventory")]
    pub deprecated: Option<&'static str>,
}

/// One argument of an operation.
#[derive(Debug)]
pub struct ArgumentInfo {
    /// Its name; `body` is sent as JSON, `form` as a web form, `filter` becomes the query.
    pub name: &'static str,
    /// What it holds.
    pub kind: &'static Kind,
    /// Whether it must be given.
    pub required: bool,
}

/// What an operation answers with.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// Nothing that matters.
    Nothing,
    /// One value.
    One(&'static Kind),
    /// A list over pages of this kind.
    Pages(&'static Kind),
}

/// The place of a member among a model's fields, or beyond them.
pub(crate) fn position(model: &ModelInfo, name: &str) -> usize {
    model.fields.iter().position(|field| field.name == name).unwrap_or(usize::MAX)
}

/// The operation with this verb. It is meant for constants: a wrong verb does not compile.
pub(crate) const fn operation(area: &'static [Operation], verb: &str) -> &'static Operation {
    let mut at = 0;
    while !equal(area[at].verb, verb) {
        at += 1;
    }
    &area[at]
}

const fn equal(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// A type that has a table of its fields.
pub trait Described {
    /// The table.
    const INFO: &'static ModelInfo;
}
