//! What all requests of one simulator share.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{
        Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::mpsc::UnboundedSender;

use crate::{
    error::SandboxError,
    server::{deliveries::Deliveries, faults::Faults, guard::Guard, log::Log},
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
    pub(crate) guard: Guard,
    /// Where it listens, once it does.
    pub(crate) address: OnceLock<SocketAddr>,
    /// How many calls of the control API there were.
    controls: AtomicU64,
    initial: Settings,
    world: Mutex<World>,
}

impl App {
    pub(crate) fn new(
        seed: Seed,
        api_keys: Vec<String>,
        settings: Settings,
        guard: Guard,
        jobs: UnboundedSender<Job>,
    ) -> Self {
        Self {
            seed,
            api_keys,
            log: Log::default(),
            faults: Faults::new(seed),
            deliveries: Deliveries::default(),
            guard,
            address: OnceLock::new(),
            controls: AtomicU64::new(0),
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

    /// Notes that a control was used, whatever it did.
    pub(crate) fn note_control(&self) {
        self.controls.fetch_add(1, Ordering::Relaxed);
    }

    /// A number that differs when something has happened since.
    pub(crate) fn revision(&self) -> u64 {
        let mut revision = self.controls.load(Ordering::Relaxed);
        revision += self.log.revision() + self.deliveries.count() + self.faults.revision();
        revision + self.world().revision()
    }

    /// Where a client of this machine reaches it, once it listens.
    pub(crate) fn reachable(&self) -> Option<SocketAddr> {
        self.address.get().copied().map(reachable)
    }

    /// As it was when it started: no state, no log, no faults, the first settings.
    pub(crate) fn reset(&self) {
        self.world().reset(self.initial.clone());
        self.faults.clear();
        self.log.reset();
        self.deliveries.clear();
    }
}

/// Where a client of this machine reaches a server that listens on all addresses.
pub(crate) fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
