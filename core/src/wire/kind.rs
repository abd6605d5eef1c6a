//! Static tables of the models, fields, enums and operations.
//!
//! What only tools read (descriptions, values, arguments) exists only with the feature `inventory`. It would
//! add a third of a megabyte to every library that ships.

/// The JSON form of a value.
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
    /// A file or another body that is not JSON.
    Bytes,
    /// A PDF: the type `Pdf`.
    Pdf,
    /// A list of one kind.
    List(&'static Kind),
    /// An object whose members have any name and one kind.
    Map(&'static Kind),
    /// One of several known strings, or another string.
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
    /// Its module path in Rust: `defacto_sdk::api::loans::new_loan`.
    #[cfg(feature = "inventory")]
    pub module: &'static str,
    /// Its fields in their order, without `extra`.
    pub fields: &'static [FieldInfo],
    /// Whether callers create it, so that it has a builder.
    pub request: bool,
}

/// One field of a model.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct FieldInfo {
    /// The member's name on the wire.
    pub name: &'static str,
    /// The field's name in Rust and Python. Kotlin and Swift use their own case.
    #[cfg(feature = "inventory")]
    pub field: &'static str,
    /// Its description.
    #[cfg(feature = "inventory")]
    pub doc: &'static str,
    /// The kind of its value.
    pub kind: &'static Kind,
    /// Whether it is required.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether its value is masked wherever it is shown.
    pub sensitive: bool,
    /// Whether it is the salt of a request, which every new object has from the start.
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
    /// Its module path in Rust.
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

/// One area of the API, such as borrowers.
#[derive(Debug)]
pub struct AreaInfo {
    /// The name of the type.
    pub name: &'static str,
    /// Its description.
    pub doc: &'static str,
    /// Its operations in their order.
    pub operations: &'static [Operation],
    /// Its functions that combine several operations and are safe to repeat. They have no method and no path.
    pub composed: &'static [Operation],
}

impl AreaInfo {
    /// Returns all its functions.
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
    /// The name of its function.
    pub verb: &'static str,
    /// Its description.
    #[cfg(feature = "inventory")]
    pub doc: &'static str,
    /// Its arguments.
    #[cfg(feature = "inventory")]
    pub arguments: &'static [ArgumentInfo],
    /// What it returns.
    #[cfg(feature = "inventory")]
    pub answer: Answer,
    /// Whether the contract allows sending it again when its outcome is unknown.
    pub repeatable: bool,
    /// Whether it only reads.
    pub read_only: bool,
    /// The operation to use instead, if the contract calls it deprecated.
    #[cfg(feature = "inventory")]
    pub deprecated: Option<&'static str>,
}

/// One argument of an operation.
#[derive(Debug)]
pub struct ArgumentInfo {
    /// Its name; `body` is sent as JSON, `form` as a web form, `filter` becomes the query.
    pub name: &'static str,
    /// The kind of its value.
    pub kind: &'static Kind,
    /// Whether it is required.
    pub required: bool,
}

/// What an operation returns.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// No content that matters.
    Nothing,
    /// One value.
    One(&'static Kind),
    /// A list over pages of this kind.
    Pages(&'static Kind),
}

/// Returns the index of a member among a model's fields; the largest number if it is not one. `next` is where the
/// search begins, and is moved behind the field: members mostly come in the order of the fields.
pub(crate) fn position(model: &ModelInfo, name: &str, next: &mut usize) -> usize {
    let (before, from_here) = model.fields.split_at(*next);
    let ahead = from_here.iter().position(|field| field.name == name).map(|at| at + before.len());
    let found = ahead.or_else(|| before.iter().position(|field| field.name == name));
    *next = found.map_or(*next, |at| at + 1);
    found.unwrap_or(usize::MAX)
}

/// Returns the operation with this verb. For constants: a wrong verb does not compile.
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
    /// The table of its fields.
    const INFO: &'static ModelInfo;
}
