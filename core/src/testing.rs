//! An API without a network, for unit tests of programs that use this crate.
//!
//! A [`TestApi`] holds the answers that a test prepares, and its clients send nothing. Validation, retries,
//! errors and journeys are those of every client. For tests of whole journeys, use the sandbox: it behaves as
//! the API does.
//!
//! ```
//! use defacto_sdk::testing::{Answer, TestApi};
//! use serde_json::json;
//!
//! let api = TestApi::default();
//! let borrower = "e58ed763-928c-4155-bee9-fdbaaadc15f3".parse()?;
//! api.answer("GET /borrower/{borrower_id}", Answer::json(404, &json!({"detail": "not found"})));
//!
//! let error = api.client()?.borrowers().get(borrower).unwrap_err();
//! assert_eq!(error.status(), Some(404));
//! assert_eq!(api.calls()[0].path, format!("/borrower/{borrower}"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Serialize;

use crate::client::{AsyncClient, Client, ClientBuilder, Environment};
use crate::error::Result;
use crate::lock::Unpoisoned;

/// The URL of the clients. Nothing listens there, and nothing is sent to it.
const URL: &str = "http://127.0.0.1:9";

/// A call as it would be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentCall {
    /// The operation: `GET /borrower/{borrower_id}`.
    pub operation: String,
    /// The HTTP method.
    pub method: String,
    /// The path, encoded.
    pub path: String,
    /// The query, encoded; empty without one.
    pub query: String,
    /// The body; empty without one.
    pub body: Vec<u8>,
}

/// What becomes of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// The API answers.
    Answered {
        /// The HTTP status.
        status: u16,
        /// How long the API asks not to be called again; `None` if it does not ask.
        retry_after: Option<Duration>,
        /// The body.
        body: Vec<u8>,
    },
    /// The connection is never made.
    NotSent,
    /// The connection breaks after the call was sent.
    Broken,
    /// No answer comes in time. The test does not wait for it.
    TimedOut,
}

impl Answer {
    /// Returns an answer with this status and body. A body that JSON cannot express is empty. Does not block.
    pub fn json(status: u16, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self::Answered { status, retry_after: None, body }
    }
}

/// An API that answers as a test prepares it. Its copies are the same API.
#[derive(Clone, Debug, Default)]
pub struct TestApi(Arc<Mutex<Prepared>>);

#[derive(Debug, Default)]
struct Prepared {
    answers: HashMap<String, VecDeque<Answer>>,
    calls: Vec<SentCall>,
}

impl TestApi {
    /// Prepares an answer for an operation such as `POST /borrowers`. Several answers for one operation are given
    /// in this order, and the last one again and again. A call without an answer is answered 501. Does not block.
    pub fn answer(&self, operation: &str, answer: Answer) -> &Self {
        self.0.lock().unpoisoned().answers.entry(operation.to_owned()).or_default().push_back(answer);
        self
    }

    /// Returns the calls so far, each attempt by itself. Does not block.
    pub fn calls(&self) -> Vec<SentCall> {
        self.0.lock().unpoisoned().calls.clone()
    }

    /// Returns a client of this API. Does not block.
    ///
    /// # Errors
    /// `Configuration` when the client cannot be set up.
    pub fn client(&self) -> Result<Client> {
        self.builder().build()
    }

    /// Returns an asynchronous client of this API. Does not block.
    ///
    /// # Errors
    /// As `client`.
    pub fn async_client(&self) -> Result<AsyncClient> {
        self.builder().build_async()
    }

    /// Returns the builder of a client of this API, for its other options. Does not block.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder("key-of-a-test", Environment::from(URL)).test_api(self.clone())
    }

    /// Keeps the call, and returns its answer.
    pub(crate) fn take(&self, call: SentCall) -> Answer {
        let mut prepared = self.0.lock().unpoisoned();
        let answer = match prepared.answers.get_mut(&call.operation) {
            Some(answers) if answers.len() > 1 => answers.pop_front(),
            Some(answers) => answers.front().cloned(),
            None => None,
        };
        let answer = answer.unwrap_or_else(|| {
            let detail = format!("the test has no answer for {}", call.operation);
            Answer::json(501, &serde_json::json!({ "detail": detail }))
        });
        prepared.calls.push(call);
        answer
    }
}
