//! The operations, with the models and enums of their requests, as `tools/bindings` writes them from the core's inventory.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

static SURFACE: LazyLock<Surface> =
    LazyLock::new(|| serde_json::from_str(include_str!("surface.json")).unwrap_or_default());

/// Returns the operations of the API, read once.
pub fn surface() -> &'static Surface {
    &SURFACE
}

/// All operations, and the models and enums of their requests.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Surface {
    /// The areas in the order of the reference.
    pub areas: Vec<Area>,
    /// The models that a request is made of, by name.
    pub models: BTreeMap<String, Model>,
    /// The enums of these models and of arguments, by name.
    pub enums: BTreeMap<String, Enum>,
}

impl Surface {
    /// Returns the operation with this name, such as `loans.request`, or `None` if no operation has it.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.areas.iter().flat_map(|area| &area.operations).find(|operation| operation.name == name)
    }
}

/// One area of the API, such as loans.
#[derive(Debug, Deserialize, Serialize)]
pub struct Area {
    /// The name of its type: `CreditLines`.
    pub name: String,
    /// Its name on a client: `credit_lines`.
    pub accessor: String,
    /// Its description.
    pub doc: String,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// One operation of the API.
#[derive(Debug, Deserialize, Serialize)]
pub struct Operation {
    /// Area and function: `loans.request`.
    pub name: String,
    /// The HTTP method.
    pub method: String,
    /// The path with its parameters in braces.
    pub path: String,
    /// The first sentence of its description.
    pub summary: String,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// What it returns.
    pub answer: Answer,
    /// A call with its answer.
    pub example: Example,
}

impl Operation {
    /// Returns its area on a client and its function.
    pub(super) fn place(&self) -> (&str, &str) {
        self.name.split_once('.').unwrap_or(("", &self.name))
    }
}

/// One argument of an operation.
#[derive(Debug, Deserialize, Serialize)]
pub struct Argument {
    /// Its name; `filter`, `body` and `form` are models.
    pub name: String,
    /// The kind of its value.
    pub kind: Kind,
    /// Whether it is required.
    pub required: bool,
    /// The part of the request that holds it.
    pub place: Place,
}

/// The part of a request that holds an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The JSON body.
    Body,
    /// A form.
    Form,
}

/// What an operation returns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// Nothing that matters.
    Nothing,
    /// A text.
    Text,
    /// A file.
    File,
    /// One model.
    One(String),
    /// A list of a model.
    List(String),
    /// A list of a model over pages.
    Pages(String),
}

/// A call with its answer.
#[derive(Debug, Deserialize, Serialize)]
pub struct Example {
    /// The arguments by name.
    pub arguments: Map<String, Value>,
    /// The status of the answer.
    pub status: u16,
    /// The body of the answer; text if it is not JSON, null if it is empty.
    pub answer: Value,
}

/// A model that is part of a request.
#[derive(Debug, Deserialize, Serialize)]
pub struct Model {
    /// Its module in Rust, below `defacto_sdk`: `api::loans`.
    pub module: String,
    /// Whether it is a change: what it does not name stays as it is, and null empties a field.
    #[serde(default, skip_serializing_if = "is_false")]
    pub patch: bool,
    /// Its fields in their order.
    pub fields: Vec<Field>,
}

/// One field of a model.
#[derive(Debug, Deserialize, Serialize)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// Its name in Rust and Python, if it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The kind of its value.
    pub kind: Kind,
    /// Whether it is required.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The first sentence of its description.
    pub doc: String,
}

impl Field {
    /// Returns its name in Rust and Python.
    pub fn field(&self) -> &str {
        self.field.as_deref().unwrap_or(&self.name)
    }
}

/// An open enum.
#[derive(Debug, Deserialize, Serialize)]
pub struct Enum {
    /// Its module in Rust, below `defacto_sdk`.
    pub module: String,
    /// Its known values.
    pub values: Vec<EnumValue>,
}

/// A known value of an enum: as it is on the wire, and the name of its variant.
#[derive(Debug, Deserialize, Serialize)]
pub struct EnumValue(pub String, pub String);

/// The kind of a value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "String", into = "String")]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A day.
    Date,
    /// A moment.
    Moment,
    /// A UUID.
    Uuid,
    /// Any JSON object.
    Object,
    /// A PDF: an object with `name` and `base64`.
    Pdf,
    /// A list of one kind.
    List(Box<Kind>),
    /// A model or an enum, by its name.
    Named(String),
}

impl From<String> for Kind {
    fn from(text: String) -> Self {
        if let Some(item) = text.strip_prefix("list of ") {
            return Self::List(Box::new(Self::from(item.to_owned())));
        }
        match text.as_str() {
            "text" => Self::Text,
            "integer" => Self::Integer,
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "moment" => Self::Moment,
            "uuid" => Self::Uuid,
            "object" => Self::Object,
            "pdf" => Self::Pdf,
            _ => Self::Named(text),
        }
    }
}

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        kind.to_string()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Moment => "moment",
            Self::Uuid => "uuid",
            Self::Object => "object",
            Self::Pdf => "pdf",
            Self::List(item) => return write!(f, "list of {item}"),
            Self::Named(name) => name,
        })
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
