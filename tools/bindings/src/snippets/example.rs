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
}

impl Examples {
    pub(super) fn read() -> Result<Self> {
        let by_hand = serde_json::from_str(include_str!("examples.json")).context("examples.json")?;
        let mut cases = vec![];
        for file in Utf8Path::new(VECTORS).read_dir_utf8()? {
            let path = file?.into_path();
            if path.extension() == Some("json") {
                let vectors: Vectors = serde_json::from_str(&fs::read_to_string(&path)?).context(path)?;
                cases.extend(vectors.cases);
            }
        }
        Ok(Self { by_hand, cases })
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
        let body = shortened(operation.answer, &full.answer.body);
        Example {
            arguments: arguments.clone(),
            status: full.answer.status,
            answer: full.answer.text.clone().map_or(body, Value::String),
        }
    }
}

fn shortened(answer: Answer, body: &Value) -> Value {
    match (answer, body) {
        (Answer::Pages(item), Value::Object(page)) => {
            let data = first(item, page.get("data").unwrap_or(&Value::Null), 0);
            let around = PAGE.iter().filter_map(|name| Some(((*name).to_owned(), page.get(*name)?.clone())));
            Value::Object(around.chain([("data".to_owned(), data)]).collect())
        }
        (Answer::One(kind), body) => value(kind, body, 0),
        (_, body) => body.clone(),
    }
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
            if left == 0 {
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
