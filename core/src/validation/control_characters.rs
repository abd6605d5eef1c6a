//! Control characters: no value of a request needs one, and databases refuse some of them.

use serde::Serialize;
use serde_json::Value;

use super::texts::any_text;
use crate::error::{Problem, Severity};

/// Returns one error for each value of a request that holds a control character. Tabs and line ends are
/// allowed. The values and the names of members are not repeated.
pub(crate) fn control_characters<T: Serialize>(request: &T) -> Vec<Problem> {
    let mut problems = Vec::new();
    if any_text(request, holds_one)
        && let Ok(value) = serde_json::to_value(request)
    {
        find(&value, "", &mut problems);
    }
    problems
}

/// Returns `false` if no value in this JSON text holds a control character: all but U+007F are escaped in it.
pub(crate) fn may_hold_one(json: &str) -> bool {
    memchr::memchr2(b'\\', 0x7f, json.as_bytes()).is_some()
}

/// Looks at all bytes, without an early end: the compiler makes it several bytes at a time.
fn holds_one(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | is_control(byte.into()))
}

/// Returns `true` for U+0000 to U+001F and U+007F, other than a tab or a line end.
pub(crate) fn is_control(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')
}

fn find(value: &Value, pointer: &str, problems: &mut Vec<Problem>) {
    match value {
        Value::String(text) if text.contains(is_control) => {
            let detail = "holds a control character: take it out, or export the data again";
            problems.push(error(pointer, detail));
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                find(item, &format!("{pointer}/{at}"), problems);
            }
        }
        Value::Object(members) => {
            if members.keys().any(|name| name.contains(is_control)) {
                let detail = "has a member whose name holds a control character: take it out";
                problems.push(error(pointer, detail));
            }
            for (name, member) in members.iter().filter(|(name, _)| !name.contains(is_control)) {
                let name = name.replace('~', "~0").replace('/', "~1");
                find(member, &format!("{pointer}/{name}"), problems);
            }
        }
        _ => {}
    }
}

fn error(pointer: &str, detail: &str) -> Problem {
    Problem::new(pointer, "control_character", Severity::Error, detail)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{control_characters, may_hold_one};

    fn pointers(json: &str) -> Vec<String> {
        let request: Value = serde_json::from_str(json).expect("it is JSON");
        let found = control_characters(&request);
        assert!(found.is_empty() || may_hold_one(&request.to_string()), "{json}");
        found.into_iter().map(|problem| problem.pointer).collect()
    }

    #[test]
    fn a_control_character_is_found_at_any_depth() {
        let json = r#"{"name":"a\u0000b","metadata":{"a/b":[1,{"c":"\u001f"}],"d":"\b"},"city":"Li lle"}"#;
        assert_eq!(pointers(json), ["/metadata/a~1b/1/c", "/metadata/d", "/name"]);
        assert_eq!(pointers("{\"name\":\"a\u{7F}\"}"), ["/name"]);
    }

    #[test]
    fn the_name_of_a_member_is_not_repeated() {
        let problems = control_characters(&json!({"metadata": {"a\0b": "c"}}));
        assert_eq!(problems[0].pointer, "/metadata");
        assert!(!problems[0].to_string().contains('\0'));
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn tabs_line_ends_and_written_escapes_are_text() {
        assert!(pointers(r#"{"a":"1\t2\r\n3","b":"C:\\users\\u0000","c":"\u00e9 é"}"#).is_empty());
    }
}
