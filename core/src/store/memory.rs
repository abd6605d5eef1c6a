//! A store in memory.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use super::entry::{Begun, Claim, Entry, EntryState, JobLock, RowKey, When};
use super::intent::{Claimed, IntentClaim, IntentNote, Intents, hash, new_secret};
use super::interface::Store;
use super::seen::{EventKey, Freshness, MemorySeen, SeenEvents};
use crate::error::Result;
use crate::lock::Unpoisoned;
use crate::model::Timestamp;
use crate::world;

/// A store in memory, for tests and for data that may be lost with the process.
#[derive(Debug, Default)]
pub struct MemoryStore {
    jobs: Mutex<HashMap<String, BTreeMap<String, Kept>>>,
    apis: Mutex<HashMap<String, String>>,
    seen: MemorySeen,
    intents: Mutex<HashMap<(String, String), Intent>>,
    secret: OnceLock<String>,
}

/// An intent that is held or has a note.
#[derive(Debug, Default)]
struct Intent {
    owner: String,
    note: Option<(String, Timestamp)>,
}

#[derive(Debug, Clone)]
struct Kept {
    entry: Entry,
    owner: String,
    looked_at: Timestamp,
}

impl Kept {
    fn new(entry: Entry, owner: &str) -> Self {
        Self { entry, owner: owner.to_owned(), looked_at: Timestamp::MIN }
    }

    fn is(&self, when: When<'_>) -> bool {
        match when {
            When::Always => true,
            When::ClaimedBy(owner) => self.owner == owner,
            When::In(state) => self.entry.state == state,
            When::Outcome(outcome) => self.entry.outcome.as_deref() == Some(outcome),
        }
    }
}

impl MemoryStore {
    /// Creates an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn with<T>(&self, job: &str, change: impl FnOnce(&mut BTreeMap<String, Kept>) -> T) -> T {
        let mut jobs = self.jobs.lock().unpoisoned();
        change(jobs.entry(job.to_owned()).or_default())
    }
}

impl SeenEvents for MemoryStore {
    fn record(&self, event: &EventKey) -> Result<Freshness> {
        self.seen.record(event)
    }

    fn forget(&self, event: &EventKey) -> Result<()> {
        self.seen.forget(event)
    }
}

impl MemoryStore {
    fn intents(&self) -> MutexGuard<'_, HashMap<(String, String), Intent>> {
        self.intents.lock().unpoisoned()
    }
}

impl Intents for MemoryStore {
    fn hide(&self, text: &str) -> Result<String> {
        Ok(hash(self.secret.get_or_init(new_secret), text))
    }

    fn claim(&self, claim: IntentClaim<'_>) -> Result<Claimed> {
        let mut intents = self.intents();
        let place = |key: &String| (claim.api.to_owned(), key.clone());
        let is_taken = |intent: &Intent| !intent.owner.is_empty() && intent.owner != claim.owner;
        if claim.keys.iter().any(|key| intents.get(&place(key)).is_some_and(is_taken)) {
            return Ok(Claimed::Busy);
        }
        let mut notes = Vec::new();
        for key in claim.keys {
            let intent = intents.entry(place(key)).or_default();
            claim.owner.clone_into(&mut intent.owner);
            notes.extend(intent.note.clone().map(|(text, at)| {
                let age = world::wall_clock().as_microsecond().saturating_sub(at.as_microsecond()).max(0);
                IntentNote { key: key.clone(), text, age }
            }));
        }
        Ok(Claimed::Held(notes))
    }

    fn note(&self, claim: IntentClaim<'_>, text: &str) -> Result<bool> {
        let mut intents = self.intents();
        let place = |key: &String| (claim.api.to_owned(), key.clone());
        let is_own = |intent: &Intent| intent.owner == claim.owner;
        if !claim.keys.iter().all(|key| intents.get(&place(key)).is_some_and(is_own)) {
            return Ok(false);
        }
        for key in claim.keys {
            intents.entry(place(key)).or_default().note = Some((text.to_owned(), world::wall_clock()));
        }
        Ok(true)
    }

    fn release(&self, claim: IntentClaim<'_>, text: Option<&str>) -> Result<()> {
        let mut intents = self.intents();
        for key in claim.keys {
            let place = (claim.api.to_owned(), key.clone());
            let Some(intent) = intents.get_mut(&place).filter(|intent| intent.owner == claim.owner) else {
                continue;
            };
            intent.owner.clear();
            intent.note = text.map(|text| (text.to_owned(), world::wall_clock()));
            if intent.note.is_none() {
                intents.remove(&place);
            }
        }
        Ok(())
    }
}

impl Store for MemoryStore {
    fn begin(&self, claim: &Claim<'_>) -> Result<Begun> {
        Ok(self.with(claim.job, |entries| match entries.get_mut(claim.company) {
            Some(kept) if kept.entry.run == claim.run && kept.entry.row != claim.row => {
                Begun::Duplicate { row: kept.entry.row }
            }
            Some(kept) => {
                claim.run.clone_into(&mut kept.entry.run);
                kept.entry.row = claim.row;
                claim.owner.clone_into(&mut kept.owner);
                Begun::Known(kept.entry.clone())
            }
            None => {
                let mut entry = Entry::new(claim.company, claim.row, EntryState::Begun);
                claim.run.clone_into(&mut entry.run);
                entries.insert(claim.company.to_owned(), Kept::new(entry, claim.owner));
                Begun::Fresh
            }
        }))
    }

    fn save(&self, job: &str, entry: &Entry, when: When<'_>) -> Result<bool> {
        Ok(self.with(job, |entries| match entries.get_mut(&entry.company) {
            Some(kept) if kept.is(when) => {
                let run = std::mem::take(&mut kept.entry.run);
                kept.entry = Entry { run, ..entry.clone() };
                true
            }
            None if matches!(when, When::Always) => {
                entries.insert(entry.company.clone(), Kept::new(entry.clone(), ""));
                true
            }
            _ => false,
        }))
    }

    fn find(&self, job: &str, company: &str) -> Result<Option<Entry>> {
        Ok(self.with(job, |entries| entries.get(company).map(|kept| kept.entry.clone())))
    }

    fn remove(&self, job: &str, company: &str, when: When<'_>) -> Result<()> {
        self.with(job, |entries| {
            if entries.get(company).is_some_and(|kept| kept.is(when)) {
                entries.remove(company);
            }
        });
        Ok(())
    }

    fn take_waiting(
        &self,
        job: &str,
        run: Option<&str>,
        not_since: Timestamp,
        most: usize,
    ) -> Result<Vec<Entry>> {
        Ok(self.with(job, |entries| {
            let waiting = |kept: &&mut Kept| {
                kept.entry.state == EntryState::Waiting
                    && kept.looked_at < not_since
                    && run.is_none_or(|run| run == kept.entry.run)
            };
            let mut due: Vec<&mut Kept> = entries.values_mut().filter(waiting).collect();
            due.sort_by_key(|kept| kept.looked_at);
            let now = world::wall_clock();
            due.into_iter()
                .take(most)
                .map(|kept| {
                    kept.looked_at = now;
                    kept.entry.clone()
                })
                .collect()
        }))
    }

    fn entries(&self, job: &str, behind: Option<&RowKey>, most: usize) -> Result<Vec<Entry>> {
        Ok(self.with(job, |entries| {
            let mut found: Vec<&Entry> = entries.values().map(|kept| &kept.entry).collect();
            found.sort_by_key(|entry| entry.key());
            let later = found.into_iter().filter(|entry| behind.is_none_or(|key| entry.key() > *key));
            later.take(most).cloned().collect()
        }))
    }

    fn count(&self, job: &str, run: Option<&str>, state: EntryState) -> Result<u64> {
        let counts = |kept: &&Kept| kept.entry.state == state && run.is_none_or(|run| run == kept.entry.run);
        Ok(self.with(job, |entries| entries.values().filter(counts).count() as u64))
    }

    fn jobs(&self) -> Result<Vec<String>> {
        let jobs = self.jobs.lock().unpoisoned();
        let mut names: Vec<String> =
            jobs.iter().filter(|(_, entries)| !entries.is_empty()).map(|(name, _)| name.clone()).collect();
        names.sort();
        Ok(names)
    }

    fn api_of(&self, job: &str, api: &str) -> Result<String> {
        let mut apis = self.apis.lock().unpoisoned();
        Ok(apis.entry(job.to_owned()).or_insert_with(|| api.to_owned()).clone())
    }

    fn forget_job(&self, job: &str) -> Result<()> {
        self.with(job, BTreeMap::clear);
        self.apis.lock().unpoisoned().remove(job);
        Ok(())
    }

    fn forget_events(&self, before: Timestamp) -> Result<()> {
        self.seen.forget_before(before);
        Ok(())
    }

    fn lock(&self, _job: &str) -> Result<JobLock> {
        Ok(JobLock::none())
    }

    fn lease(&self) -> Option<Duration> {
        None
    }
}
