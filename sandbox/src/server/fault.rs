//! A fault on demand: what goes wrong, with which requests, how often.

use std::time::Duration;

use axum::http::StatusCode;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;

use crate::{
    http::{File, Payload, Reply},
    server::operations::OPERATIONS,
};

/// Makes the enum and the table of meanings that the index shows, from one list.
macro_rules! fault_kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// What goes wrong. But for `Answer`, a fault strikes only requests that are valid: others get their
        /// own error.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum FaultKind {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl FaultKind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it does, in a sentence or two.
            pub fn meaning(self) -> String {
                match self { $(Self::$variant => [$($doc.trim()),+].join(" "),)+ }
            }
        }
    };
}

fault_kinds! {
    /// The request is carried out; 504 with a page of HTML comes after 30 seconds.
    TimeoutAfterCommit = "timeout_after_commit";
    /// 504 with a page of HTML comes after 30 seconds; nothing is carried out.
    TimeoutBeforeCommit = "timeout_before_commit";
    /// 504 with a page of HTML comes now; the request is carried out after `commit_delay_ms` (20 seconds).
    TimeoutLateCommit = "timeout_late_commit";
    /// The connection is closed without an answer; nothing is carried out.
    CutBeforeCommit = "cut_before_commit";
    /// The request is carried out; the connection is closed without an answer.
    CutAfterCommit = "cut_after_commit";
    /// 502 with a page of HTML; nothing is carried out.
    BadGateway = "bad_gateway";
    /// The request is carried out; 502 with a page of HTML.
    BadGatewayAfterCommit = "bad_gateway_after_commit";
    /// 429 with `Retry-After: retry_after_seconds` (0); nothing is carried out.
    RateLimited = "rate_limited";
    /// 503, with `Retry-After` when `retry_after_seconds` is given; nothing is carried out.
    Unavailable = "unavailable";
    /// The request is carried out; the headers come at once, the body in small pieces over `delay_ms` (1000).
    SlowBody = "slow_body";
    /// The request is carried out; the body ends before the length that its headers tell.
    CutBody = "cut_body";
    /// The request is carried out; the status is right and the body empty.
    EmptyBody = "empty_body";
    /// The request is carried out; the body is JSON that never ends.
    EndlessBody = "endless_body";
    /// The request is carried out; the status is right and the body no JSON.
    InvalidJson = "invalid_json";
    /// The request waits for `delay_ms` (1000) and is carried out then.
    Latency = "latency";
    /// The answer is `status` (200) with `body` as JSON, or with `text` as it stands, or empty; nothing is
    /// carried out. It strikes every request with a key, valid or not. `content_type` replaces the usual one.
    Answer = "answer";
}

/// At which point of a request a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Before,
    Late,
    After,
    Body,
    Delay,
    Instead,
}

impl FaultKind {
    pub(crate) fn moment(self) -> Moment {
        match self {
            Self::TimeoutBeforeCommit
            | Self::CutBeforeCommit
            | Self::BadGateway
            | Self::RateLimited
            | Self::Unavailable => Moment::Before,
            Self::TimeoutLateCommit => Moment::Late,
            Self::TimeoutAfterCommit | Self::CutAfterCommit | Self::BadGatewayAfterCommit => Moment::After,
            Self::SlowBody | Self::CutBody | Self::EmptyBody | Self::EndlessBody | Self::InvalidJson => {
                Moment::Body
            }
            Self::Latency => Moment::Delay,
            Self::Answer => Moment::Instead,
        }
    }
}

/// A fault to inject: into any request at first, once; the methods narrow and widen that.
///
/// ```
/// use defacto_sandbox::{Fault, FaultKind};
/// let fault = Fault::new(FaultKind::BadGateway).operation("POST /borrowers").times(2);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    pub(crate) kind: FaultKind,
    #[serde(default, deserialize_with = "known_operation")]
    operation: Option<String>,
    #[serde(default)]
    identifier: Option<String>,
    #[serde(default)]
    pub(crate) times: Option<u64>,
    #[serde(default, deserialize_with = "chance")]
    pub(crate) probability: Option<f64>,
    #[serde(default)]
    retry_after_seconds: Option<u64>,
    #[serde(default)]
    delay_ms: Option<u64>,
    #[serde(default)]
    commit_delay_ms: Option<u64>,
    #[serde(default, deserialize_with = "final_status", skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
}

impl Fault {
    /// A fault of this kind, for the next valid request.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            operation: None,
            identifier: None,
            times: None,
            probability: None,
            retry_after_seconds: None,
            delay_ms: None,
            commit_delay_ms: None,
            status: None,
            body: None,
            text: None,
            content_type: None,
        }
    }

    /// Only for this operation: method and path template, such as `GET /borrower/{borrower_id}`; `*` is any.
    #[must_use]
    pub fn operation(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Only for requests about the company with this number: by the `identifier` of the body, or by
    /// `borrower` or `borrower_identifier` in the query.
    #[must_use]
    pub fn identifier(mut self, identifier: impl Into<String>) -> Self {
        self.identifier = Some(identifier.into());
        self
    }

    /// How many requests it strikes: 1, or with a probability no end, unless told.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Strikes a request with this probability, from 0 to 1; the dice follow from the seed.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }

    /// The `Retry-After` of 429 and 503, in seconds. It is not divided by the speed.
    #[must_use]
    pub fn retry_after_seconds(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// How long it lasts. It is not divided by the speed.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay_ms = Some(millis(delay));
        self
    }

    /// When a late commit happens. It is not divided by the speed.
    #[must_use]
    pub fn commit_delay(mut self, delay: Duration) -> Self {
        self.commit_delay_ms = Some(millis(delay));
        self
    }

    /// The status of an [`Answer`](FaultKind::Answer), 200 to 599; 200 unless told.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// The JSON body of an [`Answer`](FaultKind::Answer); without one, and without a text, it is empty.
    #[must_use]
    pub fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// The body of an [`Answer`](FaultKind::Answer) that is no JSON, and its content type.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>, content_type: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self.content_type = Some(content_type.into());
        self
    }

    /// What goes wrong.
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// How many requests it will still strike; none: no end.
    pub fn remaining(&self) -> Option<u64> {
        self.times
    }

    pub(crate) fn retry_after(&self) -> Option<u64> {
        self.retry_after_seconds
    }

    pub(crate) fn delay_or_second(&self) -> Duration {
        Duration::from_millis(self.delay_ms.unwrap_or(1000))
    }

    pub(crate) fn late_by(&self) -> Option<Duration> {
        self.commit_delay_ms.map(Duration::from_millis)
    }

    /// The answer that it gives in place of the operation.
    pub(crate) fn answer(&self) -> Reply {
        let status =
            self.status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::OK);
        let content_type = |usual: &str| self.content_type.clone().unwrap_or_else(|| usual.to_owned());
        let (text, content_type) = match (&self.text, &self.body) {
            (Some(text), _) => (text.clone(), content_type("text/plain; charset=utf-8")),
            (None, Some(body)) => (body.to_string(), content_type("application/json")),
            (None, None) => return Reply::new(status, Payload::Empty),
        };
        Reply::new(status, Payload::File(File { content_type, name: None, bytes: text.into() }))
    }

    pub(crate) fn fits(&self, operation: &str, companies: &[&str]) -> bool {
        let right_operation =
            self.operation.as_deref().is_none_or(|wanted| wanted == "*" || wanted == operation);
        let right_company = self.identifier.as_deref().is_none_or(|wanted| companies.contains(&wanted));
        right_operation && right_company && self.times != Some(0)
    }
}

/// An operation of the API, or `*`: any other name would never strike.
fn known_operation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let operation = Option::<String>::deserialize(deserializer)?;
    let is_known = |name: &str| name == "*" || OPERATIONS.iter().any(|known| known.name() == name);
    match operation {
        Some(name) if !is_known(&name) => Err(D::Error::custom(
            "operation must be the method and path template of one, such as GET /borrower/{borrower_id}",
        )),
        operation => Ok(operation),
    }
}

fn chance<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let chance = Option::<f64>::deserialize(deserializer)?;
    if chance.is_some_and(|chance| !(0.0..=1.0).contains(&chance)) {
        return Err(D::Error::custom("probability must be from 0 to 1"));
    }
    Ok(chance)
}

/// A status that can end an exchange.
fn final_status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    let status = Option::<u16>::deserialize(deserializer)?;
    if status.is_some_and(|status| !(200..=599).contains(&status)) {
        return Err(D::Error::custom("status must be from 200 to 599"));
    }
    Ok(status)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_that_would_never_strike_is_not_read() {
        let read = |text: &str| serde_json::from_str::<Fault>(text);
        for operation in ["*", "POST /borrowers", "GET /borrower/{borrower_id}"] {
            assert!(
                read(&format!(r#"{{"kind": "latency", "operation": "{operation}"}}"#)).is_ok(),
                "{operation}"
            );
        }
        for operation in ["", "borrowers", "POST /borrower", "post /borrowers", "GET /borrower/42"] {
            assert!(
                read(&format!(r#"{{"kind": "latency", "operation": "{operation}"}}"#)).is_err(),
                "{operation}"
            );
        }
        assert!(read(r#"{"kind": "latency", "probability": 2}"#).is_err());
    }

    #[test]
    fn names_on_the_wire_are_those_of_the_table() {
        for kind in FaultKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            assert!(!kind.meaning().is_empty());
        }
    }
}
