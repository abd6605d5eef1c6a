//! Reading a model from JSON text that a person wrote.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{DefactoError, Problem, Result};
use crate::wire::{Described, Fault, Parsed, check_shape, parse_unique, read};

/// Reads a model from the JSON text of one object, in the format of the API.
///
/// It is stricter than reading an answer: it refuses a number in place of text, because a leading zero may be
/// lost. It keeps unknown members in `extra`. Does not block.
///
/// # Errors
/// `Validation`, with the pointer of every member that cannot be read.
pub fn from_json<T: DeserializeOwned + Described>(text: &str) -> Result<T> {
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        let faults = check_shape(T::INFO, &value);
        if faults.iter().any(|fault| !fault.harmless) {
            return Err(DefactoError::unreadable(faults));
        }
    }
    read(text.as_bytes()).map_err(DefactoError::unreadable)
}

/// The readable part of a model, and the problems with the rest.
pub(crate) struct Lenient<T> {
    pub(crate) value: Option<T>,
    pub(crate) problems: Vec<Problem>,
    /// Whether members were removed to read the rest.
    pub(crate) removed_something: bool,
}

/// Reads as much of a model as possible, so that all problems are found at once. A member of the wrong form
/// is reported and removed, and the rest is read.
pub(crate) fn read_leniently<T: DeserializeOwned + Described>(text: &str) -> Lenient<T> {
    match parse_unique(text) {
        Ok(Parsed { value, duplicates }) => {
            let mut read = read_value_leniently(value);
            read.removed_something |= !duplicates.is_empty();
            read.problems.extend(duplicates.into_iter().map(Problem::from));
            read
        }
        Err(_) => Lenient { value: None, problems: problems_of::<T>(text), removed_something: true },
    }
}

/// Does the same for parsed JSON.
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

/// Makes the place of a fault readable: removes the member, or sets missing required text to an empty string.
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
