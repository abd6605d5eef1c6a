//! What several pages are made of.

use serde_json::{Value, json};

use crate::console::{format, highlight::Markup};

/// A value in a table or in a list of facts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) href: Option<String>,
    pub(crate) kind: &'static str,
    /// The whole value when `text` is a part of it.
    pub(crate) title: String,
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A number or an amount, which stands at the right.
    pub(crate) fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: "number", ..Self::default() }
    }

    pub(crate) fn code(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: "code", ..Self::default() }
    }

    pub(crate) fn muted(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: "muted", ..Self::default() }
    }

    /// A status, which the style colours.
    pub(crate) fn badge(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: "badge", ..Self::default() }
    }

    /// An id, of which the beginning is shown.
    pub(crate) fn id(id: &str) -> Self {
        Self { text: format::short(id), kind: "code", title: id.to_owned(), href: None }
    }

    pub(crate) fn to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

/// A row; its first cell leads to what it is about.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
}

/// A table. A column whose kind is `wide` is left out where there is little room.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) columns: &'static [(&'static str, &'static str)],
    pub(crate) rows: Vec<Row>,
    pub(crate) empty: &'static str,
    /// Where to see more.
    pub(crate) more: Option<&'static str>,
}

/// A button that sends a request.
#[derive(Debug, Clone)]
pub(crate) struct Action {
    pub(crate) label: String,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) kind: &'static str,
    /// What it does, in a sentence.
    pub(crate) hint: String,
}

impl Action {
    /// A call of the control API, or of the console itself.
    pub(crate) fn control(label: &str, method: &'static str, path: impl Into<String>, body: &Value) -> Self {
        Self {
            label: label.to_owned(),
            method,
            path: path.into(),
            body: if body.is_null() { String::new() } else { body.to_string() },
            kind: "",
            hint: String::new(),
        }
    }

    /// An operation of the API.
    pub(crate) fn operation(label: &str, name: &str, arguments: &Value) -> Self {
        let body = json!({"operation": name, "arguments": arguments});
        Self::control(label, "POST", "/_console/send", &body)
    }

    /// An event that is made to happen.
    pub(crate) fn trigger(label: &str, event_type: &str, id: &str) -> Self {
        let body = json!({"event_type": event_type, "id": id});
        Self::control(label, "POST", "/_sandbox/trigger", &body)
    }

    pub(crate) fn primary(mut self) -> Self {
        self.kind = "primary";
        self
    }

    pub(crate) fn danger(mut self) -> Self {
        self.kind = "danger";
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A step on the way of an entity: `done`, `now` or empty.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) state: &'static str,
    pub(crate) note: String,
}

/// JSON under a heading.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) title: &'static str,
    pub(crate) html: Markup,
}
