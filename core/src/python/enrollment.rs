//! The enrolment as Python sees it.

use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::client::seconds;
use super::signals;
use crate::api::borrowers::{Borrower, NewBorrower};
use crate::api::credit_lines::CreditLine;
use crate::enrollment::{EnrollOptions, Enrollment};
use crate::error::Problem;
use crate::wire::{JsonObject, to_json};

/// The options of an enrolment from keyword arguments.
pub(super) fn options(
    wait: Option<f64>,
    settle_time: f64,
    poll_interval: f64,
    on_progress: Option<Py<PyAny>>,
) -> PyResult<EnrollOptions> {
    let mut options = match wait {
        Some(wait) => EnrollOptions::wait_until_ready(seconds("wait", wait)?),
        None => EnrollOptions::asynchronous(),
    };
    options = options.settle_time(seconds("settle_time", settle_time)?);
    options = options.poll_interval(seconds("poll_interval", poll_interval)?.max(Duration::from_millis(1)));
    Ok(match on_progress {
        None => options,
        Some(callback) => options.on_progress(move |progress| {
            // An exception of the callback ends the enrolment.
            Python::attach(|py| callback.call1(py, (progress.clone(),)).map_or_else(signals::end_with, drop));
        }),
    })
}

#[pymethods]
impl NewBorrower {
    /// Everything that is wrong with the request, all at once. Sends nothing.
    ///
    /// A problem of severity `error` cannot pass by the contract, and `enroll` refuses it; a `warning` looks wrong, but
    /// the API decides. `direct_debit` says whether your borrowers repay by direct debit, which needs more data.
    #[pyo3(name = "validate", signature = (*, direct_debit = None))]
    fn py_validate(&self, direct_debit: Option<bool>) -> Vec<Problem> {
        self.validate(direct_debit)
    }

    /// The request as it is sent: without blanks in identifiers and IBAN.
    #[pyo3(name = "normalized")]
    fn py_normalized(&self) -> Self {
        self.normalized()
    }

    /// Reads a request from JSON text and validates it: the request, or None when the text does not have its form, and
    /// all problems together. Sends nothing.
    #[staticmethod]
    #[pyo3(name = "check_json", signature = (text, *, direct_debit = None))]
    fn py_check_json(text: &str, direct_debit: Option<bool>) -> (Option<Self>, Vec<Problem>) {
        let checked = Self::check_json(text, direct_debit);
        (checked.borrower, checked.problems)
    }
}

#[pymethods]
impl Enrollment {
    fn __repr__(&self) -> String {
        format!("{self:?}")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let class = slf.py().get_type::<Self>();
        Ok((class.getattr("from_json")?, (slf.get().to_json_text(),)))
    }

    /// Reads what `to_json` wrote.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Self> {
        Self::from_json_text(text).ok_or_else(|| PyValueError::new_err("the text is no enrolment"))
    }

    /// The outcome as JSON text, to store it. It holds the borrower's personal data, but no key.
    fn to_json(&self) -> String {
        self.to_json_text()
    }
}

impl Enrollment {
    fn to_json_text(&self) -> String {
        let mut object = serde_json::Map::new();
        let mut put = |name: &str, json: Option<String>| {
            if let Some(value) = json.and_then(|json| serde_json::from_str(&json).ok()) {
                object.insert(name.to_owned(), value);
            }
        };
        let outcome = match self {
            Self::Ready { borrower, credit_line } => {
                put("borrower", Some(to_json(borrower)));
                put("credit_line", Some(to_json(credit_line)));
                "ready"
            }
            Self::Pending { borrower, resume } => {
                put("borrower", borrower.as_ref().map(to_json));
                put("resume", Some(to_json(resume)));
                "pending"
            }
            Self::MissingData { fields, detail } => {
                put("fields", Some(to_json(fields)));
                put("detail", Some(to_json(detail)));
                "missing_data"
            }
            Self::Declined { borrower, reason } => {
                put("borrower", borrower.as_ref().map(to_json));
                put("reason", Some(to_json(reason)));
                "declined"
            }
        };
        put("outcome", Some(to_json(&outcome)));
        to_json(&JsonObject::from(object))
    }

    fn from_json_text(text: &str) -> Option<Self> {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
        let json = |name: &str| object.get(name).map(serde_json::Value::to_string);
        let text = |name: &str| object.get(name)?.as_str().map(ToOwned::to_owned);
        let borrower = match json("borrower") {
            Some(json) => Some(serde_json::from_str::<Borrower>(&json).ok()?),
            None => None,
        };
        Some(match object.get("outcome")?.as_str()? {
            "ready" => {
                let credit_line = serde_json::from_str::<CreditLine>(&json("credit_line")?).ok()?;
                Self::Ready { borrower: borrower?, credit_line }
            }
            "pending" => Self::Pending { borrower, resume: text("resume")? },
            "missing_data" => {
                let fields = serde_json::from_str(&json("fields")?).ok()?;
                Self::MissingData { fields, detail: text("detail") }
            }
            "declined" => Self::Declined { borrower, reason: text("reason") },
            _ => return None,
        })
    }
}
