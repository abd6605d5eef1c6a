//! The events as other languages receive them.

use std::time::Duration;

use super::{AttemptInfo, CallInfo, EndInfo, JourneyEnd, JourneyInfo};
use crate::error::ErrorKind;

/// A journey: a function that makes several calls, such as `enroll`. The fields about its end are absent at its
/// start.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, get_all, module = "defacto_sdk"))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct JourneyEvent {
    /// A number that is unique within the process.
    pub id: i64,
    /// The name of the function: `enroll`, `resume_enrollment`, `follow_enrollment` or `request_loan`.
    pub name: String,
    /// The name of the outcome, `ready` for instance.
    pub outcome: Option<String>,
    /// The kind of the error, for the attribute `error.type`.
    pub error_type: Option<String>,
    /// How long the journey took.
    pub duration: Option<Duration>,
}

impl JourneyEvent {
    pub(crate) fn started(journey: &JourneyInfo<'_>) -> Self {
        Self {
            id: signed(journey.id),
            name: journey.name.to_owned(),
            outcome: None,
            error_type: None,
            duration: None,
        }
    }

    pub(crate) fn ended(journey: &JourneyInfo<'_>, end: &JourneyEnd) -> Self {
        Self {
            outcome: end.outcome.map(ToOwned::to_owned),
            error_type: end.error.as_ref().map(|error| error.as_str().to_owned()),
            duration: Some(end.duration),
            ..Self::started(journey)
        }
    }
}

/// One attempt to send a call. The fields about its end are absent at its start.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, get_all, module = "defacto_sdk"))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct AttemptEvent {
    /// The number of the call, unique within the process. The attempts of one call follow each other.
    pub call_id: i64,
    /// The id of the journey that makes the call; absent for a call of its own.
    pub journey_id: Option<i64>,
    /// The name for a span: `GET /borrower/{borrower_id}`.
    pub name: String,
    /// The HTTP method, or `_OTHER` for one that HTTP does not define.
    pub method: String,
    /// The path with the names of its values; absent for `Client.request`, whose path may hold an id.
    pub url_template: Option<String>,
    /// The host of the base URL.
    pub server_address: String,
    /// The port of the base URL.
    pub server_port: i64,
    /// How many attempts came before this one: 0 for the first.
    pub resend_count: i64,
    /// The HTTP status, if there was an answer.
    pub status: Option<i64>,
    /// What failed, for the attribute `error.type`: the status from 400 on, otherwise the kind of the error.
    pub error_type: Option<String>,
    /// The id of the request, from the headers of the answer.
    pub request_id: Option<String>,
    /// How long the attempt took.
    pub duration: Option<Duration>,
}

impl AttemptEvent {
    pub(crate) fn started(call: &CallInfo<'_>, resend_count: u32) -> Self {
        Self {
            call_id: signed(call.id),
            journey_id: call.journey.map(signed),
            name: call.span_name().to_owned(),
            method: call.known_method().to_owned(),
            url_template: call.url_template().map(ToOwned::to_owned),
            server_address: call.server_address.to_owned(),
            server_port: i64::from(call.server_port),
            resend_count: i64::from(resend_count),
            status: None,
            error_type: None,
            request_id: None,
            duration: None,
        }
    }

    pub(crate) fn ended(call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) -> Self {
        Self {
            status: attempt.status.map(i64::from),
            error_type: attempt.error_type().map(Into::into),
            request_id: attempt.request_id.map(ToOwned::to_owned),
            duration: Some(attempt.duration),
            ..Self::started(call, attempt.resend_count)
        }
    }

    /// Returns the end of the attempt that was under way when its call ended; `None` if there was none.
    pub(crate) fn abandoned(call: &CallInfo<'_>, end: &EndInfo) -> Option<Self> {
        let error = end.error.as_ref().unwrap_or(&ErrorKind::Interrupted);
        Some(Self {
            error_type: Some(error.as_str().to_owned()),
            duration: Some(end.abandoned?),
            ..Self::started(call, end.attempts)
        })
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
