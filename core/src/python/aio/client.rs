//! The client's calls that do not block.
//!
//! Their documentation and signatures are in `_async_calls.py`, which is made from the blocking calls.

use std::sync::Arc;

use defacto_sdk_macros::keywords;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokio::sync::oneshot;

use super::call::{Call, Limit, call_result, cancellable, of_this_call};
use super::inbox::{Inbox, Item};
use super::portfolio::PortfolioCalls;
use super::source::Source;
use crate::api::borrowers::NewBorrower;
use crate::api::loans::NewLoan;
use crate::client::{AsyncClient, Client};
use crate::enrollment::{EnrollOptions, Enrollment, Handled};
use crate::error::Result;
use crate::lending::{LoanOptions, TrackOptions};
use crate::model::Language;
use crate::portfolio::PortfolioOptions;
use crate::python::argument::{Argument, Model};
use crate::python::client::{RawAnswer, borrowed, json_text, pairs};
use crate::python::enrollment::unless_interrupted;
use crate::python::id::Id;
use crate::python::logging;
use crate::python::rows::{Companies, Raised};
use crate::python::store::PyStore;
use crate::wait::CancelToken;
use crate::webhook::WebhookEvent;

/// The calls of a client that do not block.
#[pyclass(frozen, module = "defacto_sdk._native")]
pub(crate) struct Calls {
    client: AsyncClient,
    limit: Option<Py<Limit>>,
}

impl Calls {
    pub(in crate::python) fn new(
        py: Python<'_>,
        client: &Client,
        max_concurrency: Option<i64>,
    ) -> PyResult<Self> {
        let limit = max_concurrency.map(Limit::new).transpose()?;
        let limit = limit.map(|limit| Py::new(py, limit)).transpose()?;
        Ok(Self { client: AsyncClient { transport: client.transport.clone() }, limit })
    }

    pub(crate) fn client(&self) -> &AsyncClient {
        &self.client
    }

    /// Returns an enrolment as a call.
    fn enrolling<F>(&self, enrolling: impl FnOnce(AsyncClient) -> F) -> Call
    where
        F: Future<Output = Result<Enrollment>> + Send + 'static,
    {
        let (client, token) = self.cancellable();
        let interrupted = token.clone();
        let enrolling = enrolling(client);
        let work = async move {
            let outcome = enrolling.await;
            call_result(outcome.and_then(|outcome| unless_interrupted(outcome, interrupted.is_cancelled())))
        };
        Call::new(token, Box::pin(work))
    }

    /// Returns the client for one call, and the token that ends the call.
    fn cancellable(&self) -> (AsyncClient, CancelToken) {
        let (transport, token) = cancellable(&self.client.transport);
        (AsyncClient { transport }, token)
    }
}

/// Sets the callback for every step. It runs on the thread of the call's loop.
fn told(options: EnrollOptions, on_progress: Option<Py<PyAny>>) -> EnrollOptions {
    let Some(callback) = on_progress.map(Arc::new) else { return options };
    options.post_progress(move |progress| -> Handled {
        let (handled, answer) = oneshot::channel();
        if let Some(of) = of_this_call() {
            let callback = Arc::clone(&callback);
            of.post(Item::Reached { of: Arc::clone(&of), callback, progress, handled });
        }
        Box::pin(async {
            // If the loop is gone, the answer is dropped.
            let _ = answer.await;
        })
    })
}

#[keywords(crate::enrollment::enroll_options)]
#[pymethods]
impl Calls {
    #[pyo3(signature = (new_borrower, *, on_progress))]
    fn enroll(
        &self,
        py: Python<'_>,
        new_borrower: Argument<Model<NewBorrower>>,
        #[keywords] options: EnrollOptions,
        on_progress: Option<Py<PyAny>>,
    ) -> PyResult<Call> {
        let (options, new_borrower) = (told(options, on_progress), new_borrower.named(py, "new_borrower")?);
        Ok(self.enrolling(|client| async move { client.enroll(new_borrower.get(), &options).await }))
    }

    #[pyo3(signature = (resume, *, on_progress))]
    fn resume_enrollment(
        &self,
        py: Python<'_>,
        resume: Argument<String>,
        #[keywords(wait, settle_time, poll_interval, expect_repayment_method)] options: EnrollOptions,
        on_progress: Option<Py<PyAny>>,
    ) -> PyResult<Call> {
        let (options, resume) = (told(options, on_progress), resume.named(py, "resume")?);
        Ok(self.enrolling(|client| async move { client.resume_enrollment(&resume, &options).await }))
    }

    #[pyo3(signature = (identifier, *, on_progress))]
    fn follow_enrollment(
        &self,
        py: Python<'_>,
        identifier: Argument<String>,
        #[keywords(wait, poll_interval, expect_repayment_method)] options: EnrollOptions,
        on_progress: Option<Py<PyAny>>,
    ) -> PyResult<Call> {
        let (options, identifier) = (told(options, on_progress), identifier.named(py, "identifier")?);
        Ok(self.enrolling(|client| async move { client.follow_enrollment(&identifier, &options).await }))
    }
}

#[keywords(crate::lending::loan_options)]
#[pymethods]
impl Calls {
    #[pyo3(signature = (new_loan))]
    fn request_loan(
        &self,
        py: Python<'_>,
        new_loan: Argument<Model<NewLoan>>,
        #[keywords] options: LoanOptions,
    ) -> PyResult<Call> {
        let new_loan = new_loan.named(py, "new_loan")?;
        let (client, token) = self.cancellable();
        let work = async move { call_result(client.request_loan(new_loan.get(), &options).await) };
        Ok(Call::new(token, Box::pin(work)))
    }
}

#[keywords(crate::lending::track_options)]
#[pymethods]
impl Calls {
    #[pyo3(signature = (loan_id))]
    fn track(
        &self,
        py: Python<'_>,
        loan_id: Argument<Id>,
        #[keywords] options: TrackOptions,
    ) -> PyResult<Source> {
        let Id(loan_id) = loan_id.named(py, "loan_id")?;
        let (client, token) = self.cancellable();
        Ok(Source::tracker(client.track(loan_id, &options), token))
    }
}

#[keywords(crate::portfolio::portfolio_options)]
#[pymethods]
impl Calls {
    #[pyo3(signature = (rows, store))]
    fn enroll_many(
        &self,
        py: Python<'_>,
        rows: &Bound<'_, PyAny>,
        store: Argument<Py<PyStore>>,
        #[keywords] options: PortfolioOptions,
    ) -> PyResult<PortfolioCalls> {
        let store = store.named(py, "store")?;
        logging::follow_level(py);
        let raised = Raised::default();
        let companies = Companies::of(rows, &options, &raised)?;
        PortfolioCalls::new(py, self.client.clone(), companies, store.get().shared(), options, raised)
    }
}

#[pymethods]
impl Calls {
    /// The largest number of calls in flight.
    #[getter]
    fn limit(&self, py: Python<'_>) -> Option<Py<Limit>> {
        self.limit.as_ref().map(|limit| limit.clone_ref(py))
    }

    /// Returns an inbox for an event loop.
    #[expect(clippy::unused_self, reason = "Python calls it as a method")]
    fn inbox(&self, owner: Py<PyAny>) -> Inbox {
        Inbox::new(owner)
    }

    #[pyo3(signature = (code, language))]
    fn explain(
        &self,
        py: Python<'_>,
        code: Option<Argument<String>>,
        language: Argument<Language>,
    ) -> PyResult<Call> {
        let code = code.map(|code| code.named(py, "code")).transpose()?;
        let language = language.named(py, "language")?;
        let (client, token) = self.cancellable();
        let text = async move {
            let Some(code) = code else { return Ok(None) };
            client.explain(&code, language).await
        };
        Ok(Call::new(token, Box::pin(async move { call_result(text.await) })))
    }

    fn refetch(&self, event: Py<WebhookEvent>) -> Call {
        let (client, token) = self.cancellable();
        Call::new(token, Box::pin(async move { call_result(event.get().refetch_async(&client).await) }))
    }

    fn hello(&self) -> Call {
        let (client, token) = self.cancellable();
        Call::new(token, Box::pin(async move { call_result(client.hello().await) }))
    }

    #[pyo3(signature = (method, path, *, query, json))]
    fn request(
        &self,
        py: Python<'_>,
        method: Argument<String>,
        path: Argument<String>,
        query: Option<Argument<Bound<'_, PyDict>>>,
        json: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Call> {
        let (method, path) = (method.named(py, "method")?, path.named(py, "path")?);
        let query = query.map(|query| query.named(py, "query")).transpose()?;
        let (pairs, json) = (pairs(query.as_ref())?, json_text(json)?);
        let (client, token) = self.cancellable();
        let work = async move {
            let answer = client.request(&method, &path, &borrowed(&pairs), json.as_deref()).await;
            call_result(answer.map(RawAnswer))
        };
        Ok(Call::new(token, Box::pin(work)))
    }
}
