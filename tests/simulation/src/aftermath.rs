//! What a new process finds when all others have ended: every outcome, at the first attempt.

use std::sync::Arc;
use std::time::Duration;

use defacto_sdk::{EnrollOptions, Enrollment};

use crate::chaos::Chaos;
use crate::company::spelled;
use crate::database::Shared;
use crate::portfolio::{Desk, NAME};
use crate::process::Means;
use crate::scene::Scene;
use crate::within::Within;

/// The number of the new process.
const NUMBER: u64 = 99;

/// Repeats all work in a new process, and looks into the store.
pub(crate) async fn examine(chaos: &Arc<Chaos>, scene: &Scene, database: &Shared) {
    chaos.calm().await;
    chaos.begin(NUMBER);
    Within::new(chaos, NUMBER, repeat(chaos, scene, database)).await;
    chaos.end(NUMBER);
    for lost in chaos.ledger.lost() {
        chaos.breaks(format!("{lost} was never reported"));
    }
    for job in chaos.ledger.jobs() {
        let entries = database.entries_of(&job);
        if entries > 0 {
            chaos.breaks(format!("{entries} entries stay in {job}"));
        }
    }
    for open in database.open_in(NAME) {
        chaos.breaks(format!("in the portfolio {open}"));
    }
}

async fn repeat(chaos: &Arc<Chaos>, scene: &Scene, database: &Shared) {
    let means = Means::of(NUMBER, database, scene.store);
    let client = means.client();
    for number in 0..scene.work.companies {
        let options = EnrollOptions::wait_until_ready(Duration::from_secs(60));
        match client.enroll(&spelled(number, 0), &options).await {
            Ok(Enrollment::Ready { .. }) => {}
            other => chaos.breaks(format!("company {number} is blocked: {other:?}")),
        }
    }
    if let Some(portfolio) = &scene.work.portfolio {
        let whole = crate::portfolio::Portfolio { is_divided: false, ..portfolio.clone() };
        let desk = Desk { chaos, client: &client, store: &means.jobs, portfolio: &whole, part: (NUMBER, 1) };
        match desk.run().await {
            Ok(true) => {}
            other => chaos.breaks(format!("the portfolio is blocked: {other:?}")),
        }
    }
    for job in chaos.ledger.jobs() {
        let tracker = means.tracker_of(chaos, job.clone());
        if let Err(error) = tracker.take(Some(Duration::from_secs(60))).await {
            chaos.breaks(format!("{job} is blocked: {error}"));
        }
    }
}
