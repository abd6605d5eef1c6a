//! The resume token: the text with which an enrolment continues later.

use std::time::{Duration, Instant};

use defacto_sdk_macros::model;

use crate::api::borrowers::{Borrower, NewBorrower};
use crate::error::{DefactoError, Problem, Result, Severity};
use crate::identity::{Company, Facts};
use crate::model::{IdentifierType, JsonObject, Timestamp, Uuid};
use crate::wire::{read, to_json};
use crate::world;

/// The data of a resume token: the company, its borrower if known, the settle time, and the API.
#[model]
pub(crate) struct ResumeToken {
    /// The version of the token's format; 1.
    pub(crate) version: i64,
    /// The base URL of the API: a sandbox and production know different companies.
    pub(crate) api: Option<String>,
    /// The registration number of the company.
    pub(crate) identifier: String,
    /// The register that the number comes from.
    pub(crate) identifier_type: Option<IdentifierType>,
    /// The number of the borrower at the API, if the API spells it in another way. Never a personal number.
    pub(crate) listed_as: Option<String>,
    /// The borrower, once the API has confirmed it.
    pub(crate) borrower_id: Option<Uuid>,
    /// Whether the API has confirmed the borrower, perhaps without an id.
    #[default]
    pub(crate) confirmed: bool,
    /// Until when a call of unknown outcome may take effect, by the wall clock of the token's writer.
    pub(crate) settles_at: Option<Timestamp>,
    /// The name of the company, if its number alone does not identify it.
    pub(crate) name: Option<String>,
    /// The VAT number of such a company.
    pub(crate) vat_number: Option<String>,
    /// The city of such a company.
    pub(crate) city: Option<String>,
    /// The postal code of such a company.
    pub(crate) postal_code: Option<String>,
    /// Borrowers that have the same number and are known to be other companies.
    pub(crate) others: Vec<Uuid>,
    /// Whether `identifier` holds only the last characters of a personal number, as a store keeps it.
    #[default]
    pub(crate) is_shortened: bool,
}

impl ResumeToken {
    pub(crate) fn new(api: &str, identifier: &str, identifier_type: Option<&IdentifierType>) -> Self {
        Self {
            version: 1,
            api: Some(api.to_owned()),
            identifier: identifier.to_owned(),
            identifier_type: identifier_type.cloned(),
            listed_as: None,
            borrower_id: None,
            confirmed: false,
            settles_at: None,
            name: None,
            vat_number: None,
            city: None,
            postal_code: None,
            others: Vec::new(),
            is_shortened: false,
            extra: JsonObject::default(),
        }
    }

    /// Creates the token of a request. It holds more than the number only if the number is ambiguous.
    pub(crate) fn of_request(api: &str, request: &NewBorrower) -> Self {
        let mut token = Self::new(api, &request.identifier, request.identifier_type.as_ref());
        if token.company().is_weak() {
            token.name.clone_from(&request.name);
            token.vat_number.clone_from(&request.vat_number);
            let address = request.address.as_ref();
            token.city = address.map(|address| address.city.clone());
            token.postal_code = address.map(|address| address.postal_code.clone());
        }
        token
    }

    /// Records the id of the company's borrower, and the number under which the API lists it.
    pub(crate) fn record(&mut self, borrower: &Borrower) {
        self.borrower_id = borrower.id.or(self.borrower_id);
        let differs = borrower.identifier != self.identifier && !self.company().is_personal();
        self.listed_as = Some(borrower.identifier.clone()).filter(|_| differs);
    }

    /// Returns the number under which the API lists the company: a list may know no other spelling.
    pub(crate) fn listed_number(&self) -> &str {
        self.listed_as.as_deref().unwrap_or(&self.identifier)
    }

    /// Returns the token as a store keeps it: without a personal number, which the request or the borrower
    /// provides later.
    pub(crate) fn to_keep(&self) -> Self {
        let company = self.company();
        if self.is_shortened || !company.is_personal() {
            return self.clone();
        }
        Self { identifier: company.shown(&self.identifier), is_shortened: true, ..self.clone() }
    }

    /// Returns the text of a token as a store keeps it.
    pub(crate) fn text_to_keep(text: &str) -> String {
        Self::parse(text).map_or_else(|_| text.to_owned(), |token| token.to_keep().text())
    }

    /// Returns the company of the token.
    pub(crate) fn company(&self) -> Company {
        let facts = Facts {
            identifier: &self.identifier,
            identifier_type: self.identifier_type.as_ref(),
            name: self.name.as_deref(),
            vat_number: self.vat_number.as_deref(),
            city: self.city.as_deref(),
            postal_code: self.postal_code.as_deref(),
            country: None,
        };
        Company::new(facts, None)
    }

    /// Returns the time from which a call of unknown outcome cannot take effect any more, by the monotonic
    /// clock. It is at most `most` from now, even if a wall clock is wrong or was changed.
    pub(crate) fn settles(&self, most: Duration) -> Option<Instant> {
        let left = self.settles_at?.duration_since(world::wall_clock());
        let left = Duration::try_from(left).unwrap_or_default().min(most);
        Some(world::now().checked_add(left).unwrap_or_else(world::now))
    }

    pub(crate) fn text(&self) -> String {
        to_json(self)
    }

    /// Reads a token. Fails if it belongs to another API than `api`.
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
