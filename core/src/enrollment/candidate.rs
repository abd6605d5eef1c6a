//! An existing borrower that may be the company to enrol.

use defacto_sdk_macros::model;

use crate::api::borrowers::{Borrower, BorrowerStatus};
use crate::model::{IdentifierType, JsonObject, Uuid};

/// An existing borrower that may be the company to enrol, with the data that a person needs to decide.
#[model]
pub struct BorrowerCandidate {
    /// The borrower's id, for the option `borrower_id`.
    pub borrower_id: Option<Uuid>,
    /// The registration number of its company.
    pub identifier: String,
    /// The register that the number comes from.
    pub identifier_type: Option<IdentifierType>,
    /// The company's legal name.
    pub name: Option<String>,
    /// The city of its address.
    pub city: Option<String>,
    /// The borrower's status.
    pub status: Option<BorrowerStatus>,
}

impl From<&Borrower> for BorrowerCandidate {
    fn from(borrower: &Borrower) -> Self {
        Self {
            borrower_id: borrower.id,
            identifier: borrower.identifier.clone(),
            identifier_type: borrower.identifier_type.clone(),
            name: borrower.name.clone(),
            city: borrower.address.as_ref().and_then(|address| address.city.clone()),
            status: borrower.status.clone(),
            extra: JsonObject::default(),
        }
    }
}
