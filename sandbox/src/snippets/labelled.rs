//! Arguments and fields with labels, as Kotlin and Swift have them: `name = value`, `name: value`.

use serde_json::Value;

use super::layout::Expr;
use super::surface::Argument;
use super::value::{Code, Object};

/// How a language with labels writes a value.
pub(super) struct Labelled {
    /// What stands between a label and its value.
    pub(super) sign: &'static str,
    /// Returns a name of the API as the language writes it.
    pub(super) named: fn(&str) -> String,
    pub(super) quoted: fn(&str) -> String,
    pub(super) null: &'static str,
    pub(super) list: fn(Vec<Expr>) -> Expr,
    pub(super) written: fn(&Code<'_>) -> Expr,
    /// Returns a dictionary of these members, whose names are quoted.
    pub(super) members: fn(Vec<(String, Expr)>) -> Expr,
}

impl Labelled {
    /// A required argument has no label, and neither has a filter.
    pub(super) fn passed(&self, argument: &Argument, code: &Code<'_>) -> Expr {
        if argument.required || argument.name == "filter" {
            return (self.written)(code);
        }
        self.labelled(&(self.named)(&argument.name), (self.written)(code))
    }

    pub(super) fn fields(&self, object: &Object<'_>) -> Vec<Expr> {
        let field = |(field, code): &(&super::surface::Field, Code<'_>)| {
            self.labelled(&(self.named)(field.field()), (self.written)(code))
        };
        let mut items: Vec<Expr> = object.fields.iter().map(field).collect();
        if !object.clear.is_empty() {
            let names = object.clear.iter().map(|name| Expr::atom((self.quoted)(name))).collect();
            items.push(self.labelled("clear", (self.list)(names)));
        }
        if !object.extra.is_empty() {
            items.push(self.labelled("extra", self.free(&object.extra)));
        }
        items
    }

    pub(super) fn free(&self, members: &[(&str, &Value)]) -> Expr {
        let member = |(name, value): &(&str, &Value)| ((self.quoted)(name), self.json(value));
        (self.members)(members.iter().map(member).collect())
    }

    fn json(&self, value: &Value) -> Expr {
        Expr::atom(match value {
            Value::Null => self.null.to_owned(),
            Value::String(text) => (self.quoted)(text),
            Value::Array(items) => return (self.list)(items.iter().map(|item| self.json(item)).collect()),
            Value::Object(members) => {
                let members: Vec<(&str, &Value)> =
                    members.iter().map(|(name, value)| (name.as_str(), value)).collect();
                return self.free(&members);
            }
            other => other.to_string(),
        })
    }

    fn labelled(&self, label: &str, value: Expr) -> Expr {
        Expr::before(format!("{label}{}", self.sign), value)
    }
}
