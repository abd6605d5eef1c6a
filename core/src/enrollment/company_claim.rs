//! The exclusive claim on a company while it is looked up and created, in this process and in the store.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ending::SETTLE_TIME;
use super::token::ResumeToken;
use crate::error::{DefactoError, ErrorKind, Result};
use crate::identity::Company;
use crate::lock::Unpoisoned;
use crate::model::Uuid;
use crate::store::{Claimed, IntentClaim, IntentNote, Store};
use crate::wait::{Deadline, Handover, Interrupt, Pass, Pause, Pauses, pause};
use crate::world;
#[cfg(feature = "simulation")]
use crate::world::simulated::{Protection, is_without};

/// The first pause between two attempts to claim a company that another process holds.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The longest time that a token can block an enrolment, whatever the clocks say.
const LONGEST_DOUBT: Duration = Duration::from_secs(120);

/// An exclusive claim on a company, in this process and in the store. If it is dropped without a release, the
/// last note stays: a call that was sent by then may still take effect.
pub(super) struct CompanyClaim {
    pass: Pass,
    claim: Option<Arc<Claim>>,
    left: Handover,
}

/// The claim in the store.
pub(super) struct Claim {
    store: Arc<dyn Store>,
    api: String,
    keys: Vec<String>,
    owner: String,
    was_lost: AtomicBool,
    /// The data for the next enrolment if the claim is dropped now; `None` while the claim is not held.
    left: Mutex<Option<Handover>>,
}

/// The note that the store keeps about the enrolment of a company. It holds no personal number.
#[derive(Default, Serialize, Deserialize)]
struct Note {
    /// For how many microseconds after the note was written a call may still take effect.
    #[serde(default)]
    settles_in: i64,
    /// Spellings of the company's number that cannot be derived from other ones.
    #[serde(default)]
    spellings: Vec<String>,
    /// The ids of borrowers that were created.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    created: Vec<String>,
}

/// Writes to the store that the call of `token` may still take effect. Does nothing while another caller
/// enrols the company: what that caller finds is newer.
pub(crate) async fn leave_doubt(store: &Arc<dyn Store>, api: &str, token: &ResumeToken) -> Result<()> {
    let Some(settles) = token.settles(LONGEST_DOUBT).filter(|_| !token.confirmed) else { return Ok(()) };
    let claim = Claim::of(store, api, &token.company()).await?;
    let doubt = Handover { settles: Some(settles), ..Handover::default() };
    match claim.take(&doubt).await? {
        Some(left) => claim.release(&left).await,
        None => Ok(()),
    }
}

impl CompanyClaim {
    /// Claims the company, once no other caller enrols it. The inner error says why the wait ended.
    pub(super) async fn take(
        api: &str,
        store: Option<&Arc<dyn Store>>,
        company: &Company,
        deadline: Deadline,
        interrupt: &Interrupt,
    ) -> Result<Result<Self, Pause>> {
        let pass = match Pass::enter(api, &company.locks(), deadline, interrupt).await {
            Ok(pass) => pass,
            Err(stopped) => return Ok(Err(stopped)),
        };
        let left = pass.left();
        let Some(store) = store else { return Ok(Ok(Self { pass, claim: None, left })) };
        let claim = Claim::of(store, api, company).await?;
        let mut pauses = Pauses::new(FIRST_PAUSE, LONGEST_PAUSE);
        loop {
            if let Some(left) = claim.take(&left).await? {
                return Ok(Ok(Self { pass, claim: Some(claim), left }));
            }
            match pause(pauses.next().unwrap_or_default(), deadline, interrupt).await {
                Pause::Over => {}
                stopped => return Ok(Err(stopped)),
            }
        }
    }

    /// Returns the data that earlier enrolments left.
    pub(super) fn left(&self) -> &Handover {
        &self.left
    }

    /// Returns the claim in the store, which notes each call before it is sent; `None` without a store.
    pub(super) fn claim(&self) -> Option<Arc<Claim>> {
        self.claim.clone()
    }

    /// Releases the claim and leaves `left` for the next enrolment.
    pub(super) async fn release(self, left: &Handover) -> Result<()> {
        self.pass.leave(left);
        match &self.claim {
            Some(claim) => claim.release(left).await,
            None => Ok(()),
        }
    }

    /// Leaves `left` in this process for the next enrolment, in case this call is dropped from now on.
    pub(super) fn leave(&self, left: &Handover) {
        self.pass.leave(left);
    }
}

impl Claim {
    async fn of(store: &Arc<dyn Store>, api: &str, company: &Company) -> Result<Arc<Self>> {
        let (place, locks) = (Arc::clone(store), company.locks());
        #[cfg(feature = "simulation")]
        let locks = crate::world::simulated::of_one_job(locks);
        let keys = world::run_blocking(move || {
            locks.into_iter().map(|lock| place.hide(&format!("enrollment {lock}"))).collect::<Result<_>>()
        })
        .await?;
        Ok(Arc::new(Self {
            store: Arc::clone(store),
            api: api.to_owned(),
            keys,
            owner: world::new_uuid().simple().to_string(),
            was_lost: AtomicBool::new(false),
            left: Mutex::new(None),
        }))
    }

    fn intent(&self) -> IntentClaim<'_> {
        IntentClaim::new(&self.api, &self.keys, &self.owner)
    }

    fn left(&self) -> MutexGuard<'_, Option<Handover>> {
        self.left.lock().unpoisoned()
    }

    /// Claims the company in the store. Returns what earlier enrolments left, `known` included, or `None` if
    /// another process holds the company.
    async fn take(self: &Arc<Self>, known: &Handover) -> Result<Option<Handover>> {
        let (claim, mut left) = (Arc::clone(self), known.clone());
        world::run_blocking(move || {
            let Claimed::Held(notes) = claim.store.claim(claim.intent())? else { return Ok(None) };
            for note in &notes {
                read(note, &mut left);
            }
            *claim.left() = Some(left.clone());
            Ok(Some(left))
        })
        .await
    }

    /// Writes a note that a call is sent now and may take effect within `settles_in`. Blocks on the store.
    pub(super) fn note(&self, settles_in: Duration, left: &Handover) -> Result<()> {
        #[cfg(feature = "simulation")]
        if is_without(Protection::WriteBeforeSend) {
            return Ok(());
        }
        let is_ours = self.store.note(self.intent(), &text(settles_in, left))?;
        #[cfg(feature = "simulation")]
        let is_ours = is_ours || is_without(Protection::LeaseCheck);
        if is_ours {
            let settles = world::now().checked_add(settles_in);
            *self.left() = Some(Handover { settles, margin: Duration::ZERO, ..left.clone() });
            return Ok(());
        }
        self.was_lost.store(true, Ordering::Relaxed);
        Err(taken_over())
    }

    /// Returns `true` if another process had taken the claim over when a call was to be sent.
    pub(super) fn is_lost(&self) -> bool {
        self.was_lost.load(Ordering::Relaxed)
    }

    async fn release(self: &Arc<Self>, left: &Handover) -> Result<()> {
        let (claim, note) = (Arc::clone(self), note_of(left));
        world::run_blocking(move || {
            *claim.left() = None;
            claim.store.release(claim.intent(), note.as_deref())
        })
        .await
    }
}

impl Drop for Claim {
    /// Releases the claim of a call that was dropped or that panicked. The note stays, so the next enrolment
    /// of the company polls until no call can take effect any more.
    fn drop(&mut self) {
        let Some(left) = self.left().take() else { return };
        let (store, api, note) = (Arc::clone(&self.store), std::mem::take(&mut self.api), note_of(&left));
        let (keys, owner) = (std::mem::take(&mut self.keys), std::mem::take(&mut self.owner));
        world::spawn_blocking(move || {
            if store.release(IntentClaim::new(&api, &keys, &owner), note.as_deref()).is_err() {
                tracing::warn!(target: "defacto_sdk", "a claim stays in the store until this process ends");
            }
        });
    }
}

/// Returns the note for the next enrolment, or `None` if there is nothing to leave.
fn note_of(left: &Handover) -> Option<String> {
    let settles = left.settles_elsewhere().map(|settles| settles.saturating_duration_since(world::now()));
    (!left.is_empty()).then(|| text(settles.unwrap_or_default(), left))
}

/// Returns the error for a claim that another process took over before the call was sent.
pub(super) fn taken_over() -> DefactoError {
    let hint = "Nothing was sent here. Enrol the company again: it is looked up first.";
    DefactoError::of(ErrorKind::Timeout, "another process has gone on with the company", hint)
}

fn text(settles_in: Duration, left: &Handover) -> String {
    let settles_in = i64::try_from(settles_in.as_micros()).unwrap_or(i64::MAX);
    let created = left.created.iter().map(ToString::to_string).collect();
    serde_json::to_string(&Note { settles_in, spellings: left.spellings.clone(), created })
        .unwrap_or_default()
}

/// Adds a note to `left`. An unreadable note is of a newer version: it only says that a call was sent.
fn read(note: &IntentNote, left: &mut Handover) {
    let text = serde_json::from_str::<Note>(&note.text);
    let unreadable =
        Note { settles_in: i64::try_from(SETTLE_TIME.as_micros()).unwrap_or(i64::MAX), ..Note::default() };
    let Note { settles_in, spellings, created } = text.unwrap_or(unreadable);
    let remaining = u64::try_from(settles_in.saturating_sub(note.age)).unwrap_or_default();
    if remaining > 0 {
        let settles = world::now().checked_add(Duration::from_micros(remaining));
        left.add(Handover { settles, ..Handover::default() });
    }
    left.spellings.extend(spellings);
    left.created.extend(created.iter().filter_map(|id| id.parse::<Uuid>().ok()));
}
