//! Intents in a database.

use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use super::database::{Database, Source, SqlValue};
use super::intent::{Claimed, IntentClaim, IntentNote, Intents, hash, new_secret};
use super::process;
use super::sql::{OnDisk, SqlStore, now};
use crate::error::Result;
use crate::lock::Unpoisoned;

/// Times are microseconds since 1970, by the clock of the database where there is one.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS defacto_intents (api TEXT NOT NULL, intent TEXT NOT NULL, \
     owner TEXT NOT NULL, process TEXT NOT NULL, held_until BIGINT NOT NULL, note TEXT, noted_at BIGINT NOT NULL, \
     PRIMARY KEY (api, intent))";

/// The secret for the hashes, in its only row.
pub(super) const SECRET: &str =
    "CREATE TABLE IF NOT EXISTS defacto_secret (place BIGINT NOT NULL PRIMARY KEY, secret TEXT NOT NULL)";

/// The longest lease of a claim. It may be shorter than a call: the next holder honours the note, and a
/// holder that lost its claim sends nothing.
const LONGEST_LEASE: Duration = Duration::from_secs(15);

/// The row of one key.
struct Row {
    owner: String,
    process: String,
    held_until: i64,
    note: Option<String>,
    noted_at: i64,
}

impl<S: Source> SqlStore<S> {
    /// Returns the name of this process, announced to others; empty for a store with leases.
    fn process(&self) -> Result<String> {
        if self.source.lease().is_some() {
            return Ok(String::new());
        }
        // One file is one place, by whichever name it was opened.
        let place = self.source.place();
        let place = std::fs::canonicalize(&place).map_or(place, |path| path.display().to_string());
        let (name, lock) = process::announced(&place, |name| self.source.announce(name))?;
        let mut announced = self.announced.lock().unpoisoned();
        if !announced.as_ref().is_some_and(|held| Arc::ptr_eq(held, &lock)) {
            // The announcement from before belongs to a parent process.
            std::mem::forget(announced.replace(lock));
        }
        Ok(name)
    }

    /// Returns `true` if the holder of a key still runs, or its lease has not expired.
    fn is_held(&self, row: &Row, now: i64) -> bool {
        if row.owner.is_empty() {
            return false;
        }
        if self.source.lease().is_some() {
            return row.held_until > now;
        }
        process::is_at_work_here(&row.owner, &row.process)
            .unwrap_or_else(|| self.source.is_at_work(&row.process))
    }

    fn held_until(&self, now: i64) -> i64 {
        let lease = self.source.lease().unwrap_or_default().min(LONGEST_LEASE);
        now.saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX / 2))
    }
}

/// Returns the time of the database if claims are leased, otherwise of this machine.
fn time<S: Source>(database: &mut S::Connection) -> Result<i64> {
    if S::LEASES {
        let rows = database.query(&format!("SELECT {}", S::NOW), &[])?;
        return Ok(rows.first().and_then(|row| row.first()).and_then(SqlValue::integer).unwrap_or(0));
    }
    Ok(now())
}

fn read<S: Source>(database: &mut S::Connection, api: &str, key: &str) -> Result<Option<Row>> {
    let statement = format!(
        "SELECT owner, process, held_until, note, noted_at FROM defacto_intents WHERE api = ?1 AND intent = ?2{}",
        S::LOCK_ROWS
    );
    let rows = database.query(&statement, &[api.into(), key.into()])?;
    Ok(rows.first().map(|row| {
        let text = |at: usize| row.get(at).and_then(SqlValue::text).map(ToOwned::to_owned);
        let integer = |at: usize| row.get(at).and_then(SqlValue::integer).unwrap_or(0);
        Row {
            owner: text(0).unwrap_or_default(),
            process: text(1).unwrap_or_default(),
            held_until: integer(2),
            note: text(3),
            noted_at: integer(4),
        }
    }))
}

/// Removes a row without an owner and a note.
fn sweep(database: &mut impl Database, api: &str, key: &str) -> Result<()> {
    let statement =
        "DELETE FROM defacto_intents WHERE api = ?1 AND intent = ?2 AND owner = '' AND note IS NULL";
    database.execute(statement, &[api.into(), key.into()]).map(drop)
}

impl<S: Source> Intents for SqlStore<S> {
    fn hide(&self, text: &str) -> Result<String> {
        if let Some(secret) = self.secret.get() {
            return Ok(hash(secret, text));
        }
        let new = new_secret();
        let secret = self.transaction(OnDisk::Now, |database| {
            let statement =
                "INSERT INTO defacto_secret (place, secret) VALUES (1, ?1) ON CONFLICT (place) DO NOTHING";
            database.execute(statement, &[new.as_str().into()])?;
            let rows = database.query("SELECT secret FROM defacto_secret WHERE place = 1", &[])?;
            Ok(rows.first().and_then(|row| row.first()).and_then(SqlValue::text).map(ToOwned::to_owned))
        })?;
        Ok(hash(self.secret.get_or_init(|| secret.unwrap_or(new)), text))
    }

    fn claim(&self, claim: IntentClaim<'_>) -> Result<Claimed> {
        self.drain_due_work();
        let process = self.process()?;
        // Sorted, so that two transactions cannot deadlock.
        let mut keys: Vec<&String> = claim.keys.iter().collect();
        keys.sort();
        let claimed = self.transaction(OnDisk::Later, |database| {
            for key in &keys {
                let statement = "INSERT INTO defacto_intents (api, intent, owner, process, held_until, noted_at) \
                     VALUES (?1, ?2, '', '', 0, 0) ON CONFLICT (api, intent) DO NOTHING";
                database.execute(statement, &[claim.api.into(), key.as_str().into()])?;
            }
            let mut notes = Vec::new();
            let now = time::<S>(database)?;
            for key in &keys {
                let Some(row) = read::<S>(database, claim.api, key)? else { continue };
                if row.owner != claim.owner && self.is_held(&row, now) {
                    keys.iter().try_for_each(|key| sweep(database, claim.api, key))?;
                    return Ok(Claimed::Busy);
                }
                let age = now.saturating_sub(row.noted_at).max(0);
                notes.extend(row.note.map(|text| IntentNote { key: (*key).clone(), text, age }));
            }
            for key in &keys {
                let values = [
                    claim.api.into(),
                    key.as_str().into(),
                    claim.owner.into(),
                    process.as_str().into(),
                    self.held_until(now).into(),
                ];
                let statement = "UPDATE defacto_intents SET owner = ?3, process = ?4, held_until = ?5 \
                     WHERE api = ?1 AND intent = ?2";
                database.execute(statement, &values)?;
            }
            process::begin(claim.owner);
            Ok(Claimed::Held(notes))
        });
        if !matches!(claimed, Ok(Claimed::Held(_))) {
            process::end(claim.owner);
        }
        claimed
    }

    fn note(&self, claim: IntentClaim<'_>, text: &str) -> Result<bool> {
        self.transaction(OnDisk::Now, |database| {
            let now = time::<S>(database)?;
            for key in claim.keys {
                let row = read::<S>(database, claim.api, key)?;
                // A later holder has written another owner, or an empty one at its release.
                let lost = |row: &Row| row.owner != claim.owner;
                if row.is_none_or(|row| lost(&row)) {
                    return Ok(false);
                }
            }
            for key in claim.keys {
                let values = [
                    claim.api.into(),
                    key.as_str().into(),
                    text.into(),
                    now.into(),
                    self.held_until(now).into(),
                ];
                let statement = "UPDATE defacto_intents SET note = ?3, noted_at = ?4, held_until = ?5 \
                     WHERE api = ?1 AND intent = ?2";
                database.execute(statement, &values)?;
            }
            Ok(true)
        })
    }

    fn release(&self, claim: IntentClaim<'_>, text: Option<&str>) -> Result<()> {
        // The owner has ended here, even if the row cannot be changed.
        process::end(claim.owner);
        let released = self.give_back(claim, text);
        if released.is_err() {
            self.unreleased().push(Unreleased {
                api: claim.api.to_owned(),
                keys: claim.keys.to_vec(),
                owner: claim.owner.to_owned(),
                text: text.map(ToOwned::to_owned),
            });
        }
        released
    }
}

/// A claim that could not be released: it would block others until this process ends.
pub(super) struct Unreleased {
    api: String,
    keys: Vec<String>,
    owner: String,
    text: Option<String>,
}

impl<S: Source> SqlStore<S> {
    fn unreleased(&self) -> MutexGuard<'_, Vec<Unreleased>> {
        self.unreleased.lock().unpoisoned()
    }

    /// Releases the claims that could not be released before. A new failure is repeated with the next claim.
    fn drain_due_work(&self) {
        let failed = std::mem::take(&mut *self.unreleased());
        for it in failed {
            let claim = IntentClaim::new(&it.api, &it.keys, &it.owner);
            if self.give_back(claim, it.text.as_deref()).is_err() {
                self.unreleased().push(it);
            }
        }
    }

    fn give_back(&self, claim: IntentClaim<'_>, text: Option<&str>) -> Result<()> {
        // Without a note the work is over. If that is lost, the next holder finds the note from before.
        let on_disk = if text.is_some() { OnDisk::Now } else { OnDisk::Later };
        self.transaction(on_disk, |database| {
            let now = time::<S>(database)?;
            for key in claim.keys {
                let values =
                    [claim.api.into(), key.as_str().into(), claim.owner.into(), text.into(), now.into()];
                let statement = "UPDATE defacto_intents SET owner = '', process = '', held_until = 0, note = ?4, \
                     noted_at = ?5 WHERE api = ?1 AND intent = ?2 AND owner = ?3";
                database.execute(statement, &values)?;
                sweep(database, claim.api, key)?;
            }
            Ok(())
        })
    }
}
