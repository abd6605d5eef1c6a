//! The same call in every language: each operation of the API with given arguments, as code of the SDK, as a command of
//! curl and as the HTTP request.
//!
//! The sandbox's console and the reference show them. Everything follows from `surface.json`, which `tools/bindings`
//! writes from the core's inventory: the sandbox itself knows no core.

mod call;
mod curl;
mod java;
mod kotlin;
mod labelled;
mod layout;
mod literal;
mod names;
mod python;
mod request;
mod rust;
mod surface;
mod swift;
mod value;

use serde_json::{Map, Value};

pub use names::API_KEY;
pub use request::HttpRequest;
pub use surface::{
    Answer, Area, Argument, Enum, EnumValue, Example, Field, Kind, Model, Operation, Place, Surface, surface,
};

/// A language that a call is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// A command for a shell.
    Curl,
    /// Rust.
    Rust,
    /// Python.
    Python,
    /// Kotlin.
    Kotlin,
    /// Java.
    Java,
    /// Swift.
    Swift,
}

impl Language {
    /// Every language, in the order to show them.
    pub const ALL: [Self; 6] = [Self::Rust, Self::Python, Self::Kotlin, Self::Java, Self::Swift, Self::Curl];

    /// Returns the name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Rust => "Rust",
            Self::Python => "Python",
            Self::Kotlin => "Kotlin",
            Self::Java => "Java",
            Self::Swift => "Swift",
        }
    }

    /// Returns the name of a code block in Markdown.
    pub fn fence(self) -> &'static str {
        match self {
            Self::Curl => "shell",
            Self::Rust => "rust",
            Self::Python => "python",
            Self::Kotlin => "kotlin",
            Self::Java => "java",
            Self::Swift => "swift",
        }
    }
}

impl Surface {
    /// Returns a complete program that makes one call, without a line break at its end.
    ///
    /// `arguments` are by name, in the form of `tests/vectors/operations`. A required one that is missing becomes a variable
    /// with its name; an object that does not have the form of its model is read from JSON.
    pub fn snippet(
        &self,
        operation: &Operation,
        language: Language,
        base_url: &str,
        arguments: &Map<String, Value>,
    ) -> String {
        if language == Language::Curl {
            return curl::command(&self.request(operation, arguments), base_url);
        }
        let call = call::Call::read(self, operation, base_url, arguments);
        match language {
            Language::Rust => rust::program(&call),
            Language::Python => python::program(&call),
            Language::Kotlin => kotlin::program(&call),
            Language::Java => java::program(&call),
            Language::Swift | Language::Curl => swift::program(&call),
        }
    }

    /// Returns the request that the call sends.
    pub fn request(&self, operation: &Operation, arguments: &Map<String, Value>) -> HttpRequest {
        request::of(self, operation, arguments)
    }
}

impl Operation {
    /// Returns a complete program that makes the call, see [`Surface::snippet`].
    pub fn snippet(&self, language: Language, base_url: &str, arguments: &Map<String, Value>) -> String {
        surface().snippet(self, language, base_url, arguments)
    }

    /// Returns the request that the call sends.
    pub fn request(&self, arguments: &Map<String, Value>) -> HttpRequest {
        surface().request(self, arguments)
    }
}

#[cfg(test)]
mod tests;
