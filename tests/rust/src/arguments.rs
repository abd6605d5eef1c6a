//! Arguments and results of operations as JSON.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use defacto_sdk::page::Pages;
use defacto_sdk::wire::{Wire, to_json};
use defacto_sdk::{DefactoError, Pdf};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The number of items to read: a server that invents answers may have pages without end.
const ENOUGH: usize = 3;

/// The arguments of an operation, by their names in the core.
#[derive(Debug)]
pub struct Arguments<'a>(pub &'a Value);

impl Arguments<'_> {
    /// Returns a model; an empty one if it is left out.
    pub fn model<T: DeserializeOwned>(&self, name: &str) -> T {
        let json = self.0.get(name).cloned().unwrap_or_else(|| json!({}));
        serde_json::from_str(&json.to_string()).unwrap()
    }

    /// Returns a document.
    pub fn pdf(&self, name: &str) -> Pdf {
        let (file, text) = (&self.0[name], |value: &Value| value.as_str().unwrap().to_owned());
        Pdf::from_bytes(STANDARD.decode(text(&file["base64"])).unwrap(), text(&file["name"])).unwrap()
    }

    /// Returns a text, an id or a moment.
    pub fn text<T: FromStr>(&self, name: &str) -> T {
        self.optional_text(name).unwrap()
    }

    /// Returns the same, if it is there.
    pub fn optional_text<T: FromStr>(&self, name: &str) -> Option<T> {
        self.0.get(name)?.as_str()?.parse().ok()
    }

    /// Returns a value of an open enum.
    pub fn value<T: From<String>>(&self, name: &str) -> T {
        self.optional_value(name).unwrap()
    }

    /// Returns the same, if it is there.
    pub fn optional_value<T: From<String>>(&self, name: &str) -> Option<T> {
        Some(self.0.get(name)?.as_str()?.to_owned().into())
    }

    /// Returns a flag, if it is there.
    pub fn optional_flag(&self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }
}

/// Returns a model as JSON.
pub fn model<T: Serialize>(model: &T) -> Value {
    serde_json::from_str(&to_json(model)).unwrap()
}

/// Returns models as JSON.
pub fn list<T: Serialize>(models: &[T]) -> Value {
    models.iter().map(model).collect()
}

/// Returns the items of the first pages as JSON.
///
/// # Errors
/// Those of reading a page.
pub fn items<T: Wire + Serialize>(pages: Pages<T>) -> Result<Value, DefactoError> {
    pages.take(ENOUGH).map(|item| Ok(model(&item?))).collect()
}

/// Returns a file of text as JSON.
pub fn bytes(file: Vec<u8>) -> Value {
    String::from_utf8(file).unwrap().into()
}
