//! Denial codes in words: the vendor's own list, read once and kept for a while.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use defacto_sdk_macros::journeys;

use crate::api::translations::{Language, TranslatedText};
use crate::error::{ErrorKind, Result};
use crate::world;
use crate::{AsyncClient, Client};

/// How long the list is kept. It changes seldom, and a wrong text does no harm.
const KEPT: Duration = Duration::from_secs(60 * 60);

/// The list as it was read last; shared by all clones of a client.
#[derive(Debug, Default)]
pub(crate) struct Reasons(Mutex<Option<List>>);

#[derive(Debug)]
struct List {
    read_at: Instant,
    texts: HashMap<String, TranslatedText>,
}

impl Reasons {
    /// Whether the list was read, and not too long ago.
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
    /// Says in words why a company, a loan or an invoice was declined: the vendor's text for one of its denial codes
    /// (`denial_reason`, `status_reason`, `DenialReason.code`), or nothing when the vendor does not know the code.
    ///
    /// The list of codes changes, so it is read from the API at the first question and kept for an hour; a code that
    /// is not on it is asked for by itself. A language that the vendor does not translate to gets the English text.
    /// Blocks when the list has to be read; safe to repeat.
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
