//! A world of a test's own: its clocks, its chance, its network, its processes. Never in what ships.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// A future of the simulated world.
pub type Simulated<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What is sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SimulatedCall {
    /// The HTTP method.
    pub method: String,
    /// The path, encoded.
    pub path: String,
    /// The query, encoded.
    pub query: String,
    /// The body's bytes; empty without a body.
    pub body: Vec<u8>,
}

/// What comes of it.
#[derive(Clone, Debug)]
pub enum SimulatedAnswer {
    /// An answer.
    Answered {
        /// The HTTP status.
        status: u16,
        /// How many seconds the API asks not to be called again.
        retry_after: Option<Duration>,
        /// The body.
        body: Vec<u8>,
    },
    /// The connection was never made.
    NotSent,
    /// The connection broke after the call was sent.
    Broken,
    /// No answer came in time.
    TimedOut,
}

/// A protection that a negative control takes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protection {
    /// What is sent is written down before.
    WriteBeforeSend,
    /// After a call of unknown outcome the company is looked up until the call must have taken effect.
    SettleWait,
    /// Who has lost its claim sends nothing.
    LeaseCheck,
    /// Within a process one call at a time works on a company.
    ProcessGate,
    /// A claim on a company holds for every job and client.
    ClaimAcrossJobs,
    /// A loan has its salt from the moment it is made.
    SaltOnTheObject,
}

/// The world of one test.
pub trait World: Send + Sync {
    /// Sends a call of the process that runs.
    fn exchange(&self, call: SimulatedCall) -> Simulated<SimulatedAnswer>;

    /// What happens before work on a store, and after it: time passes, the process may die (then it never ends).
    fn around_errand(&self) -> Simulated<()>;

    /// Whether the process that runs is alive: a dead one writes nothing.
    fn is_alive(&self) -> bool;

    /// The process that runs.
    fn process(&self) -> u64;

    /// By how much the wall clock of the process that runs is wrong.
    fn clock_error(&self) -> SignedDuration;

    /// A random number.
    fn random(&self) -> u64;

    /// Whether a protection is taken out.
    fn is_without(&self, protection: Protection) -> bool;
}

thread_local! {
    static BEGAN: Cell<Option<Instant>> = const { Cell::new(None) };
    static WORLD: RefCell<Option<Arc<dyn World>>> = const { RefCell::new(None) };
    static VALUES: RefCell<HashMap<(usize, u64), &'static dyn Any>> = RefCell::new(HashMap::new());
}

/// Puts a world in the place of the real one, on this thread: inside a tokio runtime whose clock is paused.
pub fn enter(world: Arc<dyn World>) {
    WORLD.set(Some(world));
    BEGAN.set(Some(super::now()));
}

/// Puts the real world back.
pub fn leave() {
    WORLD.set(None);
    VALUES.with_borrow_mut(HashMap::clear);
}

pub(crate) fn world() -> Option<Arc<dyn World>> {
    WORLD.with_borrow(Clone::clone)
}

/// Whether a protection is taken out here.
pub(crate) fn is_without(protection: Protection) -> bool {
    world().is_some_and(|world| world.is_without(protection))
}

/// The locks of a company, which are one job's alone if that protection is taken out.
pub(crate) fn of_one_job(locks: Vec<String>) -> Vec<String> {
    match world().filter(|world| world.is_without(Protection::ClaimAcrossJobs)) {
        Some(world) => locks.into_iter().map(|lock| format!("{lock} of {}", world.process())).collect(),
        None => locks,
    }
}

/// When the simulation begins, by all clocks.
pub(super) fn wall_clock(world: &dyn World) -> Timestamp {
    const BEGIN: i64 = 1_800_000_000;
    let begin = Timestamp::from_second(BEGIN).unwrap_or(Timestamp::UNIX_EPOCH);
    let since = BEGAN.get().map(super::elapsed).unwrap_or_default();
    begin + SignedDuration::try_from(since).unwrap_or(SignedDuration::ZERO) + world.clock_error()
}

/// The value that the process which runs has of its own.
pub(crate) fn of_process<T: 'static>(
    place: usize,
    world: &dyn World,
    make: impl FnOnce() -> T,
) -> &'static T {
    let key = (place, world.process());
    let found = VALUES.with_borrow(|values| values.get(&key).copied());
    let value = found.unwrap_or_else(|| {
        // It is as large as what a process knows, and a test has some processes.
        let value: &'static dyn Any = Box::leak(Box::new(make()));
        VALUES.with_borrow_mut(|values| values.insert(key, value));
        value
    });
    #[expect(clippy::expect_used, reason = "a place has one type")]
    value.downcast_ref().expect("the value is of this place")
}

/// An error of a store, for the stores of a simulation.
pub fn store_error(detail: &str) -> crate::error::DefactoError {
    crate::error::DefactoError::store(detail, "")
}
