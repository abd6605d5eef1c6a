//! The text with which an enrolment goes on later.

use defacto_sdk_macros::model;

use crate::error::{DefactoError, Problem, Result, Severity};
use crate::model::{IdentifierType, JsonObject, Timestamp, Uuid};
use crate::wire::{read, to_json};

/// What has to be known to go on: the company, the borrower if there is one, and until when it may still appear.
#[model]
pub(crate) struct ResumeToken {
    /// The form of the token; 1.
    pub(crate) version: i64,
    /// The number that names the company.
    pub(crate) identifier: String,
    /// Which register the number comes from.
    pub(crate) identifier_type: Option<IdentifierType>,
    /// The borrower, once the API has confirmed it.
    pub(crate) borrower_id: Option<Uuid>,
    /// Whether the API has confirmed the borrower, perhaps without an id.
    #[default]
    pub(crate) confirmed: bool,
    /// Until when a call of unknown outcome may still take effect.
    pub(crate) settles_at: Option<Timestamp>,
}

impl ResumeToken {
    pub(crate) fn new(identifier: &str, identifier_type: Option<&IdentifierType>) -> Self {
        Self {
            version: 1,
            identifier: identifier.to_owned(),
            identifier_type: identifier_type.cloned(),
            borrower_id: None,
            confirmed: false,
            settles_at: None,
            extra: JsonObject::default(),
        }
    }

    pub(crate) fn text(&self) -> String {
        to_json(self)
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        let problem = |detail: &str| {
            DefactoError::invalid(vec![Problem::new("/resume", "resume_token", Severity::Error, detail)])
        };
        let token: Self =
            read(text.as_bytes()).map_err(|_| problem("is no token of an enrolment: pass it unchanged"))?;
        if token.version != 1 {
            return Err(problem("comes from a newer version of this library: update it"));
        }
        Ok(token)
    }
}
