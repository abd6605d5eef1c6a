//! A running simulator, as the program that started it sees it.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    api::onboardings,
    console,
    error::SandboxError,
    life::loan,
    rules::later,
    server::{
        app::{self, App},
        deliveries::Delivery,
        fault::Fault,
        guard::Guard,
        log::LogEntry,
        routes,
        thread::Server,
    },
    settings::Settings,
    world::{borrower::Borrower, seed::Seed},
};

/// A running simulator. It stops when this is dropped.
#[derive(Debug)]
pub struct Sandbox {
    app: Arc<App>,
    server: Server,
    url: String,
}

impl Sandbox {
    pub(crate) fn run(
        address: SocketAddr,
        seed: Seed,
        api_keys: Vec<String>,
        settings: Settings,
        hosts: &[String],
    ) -> Result<Self, SandboxError> {
        let (jobs, queue) = tokio::sync::mpsc::unbounded_channel();
        let guard = Guard::new(address.ip(), hosts)?;
        let app = Arc::new(App::new(seed, api_keys, settings, guard, jobs));
        let router = routes::router(Arc::clone(&app)).merge(console::router(Arc::clone(&app)));
        let server = Server::start(address, Arc::clone(&app), queue, router)?;
        let url = format!("http://{}", app::reachable(server.address()));
        Ok(Self { app, server, url })
    }

    /// The base URL, without a slash at its end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.server.address().port()
    }

    /// The first key that it accepts.
    pub fn api_key(&self) -> &str {
        self.app.api_keys.first().map_or("", String::as_str)
    }

    /// Adds a fault to those that are set.
    pub fn fault(&self, fault: Fault) {
        self.app.faults.add(fault);
    }

    /// The faults that still strike.
    pub fn faults(&self) -> Vec<Fault> {
        self.app.faults.list()
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.app.faults.clear();
    }

    /// The time of the simulator.
    pub fn now(&self) -> Timestamp {
        self.app.world().now()
    }

    /// Moves the clock forward. All that becomes due on the way has happened when this returns, each thing
    /// at its own time; the webhooks about it are on their way.
    pub fn advance(&self, by: Duration) {
        let mut world = self.app.world();
        let to = later(world.now(), by);
        world.move_clock(to);
    }

    /// Moves the clock forward to what is due next, as [`advance`](Self::advance) does. Returns `false` if nothing
    /// is planned.
    pub fn advance_to_next_event(&self) -> bool {
        let mut world = self.app.world();
        let next = world.next_due();
        if let Some(due) = next {
            world.move_clock(due);
        }
        next.is_some()
    }

    /// Moves the clock forward to a time, as [`advance`](Self::advance) does.
    ///
    /// # Errors
    /// When that time is past; nothing is changed then.
    pub fn set_time(&self, to: Timestamp) -> Result<(), SandboxError> {
        let mut world = self.app.world();
        if to < world.now() {
            return Err(SandboxError::ClockBackwards);
        }
        world.move_clock(to);
        Ok(())
    }

    /// Whether real time moves the clock from now on; it does at first, unless the settings say otherwise.
    pub fn freeze(&self, frozen: bool) {
        self.app.world().freeze_clock(frozen);
    }

    /// The requests so far, in the order of their arrival.
    pub fn log(&self) -> Vec<LogEntry> {
        self.app.log.entries()
    }

    /// Forgets the requests so far.
    pub fn clear_log(&self) {
        self.app.log.clear();
    }

    /// The switches.
    pub fn settings(&self) -> Settings {
        self.app.settings()
    }

    /// Sets the switches.
    ///
    /// # Errors
    /// When a switch has a value that cannot be followed; nothing is changed then.
    pub fn set_settings(&self, settings: Settings) -> Result<(), SandboxError> {
        self.app.set_settings(settings)
    }

    /// The borrowers as the API shows them, in the order in which they were created.
    pub fn borrowers(&self) -> Vec<Value> {
        self.app.world().borrowers.iter().map(Borrower::shown).collect()
    }

    /// The credit lines as the API shows them when nothing is left out.
    pub fn credit_lines(&self) -> Vec<Value> {
        self.app.world().lines.iter().map(|line| line.body.clone()).collect()
    }

    /// Completes an onboarding as its user would on the lender's page: the company becomes a borrower, unless
    /// it is one, and its evaluation begins. Returns the onboarding as the API shows it; none when there is
    /// no such onboarding, when it has expired, or when it is a duplicate. Doing it again does nothing.
    pub fn complete_onboarding(&self, id: &str) -> Option<Value> {
        onboardings::complete(&mut self.app.world(), id).ok()
    }

    /// The loans as `GET /loan/{loan_id}` shows them, in the order in which they were requested.
    pub fn loans(&self) -> Vec<Value> {
        let world = self.app.world();
        world.ledger.loans.iter().map(|loan| loan::shown(&world, loan)).collect()
    }

    /// The webhooks that were posted, or could not be.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.app.deliveries.list()
    }

    /// Back to the start: no state, log or faults, and the first switches.
    pub fn reset(&self) {
        self.app.reset();
    }

    /// Blocks until it is stopped, by [`stop`](Self::stop) on another thread or by the end of the process.
    pub fn wait(&self) {
        self.server.wait();
    }

    /// Stops it now. Connections that are open are closed, requests under way are given up.
    pub fn stop(&self) {
        self.server.stop();
    }
}
