//! A call: method, path, query, body.

use std::borrow::Cow;
use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::multipart::{FilePart, boundary, quotable};
use super::path::{wrong_path, wrong_value};
use crate::error::{DefactoError, Problem, Result, Severity};
use crate::redact::private_values;
use crate::retry::Repetition;
use crate::scrub::scrub;
use crate::validation::{control_characters, may_hold_one};
use crate::wire::{Described, ModelInfo, Operation, to_json};

/// Everything but the unreserved characters of RFC 3986.
const PATH_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A body and its content type.
#[derive(Clone)]
pub(super) struct Body {
    pub(super) content_type: Cow<'static, str>,
    pub(super) bytes: Vec<u8>,
}

/// One call of the API.
#[derive(Clone)]
pub(crate) struct Call {
    label: Cow<'static, str>,
    pub(super) method: Cow<'static, str>,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) body: Option<Body>,
    /// Whether the call may be sent again when its outcome is unknown.
    repeatable: bool,
    /// The JSON whose private values an error's text must not repeat, and the model that marks them.
    private: Option<(Option<&'static ModelInfo>, Vec<u8>)>,
    /// Whether the call may change something on the server.
    pub(super) changes_something: bool,
    /// Whether the caller wrote the path.
    pub(super) is_raw: bool,
    /// The problems of the path and the body. A call with problems is not sent.
    problems: Vec<Problem>,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.label)
    }
}

impl Call {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self {
            label: format!("{} {}", operation.method, operation.path).into(),
            method: operation.method.into(),
            path: operation.path.to_owned(),
            query: String::new(),
            body: None,
            private: None,
            repeatable: operation.repeatable,
            changes_something: !operation.read_only,
            is_raw: false,
            problems: Vec::new(),
        }
    }

    /// Creates a call that is not an operation of this library.
    pub(crate) fn raw(method: &str, path: &str) -> Self {
        let method = method.to_ascii_uppercase();
        let read = matches!(method.as_str(), "GET" | "HEAD");
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Self {
            // A path written by hand may name a person.
            label: format!("{method} {}", scrub(path)).into(),
            method: method.into(),
            path: path.to_owned(),
            query: query.to_owned(),
            body: None,
            private: None,
            repeatable: read,
            changes_something: !read,
            is_raw: true,
            problems: Vec::new(),
        }
    }

    /// Returns the method and the path template, as errors and logs show them. It holds no ids.
    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// Puts `value` into the path. `check` refuses a value that would change the path itself.
    pub(crate) fn path(mut self, name: &str, value: &impl Display) -> Self {
        let text = value.to_string();
        if let Some(detail) = wrong_value(&text) {
            self.problems.push(Problem::new(format!("/{name}"), "path_value", Severity::Error, detail));
        }
        let encoded = utf8_percent_encode(&text, PATH_SEGMENT).to_string();
        self.path = self.path.replace(&format!("{{{name}}}"), &encoded);
        self
    }

    pub(crate) fn query(mut self, name: &str, value: Option<&impl Display>) -> Self {
        if let Some(value) = value {
            self.push_query(name, &value.to_string());
        }
        self
    }

    /// Returns the same call with another path.
    pub(super) fn at(&self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self.clone() }
    }

    /// Returns an error if the call cannot be sent as intended.
    pub(super) fn check(&self) -> Result<()> {
        if !self.problems.is_empty() {
            let mut error = DefactoError::invalid(self.problems.clone());
            error.details_mut().operation = Some(self.label().to_owned());
            return Err(error);
        }
        if !self.is_raw {
            return Ok(());
        }
        let wrong = if self.query.contains('#') {
            Some("the query holds a number sign")
        } else {
            wrong_path(&self.path)
        };
        let Some(detail) = wrong else { return Ok(()) };
        let hint = if self.path.starts_with('/') {
            "Encode the values in the path, and pass the query apart."
        } else {
            "Write it as /borrowers."
        };
        Err(DefactoError::configuration(detail, hint))
    }

    /// Returns the effect of sending the call again.
    pub(super) fn repetition(&self) -> Repetition {
        match (self.changes_something, self.repeatable) {
            (false, _) => Repetition::Reads,
            (true, true) => Repetition::Idempotent,
            (true, false) => Repetition::NotIdempotent,
        }
    }

    fn push_query(&mut self, name: &str, value: &str) {
        let query = std::mem::take(&mut self.query);
        self.query = url::form_urlencoded::Serializer::new(query).append_pair(name, value).finish();
    }

    /// Adds the members of `filter` to the query. A list repeats its name.
    pub(crate) fn filter<T: Serialize>(mut self, filter: &T) -> Self {
        let Ok(Value::Object(members)) = serde_json::from_str(&to_json(filter)) else { return self };
        for (name, value) in &members {
            match value {
                Value::Array(items) => items.iter().for_each(|item| self.push_query(name, &plain(item))),
                value => self.push_query(name, &plain(value)),
            }
        }
        self
    }

    /// Sets the cursor of the page to read; without one it is the first page.
    pub(crate) fn cursor(mut self, cursor: Option<&str>) -> Self {
        if let Some(cursor) = cursor {
            let others: Vec<(String, String)> = url::form_urlencoded::parse(self.query.as_bytes())
                .into_owned()
                .filter(|(name, _)| name != "cursor")
                .collect();
            self.query.clear();
            for (name, value) in &others {
                self.push_query(name, value);
            }
            self.push_query("cursor", cursor);
        }
        self
    }

    pub(crate) fn json<T: Serialize + Described>(mut self, body: &T) -> Self {
        let json = to_json(body);
        if may_hold_one(&json) {
            self.problems.extend(control_characters(body));
        }
        let json = json.into_bytes();
        self.private = Some((Some(T::INFO), json.clone()));
        self.send_along("application/json", json)
    }

    /// Sets the members of a model as a web form.
    pub(crate) fn form<T: Serialize + Described>(mut self, form: &T) -> Self {
        let json = to_json(form);
        self.problems.extend(control_characters(form));
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        if let Ok(Value::Object(members)) = serde_json::from_str(&json) {
            for (name, value) in &members {
                text.append_pair(name, &plain(value));
            }
        }
        let bytes = text.finish().into_bytes();
        self.private = Some((Some(T::INFO), json.into_bytes()));
        self.send_along("application/x-www-form-urlencoded", bytes)
    }

    /// Sets a file and texts, as browsers upload them.
    pub(crate) fn multipart(mut self, file: &FilePart<'_>, texts: &[(&str, &str)]) -> Self {
        let boundary = boundary(file.content);
        // A text may itself be JSON, whose values are private as well.
        let private =
            texts.iter().map(|(_, text)| serde_json::from_str(text).unwrap_or_else(|_| (*text).into()));
        self.private = Some((None, Value::Array(private.collect()).to_string().into_bytes()));
        let mut bytes = Vec::with_capacity(file.content.len() + 512);
        for (name, text) in texts {
            let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            bytes.extend([head.as_bytes(), text.as_bytes(), b"\r\n"].concat());
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
             Content-Type: {}\r\n\r\n",
            file.name,
            quotable(file.filename),
            file.content_type
        );
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(file.content);
        bytes.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        self.send_along(format!("multipart/form-data; boundary={boundary}"), bytes)
    }

    /// Returns the values of the body that an error's text must not repeat.
    pub(crate) fn private_values(&self) -> Vec<String> {
        self.private.as_ref().map(|(model, json)| private_values(*model, json)).unwrap_or_default()
    }

    /// Sets JSON that has no model. All its values are private.
    pub(crate) fn body(mut self, json: Vec<u8>) -> Self {
        self.private = Some((None, json.clone()));
        self.send_along("application/json", json)
    }

    fn send_along(mut self, content_type: impl Into<Cow<'static, str>>, bytes: Vec<u8>) -> Self {
        self.body = Some(Body { content_type: content_type.into(), bytes });
        self
    }
}

/// Returns a scalar as it is written in a query or a form.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use defacto_sdk_macros::model;

    use super::{Call, FilePart};

    /// A form.
    #[model(request)]
    struct Form {
        /// A random value.
        #[sensitive]
        nonce: String,
        /// A number.
        size: Option<i64>,
    }

    fn body(call: &Call) -> (String, String) {
        let body = call.body.as_ref().expect("it has a body");
        (body.content_type.to_string(), String::from_utf8_lossy(&body.bytes).into_owned())
    }

    #[test]
    fn a_form_is_encoded_and_what_is_private_in_it_is_known() {
        let call = Call::raw("POST", "/form").form(&Form::new("a b&c=é").size(3));
        let (content_type, text) = body(&call);
        assert_eq!(content_type, "application/x-www-form-urlencoded");
        assert_eq!(text, "nonce=a+b%26c%3D%C3%A9&size=3");
        assert_eq!(call.private_values(), ["a b&c=é"]);
    }

    #[test]
    fn a_file_is_sent_with_texts_beside_it() {
        let file = FilePart {
            name: "file",
            filename: "an \"odd\"\r\nname.pdf",
            content_type: "application/pdf",
            content: b"%PDF-\r\n--",
        };
        let call = Call::raw("POST", "/upload").multipart(&file, &[("metadata", r#"{"a":"order 17"}"#)]);
        assert_eq!(call.private_values(), ["order 17"]);
        let (content_type, text) = body(&call);
        let boundary =
            content_type.strip_prefix("multipart/form-data; boundary=").expect("it names its boundary");
        assert_eq!(
            text,
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{{\"a\":\"order 17\"}}\r\n\
                 --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
                 filename=\"an %22odd%22%0D%0Aname.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-\r\n--\r\n\
                 --{boundary}--\r\n"
            )
        );
    }
}
