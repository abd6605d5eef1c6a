//! What is known about the last answer besides its body.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use reqwest::header::HeaderMap;

use super::call::Call;
use super::reply::Reply;
use crate::lock::Unpoisoned;

/// The last answer of a client, without its body: status, headers, request id and attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, eq, get_all, module = "defacto_sdk"))]
pub struct AnswerInfo {
    /// The operation: `GET /loan/{loan_id}`.
    pub operation: String,
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// The id of the request, to name it to the vendor.
    pub request_id: Option<String>,
    /// How often the call was sent: 1 unless it was repeated.
    pub attempts: u32,
    /// The headers, with names in lower case. A header that comes more than once has its values joined by `, `.
    pub headers: HashMap<String, String>,
}

/// The place of the last answer. The copies of one client object share it.
#[derive(Clone, Default)]
pub(super) struct LastAnswer(Arc<Mutex<Option<Kept>>>);

/// An answer as it is kept. Its headers are converted when they are asked for.
struct Kept {
    operation: String,
    status: u16,
    request_id: Option<String>,
    attempts: u32,
    headers: HeaderMap,
}

impl LastAnswer {
    pub(super) fn keep(&self, call: &Call, reply: &mut Reply, attempts: u32) {
        let kept = Kept {
            operation: call.label().to_owned(),
            status: reply.status,
            request_id: reply.request_id.clone(),
            attempts,
            headers: std::mem::take(&mut reply.headers),
        };
        *self.0.lock().unpoisoned() = Some(kept);
    }

    pub(super) fn get(&self) -> Option<AnswerInfo> {
        self.0.lock().unpoisoned().as_ref().map(|kept| {
            let mut headers = HashMap::<String, String>::new();
            for (name, value) in &kept.headers {
                let value = String::from_utf8_lossy(value.as_bytes());
                let values = headers.entry(name.to_string()).or_default();
                if !values.is_empty() {
                    values.push_str(", ");
                }
                values.push_str(&value);
            }
            AnswerInfo {
                operation: kept.operation.clone(),
                status: kept.status,
                request_id: kept.request_id.clone(),
                attempts: kept.attempts,
                headers,
            }
        })
    }
}
