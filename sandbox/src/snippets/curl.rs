//! The call as a command of curl.

use serde_json::Value;

use super::literal::shell;
use super::names::API_KEY;
use super::request::{FORM, HttpRequest, UPLOAD, escaped, pretty, text};

pub(super) fn command(request: &HttpRequest, base_url: &str) -> String {
    let url = format!("{}{}", base_url.trim_end_matches('/'), request.path_and_query);
    let mut parts = vec![format!("curl {}", shell(&url))];
    if request.method != if request.body.is_some() { "POST" } else { "GET" } {
        parts[0] = format!("curl --request {} {}", request.method, shell(&url));
    }
    parts.push(format!("--header {}", shell(&format!("Authorization: Bearer {API_KEY}"))));
    match (request.content_type, &request.body) {
        (Some(UPLOAD), Some(Value::Object(members))) => {
            parts.extend(members.iter().map(|(name, value)| part(name, value)));
        }
        (Some(FORM), Some(Value::Object(members))) => {
            // curl escapes the value only.
            let parameter = |(name, value): (&String, &Value)| {
                format!("--data-urlencode {}", shell(&format!("{}={}", escaped(name), text(value))))
            };
            parts.extend(members.iter().map(parameter));
        }
        (Some(kind), Some(body)) => {
            parts.push(format!("--header {}", shell(&format!("Content-Type: {kind}"))));
            parts.push(format!("--data {}", shell(&pretty(body))));
        }
        _ => {}
    }
    parts.join(" \\\n  ")
}

/// A text goes as it is: in `--form` one with `@` or `<` in front would be the name of a file.
fn part(name: &str, value: &Value) -> String {
    if name != "file" {
        return format!("--form-string {}", shell(&format!("{name}={}", text(value))));
    }
    let path = text(value).replace('\\', "\\\\").replace('"', "\\\"");
    format!("--form {}", shell(&format!("file=@\"{path}\";type=application/pdf")))
}
