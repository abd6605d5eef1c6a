//! The intents that this process has sent.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::salt::is_made_here;
use super::{Intent, Sending, Settled, reused};
use crate::error::Result;
use crate::lock::Unpoisoned;
use crate::per_process::PerProcess;
use crate::world;

/// The largest number of requests. Beyond it, those with a known outcome are forgotten first, oldest first.
const MOST: usize = 4096;

/// How long a request is remembered.
const AGE: Duration = Duration::from_secs(24 * 3600);

/// Returns the memory that all clients of a process share. A forked child starts with its parent's knowledge.
pub(crate) fn memory() -> &'static Memory {
    static MEMORY: PerProcess<Memory> = PerProcess::new();
    MEMORY.get(|parent| parent.map_or_else(Memory::default, Memory::inherited))
}

/// The account and the salt of a request.
type Key = (Uuid, String);

#[derive(Debug, Default)]
pub(crate) struct Memory {
    known: Mutex<HashMap<Key, Known>>,
}

/// What is known of one salt.
#[derive(Clone, Debug)]
struct Known {
    api: Uuid,
    fingerprint: Uuid,
    /// How it is sent: with its own salt, or with that of an equal request before it.
    sending: Sending,
    /// How many calls are under way.
    under_way: u32,
    /// Whether it may have taken effect without the caller's knowledge.
    in_doubt: bool,
    /// Whether it took effect.
    done: bool,
    at: Instant,
}

impl Known {
    /// Returns `true` if an equal request counts as this one.
    fn is_open(&self) -> bool {
        self.under_way > 0 || self.in_doubt
    }
}

impl Memory {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Known>> {
        self.known.lock().unpoisoned()
    }

    /// Forgets what was sent to an API.
    pub(super) fn forget(&self, api: Uuid) {
        self.lock().retain(|_, entry| entry.api != api);
    }

    /// Returns the memory of a forked child. It gets no answer to its parent's calls, so those are in doubt.
    fn inherited(parent: &Self) -> Self {
        let mut known = parent.known.try_lock().map(|known| known.clone()).unwrap_or_default();
        for entry in known.values_mut() {
            entry.in_doubt |= entry.under_way > 0;
            entry.under_way = 0;
        }
        Self { known: Mutex::new(known) }
    }

    /// Returns how to send the request: with its own salt, or with that of an equal request whose outcome is
    /// unknown. Writes nothing.
    ///
    /// # Errors
    /// `Validation` at `/salt_id` if the salt was sent with another request.
    pub(crate) fn look_up(&self, intent: &Intent) -> Result<Sending> {
        find(&self.lock(), intent)
    }

    /// Looks the request up and records that it is about to be sent, in one step.
    ///
    /// # Errors
    /// Those of `look_up`.
    pub(crate) fn note(&self, intent: &Intent) -> Result<Sending> {
        let mut known = self.lock();
        let sending = find(&known, intent)?;
        make_room(&mut known);
        let at = world::now();
        let fresh = || Known {
            api: intent.api,
            fingerprint: intent.fingerprint,
            sending: sending.clone(),
            under_way: 0,
            in_doubt: false,
            done: false,
            at,
        };
        if sending.salt_id != intent.salt_id {
            known.entry((intent.account, intent.salt_id.clone())).or_insert_with(fresh).at = at;
        }
        let entry = known.entry((intent.account, sending.salt_id.clone())).or_insert_with(fresh);
        entry.under_way += 1;
        entry.at = at;
        Ok(sending)
    }

    /// Records the outcome of a request that `note` recorded.
    pub(crate) fn settle(&self, intent: &Intent, sending: &Sending, settled: Settled) {
        let mut known = self.lock();
        let Some(entry) = known.get_mut(&(intent.account, sending.salt_id.clone())) else { return };
        entry.under_way = entry.under_way.saturating_sub(1);
        match settled {
            Settled::Done => (entry.done, entry.in_doubt) = (true, false),
            Settled::InDoubt => entry.in_doubt = true,
            // A refusal says nothing about an earlier attempt.
            Settled::NotDone if entry.done || entry.is_open() => {}
            Settled::NotDone => {
                known.retain(|(account, _), entry| {
                    *account != intent.account || entry.sending.salt_id != sending.salt_id
                });
            }
        }
    }
}

/// Returns how to send the request, by what is known.
fn find(known: &HashMap<Key, Known>, intent: &Intent) -> Result<Sending> {
    let recent = |entry: &&Known| world::elapsed(entry.at) < AGE;
    if let Some(entry) = known.get(&(intent.account, intent.salt_id.clone())).filter(recent) {
        return if entry.fingerprint == intent.fingerprint {
            Ok(entry.sending.clone())
        } else {
            Err(reused())
        };
    }
    let own = Sending { salt_id: intent.salt_id.clone(), wait: intent.wait };
    if !is_made_here(&intent.salt_id) {
        return Ok(own);
    }
    let equal = known.iter().filter(|((account, _), entry)| {
        *account == intent.account
            && entry.fingerprint == intent.fingerprint
            && entry.is_open()
            && recent(entry)
    });
    let first = equal.min_by_key(|(_, entry)| entry.at);
    Ok(first.map_or(own, |(_, entry)| entry.sending.clone()))
}

/// Forgets old requests, and those beyond the limit.
fn make_room(known: &mut HashMap<Key, Known>) {
    if known.len() < MOST {
        return;
    }
    known.retain(|_, entry| world::elapsed(entry.at) < AGE);
    while known.len() >= MOST {
        let least = known.iter().min_by_key(|(_, entry)| (entry.is_open(), entry.at));
        let Some(key) = least.map(|(key, _)| key.clone()) else { return };
        known.remove(&key);
    }
}
