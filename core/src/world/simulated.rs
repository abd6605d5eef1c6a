//! The simulated world of a test: its clocks, random numbers, network and processes. Not part of a release.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

pub use super::answer::{Answer as SimulatedAnswer, SentCall as SimulatedCall};

/// A future of the simulated world.
pub type Simulated<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A protection that a negative control removes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protection {
    /// Every write is stored before it is sent.
    WriteBeforeSend,
    /// Such a write is on the disk before the call is sent: a power cut does not undo it.
    OnDiskBeforeSend,
    /// After a call of unknown outcome, the company is polled until the call can no longer take effect.
    SettleWait,
    /// A process that lost its lease sends nothing.
    LeaseCheck,
    /// Within a process, one call at a time works on a company.
    ProcessGate,
    /// A claim on a company excludes every other job and client.
    ClaimAcrossJobs,
    /// A loan gets its idempotency key when it is created.
    SaltOnTheObject,
    /// A portfolio claims the company of a row, so that no other job enrols it at the same time.
    PortfolioClaim,
    /// An event only says when to poll: its id is not taken for that of a borrower.
    EventIsAHint,
    /// The end of a pending enrolment stays in the store until it is delivered.
    KeptUntilDelivered,
}

/// The simulated world of one test.
pub trait World: Send + Sync {
    /// Sends a call of the running process.
    fn exchange(&self, call: SimulatedCall) -> Simulated<SimulatedAnswer>;

    /// Runs before and after work on a store: time passes, and the process may die. Then this never ends.
    fn around_blocking_work(&self) -> Simulated<()>;

    /// Returns `true` if the running process is alive. A dead process writes nothing.
    fn is_alive(&self) -> bool;

    /// Returns the number of the running process.
    fn process(&self) -> u64;

    /// Returns by how much the wall clock of the running process is wrong.
    fn clock_error(&self) -> SignedDuration;

    /// Returns a random number.
    fn random(&self) -> u64;

    /// Returns `true` if `protection` is removed.
    fn is_without(&self, protection: Protection) -> bool;

    /// Returns `future` as a task of the running process. It ends when the process dies.
    fn in_process(&self, future: Simulated<()>) -> Simulated<()>;
}

thread_local! {
    static BEGAN: Cell<Option<Instant>> = const { Cell::new(None) };
    static WORLD: RefCell<Option<Arc<dyn World>>> = const { RefCell::new(None) };
    static VALUES: RefCell<HashMap<(usize, u64), &'static dyn Any>> = RefCell::new(HashMap::new());
    static ANNOUNCED: Cell<Option<Uuid>> = const { Cell::new(None) };
}

/// Replaces the real world on this thread. Call it inside a tokio runtime whose clock is paused.
pub fn enter(world: Arc<dyn World>) {
    WORLD.set(Some(world));
    BEGAN.set(Some(now()));
}

/// Restores the real world.
pub fn leave() {
    WORLD.set(None);
    ANNOUNCED.set(None);
    VALUES.with_borrow_mut(HashMap::clear);
}

pub(crate) fn world() -> Option<Arc<dyn World>> {
    WORLD.with_borrow(Clone::clone)
}

/// Returns `true` if `protection` is removed here.
pub(crate) fn is_without(protection: Protection) -> bool {
    world().is_some_and(|world| world.is_without(protection))
}

/// Returns the locks of a company. With `ClaimAcrossJobs` removed, they hold within one process only.
pub(crate) fn of_one_job(locks: Vec<String>) -> Vec<String> {
    match world().filter(|world| world.is_without(Protection::ClaimAcrossJobs)) {
        Some(world) => locks.into_iter().map(|lock| format!("{lock} of {}", world.process())).collect(),
        None => locks,
    }
}

/// Stores the id of an event. It is used only with `EventIsAHint` removed.
pub(crate) fn announce(id: Option<&str>) {
    if is_without(Protection::EventIsAHint) {
        ANNOUNCED.set(id.and_then(|id| id.parse().ok()));
    }
}

/// Returns the id of the last event instead of `known`, with `EventIsAHint` removed.
pub(crate) fn announced_or(known: Option<Uuid>) -> Option<Uuid> {
    ANNOUNCED.get().or(known)
}

/// Returns the monotonic time of the simulated world: that of the runtime.
pub(super) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Returns the wall clock of the running process, with its error.
pub(super) fn wall_clock(world: &dyn World) -> Timestamp {
    const BEGIN: i64 = 1_800_000_000;
    let begin = Timestamp::from_second(BEGIN).unwrap_or(Timestamp::UNIX_EPOCH);
    let since = BEGAN.get().map(|began| now().saturating_duration_since(began)).unwrap_or_default();
    begin + SignedDuration::try_from(since).unwrap_or(SignedDuration::ZERO) + world.clock_error()
}

/// Returns the running process's own value of `place`. `make` creates it once.
pub(crate) fn of_process<T: 'static>(
    place: usize,
    world: &dyn World,
    make: impl FnOnce() -> T,
) -> &'static T {
    let key = (place, world.process());
    let found = VALUES.with_borrow(|values| values.get(&key).copied());
    let value = found.unwrap_or_else(|| {
        // The leak is small: a test has a few processes, and each value is small.
        let value: &'static dyn Any = Box::leak(Box::new(make()));
        VALUES.with_borrow_mut(|values| values.insert(key, value));
        value
    });
    #[expect(clippy::expect_used, reason = "a place has one type")]
    value.downcast_ref().expect("the value is of this place")
}
