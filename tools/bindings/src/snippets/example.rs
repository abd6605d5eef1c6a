//! One small example for each operation: its arguments from `examples.json` or from the vectors, its answer from the
//! vectors.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use camino::Utf8Path;
use defacto_sandbox::snippets::Example;
use defacto_sdk::wire::{Answer, Kind, ModelInfo, Operation};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::surface::{Surface, accessor};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/operations");

/// How long the arguments of a case with all of them may be, as JSON. Otherwise those that are required suffice.
const SHORT: usize = 250;

/// How many members an answer has at most beside the required ones: the outermost object, one inside, one in that.
const MEMBERS: [usize; 3] = [12, 4, 0];

/// What an answer over pages has around its items.
const PAGE: [&str; 4] = ["count", "page_size", "next_page", "total"];

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    operation: String,
    arguments: Map<String, Value>,
    answer: Reply,
}

#[derive(Deserialize)]
struct Reply {
    status: u16,
    #[serde(default)]
    body: Value,
    text: Option<String>,
}

pub(super) struct Examples {
    by_hand: BTreeMap<String, Map<String, Value>>,
    cases: Vec<Case>,
    /// The fullest answer with each model: an area shows a model in full once.
    fullest: BTreeMap<&'static str, Value>,
}

impl Examples {
    pub(super) fn read(surface: &Surface) -> Result<Self> {
        let by_hand = serde_json::from_str(include_str!("examples.json")).context("examples.json")?;
        let mut cases = vec![];
        for file in Utf8Path::new(VECTORS).read_dir_utf8()? {
            let path = file?.into_path();
            if path.extension() == Some("json") {
                let vectors: Vectors = serde_json::from_str(&fs::read_to_string(&path)?).context(path)?;
                cases.extend(vectors.cases);
            }
        }
        let fullest = fullest(surface, &cases);
        Ok(Self { by_hand, cases, fullest })
    }

    pub(super) fn of(&self, name: &str, operation: &Operation) -> Example {
        let cases = || self.cases.iter().filter(|case| case.operation == name);
        // The first one has every argument and every field. An operation that is new has none yet.
        let Some(full) = cases().next() else {
            return Example { arguments: Map::new(), status: 200, answer: Value::Null };
        };
        let length = |case: &Case| Value::Object(case.arguments.clone()).to_string().len();
        let short = cases().find(|case| length(case) <= SHORT).unwrap_or(full);
        let arguments = self.by_hand.get(name).unwrap_or(&short.arguments);
        let body = self.shortened(operation.answer, &full.answer.body);
        Example {
            arguments: arguments.clone(),
            status: full.answer.status,
            answer: full.answer.text.clone().map_or(body, Value::String),
        }
    }

    fn shortened(&self, answer: Answer, body: &Value) -> Value {
        let item = match answer {
            Answer::Pages(item) | Answer::One(&Kind::List(item)) => Some(item),
            _ => None,
        };
        match (item, answer, body) {
            (Some(item), _, Value::Object(page)) => {
                let data = self.one(item, first_of(page.get("data").unwrap_or(&Value::Null)));
                let around =
                    PAGE.iter().filter_map(|name| Some(((*name).to_owned(), page.get(*name)?.clone())));
                Value::Object(around.chain([("data".to_owned(), data.into_iter().collect())]).collect())
            }
            (Some(item), _, body) => self.one(item, first_of(body)).into_iter().collect(),
            (None, Answer::One(kind), body) => self.one(kind, Some(body)).unwrap_or_default(),
            (None, _, body) => body.clone(),
        }
    }

    /// Returns a value with its most important members, or `None` if the kind has no sample.
    fn one(&self, kind: &Kind, given: Option<&Value>) -> Option<Value> {
        let fullest = match kind {
            Kind::Model(model) => self.fullest.get(model.name),
            _ => None,
        };
        Some(value(kind, fullest.or(given)?, 0))
    }
}

/// Returns the longest answer of each model that an operation returns.
fn fullest(surface: &Surface, cases: &[Case]) -> BTreeMap<&'static str, Value> {
    let mut found: BTreeMap<&'static str, Value> = BTreeMap::new();
    for area in &surface.areas {
        for operation in area.operations {
            let name = format!("{}.{}", accessor(area), operation.verb);
            for case in cases.iter().filter(|case| case.operation == name) {
                let body = &case.answer.body;
                let (kind, value) = match operation.answer {
                    Answer::Pages(item) => (item, first_of(&body["data"])),
                    Answer::One(Kind::List(item)) => (*item, first_of(body)),
                    Answer::One(kind) => (kind, Some(body)),
                    Answer::Nothing => continue,
                };
                if let (Kind::Model(model), Some(value)) = (kind, value) {
                    let longest = found.entry(model.name).or_default();
                    if value.to_string().len() > longest.to_string().len() {
                        *longest = value.clone();
                    }
                }
            }
        }
    }
    found
}

fn first_of(list: &Value) -> Option<&Value> {
    list.as_array()?.first()
}

/// Returns the first item of a list.
fn first(item: &Kind, list: &Value, depth: usize) -> Value {
    let items = list.as_array().map_or(&[][..], Vec::as_slice);
    items.iter().take(1).map(|one| value(item, one, depth)).collect()
}

fn value(kind: &Kind, given: &Value, depth: usize) -> Value {
    match (kind, given) {
        (Kind::List(item), Value::Array(_)) => first(item, given, depth),
        (Kind::Model(model), Value::Object(members)) => Value::Object(members_of(model, members, depth)),
        _ => given.clone(),
    }
}

/// Returns the required members and the first of the others.
fn members_of(model: &ModelInfo, members: &Map<String, Value>, depth: usize) -> Map<String, Value> {
    let mut left = MEMBERS.get(depth).copied().unwrap_or(0);
    let mut kept = Map::new();
    for field in model.fields {
        let Some(given) = members.get(field.name) else { continue };
        if !field.required {
            // The vectors give every object a reason, whatever its status is.
            if left == 0 || field.name.ends_with("_reason") {
                continue;
            }
            left -= 1;
        }
        let shorter = value(field.kind, given, depth + 1);
        // An empty object shows nothing.
        if field.required || shorter != Value::Object(Map::new()) {
            kept.insert(field.name.to_owned(), shorter);
        }
    }
    kept
}
