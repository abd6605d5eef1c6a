//! The client as a Python class.

use std::time::Duration;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyType};

use super::aio::Calls;
use super::enrollment::Beginning;
use super::store::PyStore;
use super::{Id, blocking, enrollment, json_to_python, logging, signals};
use crate::api::borrowers::NewBorrower;
use crate::api::credit_lines::PaymentMethod;
use crate::enrollment::Enrollment;
use crate::{CallOptions, CancelToken, Client, Environment, RawResponse};

/// Returns a number of seconds as a duration.
pub(super) fn seconds(name: &str, value: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(value)
        .map_err(|_| PyValueError::new_err(format!("{name} must be a number of seconds, 0 or more")))
}

/// Returns the names and values of a query.
pub(super) fn pairs(query: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<(String, String)>> {
    let pairs = query.into_iter().flatten();
    pairs.map(|(name, value)| Ok((name.extract()?, value.str()?.extract()?))).collect()
}

pub(super) fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[pymethods]
impl Client {
    /// A client of the Defacto API.
    ///
    /// Safe to share between threads, and after a fork. Every call blocks its thread, releases the GIL and
    /// ends on Ctrl-C. Creating a client sends nothing.
    ///
    /// `environment` is `Environment.SANDBOX`, `Environment.PRODUCTION` or a base URL. Time-outs are in
    /// seconds: `connect_timeout` for the connection, `read_timeout` for the answer to begin and for each
    /// piece of it, `total_timeout` for a call with its repetitions. `ca_certificates` is PEM text of
    /// authorities to trust besides the system's. `store` keeps each enrolment and each loan request before
    /// it is sent. No process with the same store sends it twice, and the same call after a crash continues.
    /// With `None`, this holds within this process only.
    ///
    /// Raises `ConfigurationError` when the key, the URL, the proxy or a certificate cannot be used.
    #[new]
    #[pyo3(signature = (api_key, environment, *, connect_timeout = 5.0, read_timeout = 35.0, total_timeout = None,
        max_retries = 2, proxy = None, ca_certificates = None, max_response_bytes = 16_777_216, store = None))]
    #[allow(clippy::too_many_arguments)]
    fn py_new(
        py: Python<'_>,
        api_key: String,
        environment: Environment,
        connect_timeout: f64,
        read_timeout: f64,
        total_timeout: Option<f64>,
        max_retries: u32,
        proxy: Option<String>,
        ca_certificates: Option<Vec<u8>>,
        max_response_bytes: usize,
        store: Option<&Bound<'_, PyStore>>,
    ) -> PyResult<Self> {
        logging::install();
        let version = py.version_info();
        let mut builder = Self::builder(api_key, environment)
            .language(format!("python/{}.{}", version.major, version.minor))
            .interrupt_check(signals::requested)
            .connect_timeout(seconds("connect_timeout", connect_timeout)?)
            .read_timeout(seconds("read_timeout", read_timeout)?)
            .max_retries(max_retries)
            .max_response_bytes(max_response_bytes);
        if let Some(total) = total_timeout {
            builder = builder.total_timeout(seconds("total_timeout", total)?);
        }
        if let Some(proxy) = proxy {
            builder = builder.proxy(proxy);
        }
        if let Some(pem) = ca_certificates {
            builder = builder.ca_certificates(pem);
        }
        if let Some(store) = store {
            builder = builder.store(store.get().shared());
        }
        Ok(builder.build()?)
    }

    /// Creates a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (`production`, `sandbox` or a URL).
    /// Neither has a default. The keyword arguments are those of the constructor. Raises `ConfigurationError`
    /// when a variable is missing or cannot be used.
    #[classmethod]
    #[pyo3(name = "from_env", signature = (**settings))]
    fn py_from_env<'py>(
        cls: &Bound<'py, PyType>,
        settings: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        cls.call(crate::client::variables()?, settings)
    }

    /// Enrols a company and, with `wait`, waits for its credit line.
    ///
    /// Validates the request. Looks for an active borrower of the same company and continues with it;
    /// otherwise sends `POST /borrowers`. If the outcome of that call is unknown (504, time-out, broken
    /// connection), looks the company up until the API must have finished, before it sends again.
    ///
    /// Safe to repeat: the same company is not enrolled twice, however its number is spelled, by any client
    /// of this process, and with a `store` by any process with the same store. Without a store, one case
    /// needs your help: the outcome is still unknown (`Pending` without a borrower, or an exception with
    /// `outcome_unknown`), and another process continues. Give it the token as `resume`, so that it does not
    /// send too early.
    ///
    /// If borrowers exist that may be the company, the outcome is `Enrollment.Ambiguous`. Nothing was sent then,
    /// unless `POST /borrowers` led to them. Enrol again with more data about the company, with `borrower_id` or
    /// with `create_new`.
    ///
    /// `wait`: seconds to wait, all in all, for the credit line; without it the outcome is
    /// `Enrollment.Pending`. `synchronous`: whether the API itself waits before it answers; true with `wait`
    /// unless set. `direct_debit`: whether your borrowers repay by direct debit, which needs more data.
    /// `look_up_existing`: whether to look for an active borrower first. `settle_time`: seconds to look the
    /// company up after a call of unknown outcome; longer than the API's own limit of 30. `poll_interval`:
    /// seconds of the first pause between two polls. `resume`: the token of an earlier enrolment.
    /// `on_progress`: called with an `EnrollmentProgress` at every step. `store`: keeps the enrolment before
    /// it is sent, instead of the client's own store. `borrower_id`: the borrower to continue with, one of
    /// the candidates of `Enrollment.Ambiguous`. `create_new`: whether to create a borrower because none of
    /// the candidates is the company; a borrower that certainly is the company is still used.
    /// `expect_repayment_method`: the repayment method that you expect; a line with another one is `Ready`
    /// with a problem in its `warnings`.
    ///
    /// Raises `ValidationError` with every problem when the request is invalid; `ConfigurationError` when
    /// `borrower_id` or `resume` belongs to another company; `NotFoundError` when there is no such borrower;
    /// `StoreError` when the store cannot be read or written; `AuthenticationError`; `TransportError`,
    /// `TimeoutError` or `ApiError` when the API cannot be reached; `InterruptedCall` after Ctrl-C. Each has
    /// a `resume_token` if the enrolment may have taken effect.
    #[pyo3(name = "enroll", signature = (new_borrower, *, wait = None, synchronous = None, direct_debit = None,
        look_up_existing = true, settle_time = 45.0, poll_interval = 1.0, resume = None, on_progress = None, store = None,
        borrower_id = None, create_new = false, expect_repayment_method = None))]
    #[allow(clippy::too_many_arguments)]
    fn py_enroll(
        &self,
        py: Python<'_>,
        new_borrower: &Bound<'_, NewBorrower>,
        wait: Option<f64>,
        synchronous: Option<bool>,
        direct_debit: Option<bool>,
        look_up_existing: bool,
        settle_time: f64,
        poll_interval: f64,
        resume: Option<String>,
        on_progress: Option<Py<PyAny>>,
        store: Option<&Bound<'_, PyStore>>,
        borrower_id: Option<Id>,
        create_new: bool,
        expect_repayment_method: Option<PaymentMethod>,
    ) -> PyResult<Enrollment> {
        let options = enrollment::options(wait, settle_time, poll_interval, expect_repayment_method)?;
        let beginning =
            Beginning { synchronous, direct_debit, look_up_existing, resume, store, borrower_id, create_new };
        let options = enrollment::told(beginning.add_to(options), on_progress);
        let request = new_borrower.get();
        enrollment::blocking(py, || self.enroll(request, &options))
    }

    /// Continues an enrolment that was `Pending`, in this process or another one. Sends reads only; safe to
    /// repeat.
    ///
    /// The arguments are those of `enroll`. Raises `ValidationError` when `resume` is not a token,
    /// `ConfigurationError` when it belongs to another environment, and `NotFoundError` when the API has
    /// created no borrower: enrol the company again then.
    #[pyo3(name = "resume_enrollment",
        signature = (resume, *, wait = None, settle_time = 45.0, poll_interval = 1.0, on_progress = None,
        expect_repayment_method = None))]
    #[allow(clippy::too_many_arguments)]
    fn py_resume_enrollment(
        &self,
        py: Python<'_>,
        resume: &str,
        wait: Option<f64>,
        settle_time: f64,
        poll_interval: f64,
        on_progress: Option<Py<PyAny>>,
        expect_repayment_method: Option<PaymentMethod>,
    ) -> PyResult<Enrollment> {
        let options = enrollment::options(wait, settle_time, poll_interval, expect_repayment_method)?;
        let options = enrollment::told(options, on_progress);
        enrollment::blocking(py, || self.resume_enrollment(resume, &options))
    }

    /// Continues the enrolment of a company by its number alone, without a token: waits for the credit line
    /// of its active borrower. Sends reads only; safe to repeat.
    ///
    /// If you have a token, use `resume_enrollment`: a token also knows of a call that may still take effect.
    /// The arguments are those of `enroll`. If several active borrowers have the number, the outcome is
    /// `Enrollment.Ambiguous`. Raises `NotFoundError` when the API has no active borrower with this number.
    #[pyo3(name = "follow_enrollment",
        signature = (identifier, *, wait = None, poll_interval = 1.0, on_progress = None,
        expect_repayment_method = None))]
    fn py_follow_enrollment(
        &self,
        py: Python<'_>,
        identifier: &str,
        wait: Option<f64>,
        poll_interval: f64,
        on_progress: Option<Py<PyAny>>,
        expect_repayment_method: Option<PaymentMethod>,
    ) -> PyResult<Enrollment> {
        let options = enrollment::options(wait, 45.0, poll_interval, expect_repayment_method)?;
        let options = enrollment::told(options, on_progress);
        enrollment::blocking(py, || self.follow_enrollment(identifier, &options))
    }

    /// Checks the key and the connection, and returns the API's greeting. Safe to repeat.
    ///
    /// Operation: `GET /hello`. Raises `AuthenticationError` when the key is not accepted.
    #[pyo3(name = "hello")]
    fn py_hello(&self, py: Python<'_>) -> PyResult<String> {
        blocking(py, || self.hello())
    }

    /// Returns the same client with other options. Both share the connections. Options that are not set are
    /// those of this client.
    ///
    /// Time-outs are in seconds. `cancel` is a `CancelToken` that ends the calls from another thread.
    #[pyo3(name = "with_options", signature = (*, connect_timeout = None, read_timeout = None, total_timeout = None,
        max_retries = None, cancel = None))]
    fn py_with_options(
        &self,
        connect_timeout: Option<f64>,
        read_timeout: Option<f64>,
        total_timeout: Option<f64>,
        max_retries: Option<u32>,
        cancel: Option<CancelToken>,
    ) -> PyResult<Self> {
        let mut options = CallOptions::new();
        if let Some(timeout) = connect_timeout {
            options = options.connect_timeout(seconds("connect_timeout", timeout)?);
        }
        if let Some(timeout) = read_timeout {
            options = options.read_timeout(seconds("read_timeout", timeout)?);
        }
        if let Some(timeout) = total_timeout {
            options = options.total_timeout(seconds("total_timeout", timeout)?);
        }
        if let Some(retries) = max_retries {
            options = options.max_retries(retries);
        }
        if let Some(token) = cancel {
            options = options.cancel(token);
        }
        Ok(self.with_options(options))
    }

    /// Calls an endpoint that this library does not know yet.
    ///
    /// `path` begins with a slash; `query` maps names to values; `json` is the body as JSON text. GET and
    /// HEAD are repeated when they fail, other calls only if they certainly were not carried out. An answer
    /// outside 2xx is an exception.
    #[pyo3(name = "request", signature = (method, path, *, query = None, json = None))]
    fn py_request(
        &self,
        py: Python<'_>,
        method: &str,
        path: &str,
        query: Option<&Bound<'_, PyDict>>,
        json: Option<&str>,
    ) -> PyResult<RawAnswer> {
        let pairs = pairs(query)?;
        blocking(py, || self.request(method, path, &borrowed(&pairs), json)).map(RawAnswer)
    }

    /// Returns the calls of this client that do not block, for `aio.py`.
    #[pyo3(name = "_asynchronous", signature = (max_concurrency))]
    fn py_asynchronous(&self, py: Python<'_>, max_concurrency: Option<i64>) -> PyResult<Py<PyAny>> {
        let calls = Calls::new(py, self, max_concurrency)?;
        Ok(Py::new(py, calls)?.into_any())
    }

    /// Closes the connections of this client for good. Calls under way end with an exception.
    #[pyo3(name = "close")]
    fn py_close(&self) {
        self.close();
    }

    /// The URL that all paths are appended to.
    #[getter(base_url)]
    fn py_base_url(&self) -> &str {
        self.base_url()
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, _exception: Bound<'_, pyo3::types::PyTuple>) {
        self.close();
    }

    fn __repr__(&self) -> String {
        format!("Client(base_url='{}')", self.transport.base_url())
    }

    #[expect(clippy::unused_self, reason = "Python calls it as a method")]
    fn __reduce__(&self) -> PyResult<String> {
        Err(PyTypeError::new_err("a Client holds the API key and is not pickled: make one in each process"))
    }
}

/// The answer to `Client.request`.
#[pyclass(frozen, module = "defacto_sdk")]
pub struct RawAnswer(pub(super) RawResponse);

#[pymethods]
impl RawAnswer {
    /// The HTTP status, 200 to 299.
    #[getter]
    fn status(&self) -> u16 {
        self.0.status
    }

    /// The id of the request, from the answer's headers.
    #[getter]
    fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The body as it came.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.body)
    }

    /// Returns the body's JSON as plain values. Raises `ValueError` when the body is not JSON.
    fn json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_to_python(py, &String::from_utf8_lossy(&self.0.body))
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }
}

#[pymethods]
impl CancelToken {
    /// A token that stops calls from another thread.
    #[new]
    fn py_new() -> Self {
        Self::default()
    }

    /// Ends every call that waits with this token, now and later. Does not block.
    #[pyo3(name = "cancel")]
    fn py_cancel(&self) {
        self.cancel();
    }

    /// Whether `cancel` was called.
    #[getter(is_cancelled)]
    fn py_is_cancelled(&self) -> bool {
        self.is_cancelled()
    }
}
