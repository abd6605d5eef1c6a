//! One call of an operation: the request, the answer, and the code in every language. The tests of each language compile
//! the code, and those of Python run it and compare the request.

use defacto_sandbox::snippets::{Language, Operation, Surface as Calls};
use serde_json::Value;

const URL: &str = "https://api-sandbox.getdefacto.com";

/// Returns the status of the answer as the end of a sentence; nothing for a function of several requests.
pub(super) fn status(calls: &Calls, name: &str) -> String {
    calls
        .operation(name)
        .map_or_else(String::new, |operation| format!(", with status {}", operation.example.status))
}

/// Returns a label and a block of code for each, folded; nothing for a function of several requests.
pub(super) fn blocks(calls: &Calls, name: &str) -> String {
    let Some(operation) = calls.operation(name) else { return String::new() };
    let example = &operation.example;
    let request = calls.request(operation, &example.arguments).text(URL);
    let mut blocks = vec![("Request", "http", request)];
    blocks.extend(answer(&example.answer));
    blocks.extend(
        Language::ALL.map(|language| (language.label(), fence(language), code(calls, operation, language))),
    );
    let blocks: String = blocks
        .iter()
        .flat_map(|(label, fence, code)| [*label, ":\n\n```", *fence, "\n", code.as_str(), "\n```\n\n"])
        .collect();
    format!("<details>\n<summary>Request, answer and code</summary>\n\n{blocks}</details>\n\n")
}

fn answer(answer: &Value) -> Option<(&'static str, &'static str, String)> {
    match answer {
        Value::Null => None,
        Value::String(text) => Some(("Answer", "text", text.trim_end().to_owned())),
        json => Some(("Answer", "json", format!("{json:#}"))),
    }
}

fn code(calls: &Calls, operation: &Operation, language: Language) -> String {
    calls.snippet(operation, language, URL, &operation.example.arguments)
}

/// Rust's own tests compile its code without running it.
fn fence(language: Language) -> &'static str {
    if language == Language::Rust { "rust,no_run" } else { language.fence() }
}
