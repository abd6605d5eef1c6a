//! Reading a model from JSON text that a person wrote.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{DefactoError, Problem, Result};
use crate::wire::{Described, Fault, check_shape, read};

/// Reads a model from the JSON text of one object, as the API writes it.
///
/// Stricter than reading an answer: a number where a text belongs is refused, since a leading zero may be lost.
/// Unknown members are kept in `extra`. Does not block.
///
/// # Errors
/// `Validation`, with every member that cannot be read and its place.
pub fn from_json<T: DeserializeOwned + Described>(text: &str) -> Result<T> {
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        let faults = check_shape(T::INFO, &value);
        if faults.iter().any(|fault| !fault.harmless) {
            return Err(DefactoError::unreadable(faults));
        }
    }
    read(text.as_bytes()).map_err(DefactoError::unreadable)
}

/// What could be read of a model, and what was in the way.
pub(crate) struct Lenient<T> {
    pub(crate) value: Option<T>,
    pub(crate) problems: Vec<Problem>,
    /// Whether members had to be left out to read the rest.
    pub(crate) removed_something: bool,
}

/// Reads as much of a model as there is, so that all problems can be found at once: a member of the wrong form is
/// reported and left out, and the rest is read without it.
pub(crate) fn read_leniently<T: DeserializeOwned + Described>(text: &str) -> Lenient<T> {
    match serde_json::from_str(text) {
        Ok(value) => read_value_leniently(value),
        Err(_) => Lenient { value: None, problems: problems_of::<T>(text), removed_something: true },
    }
}

/// The same from JSON that was read already.
pub(crate) fn read_value_leniently<T: DeserializeOwned + Described>(mut value: Value) -> Lenient<T> {
    let faults = check_shape(T::INFO, &value);
    let removed_something = faults.iter().any(|fault| !fault.harmless);
    for fault in faults.iter().filter(|fault| !fault.harmless) {
        remove(&mut value, fault);
    }
    let problems = faults.into_iter().map(Problem::from).collect();
    Lenient { value: read(value.to_string().as_bytes()).ok(), problems, removed_something }
}

fn problems_of<T: DeserializeOwned + Described>(text: &str) -> Vec<Problem> {
    read::<T>(text.as_bytes()).err().into_iter().flatten().map(Problem::from).collect()
}

/// Makes the place of a fault readable: gone, or for a missing text empty.
fn remove(value: &mut Value, fault: &Fault) {
    let Some((parent, name)) = fault.pointer.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) if fault.required => {
            members.insert(name.to_owned(), Value::String(String::new()));
        }
        Some(Value::Object(members)) => {
            members.remove(name);
        }
        Some(Value::Array(items)) => {
            if let Some(item) = name.parse().ok().and_then(|at: usize| items.get_mut(at)) {
                *item = Value::Object(serde_json::Map::new());
            }
        }
        _ => {}
    }
}
