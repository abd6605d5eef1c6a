//! The error body of the API: `title`, `status`, `detail`, `instance`, and where they apply `invalid_params`,
//! `data`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::rules::{Refusal, refusal::Kind};

/// An error answer: a refusal with its status.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    refusal: Refusal,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.kind {
            Kind::Refused => StatusCode::BAD_REQUEST,
            Kind::Malformed => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::NotFound => StatusCode::NOT_FOUND,
        };
        Self { status, refusal }
    }
}

impl Problem {
    /// An error of HTTP itself, which no refusal stands for.
    pub(crate) fn new(status: StatusCode, detail: &str) -> Self {
        Self { status, refusal: Refusal::new(detail) }
    }

    /// Returns the body as it is sent.
    pub(crate) fn body(&self, instance: &str) -> Value {
        let Refusal { detail, params, data, .. } = &self.refusal;
        let mut body = json!({
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": detail,
            "instance": instance,
        });
        if !params.is_empty() {
            body["invalid_params"] =
                params.iter().map(|(name, reason)| json!({"name": name, "reason": reason})).collect();
        }
        if let Some(data) = data {
            body["data"] = data.clone();
        }
        body
    }
}
