//! The language of a report.

use defacto_sdk_macros::{open_enum, options};

use crate::error::{DefactoError, Result};

/// A language in which the HTML report can be written.
#[open_enum(snake_case)]
pub enum ReportLanguage {
    /// German.
    De,
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Dutch.
    Nl,
}

/// The options of a report.
#[options]
pub struct ReportOptions {
    /// The language of the HTML report: `en`, `fr`, `de`, `es` or `nl`; English unless set.
    ///
    /// The forms for programs, CSV and JSON Lines, are the same in all languages.
    #[into]
    language: Option<ReportLanguage>,
}

impl ReportOptions {
    /// Returns the default options.
    pub fn new() -> Self {
        Self::default()
    }
}

impl ReportLanguage {
    /// Returns the texts of the language.
    ///
    /// # Errors
    /// `Configuration` when the report has no texts in this language.
    pub(super) fn file(&self) -> Result<&'static str> {
        match self {
            Self::De => Ok(include_str!("texts/de.txt")),
            Self::En => Ok(include_str!("texts/en.txt")),
            Self::Es => Ok(include_str!("texts/es.txt")),
            Self::Fr => Ok(include_str!("texts/fr.txt")),
            Self::Nl => Ok(include_str!("texts/nl.txt")),
            Self::Unknown { .. } => {
                let detail = "the report is not written in this language";
                Err(DefactoError::configuration(detail, "Use en, fr, de, es or nl."))
            }
        }
    }
}
