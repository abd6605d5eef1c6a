//! Denial codes in words: the vendor's list, cached for an hour.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use defacto_sdk_macros::journeys;

use crate::api::translations::{Language, TranslatedText};
use crate::client::{AsyncClient, Client};
use crate::error::{ErrorKind, Result};
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
    fn are_fresh(&self) -> bool {
        let list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.as_ref().is_some_and(|list| world::elapsed(list.read_at) < KEPT)
    }

    fn get(&self, code: &str) -> Option<TranslatedText> {
        let list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.as_ref().and_then(|list| list.texts.get(code).cloned())
    }

    fn keep(&self, texts: HashMap<String, TranslatedText>) {
        let list = List { read_at: world::now(), texts };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(list);
    }

    fn add(&self, code: &str, text: &TranslatedText) {
        if let Some(list) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            list.texts.insert(code.to_owned(), text.clone());
        }
    }
}

#[journeys]
impl Client {
    /// Returns the vendor's text for a denial code (`denial_reason`, `status_reason`, `DenialReason.code`):
    /// why a company, a loan or an invoice was declined. Returns nothing for an unknown code.
    ///
    /// The list of codes is read from the API and cached for an hour; a code that is not in it is read by
    /// itself. Without a translation to `language`, the text is English. Blocks if it calls the API; safe to
    /// repeat.
    ///
    /// Operations: `GET /eligibility/reasons`, `GET /translation/denial-code/{code}`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    pub async fn explain(&self, code: &str, language: impl Into<Language>) -> Result<Option<String>> {
        let language = language.into();
        Ok(self.text_of(code).await?.map(|text| text.in_language(&language).to_owned()))
    }
}

impl AsyncClient {
    async fn text_of(&self, code: &str) -> Result<Option<TranslatedText>> {
        let reasons = self.transport.reasons();
        if !reasons.are_fresh() {
            let list = self.eligibility().list_reasons().await?;
            reasons.keep(list.into_iter().map(|info| (info.denial_code_name, info.translations)).collect());
        }
        let known = reasons.get(code);
        if known.is_some() || code.is_empty() {
            return Ok(known);
        }
        match self.translations().get_denial_code(code.to_owned()).await {
            Ok(text) => {
                reasons.add(code, &text);
                Ok(Some(text))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}
