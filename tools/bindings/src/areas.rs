//! What the templates of areas show: each operation with its names, types and comments in a language.

use defacto_sdk::wire::{Answer, AreaInfo, ArgumentInfo, Kind, Operation};

use crate::dialect::Dialect;
use crate::surface::{Surface, accessor, in_camel_case};

pub(crate) struct Area {
    pub(crate) name: &'static str,
    pub(crate) accessor: String,
    pub(crate) comment: String,
    pub(crate) calls: Vec<Call>,
}

/// An operation.
pub(crate) struct Call {
    pub(crate) verb: String,
    /// The name of the function of uniffi's object, without what only some calls have.
    pub(crate) native: String,
    pub(crate) parameters: Vec<Parameter>,
    /// The type of the answer; of a listing, the type of an item.
    pub(crate) answer: Option<String>,
    pub(crate) is_list: bool,
    /// What to use instead, if the operation is deprecated.
    pub(crate) deprecated: Option<String>,
    /// The comments of the blocking call, and of its asynchronous forms.
    pub(crate) comment: String,
    pub(crate) suspending: String,
    pub(crate) future: String,
}

impl Call {
    pub(crate) fn has_defaults(&self) -> bool {
        self.parameters.iter().any(|parameter| !parameter.required)
    }
}

pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) required: bool,
    /// Whether it is an object with filters, which has a default of its own.
    pub(crate) is_filter: bool,
    pub(crate) is_document: bool,
}

pub(crate) fn read(dialect: &dyn Dialect, surface: &Surface) -> Vec<Area> {
    let area = |area: &&'static AreaInfo| Area {
        name: area.name,
        accessor: dialect.name(&accessor(area)),
        comment: dialect.comment(area.doc),
        calls: area.functions().map(|operation| call(dialect, area, operation)).collect(),
    };
    surface.areas.iter().map(area).collect()
}

fn call(dialect: &dyn Dialect, area: &AreaInfo, operation: &Operation) -> Call {
    let (answer, is_list) = match operation.answer {
        Answer::Nothing => (None, false),
        Answer::One(kind) => (Some(dialect.table_kind(kind)), false),
        Answer::Pages(item) => (Some(dialect.table_kind(item)), true),
    };
    let parameter = |argument: &ArgumentInfo| Parameter {
        name: dialect.name(argument.name),
        kind: dialect.table_kind(argument.kind),
        required: argument.required,
        is_filter: !argument.required && matches!(argument.kind, Kind::Model(_)),
        is_document: matches!(argument.kind, Kind::Pdf),
    };
    let [suspending, future] = dialect.asynchronous(operation.doc);
    Call {
        verb: dialect.name(operation.verb),
        native: dialect.name(&format!("{}_{}", accessor(area), operation.verb)),
        parameters: operation.arguments.iter().map(parameter).collect(),
        answer,
        is_list,
        deprecated: operation.deprecated.map(in_camel_case),
        comment: dialect.comment(operation.doc),
        suspending: dialect.comment(&suspending),
        future: dialect.comment(&future),
    }
}
