//! Options as keyword arguments.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::argument::Argument;
use super::id::Id;
use super::store::PyStore;
use crate::api::credit_lines::PaymentMethod;
use crate::api::invoices::NewInvoice;
use crate::model::Uuid;
use crate::portfolio::ReportLanguage;
use crate::store::Store;
use crate::transport::{CaCertificates, ClientCertificate, Headers};

/// The value of an option, and what a Python program gives for it.
pub(crate) trait Keyword: Sized {
    type Given;

    /// Returns the value. `name` is the keyword, for the exception.
    fn taken(name: &str, given: Self::Given) -> PyResult<Self>;
}

impl<T: Keyword> Keyword for Option<T> {
    type Given = Option<Argument<T::Given>>;

    fn taken(name: &str, given: Self::Given) -> PyResult<Self> {
        let named = |given: Argument<T::Given>| T::taken(name, Python::attach(|py| given.named(py, name))?);
        given.map(named).transpose()
    }
}

/// Seconds.
impl Keyword for Duration {
    type Given = f64;

    fn taken(name: &str, given: f64) -> PyResult<Self> {
        seconds(name, given)
    }
}

impl Keyword for Uuid {
    type Given = Id;

    fn taken(_name: &str, given: Id) -> PyResult<Self> {
        Ok(given.0)
    }
}

impl Keyword for Arc<dyn Store> {
    type Given = Py<PyStore>;

    fn taken(_name: &str, given: Py<PyStore>) -> PyResult<Self> {
        Ok(given.get().shared())
    }
}

impl Keyword for NewInvoice {
    type Given = Py<Self>;

    fn taken(_name: &str, given: Py<Self>) -> PyResult<Self> {
        Ok(given.get().clone())
    }
}

impl Keyword for Headers {
    type Given = HashMap<String, String>;

    fn taken(_name: &str, given: Self::Given) -> PyResult<Self> {
        Ok(given.into())
    }
}

/// PEM text, its bytes, or the path of a file.
#[derive(FromPyObject)]
pub(crate) enum GivenPem {
    #[pyo3(transparent)]
    Text(String),
    #[pyo3(transparent)]
    Bytes(Vec<u8>),
    #[pyo3(transparent)]
    File(PathBuf),
}

macro_rules! pem {
    ($($ty:ty),*) => {
        $(
            impl Keyword for $ty {
                type Given = GivenPem;

                fn taken(_name: &str, given: GivenPem) -> PyResult<Self> {
                    Ok(match given {
                        GivenPem::Text(text) => text.into(),
                        GivenPem::Bytes(bytes) => bytes.into(),
                        GivenPem::File(path) => path.into(),
                    })
                }
            }
        )*
    };
}

pem!(CaCertificates, ClientCertificate);

/// Values that cross as they are.
macro_rules! as_they_are {
    ($($ty:ty),*) => {
        $(
            impl Keyword for $ty {
                type Given = Self;

                fn taken(_name: &str, given: Self) -> PyResult<Self> {
                    Ok(given)
                }
            }
        )*
    };
}

as_they_are!(bool, f64, u32, u64, String, PaymentMethod, ReportLanguage);

/// Returns a number of seconds as a duration.
pub(super) fn seconds(name: &str, value: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(value)
        .map_err(|_| PyValueError::new_err(format!("{name} must be a number of seconds, 0 or more")))
}
