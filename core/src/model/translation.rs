//! Texts of the vendor in several languages.

use defacto_sdk_macros::{model, open_enum};

/// A language of the vendor's translations.
#[open_enum(snake_case)]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
}

/// A text in four languages.
#[model]
pub struct TranslatedText {
    /// German text.
    pub de: String,
    /// English text.
    pub en: String,
    /// Spanish text.
    pub es: String,
    /// French text.
    pub fr: String,
}

impl TranslatedText {
    /// Returns the text in `language`; the English one for a language that this version does not know.
    pub(crate) fn in_language(&self, language: &Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::Es => &self.es,
            Language::Fr => &self.fr,
            Language::En | Language::Unknown { .. } => &self.en,
        }
    }
}
