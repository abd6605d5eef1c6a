//! The outcome of an enrolment.

use super::candidate::BorrowerCandidate;
use crate::api::borrowers::Borrower;
use crate::api::credit_lines::CreditLine;
use crate::error::Problem;
use crate::redact::{present, write_outcome};

/// The outcome of an enrolment, or its present state.
#[derive(Clone, PartialEq)]
#[allow(clippy::large_enum_variant)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum), uniffi::export(Debug))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, eq, from_py_object, module = "defacto_sdk"))]
pub enum Enrollment {
    /// The credit line exists: a loan can be requested now.
    Ready {
        /// The borrower.
        borrower: Borrower,
        /// Its credit line.
        credit_line: CreditLine,
        /// Differences from what the options expect: `/credit_line/default_repayment_method`.
        warnings: Vec<Problem>,
    },
    /// Not decided yet: the enrolment was asynchronous, or the deadline passed. Continue with the token.
    Pending {
        /// The borrower, once the API has confirmed that there is one.
        borrower: Option<Borrower>,
        /// The token for `resume_enrollment`. Store it unchanged; it holds the company's number, no secret.
        resume: String,
    },
    /// The API could not obtain data that it needs. Nothing was created: complete the request, enrol again.
    MissingData {
        /// The missing fields of the request, as JSON pointers: `/directors/0/birth_date`.
        fields: Vec<String>,
        /// The API's text about them.
        detail: Option<String>,
    },
    /// The company gets no credit line.
    Declined {
        /// The borrower, if one was created all the same.
        borrower: Option<Borrower>,
        /// One of the vendor's denial codes, or the API's text.
        reason: Option<String>,
    },
    /// Borrowers exist that may be this company. Nothing was sent, unless `POST /borrowers` led to them.
    ///
    /// Enrol again with more data about the company (its court or name, the VAT number, the IBAN), or decide:
    /// the option `borrower_id` names the company's borrower, the option `create_new` says that none is.
    Ambiguous {
        /// The borrowers that may be the company.
        candidates: Vec<BorrowerCandidate>,
    },
}

impl std::fmt::Debug for Enrollment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ready { borrower, credit_line, warnings } => write_outcome(
                f,
                "Enrollment.Ready",
                &[
                    ("borrower", Some(borrower)),
                    ("credit_line", Some(credit_line)),
                    ("warnings", Some(warnings)),
                ],
            ),
            // The token holds the company's number, which may be that of a person.
            Self::Pending { borrower, .. } => write_outcome(
                f,
                "Enrollment.Pending",
                &[("borrower", present(borrower.as_ref())), ("resume", Some(&format_args!("<token>")))],
            ),
            Self::MissingData { fields, detail } => write_outcome(
                f,
                "Enrollment.MissingData",
                &[("fields", Some(fields)), ("detail", present(detail.as_ref()))],
            ),
            Self::Declined { borrower, reason } => write_outcome(
                f,
                "Enrollment.Declined",
                &[("borrower", present(borrower.as_ref())), ("reason", present(reason.as_ref()))],
            ),
            Self::Ambiguous { candidates } => {
                write_outcome(f, "Enrollment.Ambiguous", &[("candidates", Some(candidates))])
            }
        }
    }
}
