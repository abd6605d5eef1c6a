//! The client as a Python class.

use std::path::PathBuf;
use std::sync::Arc;

use defacto_sdk_macros::keywords;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyList, PyTuple, PyType};

use super::aio::client::Calls;
use super::argument::Argument;
use super::blocking::blocking;
use super::json::{json_to_python, plain_value};
use super::observer::PyObserver;
use super::store::PyStore;
use super::{logging, signals};
use crate::client::{CallOptions, Client, ClientOptions, Environment, RawResponse};
use crate::transport::{AnswerInfo, ApiKey};
use crate::wait::CancelToken;

/// Returns the names and values of a query. A list repeats its name, and `None` leaves it out.
pub(super) fn pairs(query: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for (name, value) in query.into_iter().flatten() {
        let name: String = name.extract()?;
        let is_list = value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>();
        let values = if is_list { value.try_iter()?.collect::<PyResult<_>>()? } else { vec![value] };
        for value in values.iter().filter(|value| !value.is_none()) {
            pairs.push((name.clone(), written(value)?));
        }
    }
    Ok(pairs)
}

/// Returns a value as it is written in a query: `true` and `false` as in JSON.
fn written(value: &Bound<'_, PyAny>) -> PyResult<String> {
    match value.cast::<PyBool>() {
        Ok(value) => Ok(value.is_true().to_string()),
        Err(_) => value.str()?.extract(),
    }
}

/// Returns the JSON text of a body: any JSON value, or text that is JSON already.
pub(super) fn json_text(body: Option<&Bound<'_, PyAny>>) -> PyResult<Option<String>> {
    body.map(|body| body.extract::<String>().or_else(|_| Ok(plain_value(body)?.to_string()))).transpose()
}

pub(super) fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// A key: text, the path of a file with it, or a function that returns it.
pub(crate) enum GivenKey {
    Text(String),
    File(PathBuf),
    Function(Py<PyAny>),
}

impl FromPyObject<'_, '_> for GivenKey {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.extract::<String>() {
            return Ok(Self::Text(text));
        }
        if object.is_callable() {
            return Ok(Self::Function(object.to_owned().unbind()));
        }
        object.extract::<PathBuf>().map(Self::File).map_err(|_| {
            let given = object.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
            PyTypeError::new_err(format!("expected str, a Path or a function, not {given}"))
        })
    }
}

impl From<GivenKey> for ApiKey {
    fn from(given: GivenKey) -> Self {
        match given {
            GivenKey::Text(key) => key.into(),
            GivenKey::File(path) => path.into(),
            GivenKey::Function(provide) => Self::provider(move || provided(&provide)),
        }
    }
}

/// Calls a function of the program that returns the key. Of its exception only the class is kept, since its text may
/// repeat the key.
fn provided(provide: &Py<PyAny>) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let called = Python::try_attach(|py| {
        let key = provide.call0(py).and_then(|key| key.extract::<String>(py));
        key.map_err(|error| error.get_type(py).name().map_or_else(|_| String::new(), |name| name.to_string()))
    });
    match called {
        Some(key) => key.map_err(Into::into),
        None => Err("the interpreter is ending".into()),
    }
}

#[keywords(crate::client::client_options)]
#[pymethods]
impl Client {
    /// A client of the Defacto API.
    ///
    /// Safe to share between threads, and after a fork. Every call blocks its thread, releases the GIL and
    /// ends on Ctrl-C. Creating a client sends nothing. Times are in seconds.
    ///
    /// - `api_key`: The key, the `Path` of a file with it, which is read again after it has changed, or a function
    ///   that returns it and is called before each attempt.
    /// - `environment`: `Environment.SANDBOX`, `Environment.PRODUCTION` or a base URL.
    /// - `store`: Keeps each enrolment and each loan request before it is sent. No process with the same
    ///   store sends it twice, and the same call after a crash continues. With `None`, this holds within this
    ///   process only.
    /// - `observer`: Receives an event around each attempt to send a call, and when an enrolment or a loan request
    ///   starts and ends.
    ///
    /// Raises `ConfigurationError` when the key, the URL, the proxy, a header or a certificate cannot be
    /// used.
    #[new]
    #[pyo3(signature = (api_key, environment, *, store = None, observer = None))]
    fn py_new(
        py: Python<'_>,
        api_key: Argument<GivenKey>,
        environment: Argument<Environment>,
        #[keywords] options: ClientOptions,
        store: Option<Argument<Py<PyStore>>>,
        observer: Option<Py<PyAny>>,
    ) -> PyResult<Self> {
        logging::install();
        // While the interpreter ends, nothing more can be imported.
        super::error::classes(py)?;
        let version = py.version_info();
        let (api_key, environment) = (api_key.named(py, "api_key")?, environment.named(py, "environment")?);
        let mut builder = Self::builder(api_key, environment)
            .options(options)
            .language(format!("python/{}.{}", version.major, version.minor))
            .interrupt_check(signals::requested);
        if let Some(store) = store {
            builder = builder.store(store.named(py, "store")?.get().shared());
        }
        if let Some(observer) = observer {
            builder = builder.observer(Arc::new(PyObserver::new(observer)));
        }
        Ok(builder.build()?)
    }
}

#[pymethods]
impl Client {
    /// Creates a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (`production`, `sandbox` or a URL).
    /// Neither has a default. In place of the key, `DEFACTO_API_KEY_FILE` may name a file with it. The keyword
    /// arguments are those of the constructor. Raises `ConfigurationError` when a variable is missing or
    /// cannot be used.
    #[classmethod]
    #[pyo3(name = "from_env", signature = (**settings))]
    fn py_from_env<'py>(
        cls: &Bound<'py, PyType>,
        settings: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        cls.call(crate::client::variables()?, settings)
    }

    /// Checks the key and the connection, and returns the API's greeting. Safe to repeat.
    ///
    /// Operation: `GET /hello`. Raises `AuthenticationError` when the key is not accepted.
    #[pyo3(name = "hello")]
    fn py_hello(&self, py: Python<'_>) -> PyResult<String> {
        blocking(py, || self.hello())
    }

    /// Calls an endpoint that this library does not know yet.
    ///
    /// `path` begins with a slash. `query` maps names to values: a list repeats its name, and `None` leaves
    /// it out. `json` is the body: a dict, a list or another JSON value, or text that is JSON already. GET and
    /// HEAD are repeated when they fail, other calls only if they certainly were not carried out. An answer
    /// outside 2xx is an exception.
    #[pyo3(name = "request", signature = (method, path, *, query = None, json = None))]
    fn py_request(
        &self,
        py: Python<'_>,
        method: Argument<String>,
        path: Argument<String>,
        query: Option<Argument<Bound<'_, PyDict>>>,
        json: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<RawAnswer> {
        let (method, path) = (method.named(py, "method")?, path.named(py, "path")?);
        let query = query.map(|query| query.named(py, "query")).transpose()?;
        let (pairs, json) = (pairs(query.as_ref())?, json_text(json)?);
        blocking(py, || self.request(&method, &path, &borrowed(&pairs), json.as_deref())).map(RawAnswer)
    }

    /// Returns the calls of this client that do not block, for `aio.py`.
    #[pyo3(name = "_asynchronous", signature = (max_concurrency))]
    fn py_asynchronous(&self, py: Python<'_>, max_concurrency: Option<i64>) -> PyResult<Py<PyAny>> {
        let calls = Calls::new(py, self, max_concurrency)?;
        Ok(Py::new(py, calls)?.into_any())
    }

    /// Replaces the API key by another one of the same account, for this client and its copies: text, the `Path` of a
    /// file, or a function. Calls under way keep the old one. Resume tokens, and what a store holds, stay valid.
    /// For another account make another client. Raises `ConfigurationError` when the key
    /// cannot be sent; the old one stays.
    #[pyo3(name = "set_api_key")]
    fn py_set_api_key(&self, py: Python<'_>, api_key: Argument<GivenKey>) -> PyResult<()> {
        let api_key = api_key.named(py, "api_key")?;
        blocking(py, || self.set_api_key(api_key))
    }

    /// What is known about the last answer of this client object besides its body; `None` before the first one.
    ///
    /// Calls at the same time replace each other's. A copy by `with_options` has its own: take one where it
    /// matters. A call that fails has its status and its request id in the exception.
    #[getter(last_answer)]
    fn py_last_answer(&self) -> Option<AnswerInfo> {
        self.last_answer()
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

#[keywords(crate::client::call_options)]
#[pymethods]
impl Client {
    /// Returns the same client with other options. Both share the connections. Options that are not set are
    /// those of this client. Times are in seconds.
    ///
    /// - `cancel`: A token that ends the calls from another thread.
    #[pyo3(name = "with_options", signature = (*, cancel = None))]
    fn py_with_options(
        &self,
        py: Python<'_>,
        #[keywords] options: CallOptions,
        cancel: Option<Argument<CancelToken>>,
    ) -> PyResult<Self> {
        let cancel = cancel.map(|cancel| cancel.named(py, "cancel")).transpose()?;
        Ok(self.with_options(CallOptions { cancel, ..options }))
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
