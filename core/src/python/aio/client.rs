//! The client's calls that do not block.
//!
//! Their documentation and signatures are in `_async_calls.py`, which is made from the blocking calls.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokio::sync::oneshot;

use super::call::{Call, Limit, brought, cancellable, of_this_call};
use super::inbox::{Inbox, Item};
use super::portfolio::PortfolioCalls;
use super::source::Source;
use crate::api::borrowers::NewBorrower;
use crate::api::credit_lines::PaymentMethod;
use crate::api::invoices::NewInvoice;
use crate::api::loans::NewLoan;
use crate::api::translations::Language;
use crate::enrollment::{EnrollOptions, Heard};
use crate::python::Id;
use crate::python::client::{RawAnswer, borrowed, pairs};
use crate::python::enrollment::{Beginning, options, unless_interrupted};
use crate::python::lending::{loan_options, track_options};
use crate::python::logging;
use crate::python::portfolio::portfolio_options;
use crate::python::rows::{Companies, Raised};
use crate::python::store::PyStore;
use crate::webhook::WebhookEvent;
use crate::{AsyncClient, CancelToken, Client};

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

    /// Returns the client for one call, and the token that ends the call.
    fn cancellable(&self) -> (AsyncClient, CancelToken) {
        let (transport, token) = cancellable(&self.client.transport);
        (AsyncClient { transport }, token)
    }
}

/// Sets the callback for every step. It runs on the thread of the call's loop.
fn told(options: EnrollOptions, on_progress: Option<Py<PyAny>>) -> EnrollOptions {
    let Some(callback) = on_progress.map(Arc::new) else { return options };
    options.post_progress(move |progress| -> Heard {
        let (heard, answer) = oneshot::channel();
        if let Some(of) = of_this_call() {
            let callback = Arc::clone(&callback);
            of.post(Item::Reached { of: Arc::clone(&of), callback, progress, heard });
        }
        Box::pin(async {
            // If the loop is gone, the answer is dropped.
            let _ = answer.await;
        })
    })
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

    #[pyo3(signature = (new_borrower, *, wait, synchronous, direct_debit, look_up_existing, settle_time, poll_interval,
        resume, on_progress, store, borrower_id, create_new, expect_repayment_method))]
    #[allow(clippy::too_many_arguments)]
    fn enroll(
        &self,
        new_borrower: Py<NewBorrower>,
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
    ) -> PyResult<Call> {
        let options = options(wait, settle_time, poll_interval, expect_repayment_method)?;
        let beginning =
            Beginning { synchronous, direct_debit, look_up_existing, resume, store, borrower_id, create_new };
        let options = told(beginning.add_to(options), on_progress);
        let (client, token) = self.cancellable();
        let interrupted = token.clone();
        let work = async move {
            let outcome = client.enroll(new_borrower.get(), &options).await;
            brought(outcome.and_then(|outcome| unless_interrupted(outcome, interrupted.is_cancelled())))
        };
        Ok(Call::new(token, Box::pin(work)))
    }

    #[pyo3(signature = (resume, *, wait, settle_time, poll_interval, on_progress, expect_repayment_method))]
    fn resume_enrollment(
        &self,
        resume: String,
        wait: Option<f64>,
        settle_time: f64,
        poll_interval: f64,
        on_progress: Option<Py<PyAny>>,
        expect_repayment_method: Option<PaymentMethod>,
    ) -> PyResult<Call> {
        let options = options(wait, settle_time, poll_interval, expect_repayment_method)?;
        let options = told(options, on_progress);
        let (client, token) = self.cancellable();
        let interrupted = token.clone();
        let work = async move {
            let outcome = client.resume_enrollment(&resume, &options).await;
            brought(outcome.and_then(|outcome| unless_interrupted(outcome, interrupted.is_cancelled())))
        };
        Ok(Call::new(token, Box::pin(work)))
    }

    #[pyo3(signature = (identifier, *, wait, poll_interval, on_progress, expect_repayment_method))]
    fn follow_enrollment(
        &self,
        identifier: String,
        wait: Option<f64>,
        poll_interval: f64,
        on_progress: Option<Py<PyAny>>,
        expect_repayment_method: Option<PaymentMethod>,
    ) -> PyResult<Call> {
        let options = options(wait, 45.0, poll_interval, expect_repayment_method)?;
        let options = told(options, on_progress);
        let (client, token) = self.cancellable();
        let interrupted = token.clone();
        let work = async move {
            let outcome = client.follow_enrollment(&identifier, &options).await;
            brought(outcome.and_then(|outcome| unless_interrupted(outcome, interrupted.is_cancelled())))
        };
        Ok(Call::new(token, Box::pin(work)))
    }

    #[pyo3(signature = (new_loan, *, wait, accept, invoice, poll_interval, store))]
    fn request_loan(
        &self,
        new_loan: Py<NewLoan>,
        wait: Option<f64>,
        accept: bool,
        invoice: Option<&Bound<'_, NewInvoice>>,
        poll_interval: f64,
        store: Option<&Bound<'_, PyStore>>,
    ) -> PyResult<Call> {
        let options = loan_options(wait, accept, invoice, poll_interval, store)?;
        let (client, token) = self.cancellable();
        let work = async move { brought(client.request_loan(new_loan.get(), &options).await) };
        Ok(Call::new(token, Box::pin(work)))
    }

    #[pyo3(signature = (loan_id, *, wait, poll_interval))]
    fn track(&self, loan_id: Id, wait: Option<f64>, poll_interval: f64) -> PyResult<Source> {
        let options = track_options(wait, poll_interval)?;
        let (client, token) = self.cancellable();
        Ok(Source::tracker(client.track(loan_id.0, &options), token))
    }

    #[pyo3(signature = (rows, store, *, name = "portfolio".to_owned(), max_in_flight, calls_per_second,
        wait = Some(600.0), direct_debit, settle_time, poll_interval, give_up_after, run, expect_repayment_method))]
    #[allow(clippy::too_many_arguments)]
    fn enroll_many(
        &self,
        py: Python<'_>,
        rows: &Bound<'_, PyAny>,
        store: &Bound<'_, PyStore>,
        name: String,
        max_in_flight: u32,
        calls_per_second: Option<f64>,
        wait: Option<f64>,
        direct_debit: Option<bool>,
        settle_time: f64,
        poll_interval: f64,
        give_up_after: f64,
        run: Option<String>,
        expect_repayment_method: Option<PaymentMethod>,
    ) -> PyResult<PortfolioCalls> {
        logging::follow_level(py);
        let options = portfolio_options(
            name,
            max_in_flight,
            calls_per_second,
            wait,
            direct_debit,
            settle_time,
            poll_interval,
            give_up_after,
            run,
            expect_repayment_method,
        )?;
        let raised = Raised::default();
        let companies = Companies::of(rows, direct_debit, &raised)?;
        PortfolioCalls::new(py, self.client.clone(), companies, store.get().shared(), options, raised)
    }

    #[pyo3(signature = (code, language))]
    fn explain(&self, code: String, language: Language) -> Call {
        let (client, token) = self.cancellable();
        Call::new(token, Box::pin(async move { brought(client.explain(&code, language).await) }))
    }

    fn refetch(&self, event: Py<WebhookEvent>) -> Call {
        let (client, token) = self.cancellable();
        Call::new(token, Box::pin(async move { brought(event.get().refetch_async(&client).await) }))
    }

    fn hello(&self) -> Call {
        let (client, token) = self.cancellable();
        Call::new(token, Box::pin(async move { brought(client.hello().await) }))
    }

    #[pyo3(signature = (method, path, *, query, json))]
    fn request(
        &self,
        method: String,
        path: String,
        query: Option<&Bound<'_, PyDict>>,
        json: Option<String>,
    ) -> PyResult<Call> {
        let pairs = pairs(query)?;
        let (client, token) = self.cancellable();
        let work = async move {
            let answer = client.request(&method, &path, &borrowed(&pairs), json.as_deref()).await;
            brought(answer.map(RawAnswer))
        };
        Ok(Call::new(token, Box::pin(work)))
    }
}
