//! One call: sent under the retry policy, answered by a decoded value or by a `DefactoError`.

mod call;
mod engine;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crate::error::{DefactoError, ErrorBody, ErrorDetails, ErrorKind, Result};
use crate::explain::Reasons;
use crate::pacer::Pacer;
use crate::redact::{Secret, scrub};
use crate::retry::{Decision, Outcome, RetryPolicy, decide};
use crate::wait::{CancelToken, Deadline, Gate, Interrupt, InterruptCheck, Pause, pause};

pub(crate) use call::{Call, FilePart};
use engine::{Engine, Failure};

/// What a client is made of; it never changes.
pub(crate) struct Config {
    pub(crate) base_url: String,
    pub(crate) production: bool,
    pub(crate) api_key: Secret,
    pub(crate) user_agent: String,
    pub(crate) proxy: Option<String>,
    pub(crate) ca_certificates: Vec<u8>,
    pub(crate) max_response_bytes: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) interrupt_check: Option<InterruptCheck>,
}

/// Time-outs, retries and cancellation of the calls made with it.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) max_retries: u32,
    pub(crate) cancel: Option<CancelToken>,
}

/// Sends calls. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub(crate) struct Transport {
    config: Arc<Config>,
    engine: Arc<Engine>,
    gate: Arc<Gate>,
    reasons: Arc<Reasons>,
    options: Options,
    /// Whom a call waits for that shares the API with many others.
    pacer: Option<Arc<Pacer>>,
    /// What is done before each attempt of a write; without it the attempt is not made.
    before_write: Option<BeforeWrite>,
    /// Whether nobody is at the keyboard of these calls: the client's question is asked on its callers' threads alone.
    in_background: bool,
}

/// Done before each attempt of a write.
pub(crate) type BeforeWrite = Arc<dyn Fn() -> Result<()> + Send + Sync>;

/// A complete answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Vec<u8>,
}

#[expect(clippy::missing_fields_in_debug, reason = "the rest is machinery, or secret")]
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("base_url", &self.config.base_url)
            .field("options", &self.options)
            .finish()
    }
}

impl Transport {
    pub(crate) fn new(config: Config, options: Options) -> Result<Self> {
        let config = Arc::new(config);
        let engine = Arc::new(Engine::new(config.clone(), options.connect_timeout)?);
        let (gate, reasons) = (Arc::default(), Arc::default());
        let (pacer, before_write) = (None, None);
        Ok(Self { config, engine, gate, reasons, options, pacer, before_write, in_background: false })
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn with_options(&self, options: Options) -> Self {
        Self { options, ..self.clone() }
    }

    /// The same transport for one of many workers, stopped by `cancel` and held back by `pacer`.
    pub(crate) fn for_worker(&self, cancel: CancelToken, pacer: Arc<Pacer>) -> Self {
        let options = Options { cancel: Some(cancel), ..self.options.clone() };
        Self { options, pacer: Some(pacer), in_background: true, ..self.clone() }
    }

    /// The same transport, which does this before each attempt of a write.
    pub(crate) fn before_write(&self, before_write: Option<BeforeWrite>) -> Self {
        Self { before_write, ..self.clone() }
    }

    /// One enrolment of a company at a time.
    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    /// What denial codes mean, as far as it was asked for.
    pub(crate) fn reasons(&self) -> &Reasons {
        &self.reasons
    }

    /// Closes the connections for good; calls under way end with an error.
    pub(crate) fn close(&self) {
        self.engine.close();
    }

    /// The URL that all paths are appended to.
    pub(crate) fn base_url(&self) -> &str {
        &self.config.base_url
    }

    /// The API and the key, as a hash of both.
    pub(crate) fn account(&self) -> uuid::Uuid {
        let text = format!("{}\n{}", self.config.base_url, self.config.api_key.reveal());
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, text.as_bytes())
    }

    pub(crate) fn is_production(&self) -> bool {
        self.config.production
    }

    /// What may ask a wait on this transport to stop.
    /// Says so when the client is closed.
    pub(crate) fn check_open(&self) -> Result<()> {
        self.engine.check_open()
    }

    pub(crate) fn interrupt(&self) -> Interrupt {
        let check = self.config.interrupt_check.clone().filter(|_| !self.in_background);
        Interrupt { check, token: self.options.cancel.clone() }
    }

    /// The same transport, whose calls end at the deadline at the latest.
    pub(crate) fn until(&self, deadline: Deadline) -> Self {
        let mut options = self.options.clone();
        options.total_timeout = [options.total_timeout, deadline.remaining()].into_iter().flatten().min();
        self.with_options(options)
    }

    /// Sends the call, again where that is safe, until there is a 2xx answer or a reason to give up.
    pub(crate) fn send(&self, call: &Call) -> Result<Reply> {
        let deadline = Deadline::after(self.options.total_timeout);
        let policy = RetryPolicy { max_retries: self.options.max_retries, ..self.config.retry.clone() };
        let mut retries = 0;
        if self.options.cancel.as_ref().is_some_and(CancelToken::is_cancelled) {
            return Err(interrupted(call, false));
        }
        loop {
            self.take_turn(call, deadline)?;
            let started = Instant::now();
            let result = self.engine.exchange(call, &self.options, deadline, &self.interrupt());
            let judged = self.judge(call, result, retries + 1, started);
            match (&self.pacer, &judged) {
                (Some(pacer), Ok(_)) => pacer.hear(None, None),
                (Some(pacer), Err((Some(outcome), retry_after, _))) => {
                    pacer.hear(Some(*outcome), *retry_after);
                }
                // Stopped on this side: that says nothing about the API.
                (Some(pacer), Err((None, ..))) => pacer.give_back(),
                (None, _) => {}
            }
            let (outcome, retry_after, failed) = match judged {
                Ok(reply) => return Ok(reply),
                Err(judged) => judged,
            };
            let Some(outcome) = outcome else { return Err(failed) };
            let decision = decide(&policy, call.repeatable, outcome, retries, retry_after, fastrand::f64());
            let Decision::RepeatAfter(length) = decision else { return Err(failed) };
            if deadline.remaining().is_some_and(|left| left <= length) {
                return Err(failed);
            }
            tracing::info!(target: "defacto_sdk", operation = call.label(), pause_ms = millis(length), "sending again");
            if pause(length, deadline, &self.interrupt()) == Pause::Interrupted {
                return Err(interrupted(call, failed.outcome_unknown()));
            }
            retries += 1;
        }
    }

    /// What comes before an attempt: its turn among many, and what has to be written down first.
    fn take_turn(&self, call: &Call, deadline: Deadline) -> Result<()> {
        let Some(pacer) = &self.pacer else { return self.prepare_write(call) };
        match pacer.wait_for_turn(deadline, &self.interrupt()) {
            Pause::Over => self.prepare_write(call).inspect_err(|_| pacer.give_back()),
            Pause::Interrupted => {
                pacer.give_back();
                Err(interrupted(call, false))
            }
            Pause::DeadlinePassed => {
                pacer.give_back();
                let detail = "the time passed before the call's turn came; it was not sent";
                let mut error =
                    DefactoError::of(ErrorKind::Timeout, detail, "The API is slow or down: go on later.");
                error.details_mut().operation = Some(call.label().to_owned());
                error.details_mut().retryable = true;
                Err(error)
            }
        }
    }

    fn prepare_write(&self, call: &Call) -> Result<()> {
        match &self.before_write {
            Some(prepare) if call.changes_something => prepare(),
            _ => Ok(()),
        }
    }

    /// A 2xx answer, or the error with what the retry policy needs to know; no outcome means: never again.
    #[allow(clippy::type_complexity)]
    fn judge(
        &self,
        call: &Call,
        result: Result<Reply, Failure>,
        attempts: u32,
        started: Instant,
    ) -> Result<Reply, (Option<Outcome>, Option<Duration>, DefactoError)> {
        let took = millis(started.elapsed());
        let operation = call.label();
        let (outcome, retry_after, mut error) = match result {
            Ok(reply) if (200..300).contains(&reply.status) => {
                let id = reply.request_id.as_deref().unwrap_or("-");
                tracing::debug!(
                    target: "defacto_sdk", operation, status = reply.status, took_ms = took, request_id = id, "answered"
                );
                return Ok(reply);
            }
            Ok(reply) => {
                let retry_after = reply.retry_after.as_deref().and_then(parse_retry_after);
                let mut private = call.private_values();
                private.push(self.config.api_key.reveal().to_owned());
                (Some(Outcome::Status(reply.status)), retry_after, refused(&reply, &private))
            }
            Err(failure) => {
                let (outcome, error) = self.failed(failure);
                (outcome, None, error)
            }
        };
        let details = error.details_mut();
        details.operation = Some(operation.to_owned());
        details.attempts = i64::from(attempts);
        details.retryable = outcome.map_or(details.kind == Some(ErrorKind::Timeout), Outcome::is_temporary);
        let ambiguous = outcome.is_none_or(Outcome::may_have_taken_effect);
        details.outcome_unknown =
            call.changes_something && ambiguous && details.kind != Some(ErrorKind::Configuration);
        tracing::info!(
            target: "defacto_sdk", operation, status = details.status.unwrap_or(0), took_ms = took,
            kind = error.kind().as_str(), "failed"
        );
        Err((outcome, retry_after, error))
    }

    fn failed(&self, failure: Failure) -> (Option<Outcome>, DefactoError) {
        let hide = |text: String| scrub(&self.config.api_key.hide_in(&text));
        match failure {
            Failure::NotSent { reason, timed_out: false } => {
                let hint =
                    "Nothing was sent. Check the base URL, the network, the proxy and the certificates.";
                let detail = format!("no connection to {}: {}", self.config.base_url, hide(reason));
                (Some(Outcome::NotSent), DefactoError::of(ErrorKind::Transport, detail, hint))
            }
            Failure::NotSent { reason, timed_out: true } => {
                let hint = "Nothing was sent. Check the network, or allow a longer connect time-out.";
                let detail = format!("no connection to {} in time: {}", self.config.base_url, hide(reason));
                (Some(Outcome::NotSent), DefactoError::of(ErrorKind::Timeout, detail, hint))
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
                let mut error = DefactoError::of(ErrorKind::Transport, detail, "");
                error.details_mut().status = Some(i64::from(status));
                error.details_mut().request_id = request_id;
                (Some(Outcome::Lost), error)
            }
            Failure::TooLarge { status, request_id } => {
                let limit = self.config.max_response_bytes;
                let detail = format!("the answer is longer than {limit} bytes and was not read further");
                let mut error =
                    DefactoError::of(ErrorKind::Decode, detail, "Raise max_response_bytes, or ask for less.");
                error.details_mut().status = Some(i64::from(status));
                error.details_mut().request_id = request_id;
                (None, error)
            }
            Failure::Interrupted => {
                (None, DefactoError::of(ErrorKind::Interrupted, "the call was interrupted", ""))
            }
            Failure::Configuration(error) => (Some(Outcome::Status(0)), error),
        }
    }
}

/// The error of an answer outside 2xx: the status decides, the body explains as far as it can be read.
fn refused(reply: &Reply, private: &[String]) -> DefactoError {
    let body = ErrorBody::parse(&reply.body, private);
    let kind = match reply.status {
        400 | 422 => ErrorKind::Validation,
        401 | 403 => ErrorKind::Authentication,
        404 => ErrorKind::NotFound,
        _ => ErrorKind::Api,
    };
    let (title, detail) = (body.title, body.detail);
    let is_text = reply.content_type.as_deref().is_some_and(|content| content.contains("json"));
    let detail = detail
        .or_else(|| (!is_text && title.is_none()).then(|| format!("the body is {}", kind_of_body(reply))));
    let missing_fields = if reply.status == 400 { body.missing_fields } else { Vec::new() };
    let denial_reason = body.denial_reason.filter(|_| matches!(reply.status, 400 | 402 | 422));
    DefactoError::new(
        kind,
        ErrorDetails {
            status: Some(i64::from(reply.status)),
            title,
            detail,
            instance: body.instance,
            problems: body.problems,
            missing_fields,
            denial_reason,
            request_id: reply.request_id.clone(),
            body: Some(String::from_utf8_lossy(&reply.body).into_owned()).filter(|body| !body.is_empty()),
            ..ErrorDetails::default()
        },
    )
}

fn kind_of_body(reply: &Reply) -> String {
    match (&reply.content_type, reply.body.len()) {
        (_, 0) => "empty".to_owned(),
        (Some(content_type), length) => format!("{length} bytes of {}", scrub(content_type)),
        (None, length) => format!("{length} bytes without a content type"),
    }
}

/// Seconds or an HTTP date.
fn parse_retry_after(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse::<f64>() {
        // Longer than a duration can be is long enough to give up.
        return (seconds >= 0.0).then(|| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
    }
    let at = httpdate::parse_http_date(text.trim()).ok()?;
    Some(at.duration_since(SystemTime::now()).unwrap_or_default())
}

fn interrupted(call: &Call, outcome_unknown: bool) -> DefactoError {
    let mut error = DefactoError::of(ErrorKind::Interrupted, "the call was interrupted", "");
    error.details_mut().operation = Some(call.label().to_owned());
    error.details_mut().outcome_unknown = outcome_unknown;
    error
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
