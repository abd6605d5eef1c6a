//! A request as an operation sees it, and what an operation may do about it.

use std::{fmt, time::Duration};

use axum::http::StatusCode;
use bytes::Bytes;
use serde_json::Value;

use crate::{
    http::{content::Upload, problem::Problem},
    rules::Refusal,
    world::World,
};

/// A request whose key and body schema have been checked.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) params: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    /// The body as JSON, forms too.
    pub(crate) body: Value,
    /// The files of a multipart body.
    pub(crate) uploads: Vec<Upload>,
}

impl Call {
    /// A parameter of the path; empty when the template has none of that name.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The last value of a query parameter that is not repeatable.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a repeatable query parameter.
    pub(crate) fn query_all(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// A text of the body; absent, null and empty are the same.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.body[field].as_str().filter(|text| !text.is_empty())
    }

    /// A flag of the body; absent is false.
    pub(crate) fn flag(&self, field: &str) -> bool {
        self.body[field].as_bool().unwrap_or(false)
    }
}

/// An operation: it looks at the state and says what to do. It runs once to validate and once more,
/// under the same lock as the change, to commit; so it must not change anything itself.
pub(crate) type Handler = fn(&Call, &World) -> Result<Step, Refusal>;

/// What to do about a valid request.
pub(crate) enum Step {
    /// Answer; the state stays as it is.
    Answer(Reply),
    /// Change the state, then answer.
    Commit(Box<dyn FnOnce(&mut World) -> Reply + Send>),
}

impl Step {
    /// A change of the state.
    #[expect(clippy::unnecessary_wraps, reason = "it is what a handler ends with")]
    pub(crate) fn commit(change: impl FnOnce(&mut World) -> Reply + Send + 'static) -> Result<Self, Refusal> {
        Ok(Self::Commit(Box::new(change)))
    }

    /// An answer of 200 that changes nothing.
    #[expect(clippy::unnecessary_wraps, reason = "it is what a handler ends with")]
    pub(crate) fn ok(body: Value) -> Result<Self, Refusal> {
        Ok(Self::Answer(Reply::json(StatusCode::OK, body)))
    }
}

/// What an answer says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Payload {
    Empty,
    Json(Value),
    Problem(Value),
    Text(String),
    Html(String),
    File(File),
}

/// A body of any content type, with a name when it is to be stored as a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct File {
    pub(crate) content_type: String,
    pub(crate) name: Option<String>,
    pub(crate) bytes: Bytes,
}

type Finish = Box<dyn FnOnce(&mut World, Reply) -> Reply + Send>;

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) payload: Payload,
    /// How long it takes as documented; none: as long as any small call.
    pub(crate) after: Option<Duration>,
    /// Makes the answer when that time has passed, for answers that wait for something.
    pub(crate) finish: Option<Finish>,
    pub(crate) retry_after: Option<u64>,
}

impl Reply {
    pub(crate) fn new(status: StatusCode, payload: Payload) -> Self {
        Self { status, payload, after: None, finish: None, retry_after: None }
    }

    pub(crate) fn json(status: StatusCode, body: Value) -> Self {
        Self::new(status, Payload::Json(body))
    }

    /// 204.
    pub(crate) fn empty() -> Self {
        Self::new(StatusCode::NO_CONTENT, Payload::Empty)
    }

    pub(crate) fn problem(problem: impl Into<Problem>, instance: &str) -> Self {
        let problem = problem.into();
        Self::new(problem.status, Payload::Problem(problem.body(instance)))
    }

    /// A page of a gateway in front of the API, which knows no JSON.
    pub(crate) fn gateway(status: StatusCode) -> Self {
        let title = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or("Error"));
        let page = format!("<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n");
        Self::new(status, Payload::Html(page))
    }

    pub(crate) fn after(mut self, documented: Duration) -> Self {
        self.after = Some(documented);
        self
    }

    /// Replaces the answer when its time has passed, if there is another one then.
    pub(crate) fn finish(mut self, finish: impl FnOnce(&mut World) -> Option<Self> + Send + 'static) -> Self {
        self.finish = Some(Box::new(|world, reply| finish(world).unwrap_or(reply)));
        self
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Reply").field("status", &self.status).finish_non_exhaustive()
    }
}
