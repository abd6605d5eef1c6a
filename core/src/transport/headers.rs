//! Headers that a caller adds to the calls.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::BuildHasher;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::error::{DefactoError, Result};

/// The headers that the client itself sets.
const OWN: [&str; 8] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
];

/// Headers to send besides those of the client itself: names and values.
///
/// They are checked when the client is made, or when a call is sent.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(BTreeMap<String, String>);

impl fmt::Debug for Headers {
    /// Shows the names only, because a value may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl<K: Into<String>, V: Into<String>, const N: usize> From<[(K, V); N]> for Headers {
    fn from(headers: [(K, V); N]) -> Self {
        headers.into_iter().map(|(name, value)| (name.into(), value.into())).collect::<HashMap<_, _>>().into()
    }
}

impl<S: BuildHasher> From<HashMap<String, String, S>> for Headers {
    fn from(headers: HashMap<String, String, S>) -> Self {
        Self(headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect())
    }
}

impl<S: BuildHasher + Default> From<Headers> for HashMap<String, String, S> {
    fn from(headers: Headers) -> Self {
        headers.0.into_iter().collect()
    }
}

impl Headers {
    /// Returns these headers with those of `others`, which replace values of the same name.
    pub(crate) fn with(&self, others: Option<&Self>) -> Self {
        let others = others.into_iter().flat_map(|others| others.0.clone());
        Self(self.0.clone().into_iter().chain(others).collect())
    }

    /// Returns these headers with those that an observer adds. What cannot be sent is left out, since an
    /// observer must not break a call.
    pub(super) fn with_added(&self, added: Vec<(String, String)>) -> Self {
        let sendable = |(name, value): &(String, String)| header(name, value).is_ok();
        let added = added.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value));
        Self(self.0.clone().into_iter().chain(added.filter(sendable)).collect())
    }

    /// Returns the headers as they are sent.
    ///
    /// # Errors
    /// `Configuration` for a header of the client itself, and for a name or a value that cannot be sent.
    pub(super) fn to_send(&self) -> Result<HeaderMap> {
        self.0.iter().map(|(name, value)| header(name, value)).collect()
    }
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    if OWN.contains(&name) {
        let detail = format!("the header {name} is set by the client itself");
        return Err(DefactoError::configuration(detail, "Leave it out."));
    }
    let parsed = name.parse::<HeaderName>().map_err(|_| {
        let hint = "Use letters, digits and hyphens.";
        DefactoError::configuration("the name of a header cannot be sent", hint)
    })?;
    let mut value = HeaderValue::from_str(value).map_err(|_| {
        let detail = format!("the value of the header {name} holds characters that cannot be sent");
        DefactoError::configuration(detail, "Use visible ASCII characters and spaces.")
    })?;
    value.set_sensitive(true);
    Ok((parsed, value))
}

#[cfg(test)]
mod tests {
    use super::Headers;

    #[test]
    fn a_header_of_the_client_or_one_that_cannot_be_sent_is_refused_without_its_value() {
        for (name, value) in [("Authorization", "secret"), ("a b", "secret"), ("x-trace", "secret\r\nx: y")] {
            let error = Headers::from([(name, value)]).to_send().expect_err(name);
            assert_eq!(error.kind().as_str(), "configuration");
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        }
    }

    #[test]
    fn what_an_observer_adds_and_cannot_be_sent_is_left_out() {
        let added = [("Traceparent", "00-1"), ("Authorization", "x"), ("a b", "x"), ("x-bad", "x\r\n")];
        let added = added.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let all = Headers::from([("x-shop", "1"), ("traceparent", "0")]).with_added(added);
        assert_eq!(all, Headers::from([("x-shop", "1"), ("traceparent", "00-1")]));
    }

    #[test]
    fn a_later_value_replaces_one_of_the_same_name() {
        let all =
            Headers::from([("X-Team", "a"), ("X-Shop", "1")]).with(Some(&Headers::from([("x-team", "b")])));
        assert_eq!(all, Headers::from([("x-team", "b"), ("x-shop", "1")]));
        assert_eq!(format!("{all:?}"), r#"{"x-shop", "x-team"}"#);
    }
}
