//! Denial codes in words.

use defacto_sdk_macros::journeys;

use crate::client::{AsyncClient, Client};
use crate::error::{DefactoError, ErrorKind, Problem, Result, Severity};
use crate::model::{Language, TranslatedText};

#[journeys]
impl Client {
    /// Returns the vendor's text for a denial code (`denial_reason`, `status_reason`, `DenialReason.code`):
    /// why a company, a loan or an invoice was declined. Returns nothing for an unknown code.
    ///
    /// The list of codes is read from the API and cached for an hour; a code that is not in it is read by
    /// itself. Blocks if it calls the API; safe to repeat.
    ///
    /// Operations: `GET /eligibility/reasons`, `GET /translation/denial-code/{code}`.
    ///
    /// # Errors
    /// `Validation` for a language in which the vendor has no texts: nothing is sent. Those of every call:
    /// `Authentication`, `Transport`, `Timeout`, `Api`.
    pub async fn explain(&self, code: &str, language: impl Into<Language>) -> Result<Option<String>> {
        let language = language.into();
        if !language.is_known() {
            let detail = format!("must be a language of the vendor's texts: {}", Language::VALUES.join(", "));
            let problem = Problem::new("/language", "unknown_value", Severity::Error, detail);
            return Err(DefactoError::invalid(vec![problem]));
        }
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
