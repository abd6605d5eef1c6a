//! Reads the vectors: cases that hold in every language.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Returns the cases of a file in `tests/vectors`, or of all files in a folder there.
pub fn cases(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors").join(name);
    if !path.is_dir() {
        return cases_of(&path);
    }
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "json"));
    files.sort();
    files.iter().flat_map(|file| cases_of(file)).collect()
}

fn cases_of(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    vectors["cases"].as_array().unwrap().clone()
}

/// Returns the name of a case.
pub fn name(case: &Value) -> &str {
    case["name"].as_str().unwrap()
}

/// Returns a body: text if its exact digits or faults matter, otherwise JSON.
pub fn body(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// Checks every case and reports all failures, so that one failure does not hide the next.
pub fn check_all(vectors: &str, check: impl Fn(&Value) -> Result<(), String> + Sync) {
    let cases = cases(vectors);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let failures = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    if let Err(why) = check(case) {
                        failures.lock().unwrap().push(format!("{}: {why}", name(case)));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    assert!(
        failures.is_empty(),
        "{} of {} cases of {vectors}:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

/// Compares one expected value of a case. A case without this value expects nothing.
///
/// # Errors
/// The value that was found instead.
pub fn expect(case: &Value, name: &str, found: &Value) -> Result<(), String> {
    match case.get(name) {
        Some(wanted) if wanted != found => Err(format!("{name} is {found}, not {wanted}")),
        _ => Ok(()),
    }
}
