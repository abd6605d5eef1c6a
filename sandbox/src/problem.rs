//! The error body of the API: `title`, `status`, `detail`, `instance`, and where they apply `invalid_params`, `data`.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// An error answer. Its texts never repeat a value of the request: those may be personal.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    detail: String,
    invalid_params: Vec<(String, String)>,
    data: Option<Value>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), invalid_params: Vec::new(), data: None }
    }

    /// 400: the request is well formed and cannot be carried out.
    pub(crate) fn refused(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 404 for a thing named by its kind.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("No such {what}."))
    }

    /// 422 about one parameter.
    pub(crate) fn invalid(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::unprocessable("The request is malformed.").with_param(name, reason)
    }

    /// 422 without a parameter to name.
    pub(crate) fn unprocessable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    pub(crate) fn with_param(mut self, name: impl Into<String>, reason: impl Into<String>) -> Self {
        self.invalid_params.push((name.into(), reason.into()));
        self
    }

    pub(crate) fn with_data(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }

    /// The body as it is sent.
    pub(crate) fn body(&self, instance: &str) -> Value {
        let mut body = json!({
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": self.detail,
            "instance": instance,
        });
        if !self.invalid_params.is_empty() {
            body["invalid_params"] = self
                .invalid_params
                .iter()
                .map(|(name, reason)| json!({"name": name, "reason": reason}))
                .collect();
        }
        if let Some(data) = &self.data {
            body["data"] = data.clone();
        }
        body
    }
}
