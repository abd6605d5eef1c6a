//! How much of an object an answer shows.

use serde_json::Value;

use crate::{settings::Shape, store::Store};

/// The object, or with `response_shape: minimal` what the contract requires of it.
pub(crate) fn shaped(store: &Store, body: &Value, required: &[&str]) -> Value {
    match store.settings.response_shape {
        Shape::Full => body.clone(),
        Shape::Minimal => required.iter().map(|field| ((*field).to_owned(), body[*field].clone())).collect(),
    }
}
