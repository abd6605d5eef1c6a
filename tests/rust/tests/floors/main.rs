//! A file uses what stands beside it or below: the floors of ARCHITECTURE.md, checked against the sources.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

mod graph;
mod imports;
mod plan;

use std::path::Path;

use graph::Graph;
use plan::{PLANS, Plan};

fn graph_of(plan: &Plan) -> Graph {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Graph::read(&root.join(plan.folder)).unwrap()
}

#[test]
fn no_file_uses_what_stands_above_it() {
    for plan in PLANS {
        let violations = graph_of(plan).violations(plan);
        assert!(violations.is_empty(), "{}:\n  {}", plan.name, violations.join("\n  "));
    }
}

#[test]
fn no_circle_of_files_is_large() {
    for plan in PLANS {
        let graph = graph_of(plan);
        let circles = graph.circles();
        let large: Vec<_> = circles.iter().filter(|circle| circle.len() > plan.largest_circle).collect();
        assert!(large.is_empty(), "{}: {large:?}", plan.name);
    }
}

#[test]
fn every_circle_is_named_in_the_map() {
    let map = include_str!("../../../../ARCHITECTURE.md");
    for plan in PLANS {
        let graph = graph_of(plan);
        for circle in graph.circles().iter().filter(|circle| !is_one_module(circle)) {
            let names = circle.iter().map(|file| format!("`{file}.rs`"));
            let unnamed: Vec<_> = names.filter(|name| !map.contains(name)).collect();
            assert!(
                unnamed.is_empty(),
                "{}: {circle:?} use each other, and {unnamed:?} is not named",
                plan.name
            );
        }
    }
}

/// Returns `true` if all files are parts of one module, which they share with its `mod.rs`.
fn is_one_module(circle: &[&str]) -> bool {
    let module = circle.iter().find_map(|file| file.strip_suffix("mod"));
    module.is_some_and(|module| circle.iter().all(|file| file.starts_with(module)))
}

/// A small crate of three floors, with one file that is given.
fn violations_with(file: &str, source: &str) -> Vec<String> {
    const SMALL: Plan = Plan {
        name: "small",
        folder: "",
        floors: &["low", "left | right", "high lib"],
        exceptions: &[("left/odd", "high")],
        largest_circle: 6,
    };
    let sources = [
        ("lib", "mod high; mod left; mod low; mod right; #[cfg(test)] mod tests; pub use high::Top;"),
        ("tests/mod", "mod large;"),
        ("tests/large", "use crate::high; use crate::low;"),
        ("low", "//! use crate::high;\nconst TEXT: &str = \"use crate::high;\"; fn f<'a>(_: &'a u8) {}"),
        ("left/mod", "mod odd; mod plain;"),
        ("left/odd", "use crate::high::Top;"),
        (
            "left/plain",
            "use super::odd::{self, Odd}; use crate::low; #[cfg(test)] mod tests { use crate::high; }",
        ),
        (
            "right",
            "use std::fmt; mod inner { use super::super::low::Low; } pub(in crate::high) fn f() -> crate::low::Low {}",
        ),
        ("high", "use crate::{left::plain::{Plain, other}, right};"),
    ];
    let mut sources: std::collections::BTreeMap<_, _> =
        sources.into_iter().map(|(file, source)| (file.to_owned(), source.to_owned())).collect();
    sources.entry(file.to_owned()).or_default().push_str(source);
    Graph::of(&sources).violations(&SMALL)
}

#[test]
fn a_forbidden_import_is_found_however_it_is_written() {
    assert_eq!(violations_with("high", ""), Vec::<String>::new());
    for (file, source) in [
        ("low", "use crate::high::Top;"),
        ("low", "use crate::{high::{Top, Other as Another}};"),
        ("low", "fn f() { crate::high::run() }"),
        ("low", "mod inner { use super::super::high; }"),
        ("low", "use super::Top;"),
        ("left/plain", "use super::super::right::Right;"),
        ("left/plain", "use crate::right::*;"),
        ("right", "pub(crate) use crate::left::plain as other;"),
    ] {
        assert_eq!(violations_with(file, source).len(), 1, "{file}: {source}");
    }
    assert_eq!(violations_with("stray", ""), ["stray.rs stands on no floor"]);
}
