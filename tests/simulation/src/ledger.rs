//! What was added to pending enrolments, and what was delivered of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::chaos::Chaos;

/// A job of pending enrolments, and the SIREN of a company.
type Place = (String, String);

/// The pending enrolments of all processes.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// How often a company was added, perhaps without effect: each addition makes one delivery to a tracker.
    additions: BTreeMap<Place, u64>,
    /// The number of the last addition that ended well.
    added: BTreeMap<Place, u64>,
    /// The number of additions at the last delivery.
    delivered: BTreeMap<Place, u64>,
    /// The number of deliveries that a tracker has completed: it has asked for the next one.
    completed: BTreeMap<(u64, Place), u64>,
}

/// An addition that has begun.
pub(crate) struct Addition {
    chaos: Arc<Chaos>,
    place: Place,
    number: u64,
}

impl Addition {
    pub(crate) fn begin(chaos: &Arc<Chaos>, job: &str, siren: String) -> Self {
        let place = (job.to_owned(), siren);
        let number = chaos.ledger.change(|kept| {
            let additions = kept.additions.entry(place.clone()).or_default();
            *additions += 1;
            *additions
        });
        Self { chaos: Arc::clone(chaos), place, number }
    }

    /// Records that the company was added.
    pub(crate) fn ends_well(self) {
        self.chaos.ledger.change(|kept| kept.added.insert(self.place, self.number));
    }
}

impl Ledger {
    fn change<T>(&self, change: impl FnOnce(&mut Kept) -> T) -> T {
        change(&mut self.0.lock().unwrap())
    }

    /// Records a delivery to a tracker. Returns what is wrong with it.
    pub(crate) fn deliver(&self, tracker: u64, job: &str, siren: &str) -> Option<String> {
        let place = (job.to_owned(), siren.to_owned());
        self.change(|kept| {
            let additions = kept.additions.get(&place).copied().unwrap_or_default();
            kept.delivered.insert(place.clone(), additions);
            let completed = kept.completed.get(&(tracker, place)).copied().unwrap_or_default();
            (completed >= additions)
                .then(|| format!("{siren} is reported once more than it was added to {job}: {additions}"))
        })
    }

    /// Records that a tracker has asked for the next delivery.
    pub(crate) fn complete(&self, tracker: u64, job: &str, siren: &str) {
        let place = (job.to_owned(), siren.to_owned());
        self.change(|kept| *kept.completed.entry((tracker, place)).or_default() += 1);
    }

    /// Returns the names of all jobs.
    pub(crate) fn jobs(&self) -> Vec<String> {
        let mut jobs: Vec<_> =
            self.change(|kept| kept.additions.keys().map(|(job, _)| job.clone()).collect());
        jobs.dedup();
        jobs
    }

    /// Returns the companies that were added and not delivered afterwards.
    pub(crate) fn lost(&self) -> Vec<String> {
        self.change(|kept| {
            let is_lost =
                |(place, number): &(&Place, &u64)| kept.delivered.get(place).is_none_or(|at| at < number);
            kept.added.iter().filter(is_lost).map(|((job, siren), _)| format!("{siren} of {job}")).collect()
        })
    }
}
