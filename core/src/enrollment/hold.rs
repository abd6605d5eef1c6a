//! The exclusive claim on a company while it is looked up and created, in this process and in the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::token::ResumeToken;
use crate::error::{DefactoError, ErrorKind, Result};
use crate::identity::Company;
use crate::store::{Claimed, IntentClaim, IntentNote, Store};
use crate::wait::{Deadline, Interrupt, Left, Pass, Pause, Pauses, pause};
use crate::world;

/// How long to wait before a store is asked again whether the other process has finished.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// No token keeps anybody waiting for longer, whatever the clocks say.
const LONGEST_DOUBT: Duration = Duration::from_secs(120);

/// An exclusive claim on a company. Dropping it releases the claim and keeps the note of a call in doubt.
pub(super) struct Hold {
    pass: Pass,
    claim: Option<Arc<Claim>>,
    left: Left,
}

/// The claim at a store.
pub(super) struct Claim {
    store: Arc<dyn Store>,
    api: String,
    keys: Vec<String>,
    owner: String,
    lost: AtomicBool,
}

/// What a store keeps about the enrolment of a company. It holds no number of a person.
#[derive(Default, Serialize, Deserialize)]
struct Note {
    /// For how many microseconds after it was written a call may still take effect.
    #[serde(default)]
    settles_in: i64,
    /// Numbers of the company that cannot be derived from others.
    #[serde(default)]
    spellings: Vec<String>,
}

/// Notes in a store that a call for a company may still take effect, by the token of who sent it. Does nothing while
/// somebody enrols the company: what they find is newer.
pub(crate) fn leave_doubt(store: &Arc<dyn Store>, api: &str, token: &ResumeToken) -> Result<()> {
    let Some(settles) = token.settles(LONGEST_DOUBT).filter(|_| !token.confirmed) else { return Ok(()) };
    let claim = Claim::of(store, api, &token.company())?;
    if let Claimed::Held(notes) = store.claim(claim.intent())? {
        let mut left = Left { settles: Some(settles), spellings: Vec::new() };
        for note in &notes {
            read(note, &mut left);
        }
        claim.release(&left)?;
    }
    Ok(())
}

impl Hold {
    /// Waits until nobody else enrols the company. The inner error says why it did not come to that.
    pub(super) fn take(
        api: &str,
        store: Option<&Arc<dyn Store>>,
        company: &Company,
        deadline: Deadline,
        interrupt: &Interrupt,
    ) -> Result<Result<Self, Pause>> {
        let pass = match Pass::enter(api, &company.locks(), deadline, interrupt) {
            Ok(pass) => pass,
            Err(stopped) => return Ok(Err(stopped)),
        };
        let mut left = pass.left();
        let Some(store) = store else { return Ok(Ok(Self { pass, claim: None, left })) };
        let claim = Claim::of(store, api, company)?;
        let mut pauses = Pauses::new(FIRST_PAUSE, LONGEST_PAUSE);
        loop {
            if let Claimed::Held(notes) = store.claim(claim.intent())? {
                for note in &notes {
                    read(note, &mut left);
                }
                return Ok(Ok(Self { pass, claim: Some(Arc::new(claim)), left }));
            }
            match pause(pauses.next().unwrap_or_default(), deadline, interrupt) {
                Pause::Over => {}
                stopped => return Ok(Err(stopped)),
            }
        }
    }

    /// What enrolments before this one have left.
    pub(super) fn left(&self) -> &Left {
        &self.left
    }

    /// What the store is told right before something is sent, if there is one.
    pub(super) fn claim(&self) -> Option<Arc<Claim>> {
        self.claim.clone()
    }

    /// Lets the next one begin, who learns what is left.
    pub(super) fn release(self, left: &Left) -> Result<()> {
        self.pass.leave(left);
        match &self.claim {
            Some(claim) => claim.release(left),
            None => Ok(()),
        }
    }
}

impl Claim {
    fn of(store: &Arc<dyn Store>, api: &str, company: &Company) -> Result<Self> {
        let hidden = company.locks().into_iter().map(|lock| store.hide(&format!("enrollment {lock}")));
        let (keys, owner) = (hidden.collect::<Result<_>>()?, world::new_uuid().simple().to_string());
        Ok(Self { store: Arc::clone(store), api: api.to_owned(), keys, owner, lost: AtomicBool::new(false) })
    }

    fn intent(&self) -> IntentClaim<'_> {
        IntentClaim::new(&self.api, &self.keys, &self.owner)
    }

    /// Writes down that a call goes out now, and for how long it may take effect.
    pub(super) fn note(&self, settles_in: Duration, spellings: &[String]) -> Result<()> {
        if self.store.note(self.intent(), &text(settles_in, spellings))? {
            return Ok(());
        }
        self.lost.store(true, Ordering::Relaxed);
        Err(taken_over())
    }

    /// Whether another process had the claim when something was to be sent.
    pub(super) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    fn release(&self, left: &Left) -> Result<()> {
        let settles = left.settles.map(|settles| settles.saturating_duration_since(world::now()));
        let is_needed = settles.is_some() || !left.spellings.is_empty();
        let note = is_needed.then(|| text(settles.unwrap_or_default(), &left.spellings));
        self.store.release(self.intent(), note.as_deref())
    }
}

impl Drop for Claim {
    /// After an ordinary end this finds nothing of its own. After a panic the note stays as it was written last, for
    /// what is written last is what is known: whoever comes next looks the company up.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let left = Left { settles: world::now().checked_add(super::SETTLE_TIME), spellings: Vec::new() };
            let _ = self.release(&left);
        }
    }
}

/// The claim went to another process before something was sent: this one stood still for too long.
pub(super) fn taken_over() -> DefactoError {
    let hint = "Nothing was sent here. Enrol the company again: it is looked up first.";
    DefactoError::of(ErrorKind::Timeout, "another process has gone on with the company", hint)
}

fn text(settles_in: Duration, spellings: &[String]) -> String {
    let settles_in = i64::try_from(settles_in.as_micros()).unwrap_or(i64::MAX);
    serde_json::to_string(&Note { settles_in, spellings: spellings.to_vec() }).unwrap_or_default()
}

/// A note that cannot be read is of a newer version: all that is known then is that something was sent.
fn read(note: &IntentNote, left: &mut Left) {
    let text = serde_json::from_str::<Note>(&note.text);
    let unreadable = Note {
        settles_in: i64::try_from(super::SETTLE_TIME.as_micros()).unwrap_or(i64::MAX),
        ..Note::default()
    };
    let Note { settles_in, spellings } = text.unwrap_or(unreadable);
    let remaining = u64::try_from(settles_in.saturating_sub(note.age)).unwrap_or_default();
    if remaining > 0 {
        left.settles = left.settles.max(world::now().checked_add(Duration::from_micros(remaining)));
    }
    left.spellings.extend(spellings);
}
