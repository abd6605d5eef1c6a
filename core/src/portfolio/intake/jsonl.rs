//! Reads JSON Lines: one object a line, nested as a request or flat as a table.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, ErrorKind};

use serde_json::{Map, Value};

use super::column::ColumnUse;
use super::options::IntakeOptions;
use super::plan::{Mapping, is_same_name, kept};
use super::row::{RowBuilder, unreadable};
use super::target::{Target, find_whole};
use super::text::{Input, MAX_RECORD_BYTES, read_error};
use crate::error::{Problem, Result};
use crate::portfolio::row::{Row, RowProblem, plain_text};
use crate::wire::{Parsed, parse_unique};

/// The limit of names that are remembered. Any more are most likely values.
const MAX_NAMES: usize = 1_000;
/// The limit in bytes of a name that is remembered, to save memory.
const MAX_NAME_BYTES: usize = 256;

/// A JSON Lines file.
pub(super) struct JsonLines {
    input: BufReader<Input>,
    line: Vec<u8>,
    number: u64,
    names: Names,
    mapping: Mapping,
}

/// The place in the request for the members with one name.
struct Place {
    /// The place of a single value.
    single: Option<Target>,
    /// The place of an object or a list.
    nested: Option<Target>,
    /// Whether the caller mapped the name.
    is_said: bool,
}

impl Place {
    fn new(name: &str, mapping: &Mapping) -> Self {
        let (single, is_said) = mapping.place(name);
        let nested = if is_said { single.clone() } else { find_whole(name) };
        // A single value is also put where an object belongs. The check of the request reports it.
        Self { single: single.or_else(|| nested.clone()), nested, is_said }
    }

    fn of(&self, value: &Value) -> Option<&Target> {
        match value {
            Value::Null => None,
            Value::Object(_) | Value::Array(_) => self.nested.as_ref(),
            _ => self.single.as_ref(),
        }
    }
}

/// The names that occurred so far.
#[derive(Default)]
struct Names {
    places: HashMap<String, Place>,
    columns: Vec<ColumnUse>,
}

impl Names {
    /// Remembers the names of an object. Returns the places of those that exceed a limit.
    fn learn(&mut self, members: &Map<String, Value>, mapping: &Mapping) -> HashMap<String, Place> {
        let mut others = HashMap::new();
        for name in members.keys() {
            if self.places.contains_key(name) {
                continue;
            }
            let place = Place::new(name, mapping);
            if self.places.len() < MAX_NAMES && name.len() <= MAX_NAME_BYTES {
                let said = mapping.reference.as_deref();
                let is_reference = said.is_some_and(|said| is_same_name(said, name));
                let used = ColumnUse::new(name, place.single.as_ref());
                self.columns.push(ColumnUse { is_reference, ..used });
                self.places.insert(name.clone(), place);
            } else {
                others.insert(name.clone(), place);
            }
        }
        others
    }
}

/// Creates rows from single JSON objects, nested as a request or flat as a table, for companies that are not
/// in a file. The rules are those of JSON Lines.
pub struct Records {
    names: Names,
    mapping: Mapping,
    /// The number of columns that were checked for ignored names.
    told: usize,
}

impl Records {
    /// Creates a converter. The format, separator and encoding in `options` have no effect. Does not block.
    ///
    /// # Errors
    /// `Configuration` when a column or a constant of `options` is invalid.
    pub fn new(options: &IntakeOptions) -> Result<Self> {
        Ok(Self { names: Names::default(), mapping: Mapping::new(options)?, told: 0 })
    }

    /// Returns `object`, a JSON text, as row `number`. Invalid JSON is a problem of the row. Does not block.
    /// An unknown member is ignored, and its name is logged once as a warning, unless it looks like a value.
    pub fn row(&mut self, number: u64, object: &str) -> Row {
        let row = row(object, number, &mut self.names, &self.mapping);
        self.tell_ignored();
        row
    }

    fn tell_ignored(&mut self) {
        let columns = &self.names.columns;
        let ignored = |column: &&ColumnUse| {
            column.pointer.is_none() && !column.is_reference && !column.looks_like_value()
        };
        for ColumnUse { column, .. } in columns[self.told..].iter().filter(ignored) {
            tracing::warn!(target: "defacto_sdk", column, "no field of the request has this name: it is ignored");
        }
        self.told = columns.len();
    }
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("columns", &self.names.columns).finish_non_exhaustive()
    }
}

impl JsonLines {
    pub(super) fn new(input: Input, mapping: Mapping) -> Self {
        let input = BufReader::with_capacity(1 << 16, input);
        Self { input, line: Vec::new(), number: 0, names: Names::default(), mapping }
    }

    pub(super) fn columns(&self) -> &[ColumnUse] {
        &self.names.columns
    }

    /// Returns the next row that is not empty, or `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Row>> {
        while let Some(is_whole) = self.read_line()? {
            if !is_whole {
                return Ok(Some(unreadable(self.number, "too_long", "is longer than 1 MiB")));
            }
            let Ok(text) = std::str::from_utf8(&self.line) else {
                let detail = "holds bytes that stand for no letter: write the file as UTF-8";
                return Ok(Some(unreadable(self.number, "encoding", detail)));
            };
            if text.trim().is_empty() {
                continue;
            }
            return Ok(Some(row(text, self.number, &mut self.names, &self.mapping)));
        }
        Ok(None)
    }

    /// Reads one line. Returns `false` if the line is too long, and `None` at the end of the file.
    fn read_line(&mut self) -> Result<Option<bool>> {
        self.line.clear();
        let (mut is_whole, mut is_some) = (true, false);
        loop {
            let block = match self.input.fill_buf() {
                Ok(block) => block,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(read_error(&error)),
            };
            if block.is_empty() {
                self.number += u64::from(is_some);
                return Ok(is_some.then_some(is_whole));
            }
            is_some = true;
            let end = block.iter().position(|byte| *byte == b'\n');
            let part = block.get(..end.unwrap_or(block.len())).unwrap_or_default();
            if self.line.len() + part.len() > MAX_RECORD_BYTES {
                is_whole = false;
            }
            if is_whole {
                self.line.extend_from_slice(part);
            }
            let read = end.map_or(block.len(), |end| end + 1);
            self.input.consume(read);
            if end.is_some() {
                self.number += 1;
                return Ok(Some(is_whole));
            }
        }
    }
}

fn row(text: &str, number: u64, names: &mut Names, mapping: &Mapping) -> Row {
    let (members, duplicates) = match parse_unique(text) {
        Ok(Parsed { value: Value::Object(members), duplicates }) => (members, duplicates),
        Ok(_) => return unreadable(number, "type", "must be a JSON object, one a line"),
        Err(error) => {
            let detail = format!("is not valid JSON at column {}: write one object a line", error.column());
            return unreadable(number, "invalid_json", detail);
        }
    };
    if let Some(twice) = duplicates.into_iter().next() {
        // Which of the two is meant cannot be known, so nothing of the row is used.
        let problems = vec![RowProblem::new(None, Problem::from(twice))];
        return Row::of_problems(number, problems);
    }
    let others = names.learn(&members, mapping);
    let place = |name: &String| names.places.get(name).or_else(|| others.get(name));
    let places: Vec<(Option<&Target>, bool)> = members
        .iter()
        .map(|(name, value)| place(name).map_or((None, false), |place| (place.of(value), place.is_said)))
        .collect();
    let keeps = kept(&places, mapping);
    let mut draft = RowBuilder::new(mapping);
    draft.refer(reference(&members, mapping).as_deref());
    for (((name, value), (target, _)), keeps) in members.iter().zip(&places).zip(keeps) {
        match (target, value) {
            (Some(target), Value::String(text)) if keeps => draft.put_cell(target, name, Some(text)),
            (Some(target), value) if keeps => draft.put(target, name, value.clone()),
            _ => {}
        }
    }
    draft.finish(number, mapping)
}

/// Returns the caller's own reference: a member of the object or, without one of this name, of its metadata.
fn reference(members: &Map<String, Value>, mapping: &Mapping) -> Option<String> {
    let key = mapping.reference.as_deref()?;
    let is_key = |(name, _): &(&String, &Value)| is_same_name(name, key);
    let own = members.get(key).or_else(|| members.iter().find(is_key).map(|(_, value)| value));
    let value = own.or_else(|| members.get("metadata")?.get(key))?;
    plain_text(value)
}
