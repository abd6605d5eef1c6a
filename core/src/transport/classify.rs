//! Classifies an exchange: an answer, or an error with what the retry policy needs to know.

use url::Url;

use super::call::Call;
use super::config::Config;
use super::failure::{self, Failure};
use super::reply::Reply;
use crate::error::{DefactoError, ErrorBody, ErrorDetails, ErrorKind, RetryAfter};
use crate::retry::Outcome;
use crate::scrub::scrub;

/// An attempt without an answer of 2xx.
pub(super) struct Failed {
    /// The result for the retry policy; `None` if the call must not be sent again.
    pub(super) outcome: Option<Outcome>,
    pub(super) error: DefactoError,
}

/// Classifies the result of an attempt. `attempts` counts the attempts, this one included. `in_doubt` is
/// `true` if an earlier attempt may have taken effect.
pub(super) fn classify(
    config: &Config,
    call: &Call,
    result: Result<Reply, Failure>,
    attempts: u32,
    in_doubt: bool,
) -> Result<Reply, Failed> {
    let (sent, (outcome, mut error)) = match result {
        Ok(reply) if (200..300).contains(&reply.status) => return Ok(reply),
        Ok(reply) => {
            let mut private = call.private_values();
            private.extend(config.api_key.revealed());
            (true, (Some(Outcome::Status(reply.status)), refused(config, &reply, &private)))
        }
        Err(failure) => (failure.was_sent(), failed(config, failure)),
    };
    let carried_out = error.was_carried_out() && call.changes_something;
    let details = error.details_mut();
    details.operation = Some(call.label().to_owned());
    details.attempts = i64::from(attempts);
    let temporary = outcome.map_or(details.kind == Some(ErrorKind::Timeout), Outcome::is_temporary);
    details.retryable = temporary && !carried_out;
    let ambiguous = sent && outcome.is_none_or(Outcome::may_have_taken_effect);
    details.outcome_unknown = call.changes_something && (ambiguous || in_doubt);
    Err(Failed { outcome, error })
}

fn failed(config: &Config, failure: Failure) -> (Option<Outcome>, DefactoError) {
    let hide = |text: String| scrub(&config.api_key.hide_in(&text));
    let answered = |mut error: DefactoError, status: u16, request_id| {
        error.details_mut().status = Some(i64::from(status));
        error.details_mut().request_id = request_id;
        error
    };
    match failure {
        Failure::NotSent { reason, timed_out: false } => {
            let hint = format!("Nothing was sent. {}", failure::advice(&reason));
            let detail = format!("no connection to {}: {}", config.base_url, hide(reason));
            (Some(Outcome::NotSent), DefactoError::of(ErrorKind::Transport, detail, hint))
        }
        Failure::NotSent { reason, timed_out: true } => {
            let hint = "Nothing was sent. Check the network, or allow a longer connect time-out.";
            let detail = format!("no connection to {} in time: {}", config.base_url, hide(reason));
            (Some(Outcome::NotSent), DefactoError::of(ErrorKind::Timeout, detail, hint))
        }
        Failure::TooLate => {
            let detail = "the time for the call had passed before it was sent";
            let hint = "This attempt was not sent. Allow a longer total time-out.";
            (None, DefactoError::of(ErrorKind::Timeout, detail, hint))
        }
        Failure::ReadTimeout => {
            let hint = "Allow a longer read time-out; the API itself answers within 30 seconds.";
            let detail = "the API did not answer within the read time-out";
            (Some(Outcome::Lost), DefactoError::of(ErrorKind::Timeout, detail, hint))
        }
        Failure::DeadlinePassed => {
            let detail = "the total time-out of the call has passed";
            (None, DefactoError::of(ErrorKind::Timeout, detail, "Allow a longer total time-out."))
        }
        Failure::Broken { reason } => {
            let detail = format!("the connection broke before the answer was complete: {}", hide(reason));
            (Some(Outcome::Lost), DefactoError::of(ErrorKind::Transport, detail, ""))
        }
        Failure::BrokenBody { status, request_id, reason } => {
            let detail = format!("the answer was cut off: {}", hide(reason));
            let error = DefactoError::of(ErrorKind::Transport, detail, "");
            (Some(Outcome::CutOff), answered(error, status, request_id))
        }
        Failure::TooLarge { status, request_id } => {
            let limit = config.max_response_bytes;
            let detail = format!("the answer is longer than {limit} bytes and was not read further");
            let error =
                DefactoError::of(ErrorKind::Decode, detail, "Raise max_response_bytes, or ask for less.");
            (Some(Outcome::Unusable), answered(error, status, request_id))
        }
        Failure::Interrupted { .. } => {
            (None, DefactoError::of(ErrorKind::Interrupted, "the call was interrupted", ""))
        }
        Failure::Configuration(error) | Failure::NotPrepared(error) => (None, error),
    }
}

/// Creates the error of an answer outside 2xx. The status decides its kind; the body may explain it.
fn refused(config: &Config, reply: &Reply, private: &[String]) -> DefactoError {
    let body = ErrorBody::parse(&reply.body, private);
    let kind = match reply.status {
        400 | 422 => ErrorKind::Validation,
        401 | 403 => ErrorKind::Authentication,
        404 => ErrorKind::NotFound,
        _ => ErrorKind::Api,
    };
    let (title, mut detail, mut hint) = (body.title, body.detail, None);
    let is_text = reply.content_type.as_deref().is_some_and(|content| content.contains("json"));
    if (300..400).contains(&reply.status) {
        let place = redirected_to(config, reply).map_or_else(String::new, |place| format!(" to {place}"));
        detail = Some(format!("the answer redirects{place}, and redirects are not followed"));
        hint = Some("Check the base URL, and whether a proxy answers in place of the API.".to_owned());
    } else if detail.is_none() && !is_text && title.is_none() {
        detail = Some(format!("the body is {}", kind_of_body(reply)));
    }
    let missing_fields = if reply.status == 400 { body.missing_fields } else { Vec::new() };
    let denial_reason = body.denial_reason.filter(|_| matches!(reply.status, 400 | 402 | 422));
    DefactoError::new(
        kind,
        ErrorDetails {
            status: Some(i64::from(reply.status)),
            title,
            detail,
            hint,
            instance: body.instance,
            problems: body.problems,
            missing_fields,
            denial_reason,
            request_id: reply.request_id.clone(),
            retry_after: reply.retry_after,
            body: Some(String::from_utf8_lossy(&reply.body).into_owned()).filter(|body| !body.is_empty()),
            ..ErrorDetails::default()
        },
    )
}

/// Returns the server that a redirect names. Path and query are left out, as they may name a person.
fn redirected_to(config: &Config, reply: &Reply) -> Option<String> {
    let base = Url::parse(&config.base_url).ok()?;
    let place = base.join(reply.location.as_deref()?).ok()?;
    if place.origin() == base.origin() {
        return Some("another path of the same server".to_owned());
    }
    place.has_host().then(|| place.origin().ascii_serialization())
}

fn kind_of_body(reply: &Reply) -> String {
    match (&reply.content_type, reply.body.len()) {
        (_, 0) => "empty".to_owned(),
        (Some(content_type), length) => format!("{length} bytes of {}", scrub(content_type)),
        (None, length) => format!("{length} bytes without a content type"),
    }
}

/// Creates the error of a call that was stopped before it was sent, or between two attempts.
pub(super) fn interrupted(call: &Call, in_doubt: bool) -> DefactoError {
    let mut error = DefactoError::of(ErrorKind::Interrupted, "the call was interrupted", "");
    error.details_mut().operation = Some(call.label().to_owned());
    error.details_mut().outcome_unknown = in_doubt;
    error
}

/// Creates the error of a call that got no permit before its deadline. `asked` is how long the API asked not
/// to be called.
pub(super) fn no_permit(call: &Call, asked: std::time::Duration, in_doubt: bool) -> DefactoError {
    let detail = "the call could not be sent before its deadline; it was not sent";
    let hint = "The API is slow or down, or many calls wait for it: go on later.";
    let mut error = DefactoError::of(ErrorKind::Timeout, detail, hint);
    let details = error.details_mut();
    details.operation = Some(call.label().to_owned());
    details.retryable = true;
    details.outcome_unknown = in_doubt;
    details.retry_after = (!asked.is_zero()).then(|| RetryAfter::from_now(asked));
    error
}
