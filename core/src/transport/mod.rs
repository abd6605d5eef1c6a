//! Sends one call under the retry policy. The result is an answer or a `DefactoError`.

mod answer;
mod call;
mod config;
mod engine;
mod failure;
mod judge;
mod multipart;
mod path;
mod proxy;
mod reply;
#[cfg(feature = "simulation")]
mod simulated;
mod spelling;
#[cfg(test)]
mod tests;
mod watched;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use crate::error::{DefactoError, Result};
use crate::observe::CallObserver;
use crate::rate_limiter::RateLimiter;
use crate::reasons::Reasons;
use crate::retry::{Attempt, Decision, RetryPolicy, decide};
use crate::store::Store;
use crate::wait::{CancelToken, Deadline, Interrupt, InterruptCheck, Pause, pause};
use crate::world;

pub(crate) use call::Call;
pub(crate) use config::{Config, Options};
use engine::Engine;
use failure::Failure;
use judge::{Failed, interrupted, judge, no_permit};
pub(crate) use multipart::FilePart;
pub(crate) use reply::Reply;
use spelling::Spelling;
use watched::WatchedCall;

/// The sender of calls. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub(crate) struct Transport {
    config: Arc<Config>,
    engine: Arc<Engine>,
    reasons: Arc<Reasons>,
    spelling: Arc<Spelling>,
    options: Options,
    /// The deadline of all calls that are made with this transport, whatever their own time-outs.
    deadline: Deadline,
    /// The rate limiter that this transport shares with others; `None` without one.
    rate_limiter: Option<Arc<RateLimiter>>,
    /// Runs before each attempt of a write. If it fails, the attempt is not made.
    before_write: Option<BeforeWrite>,
    /// Whether the calls run in the background. The interrupt check runs on threads of callers only.
    in_background: bool,
    /// Cancelled by the driver of a call: the thread of a blocking call, when the interrupt check returns
    /// `true`, or the program around an asynchronous call from another language.
    driver: Option<CancelToken>,
}

/// Runs before each attempt of a write.
pub(crate) type BeforeWrite = Arc<dyn Fn() -> Result<()> + Send + Sync>;

#[expect(clippy::missing_fields_in_debug, reason = "the rest is connections, or secret")]
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("base_url", &self.config.base_url)
            .field("options", &self.options)
            .finish()
    }
}

impl Transport {
    pub(crate) fn new(config: Config, options: Options, is_blocking: bool) -> Result<Self> {
        let config = Arc::new(config);
        let engine = Arc::new(Engine::new(config.clone(), options.connect_timeout, is_blocking)?);
        Ok(Self {
            config,
            engine,
            reasons: Arc::default(),
            spelling: Arc::default(),
            options,
            deadline: Deadline::after(None),
            rate_limiter: None,
            before_write: None,
            in_background: false,
            driver: None,
        })
    }

    pub(crate) fn store(&self) -> Option<&Arc<dyn Store>> {
        self.config.store.as_ref()
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn with_options(&self, options: Options) -> Self {
        Self { options, ..self.clone() }
    }

    /// Returns the same transport for the calls of a portfolio. `cancel` stops it, and `rate_limiter` limits its rate.
    pub(crate) fn for_portfolio(&self, cancel: CancelToken, rate_limiter: Arc<RateLimiter>) -> Self {
        let options = Options { cancel: Some(cancel), ..self.options.clone() };
        Self { options, rate_limiter: Some(rate_limiter), in_background: true, ..self.clone() }
    }

    /// Returns the same transport, which runs `before_write` before each attempt of a write.
    pub(crate) fn before_write(&self, before_write: Option<BeforeWrite>) -> Self {
        Self { before_write, ..self.clone() }
    }

    /// Returns the texts of denial codes that were read so far.
    pub(crate) fn reasons(&self) -> &Reasons {
        &self.reasons
    }

    /// Closes the connections for good. Calls under way end with an error.
    pub(crate) fn close(&self) {
        self.engine.close();
    }

    /// Returns the URL that all paths are appended to.
    pub(crate) fn base_url(&self) -> &str {
        &self.config.base_url
    }

    /// Returns a hash of the API and the key.
    pub(crate) fn account(&self) -> uuid::Uuid {
        let text = format!("{}\n{}", self.config.base_url, self.config.api_key.reveal());
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, text.as_bytes())
    }

    pub(crate) fn is_production(&self) -> bool {
        self.config.production
    }

    /// Returns an error if the client is closed.
    pub(crate) fn check_open(&self) -> Result<()> {
        self.engine.check_open()
    }

    /// Returns the tokens that can interrupt a wait on this transport.
    pub(crate) fn interrupt(&self) -> Interrupt {
        Interrupt { token: self.options.cancel.clone(), driver: self.driver.clone() }
    }

    /// Returns the interrupt check for waiting threads of callers; `None` without one or in the background.
    pub(crate) fn interrupt_check(&self) -> Option<&InterruptCheck> {
        self.config.interrupt_check.as_ref().filter(|_| !self.in_background)
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
            return self.engine.block_on(start(self.clone()), None);
        };
        let token = CancelToken::default();
        // Checked before each call, so that fast answers cannot prevent an interruption.
        if check() {
            token.cancel();
        }
        let driven = Self { driver: Some(token.clone()), ..self.clone() };
        self.engine.block_on(start(driven), Some((check, &token)))
    }

    /// Returns the same transport, whose calls end when their driver cancels `token`.
    #[cfg(feature = "uniffi")]
    pub(crate) fn driven_by(&self, token: CancelToken) -> Self {
        Self { driver: Some(token), ..self.clone() }
    }

    /// Returns the same transport, whose calls all end at `deadline` at the latest.
    pub(crate) fn until(&self, deadline: Deadline) -> Self {
        Self { deadline: self.deadline.min(deadline), ..self.clone() }
    }

    /// Sends the call, and again where that is safe, until it gets a 2xx answer or gives up.
    pub(crate) async fn send(&self, call: &Call) -> Result<Reply> {
        call.check()?;
        let Some(choice) = self.spelling.choose(call) else {
            return self.send_as_it_is(call, self.options.max_retries).await;
        };
        let first = self.send_as_it_is(&choice.call, self.options.max_retries).await;
        match self.spelling.other(call, &choice, &first) {
            Some(other) => {
                let second = self.send_as_it_is(&other, 0).await;
                self.spelling.decide(first, second)
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
            let rate_limiter = self.rate_limiter.as_deref().map(|limiter| limiter as &dyn CallObserver);
            let mut watched = WatchedCall::begin(&self.config.observers, rate_limiter, call);
            let result = self.send_until_it_is_answered(call, max_retries, &mut watched).await;
            watched.ends_with(result.as_ref().err().map(DefactoError::kind));
            result
        })
    }

    async fn send_until_it_is_answered(
        &self,
        call: &Call,
        max_retries: u32,
        watched: &mut WatchedCall<'_>,
    ) -> Result<Reply> {
        let deadline = Deadline::after(self.options.total_timeout).min(self.deadline);
        let policy = RetryPolicy { max_retries, ..self.config.retry.clone() };
        let interrupt = self.interrupt();
        let (mut retries, mut in_doubt) = (0, false);
        loop {
            if interrupt.requested() {
                return Err(interrupted(call, in_doubt));
            }
            self.acquire_permit(call, deadline, &interrupt, in_doubt).await?;
            let started = world::now();
            let prepare = self.prepare_write(call);
            let result = self.engine.exchange(call, &self.options, deadline, &interrupt, prepare).await;
            if let Err(Failure::NotPrepared(error)) = result {
                self.give_back();
                return Err(error);
            }
            let judged = judge(&self.config, call, result, retries + 1, in_doubt);
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

    /// Waits for a permit, if there is a rate limiter.
    async fn acquire_permit(
        &self,
        call: &Call,
        deadline: Deadline,
        interrupt: &Interrupt,
        in_doubt: bool,
    ) -> Result<()> {
        let Some(rate_limiter) = &self.rate_limiter else { return Ok(()) };
        let error = match rate_limiter.acquire(deadline, interrupt).await {
            Pause::Over => return Ok(()),
            Pause::Interrupted => interrupted(call, in_doubt),
            Pause::DeadlinePassed => no_permit(call, rate_limiter.asked_for(), in_doubt),
        };
        rate_limiter.release_probe();
        Err(error)
    }

    fn give_back(&self) {
        if let Some(rate_limiter) = &self.rate_limiter {
            rate_limiter.release_probe();
        }
    }

    async fn prepare_write(&self, call: &Call) -> Result<()> {
        match self.before_write.clone() {
            Some(prepare) if call.changes_something => world::run_blocking(move || prepare()).await,
            _ => Ok(()),
        }
    }
}
