//! Sends one call under the retry policy. The result is an answer or a `DefactoError`.

mod answer;
mod call;
mod certificates;
mod classify;
mod config;
mod engine;
mod exchange;
mod failure;
mod headers;
mod key;
mod last_answer;
mod multipart;
#[cfg(feature = "testing")]
mod offline;
mod path;
#[cfg(feature = "testing")]
mod prepared;
mod proxy;
mod reply;
mod scope;
mod spelling;
#[cfg(test)]
mod tests;
mod watched;
mod watched_journey;

use std::borrow::Cow;
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::Arc;

use tracing::Instrument;

use crate::error::{DefactoError, Result};
use crate::observe::callers;
use crate::rate_limiter::RateLimiter;
use crate::reasons::Reasons;
use crate::retry::{Attempt, Decision, RetryPolicy, decide};
use crate::scrub::Secret;
use crate::store::Store;
use crate::wait::{CancelToken, Deadline, Interrupt, InterruptCheck, Pause, pause};
use crate::world;

pub(crate) use call::Call;
pub use certificates::{CaCertificates, ClientCertificate};
use classify::{Failed, classify, interrupted};
pub(crate) use config::{Config, Options};
use engine::{Engine, Sent};
use failure::Failure;
pub use headers::Headers;
pub use key::ApiKey;
pub(crate) use key::Keys;
pub use last_answer::AnswerInfo;
use last_answer::LastAnswer;
pub(crate) use multipart::FilePart;
#[cfg(feature = "testing")]
pub(crate) use prepared::PreparedAnswers;
pub(crate) use reply::Reply;
pub(crate) use scope::BeforeWrite;
use scope::Scope;
use spelling::Spelling;
use watched::WatchedCall;

/// The sender of calls. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub(crate) struct Transport {
    shared: Arc<Shared>,
    options: Options,
    scope: Scope,
    last_answer: LastAnswer,
}

/// What all clones of a transport have in common.
struct Shared {
    config: Arc<Config>,
    engine: Engine,
    spelling: Spelling,
    reasons: Reasons,
}

#[expect(clippy::missing_fields_in_debug, reason = "the rest is connections, or secret")]
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("base_url", &self.shared.config.base_url)
            .field("options", &self.options)
            .finish()
    }
}

impl Transport {
    pub(crate) fn new(config: Config, options: Options, is_blocking: bool) -> Result<Self> {
        let config = Arc::new(config);
        options.headers.to_send()?;
        let engine = Engine::new(config.clone(), options.connect_timeout, is_blocking)?;
        let shared = Shared { config, engine, spelling: Spelling::default(), reasons: Reasons::default() };
        let last_answer = LastAnswer::default();
        Ok(Self { shared: Arc::new(shared), options, scope: Scope::default(), last_answer })
    }

    pub(crate) fn store(&self) -> Option<&Arc<dyn Store>> {
        self.shared.config.store.as_ref()
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn with_options(&self, options: Options) -> Self {
        Self { options, ..self.clone() }
    }

    /// Returns the same transport, whose last answer is its own.
    pub(crate) fn with_own_last_answer(&self) -> Self {
        Self { last_answer: LastAnswer::default(), ..self.clone() }
    }

    pub(crate) fn last_answer(&self) -> Option<AnswerInfo> {
        self.last_answer.get()
    }

    pub(crate) fn set_api_key(&self, key: ApiKey) -> Result<()> {
        self.shared.config.api_key.replace(key)
    }

    fn with_scope(&self, change: impl FnOnce(Scope) -> Scope) -> Self {
        Self { scope: change(self.scope.clone()), ..self.clone() }
    }

    /// Returns the same transport for the calls of a portfolio. `cancel` stops it, and `rate_limiter` limits its rate.
    pub(crate) fn for_portfolio(&self, cancel: CancelToken, rate_limiter: Arc<RateLimiter>) -> Self {
        let options = Options { cancel: Some(cancel), ..self.options.clone() };
        self.with_options(options).with_own_last_answer().of_this_caller().with_scope(|scope| Scope {
            rate_limiter: Some(rate_limiter),
            in_background: true,
            ..scope
        })
    }

    /// Returns the same transport, which runs `before_write` before each attempt of a write.
    pub(crate) fn before_write(&self, before_write: Option<BeforeWrite>) -> Self {
        self.with_scope(|scope| Scope { before_write, ..scope })
    }

    /// Returns the texts of denial codes that were read so far.
    pub(crate) fn reasons(&self) -> &Reasons {
        &self.shared.reasons
    }

    /// Closes the connections for good. Calls under way end with an error.
    pub(crate) fn close(&self) {
        self.shared.engine.close();
    }

    /// Returns the URL that all paths are appended to.
    pub(crate) fn base_url(&self) -> &str {
        &self.shared.config.base_url
    }

    /// Returns a hash of the API and the first key: a client whose key changes keeps its account.
    pub(crate) fn account(&self) -> uuid::Uuid {
        let text =
            format!("{}\n{}", self.shared.config.base_url, self.shared.config.api_key.first().reveal());
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, text.as_bytes())
    }

    pub(crate) fn is_production(&self) -> bool {
        self.shared.config.production
    }

    /// Returns an error if the client is closed.
    pub(crate) fn check_open(&self) -> Result<()> {
        self.shared.engine.check_open()
    }

    /// Returns the tokens that can interrupt a wait on this transport.
    pub(crate) fn interrupt(&self) -> Interrupt {
        Interrupt { token: self.options.cancel.clone(), driver: self.scope.driver.clone() }
    }

    /// Returns the interrupt check for waiting threads of callers; `None` without one or in the background.
    pub(crate) fn interrupt_check(&self) -> Option<&InterruptCheck> {
        self.shared.config.interrupt_check.as_ref().filter(|_| !self.scope.in_background)
    }

    /// Returns the same transport for calls of the caller on this thread, which the observers may remember.
    pub(crate) fn of_this_caller(&self) -> Self {
        match callers(&self.shared.config.observers) {
            Some(callers) => self.with_scope(|scope| Scope { callers: Some(callers), ..scope }),
            None => self.clone(),
        }
    }

    /// Calls `start` with a transport, and drives its future on this thread. Blocks.
    ///
    /// # Errors
    /// `Configuration` when the client is closed, or inside an asynchronous task.
    pub(crate) fn block_on<T, F>(&self, start: impl FnOnce(Self) -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let Some(check) = self.interrupt_check() else {
            return self.shared.engine.block_on(start(self.of_this_caller()), None);
        };
        let token = CancelToken::default();
        // Checked before each call, so that fast answers cannot prevent an interruption.
        if check() {
            token.cancel();
        }
        let driven = self.of_this_caller().with_scope(|scope| Scope { driver: Some(token.clone()), ..scope });
        self.shared.engine.block_on(start(driven), Some((check, &token)))
    }

    /// Returns the same transport, whose calls end when their driver cancels `token`.
    #[cfg(feature = "uniffi")]
    pub(crate) fn driven_by(&self, token: CancelToken) -> Self {
        self.of_this_caller().with_scope(|scope| Scope { driver: Some(token), ..scope })
    }

    /// Returns the same transport, whose calls all end at `deadline` at the latest.
    pub(crate) fn until(&self, deadline: Deadline) -> Self {
        self.with_scope(|scope| Scope { deadline: scope.deadline.min(deadline), ..scope })
    }

    /// Sends the call, and again where that is safe, until it gets a 2xx answer or gives up.
    pub(crate) async fn send(&self, call: &Call) -> Result<Reply> {
        call.check()?;
        let Some(choice) = self.shared.spelling.choose(call) else {
            return self.send_as_it_is(call, self.options.max_retries).await;
        };
        let first = self.send_as_it_is(&choice.call, self.options.max_retries).await;
        match self.shared.spelling.other(call, &choice, &first) {
            Some(other) => {
                let second = self.send_as_it_is(&other, 0).await;
                self.shared.spelling.decide(first, second)
            }
            None => first,
        }
    }

    /// Sends the call under one spelling of its path. Boxed, so that the futures that wait for it stay small.
    fn send_as_it_is<'a>(
        &'a self,
        call: &'a Call,
        max_retries: u32,
    ) -> Pin<Box<dyn Future<Output = Result<Reply>> + Send + 'a>> {
        Box::pin(async move {
            let mut watched = WatchedCall::begin(&self.shared.config, &self.scope, call);
            let mut result = self.send_until_it_is_answered(call, max_retries, &mut watched).await;
            if let Ok(reply) = &mut result {
                self.last_answer.keep(call, reply, watched.attempts());
            }
            watched.ends_with(result.as_ref().err().map(DefactoError::kind));
            result
        })
    }

    fn options_of_attempt(&self, added: Vec<(String, String)>) -> Cow<'_, Options> {
        if added.is_empty() {
            return Cow::Borrowed(&self.options);
        }
        let headers = self.options.headers.with_added(added);
        Cow::Owned(Options { headers, ..self.options.clone() })
    }

    /// Returns the key and the options of the next attempt, with the headers that observers add.
    async fn before_attempt(
        &self,
        call: &Call,
        watched: &mut WatchedCall<'_>,
        interrupt: &Interrupt,
        in_doubt: bool,
    ) -> Result<(Secret, Cow<'_, Options>)> {
        let added = match watched.attempting().ready() {
            Ok(added) => Some(added),
            Err(to_come) => interrupt.unless_asked(pin!(to_come.all())).await,
        };
        let key = interrupt.unless_asked(pin!(self.shared.config.api_key.present())).await;
        let (Some(added), Some(key)) = (added, key) else { return Err(interrupted(call, in_doubt)) };
        let key = key.map_err(|mut error| {
            error.details_mut().outcome_unknown = call.changes_something && in_doubt;
            error
        })?;
        Ok((key, self.options_of_attempt(added)))
    }

    async fn send_until_it_is_answered(
        &self,
        call: &Call,
        max_retries: u32,
        watched: &mut WatchedCall<'_>,
    ) -> Result<Reply> {
        let deadline = Deadline::after(self.options.total_timeout).min(self.scope.deadline);
        let policy = RetryPolicy { max_retries, ..self.shared.config.retry.clone() };
        let interrupt = self.interrupt();
        let (mut retries, mut in_doubt) = (0, false);
        loop {
            if interrupt.requested() {
                return Err(interrupted(call, in_doubt));
            }
            self.scope.acquire_permit(call, deadline, &interrupt, in_doubt).await?;
            let (key, options) = match self.before_attempt(call, watched, &interrupt, in_doubt).await {
                Ok(prepared) => prepared,
                Err(error) => {
                    self.scope.give_back();
                    return Err(error);
                }
            };
            let started = watched.restart();
            let prepare = self.scope.prepare_write(call);
            let sent = Sent { call, key: &key, options: &options };
            let exchange = self.shared.engine.exchange(sent, deadline, &interrupt, prepare);
            let result = exchange.instrument(watched.span()).await;
            if let Err(Failure::NotPrepared(error)) = result {
                self.scope.give_back();
                return Err(error);
            }
            let judged = classify(&self.shared.config, call, result, retries + 1, in_doubt);
            watched.attempted(&judged, started);
            let Failed { outcome, error } = match judged {
                // The result of a write must reach the caller. The interruption takes effect afterwards.
                Ok(_) if !call.changes_something && interrupt.requested() => {
                    return Err(interrupted(call, in_doubt));
                }
                Ok(reply) => return Ok(reply),
                Err(failed) => failed,
            };
            in_doubt |= error.outcome_unknown();
            let Some(outcome) = outcome else { return Err(error) };
            let attempt =
                Attempt { outcome, retries, retry_after: error.retry_after(), left: deadline.remaining() };
            let decision = decide(&policy, call.repetition(), attempt, world::random_fraction());
            let Decision::RepeatAfter(length) = decision else { return Err(error) };
            watched.resending(length);
            if pause(length, deadline, &interrupt).await == Pause::Interrupted {
                return Err(interrupted(call, in_doubt));
            }
            retries += 1;
        }
    }
}
