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

use crate::client::{AsyncClient, Client, ClientBuilder, Environment};
use crate::error::Result;
use crate::transport::PreparedAnswers;
pub use crate::world::{Answer, SentCall};

/// The URL of the clients. Nothing listens there, and nothing is sent to it.
const URL: &str = "http://127.0.0.1:9";

/// An API that answers as a test prepares it. Its copies are the same API.
#[derive(Clone, Debug, Default)]
pub struct TestApi(PreparedAnswers);

impl TestApi {
    /// Prepares an answer for an operation such as `POST /borrowers`. Several answers for one operation are given
    /// in this order, and the last one again and again. A call without an answer is answered 501. Does not block.
    pub fn answer(&self, operation: &str, answer: Answer) -> &Self {
        self.0.prepare(operation, answer);
        self
    }

    /// Returns the calls so far, each attempt by itself. Does not block.
    pub fn calls(&self) -> Vec<SentCall> {
        self.0.calls()
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
        Client::builder("key-of-a-test", Environment::from(URL)).answered_by(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Answer, TestApi};
    use crate::api::borrowers::NewBorrower;

    #[test]
    fn a_read_is_sent_again_after_a_503_and_then_answered() {
        let api = TestApi::default();
        let refused = Answer::json(503, &json!({"detail": "later"}));
        api.answer("GET /hello", refused).answer("GET /hello", Answer::text(200, "hello"));

        let client = api.client().expect("it is set up");
        assert_eq!(client.hello().expect("it is answered"), "hello");
        assert_eq!(api.calls().len(), 2);
        client.hello().expect("the last answer comes again");
    }

    #[test]
    fn a_write_whose_connection_breaks_has_an_unknown_outcome_and_is_sent_once() {
        let api = TestApi::default();
        api.answer("POST /borrowers", Answer::Broken);

        let company = NewBorrower::new("913572467").identifier_type("siren");
        let error = api.client().expect("it is set up").borrowers().enroll(&company).expect_err("it broke");
        assert!(error.outcome_unknown());
        let [call] = api.calls().try_into().expect("one call");
        assert!(String::from_utf8_lossy(&call.body).contains(r#""identifier":"913572467""#));
    }

    #[test]
    fn a_call_without_an_answer_says_so() {
        let error =
            TestApi::default().client().expect("it is set up").hello().expect_err("there is no answer");
        assert_eq!(error.status(), Some(501));
        assert!(error.to_string().contains("the test has no answer for GET /hello"), "{error}");
    }
}
