//! Runs one seed.

use std::sync::Arc;
use std::time::Duration;

use defacto_sdk::simulation::{Protection, enter, leave};
use tokio::runtime::Builder;
use tokio::time::{sleep, timeout};

use crate::api::{Api, Repeat};
use crate::chaos::{Chaos, Seen};
use crate::company::siren;
use crate::database::Shared;
use crate::process::{Within, Work, live};

/// The longest duration of a run, in virtual time.
const END: Duration = Duration::from_secs(6 * 3600);

/// The input of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scenario {
    /// The seed.
    pub seed: u64,
    /// The protection that a negative control takes out.
    pub without: Option<Protection>,
}

/// The result of a run.
#[derive(Clone, Debug)]
pub struct Report {
    /// The violated invariant; absent if all of them held.
    pub broken: Option<String>,
    /// The events of the run, a line each.
    pub history: Vec<String>,
}

/// The conditions that a seed chooses.
struct Scene {
    processes: u64,
    crashes: u32,
    store: Kind,
    work: Work,
    repeat: Repeat,
    lag: Duration,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// No store: one process, which never dies.
    None,
    /// One file on one machine.
    Local,
    /// A server for several machines.
    Leased,
}

impl Scene {
    fn of(seed: u64) -> Self {
        let mut dice = fastrand::Rng::with_seed(!seed);
        let store = [Kind::None, Kind::Local, Kind::Local, Kind::Leased, Kind::Leased][dice.usize(0..5)];
        let repeat = [Repeat::Creates, Repeat::Creates, Repeat::Creates, Repeat::Returns, Repeat::Refuses];
        let alone = store == Kind::None;
        Self {
            processes: if alone { 1 } else { dice.u64(2..=4) },
            crashes: if alone { 0 } else { dice.u32(0..=5) },
            store,
            work: Work {
                companies: dice.usize(1..=2),
                loans: dice.usize(0..=1),
                tasks: dice.usize(if alone { 2..=4 } else { 1..=2 }),
            },
            repeat: repeat[dice.usize(0..repeat.len())],
            lag: Duration::from_millis([0, 0, dice.u64(0..4_000)][dice.usize(0..3)]),
        }
    }
}

/// Runs a seed in virtual time.
pub fn run(scenario: Scenario) -> Report {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let report = runtime.block_on(play(scenario));
    leave();
    report
}

async fn play(scenario: Scenario) -> Report {
    let scene = Scene::of(scenario.seed);
    let database = (scene.store != Kind::None).then(Shared::new);
    let api = Api::new(scene.repeat, scene.lag);
    let chaos =
        Chaos::new(scenario.seed, scene.crashes, scenario.without, Arc::clone(&api), database.clone());
    if let Some(database) = &database {
        database.live_in(&chaos);
    }
    enter(Arc::new(Seen(Arc::clone(&chaos))));
    let mut processes = tokio::task::JoinSet::new();
    for number in 1..=scene.processes {
        let (chaos, work, database) = (Arc::clone(&chaos), scene.work.clone(), database.clone());
        let leased = scene.store == Kind::Leased;
        processes.spawn(incarnations(chaos, number, work, database, leased));
    }
    let ended = timeout(END, async { while processes.join_next().await.is_some() {} }).await;
    if ended.is_err() {
        chaos.breaks("somebody does not come to an end".to_owned());
    }
    // Calls in the network still take effect.
    sleep(Duration::from_secs(120)).await;
    for number in 0..scene.work.companies {
        let count = api.lock().unwrap().borrowers_of(&siren(number));
        if count != 1 {
            chaos.breaks(format!("company {number} has {count} borrowers"));
        }
    }
    for order in 0..scene.work.loans {
        let count = api.lock().unwrap().loans_of(10_000 + i64::try_from(order).unwrap());
        if count != 1 {
            chaos.breaks(format!("order {order} has {count} loans"));
        }
    }
    let broken = chaos.broken.lock().unwrap().clone();
    Report { broken, history: chaos.history() }
}

/// Runs a program that is started again whenever its process dies.
async fn incarnations(chaos: Arc<Chaos>, number: u64, work: Work, database: Option<Shared>, leased: bool) {
    for incarnation in 0.. {
        let process = number * 1000 + incarnation;
        let died = chaos.begin(process);
        let (here, work, database) = (Arc::clone(&chaos), work.clone(), database.clone());
        let life = Within::new(&chaos, process, async move {
            let store = database.map(|database| database.open(leased));
            live(here, work, store).await;
        });
        let ended = tokio::select! {
            biased;
            () = died.notified() => false,
            () = life => true,
        };
        chaos.end(process);
        if ended {
            return;
        }
        let pause = Duration::from_millis(chaos.dice().u64(10..5_000));
        sleep(pause).await;
    }
}
