//! The vendor's list of denial codes, cached for an hour.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::lock::Unpoisoned;
use crate::model::TranslatedText;
use crate::world;

/// How long the list is cached. It seldom changes, and an outdated text does no harm.
const KEPT: Duration = Duration::from_secs(60 * 60);

/// The cached list; all clones of a client share it.
#[derive(Debug, Default)]
pub(crate) struct Reasons(Mutex<Option<List>>);

#[derive(Debug)]
struct List {
    read_at: Instant,
    texts: HashMap<String, TranslatedText>,
}

impl Reasons {
    /// Returns `true` if the cached list is not older than an hour.
    pub(crate) fn are_fresh(&self) -> bool {
        let list = self.0.lock().unpoisoned();
        list.as_ref().is_some_and(|list| world::elapsed(list.read_at) < KEPT)
    }

    /// Returns the texts of a code; `None` if it is not in the cache.
    pub(crate) fn get(&self, code: &str) -> Option<TranslatedText> {
        let list = self.0.lock().unpoisoned();
        list.as_ref().and_then(|list| list.texts.get(code).cloned())
    }

    /// Replaces the cached list.
    pub(crate) fn keep(&self, texts: HashMap<String, TranslatedText>) {
        let list = List { read_at: world::now(), texts };
        *self.0.lock().unpoisoned() = Some(list);
    }

    /// Adds a code to the cached list, if there is one.
    pub(crate) fn add(&self, code: &str, text: &TranslatedText) {
        if let Some(list) = self.0.lock().unpoisoned().as_mut() {
            list.texts.insert(code.to_owned(), text.clone());
        }
    }
}
