//! A call with its arguments, read once for every language.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::surface::{Argument, Operation, Surface};
use super::value::{self, Code};

/// The two systems of the vendor, by the URLs that clients know them by.
const ENVIRONMENTS: [(&str, &str); 2] =
    [("https://api-sandbox.getdefacto.com", "Sandbox"), ("https://api.getdefacto.com", "Production")];

/// The API to call.
pub(super) enum Environment<'a> {
    /// One that every language has a name for.
    Known(&'static str),
    Url(&'a str),
}

pub(super) struct Call<'a> {
    pub(super) surface: &'a Surface,
    pub(super) operation: &'a Operation,
    pub(super) environment: Environment<'a>,
    /// The arguments in their order; `None` for an optional one that is not given.
    pub(super) arguments: Vec<(&'a Argument, Option<Code<'a>>)>,
}

impl<'a> Call<'a> {
    pub(super) fn read(
        surface: &'a Surface,
        operation: &'a Operation,
        base_url: &'a str,
        arguments: &'a Map<String, Value>,
    ) -> Self {
        let base_url = base_url.trim_end_matches('/');
        let known = ENVIRONMENTS.iter().find(|(url, _)| *url == base_url);
        let read = |argument: &'a Argument| {
            let given = arguments.get(&argument.name).filter(|value| !value.is_null());
            let code = given.and_then(|value| value::argument(surface, &argument.kind, value));
            let code = code.filter(|code| argument.required || !is_empty(code));
            (argument, code.or_else(|| argument.required.then_some(Code::Missing(&argument.name))))
        };
        Self {
            surface,
            operation,
            environment: known.map_or(Environment::Url(base_url), |(_, name)| Environment::Known(name)),
            arguments: operation.arguments.iter().map(read).collect(),
        }
    }

    /// Returns every value, with those inside others.
    pub(super) fn values(&self) -> Vec<&Code<'a>> {
        self.given().flat_map(Code::whole).collect()
    }

    /// Returns the values of the arguments that are given.
    pub(super) fn given(&self) -> impl Iterator<Item = &Code<'a>> {
        self.arguments.iter().filter_map(|(_, code)| code.as_ref())
    }

    /// Returns the names of the models and enums that the code names, by their modules in Rust.
    pub(super) fn types(&self) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut types: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for code in self.values() {
            let name = match code {
                Code::Enum { name, .. } | Code::Json { model: name, .. } => name,
                Code::Object(object) => object.name,
                _ => continue,
            };
            if let Some(module) = value::module_of(self.surface, name) {
                types.entry(module).or_default().insert(name);
            }
        }
        types
    }
}

fn is_empty(code: &Code<'_>) -> bool {
    matches!(code, Code::Object(object) if object.is_empty())
}
