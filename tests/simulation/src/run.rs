//! Runs one seed.

use std::sync::Arc;
use std::time::Duration;

use defacto_sdk::simulation::{Protection, enter, leave};
use tokio::runtime::Builder;
use tokio::time::{sleep, timeout};

use crate::aftermath;
use crate::api::Api;
use crate::chaos::{Chaos, Seen};
use crate::company::siren;
use crate::database::Shared;
use crate::pending::deliver_events;
use crate::process::{Means, Work, live};
use crate::scene::{Kind, Scene};
use crate::within::Within;

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

/// Runs a seed in virtual time.
pub fn run(scenario: Scenario) -> Report {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let report = runtime.block_on(play(scenario));
    // First: what its tasks hold belongs to the simulated world.
    drop(runtime);
    leave();
    report
}

async fn play(scenario: Scenario) -> Report {
    let scene = Scene::of(scenario.seed);
    let database = Shared::new();
    let api = Api::new(scene.repeat, scene.lag, scene.hides_companies);
    let has_store = scene.store != Kind::None;
    let (without, jobs) = (scenario.without, database.clone());
    let chaos = Chaos::new(scenario.seed, scene.crashes, without, Arc::clone(&api), jobs, scene.store);
    database.live_in(&chaos);
    enter(Arc::new(Seen(Arc::clone(&chaos))));
    let mut processes = tokio::task::JoinSet::new();
    for number in 1..=scene.processes {
        let (chaos, work, database) = (Arc::clone(&chaos), scene.work.clone(), database.clone());
        processes.spawn(incarnations(chaos, number, work, database, scene.store));
    }
    let all = timeout(END, async { while processes.join_next().await.is_some() {} });
    let ended = tokio::select! {
        biased;
        ended = all => ended,
        () = deliver_events(&chaos) => Ok(()),
    };
    if ended.is_err() {
        chaos.breaks("a process does not come to an end".to_owned());
        processes.shutdown().await;
    }
    // Calls in the network still take effect.
    sleep(Duration::from_secs(120)).await;
    if ended.is_ok() && has_store {
        aftermath::examine(&chaos, &scene, &database).await;
    }
    for number in 0..scene.companies {
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
async fn incarnations(chaos: Arc<Chaos>, number: u64, work: Work, database: Shared, kind: Kind) {
    for incarnation in 0.. {
        let process = number * 1000 + incarnation;
        let died = chaos.begin(process);
        let (here, work, database) = (Arc::clone(&chaos), work.clone(), database.clone());
        let life = Within::new(&chaos, process, async move {
            let means = Means::of(number, &database, kind);
            live(here, work, means).await;
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
