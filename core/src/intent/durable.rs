//! The intents that were sent, by this process and by every process with the same store.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::salt::is_made_here;
use super::{Intent, Sending, Settled, memory, reused};
use crate::error::{DefactoError, Result};
use crate::store::{Claimed, IntentClaim, Store};
use crate::world;

/// How long an equal request without a caller's key counts as the first one, as in memory.
const AGE: Duration = Duration::from_secs(24 * 3600);
/// How often a busy note is tried again. It is held for a moment only, except by a process that hangs.
const PATIENCE: u32 = 200;
const PAUSE: Duration = Duration::from_millis(25);

/// The memory of this process, with a store behind it if there is one.
pub(crate) struct Remembered {
    store: Option<Arc<dyn Store>>,
    api: String,
}

/// What a store keeps of a request that was sent: hashes and the salt.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    salt_id: String,
    wait: Option<bool>,
    fingerprint: String,
    /// How many calls under it have begun and were not refused. Several processes may send one request.
    #[serde(default)]
    begun: u32,
}

impl Kept {
    fn with_one_more(self) -> Self {
        Self { begun: self.begun.saturating_add(1), ..self }
    }

    /// Returns the note after a refusal. It stays if the request is being sent elsewhere or is in doubt.
    fn without_one(self) -> Option<Self> {
        let begun = self.begun.saturating_sub(1);
        (begun > 0).then_some(Self { begun, ..self })
    }
}

impl Remembered {
    pub(crate) fn new(store: Option<&Arc<dyn Store>>, api: &str) -> Self {
        Self { store: store.cloned(), api: api.to_owned() }
    }

    /// Claims the note under `key` and gives it to `work`, which returns its result and the note to keep.
    async fn with_note<T: Send + 'static>(
        &self,
        store: &Arc<dyn Store>,
        key: String,
        work: impl FnOnce(Option<Kept>) -> (T, Option<Kept>) + Send + 'static,
    ) -> Result<T> {
        let mut work = Some(work);
        for _ in 0..PATIENCE {
            let (place, api, key) = (Arc::clone(store), self.api.clone(), key.clone());
            // Claim and release are one piece of work, so that a dropped call does not keep the claim.
            let once = work.take();
            let (result, left) = world::run_blocking(move || match once {
                Some(once) => change(&*place, &api, &key, once),
                None => (Ok(None), None),
            })
            .await;
            if let Some(result) = result? {
                return Ok(result);
            }
            work = left;
            world::sleep(PAUSE).await;
        }
        let hint = "Nothing was sent. Wait for the other process, or end it, and send the request again.";
        Err(DefactoError::store("another process holds the same request and does not go on", hint))
    }
}

/// Changes the note under `key` in one step. If another process has the note, returns `work` unused.
fn change<T, W>(store: &dyn Store, api: &str, key: &str, work: W) -> (Result<Option<T>>, Option<W>)
where
    W: FnOnce(Option<Kept>) -> (T, Option<Kept>),
{
    let keys = match store.hide(key) {
        Ok(key) => [key],
        Err(error) => return (Err(error), None),
    };
    let owner = world::new_uuid().to_string();
    let claim = IntentClaim::new(api, &keys, &owner);
    let notes = match store.claim(claim) {
        Ok(Claimed::Held(notes)) => notes,
        Ok(Claimed::Busy) => return (Ok(None), Some(work)),
        Err(error) => return (Err(error), None),
    };
    let recent = notes.into_iter().find(|note| i128::from(note.age) < AGE.as_micros().cast_signed());
    let (result, left) = work(recent.and_then(|note| serde_json::from_str(&note.text).ok()));
    let left = left.and_then(|kept| serde_json::to_string(&kept).ok());
    (store.release(claim, left.as_deref()).map(|()| Some(result)), None)
}

fn by_salt(intent: &Intent, salt_id: &str) -> String {
    format!("salt {} {salt_id}", intent.account)
}

fn by_content(intent: &Intent) -> String {
    format!("loan {} {}", intent.account, intent.fingerprint)
}

impl Remembered {
    /// Records that the request is about to be sent, and returns how to send it. The store has the record
    /// before this returns.
    ///
    /// # Errors
    /// `Validation` at `/salt_id` if the salt was sent with another request; `Store`.
    pub(super) async fn note(&self, intent: &Intent) -> Result<Sending> {
        let sending = memory().note(intent)?;
        let Some(store) = &self.store else { return Ok(sending) };
        let noted = self.note_in_store(store, intent, &sending).await;
        if noted.is_err() {
            memory().settle(intent, &sending, Settled::NotDone);
        }
        noted
    }

    /// Records the outcome of a request that `note` recorded.
    pub(super) async fn settle(&self, intent: &Intent, sending: &Sending, settled: Settled) {
        memory().settle(intent, sending, settled);
        let Some(store) = &self.store else { return };
        if settled == Settled::InDoubt {
            return;
        }
        let salt_id = sending.salt_id.clone();
        let over = move |kept: Option<Kept>| match kept {
            Some(kept) if kept.salt_id == salt_id && settled == Settled::Done => ((), None),
            Some(kept) if kept.salt_id == salt_id => ((), kept.without_one()),
            other => ((), other),
        };
        // At worst, an equal request within a day is taken for a settled one whose note stays.
        let by_content = self.with_note(store, by_content(intent), over).await;
        if by_content.is_err() || (settled == Settled::NotDone && self.forget(store, intent).await.is_err()) {
            tracing::warn!(target: "defacto_sdk", "a settled request stays noted in the store");
        }
    }

    async fn forget(&self, store: &Arc<dyn Store>, intent: &Intent) -> Result<()> {
        let forget = |kept: Option<Kept>| ((), kept.and_then(Kept::without_one));
        self.with_note(store, by_salt(intent, &intent.salt_id), forget).await
    }

    /// Records in the store that the request is sent now. It takes the salt of an equal request before it.
    async fn note_in_store(
        &self,
        store: &Arc<dyn Store>,
        intent: &Intent,
        sending: &Sending,
    ) -> Result<Sending> {
        let own = Kept {
            salt_id: sending.salt_id.clone(),
            wait: sending.wait,
            fingerprint: intent.fingerprint.to_string(),
            begun: 0,
        };
        let fingerprint = own.fingerprint.clone();
        let with_salt = move |kept: Option<Kept>| match kept {
            Some(kept) if kept.fingerprint != fingerprint => (Err(reused()), Some(kept)),
            Some(kept) => (Ok(Some(kept.clone())), Some(kept)),
            None => (Ok(None), None),
        };
        let known = self.with_note(store, by_salt(intent, &intent.salt_id), with_salt).await??;
        // A repetition keeps its salt. An equal request with another salt is the first request.
        let is_the_first = is_made_here(&intent.salt_id) && known.is_none();
        let wanted = known.unwrap_or(own);
        let begin = move |kept: Option<Kept>| match kept {
            Some(first) if is_the_first || first.salt_id == wanted.salt_id => {
                let first = first.with_one_more();
                (first.clone(), Some(first))
            }
            Some(first) => (wanted, Some(first)),
            None => (wanted.clone(), Some(Kept { begun: 1, ..wanted })),
        };
        let known = self.with_note(store, by_content(intent), begin).await?;
        let own = known.clone();
        let write = move |kept: Option<Kept>| {
            let before = kept.map_or(0, |kept| kept.begun);
            ((), Some(Kept { begun: before.saturating_add(1), ..own }))
        };
        self.with_note(store, by_salt(intent, &intent.salt_id), write).await?;
        Ok(Sending { salt_id: known.salt_id, wait: known.wait })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Client;
    use crate::intent::salt::new_salt;
    use crate::store::MemoryStore;

    fn intent(client: &Client, salt_id: &str, cents: u32) -> Intent {
        Intent::new(&client.transport, salt_id, None, &[&format!(r#"{{"amount":{cents}}}"#)])
    }

    /// Notes a request as another process would, which shares only the store with the others.
    fn sent(store: &Arc<dyn Store>, intent: &Intent) -> Result<String> {
        let remembered = Remembered::new(Some(store), "https://api.example");
        let own = Sending { salt_id: intent.salt_id.clone(), wait: intent.wait };
        world::wait_for(remembered.note_in_store(store, intent, &own)).map(|sending| sending.salt_id)
    }

    fn settle(store: &Arc<dyn Store>, intent: &Intent, salt_id: &str, settled: Settled) {
        let sending = Sending { salt_id: salt_id.to_owned(), wait: None };
        let remembered = Remembered::new(Some(store), "https://api.example");
        world::wait_for(remembered.settle(intent, &sending, settled));
    }

    #[test]
    fn an_equal_request_is_the_first_one_after_a_crash_until_its_outcome_is_known() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let client = Client::new("a-key", "http://127.0.0.1:9").expect("the client is set up");
        let (first, second, third) = (new_salt(), new_salt(), new_salt());
        assert_eq!(sent(&store, &intent(&client, &first, 100)), Ok(first.clone()));
        // The process dies here; nothing is settled.
        let repeated = intent(&client, &second, 100);
        assert_eq!(sent(&store, &repeated), Ok(first.clone()));
        assert_eq!(
            sent(&store, &intent(&client, "order 17", 100)),
            Ok("order 17".to_owned()),
            "a key of the caller's"
        );
        settle(&store, &repeated, &first, Settled::Done);
        assert_eq!(sent(&store, &intent(&client, &third, 100)), Ok(third), "the doubt is over");
        assert_eq!(sent(&store, &repeated), Ok(first), "and who was the first one stays it");
    }

    #[test]
    fn a_refusal_does_not_end_the_doubt_of_another_process() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let client = Client::new("a-key", "http://127.0.0.1:9").expect("the client is set up");
        let (first, second, third) = (new_salt(), new_salt(), new_salt());
        assert_eq!(sent(&store, &intent(&client, &first, 100)), Ok(first.clone()));
        // The first process dies here. The API refuses the second one.
        let repeated = intent(&client, &second, 100);
        assert_eq!(sent(&store, &repeated), Ok(first.clone()));
        settle(&store, &repeated, &first, Settled::NotDone);
        assert_eq!(sent(&store, &intent(&client, &third, 100)), Ok(first));
    }

    #[test]
    fn a_salt_that_came_with_another_request_is_refused_after_a_restart_as_well() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let client = Client::new("a-key", "http://127.0.0.1:9").expect("the client is set up");
        assert!(sent(&store, &intent(&client, "order 17", 100)).is_ok());
        let error = sent(&store, &intent(&client, "order 17", 200)).expect_err("the amount is another one");
        assert_eq!(error.problems()[0].pointer, "/salt_id");
        assert!(sent(&store, &intent(&client, "order 17", 100)).is_ok());
    }
}
