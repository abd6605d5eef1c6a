//! The simulated world of a seed: random numbers, time and faults.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use defacto_sdk::AsyncPendingEnrollments;
use defacto_sdk::api::credit_lines::CreditLine;
use defacto_sdk::simulation::{Protection, Simulated, SimulatedAnswer, SimulatedCall, World};
use jiff::SignedDuration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

use crate::api::Api;
use crate::database::Shared;
use crate::ledger::Ledger;
use crate::pending::Tokens;
use crate::scene::Kind;
use crate::within::in_process;

/// The time after which there are no more faults, so that every process ends.
const CHAOS: Duration = Duration::from_secs(240);
/// The highest error of a machine's clock, in seconds: two clocks differ by at most a third of the settle time.
const CLOCK_ERROR: i64 = 7;

/// One process.
struct Process {
    is_alive: bool,
    clock_error: SignedDuration,
    died: Arc<Notify>,
    /// Each of its tasks holds a clone.
    tasks: Arc<()>,
}

/// The world of one seed.
pub(crate) struct Chaos {
    dice: Mutex<fastrand::Rng>,
    began: Instant,
    /// The process whose future is polled just now.
    pub(crate) running: AtomicU64,
    processes: Mutex<HashMap<u64, Process>>,
    crashes_left: Mutex<u32>,
    without: Option<Protection>,
    pub(crate) api: Arc<Mutex<Api>>,
    /// Whether all processes run on one machine, with one file for all.
    has_one_machine: bool,
    /// The store of every client; `None` if the clients have none.
    database: Option<Shared>,
    /// The store of portfolios and pending enrolments.
    pub(crate) jobs: Shared,
    pub(crate) ledger: Ledger,
    /// The pending enrolments of all processes, for events.
    pub(crate) trackers: Mutex<Vec<(u64, AsyncPendingEnrollments)>>,
    pub(crate) tokens: Tokens,
    /// The events of the run, for people and to check that a seed replays.
    history: Mutex<Vec<String>>,
    /// The first violation of an invariant.
    pub(crate) broken: Mutex<Option<String>>,
}

impl Chaos {
    pub(crate) fn new(
        seed: u64,
        crashes: u32,
        without: Option<Protection>,
        api: Arc<Mutex<Api>>,
        jobs: Shared,
        store: Kind,
    ) -> Arc<Self> {
        Arc::new(Self {
            dice: Mutex::new(fastrand::Rng::with_seed(seed)),
            began: Instant::now(),
            running: AtomicU64::new(0),
            processes: Mutex::default(),
            crashes_left: Mutex::new(crashes),
            without,
            api,
            has_one_machine: store == Kind::Local,
            database: (store != Kind::None).then(|| jobs.clone()),
            jobs,
            ledger: Ledger::default(),
            trackers: Mutex::default(),
            tokens: Mutex::default(),
            history: Mutex::default(),
            broken: Mutex::default(),
        })
    }

    pub(crate) fn dice(&self) -> MutexGuard<'_, fastrand::Rng> {
        self.dice.lock().unwrap()
    }

    /// Returns `true` with a probability of `chances` in a thousand.
    pub(crate) fn happens(&self, chances: u32) -> bool {
        self.dice().u32(0..1000) < chances
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.began.elapsed() >= CHAOS
    }

    /// Waits until there are no more faults.
    pub(crate) async fn calm(&self) {
        tokio::time::sleep_until(self.began + CHAOS).await;
    }

    pub(crate) fn note(&self, text: &str) {
        let (at, process) = (self.began.elapsed().as_millis(), self.running.load(Ordering::Relaxed));
        self.history.lock().unwrap().push(format!("{at:>8} ms  process {process}  {text}"));
    }

    pub(crate) fn history(&self) -> Vec<String> {
        self.history.lock().unwrap().clone()
    }

    /// Records a violation of an invariant.
    pub(crate) fn breaks(&self, what: String) {
        self.note(&what);
        self.broken.lock().unwrap().get_or_insert(what);
    }

    /// Starts a process with a wrong clock. The result is notified when the process dies.
    pub(crate) fn begin(&self, process: u64) -> Arc<Notify> {
        let died = Arc::new(Notify::new());
        let clock_error = SignedDuration::from_secs(self.dice().i64(-CLOCK_ERROR..=CLOCK_ERROR));
        let begun = Process { is_alive: true, clock_error, died: Arc::clone(&died), tasks: Arc::default() };
        self.processes.lock().unwrap().insert(process, begun);
        died
    }

    pub(crate) fn end(&self, process: u64) {
        if let Some(process) = self.processes.lock().unwrap().get_mut(&process) {
            process.is_alive = false;
            process.died.notify_waiters();
        }
    }

    /// Returns what a new task of a process holds until it ends, and the end of the process.
    pub(crate) fn task(&self, process: u64) -> Option<(Arc<Notify>, Arc<()>)> {
        let processes = self.processes.lock().unwrap();
        let process = processes.get(&process).filter(|process| process.is_alive)?;
        Some((Arc::clone(&process.died), Arc::clone(&process.tasks)))
    }

    /// Returns the tasks and claims of the running process; empty if there are none.
    pub(crate) fn left_behind(&self) -> String {
        let process = self.running.load(Ordering::Relaxed);
        let tasks = Arc::strong_count(&self.processes.lock().unwrap()[&process].tasks) - 1;
        let claims = self.jobs.claims_of(process);
        if tasks + claims == 0 { String::new() } else { format!("{tasks} tasks and {claims} claims") }
    }

    /// Returns the SIREN of a borrower; `None` if the API has none with this id.
    pub(crate) fn siren_of(&self, id: &str) -> Option<String> {
        self.api.lock().unwrap().siren_of(id)
    }

    /// Returns the SIREN of the company of a line.
    pub(crate) fn siren_of_line(&self, line: &CreditLine) -> Option<String> {
        self.siren_of(line.id.as_deref()?.strip_prefix("line of ")?)
    }

    pub(crate) fn lives(&self, process: u64) -> bool {
        self.processes.lock().unwrap().get(&process).is_some_and(|process| process.is_alive)
    }

    /// Decides whether the process dies now.
    fn dies(&self, process: u64) -> bool {
        if self.is_calm() || !self.happens(12) {
            return false;
        }
        let mut left = self.crashes_left.lock().unwrap();
        if *left == 0 || !self.lives(process) {
            return false;
        }
        *left -= 1;
        if self.has_one_machine && self.happens(300) {
            self.cut_power();
        } else {
            self.note("dies");
            self.end(process);
        }
        true
    }

    /// Ends all processes of the machine. Writes that are not on its disk are lost.
    fn cut_power(&self) {
        let alive = |(number, process): (&u64, &Process)| process.is_alive.then_some(*number);
        let mut alive: Vec<u64> = self.processes.lock().unwrap().iter().filter_map(alive).collect();
        alive.sort_unstable();
        for process in alive {
            self.end(process);
        }
        let lost = if self.jobs.cut_power() { "some writes" } else { "nothing" };
        self.note(&format!("the power fails, and the disk loses {lost}"));
    }

    /// Changes the clock of a process, sometimes.
    fn set_clock(&self, process: u64) {
        if self.is_calm() || !self.happens(10) {
            return;
        }
        let error = SignedDuration::from_secs(self.dice().i64(-CLOCK_ERROR..=CLOCK_ERROR));
        if let Some(process) = self.processes.lock().unwrap().get_mut(&process) {
            process.clock_error = error;
        }
    }

    /// Returns how long a step takes: usually no time, but sometimes the process is suspended.
    fn step(&self) -> Duration {
        let calm = self.is_calm();
        let mut dice = self.dice();
        match dice.u32(0..100) {
            0..=89 => Duration::from_millis(dice.u64(0..5)),
            90..=97 => Duration::from_millis(dice.u64(5..800)),
            _ if calm => Duration::from_millis(5),
            // Longer than a lease, shorter than the settle time.
            _ => Duration::from_millis(dice.u64(800..18_000)),
        }
    }

    /// Checks that a call was written down before it is sent, if there is a store.
    fn check_written(&self, call: &SimulatedCall) {
        let Some(database) = &self.database else { return };
        if call.method == "POST" && self.without.is_none() && !database.has_note_of_somebody() {
            self.breaks(format!("{} {} was sent and is not written down", call.method, call.path));
        }
    }
}

/// The world of this seed as the library sees it.
pub(crate) struct Seen(pub(crate) Arc<Chaos>);

impl World for Seen {
    fn exchange(&self, call: SimulatedCall) -> Simulated<SimulatedAnswer> {
        let (chaos, process) = (Arc::clone(&self.0), self.process());
        chaos.check_written(&call);
        chaos.note(&format!("sends {} {}?{}", call.method, call.path, call.query));
        Box::pin(async move {
            let answer = crate::api::exchange(&chaos, call).await;
            if chaos.dies(process) {
                std::future::pending::<()>().await;
            }
            answer
        })
    }

    fn around_blocking_work(&self) -> Simulated<()> {
        let (chaos, process) = (Arc::clone(&self.0), self.process());
        Box::pin(async move {
            sleep(chaos.step()).await;
            chaos.set_clock(process);
            if chaos.dies(process) {
                std::future::pending::<()>().await;
            }
        })
    }

    fn is_alive(&self) -> bool {
        self.0.lives(self.process())
    }

    fn process(&self) -> u64 {
        self.0.running.load(Ordering::Relaxed)
    }

    fn clock_error(&self) -> SignedDuration {
        let processes = self.0.processes.lock().unwrap();
        processes.get(&self.process()).map_or(SignedDuration::ZERO, |process| process.clock_error)
    }

    fn random(&self) -> u64 {
        self.0.dice().u64(..)
    }

    fn is_without(&self, protection: Protection) -> bool {
        self.0.without == Some(protection)
    }

    fn in_process(&self, future: Simulated<()>) -> Simulated<()> {
        in_process(&self.0, future)
    }
}
