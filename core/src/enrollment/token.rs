//! The text with which an enrolment goes on later.

use defacto_sdk_macros::model;

use crate::error::{DefactoError, Problem, Result, Severity};
use crate::model::{IdentifierType, JsonObject, Timestamp, Uuid};
use crate::validation::comparison_key;
use crate::wire::{read, to_json};

/// What has to be known to go on: the company, the borrower if there is one, until when it may still appear, and where.
#[model]
pub(crate) struct ResumeToken {
    /// The form of the token; 1.
    pub(crate) version: i64,
    /// The base URL of the API that was called: what a sandbox has enrolled, production does not know.
    pub(crate) api: Option<String>,
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
    pub(crate) fn new(api: &str, identifier: &str, identifier_type: Option<&IdentifierType>) -> Self {
        Self {
            version: 1,
            api: Some(api.to_owned()),
            identifier: identifier.to_owned(),
            identifier_type: identifier_type.cloned(),
            borrower_id: None,
            confirmed: false,
            settles_at: None,
            extra: JsonObject::default(),
        }
    }

    /// Under what the company is known among others, however its number is spelled.
    pub(crate) fn company_key(&self) -> String {
        comparison_key(self.identifier_type.as_ref().map(IdentifierType::as_str), &self.identifier)
    }

    pub(crate) fn text(&self) -> String {
        to_json(self)
    }

    /// Reads a token that is to go on at this API.
    pub(crate) fn parse_for(api: &str, text: &str) -> Result<Self> {
        let token = Self::parse(text)?;
        match token.api.as_deref() {
            Some(begun) if begun != api => Err(DefactoError::configuration(
                format!("the enrolment was begun with the API at {begun}, and this client calls {api}"),
                "Go on with the environment that it was begun with.",
            )),
            _ => Ok(token),
        }
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
