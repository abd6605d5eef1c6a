//! What all requests of one simulator share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::UnboundedSender;

use crate::{
    error::SandboxError,
    server::{deliveries::Deliveries, faults::Faults, log::Log},
    settings::Settings,
    world::{World, job::Job, seed::Seed},
};

/// The shared state.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) seed: Seed,
    pub(crate) api_keys: Vec<String>,
    pub(crate) log: Log,
    pub(crate) faults: Faults,
    pub(crate) deliveries: Deliveries,
    initial: Settings,
    world: Mutex<World>,
}

impl App {
    pub(crate) fn new(
        seed: Seed,
        api_keys: Vec<String>,
        settings: Settings,
        jobs: UnboundedSender<Job>,
    ) -> Self {
        Self {
            seed,
            api_keys,
            log: Log::default(),
            faults: Faults::new(seed),
            deliveries: Deliveries::default(),
            initial: settings.clone(),
            world: Mutex::new(World::new(seed, settings, jobs)),
        }
    }

    /// The state with all done that is due, for as long as the guard lives; never across an await.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.run_due();
        world
    }

    pub(crate) fn settings(&self) -> Settings {
        self.world().settings.clone()
    }

    pub(crate) fn set_settings(&self, settings: Settings) -> Result<(), SandboxError> {
        settings.check()?;
        self.world().settings = settings;
        Ok(())
    }

    /// As it was when it started: no state, no log, no faults, the first settings.
    pub(crate) fn reset(&self) {
        self.world().reset(self.initial.clone());
        self.faults.clear();
        self.log.reset();
        self.deliveries.clear();
    }
}
