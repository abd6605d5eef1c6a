//! The options to request and to follow a loan.

use std::sync::Arc;
use std::time::Duration;

use crate::api::invoices::NewInvoice;
use crate::store::Store;

/// The options of a loan request: how long to wait, whether to accept an offer, which invoice to create.
#[derive(Clone)]
#[must_use]
pub struct LoanOptions {
    pub(crate) deadline: Option<Duration>,
    pub(crate) wait: bool,
    pub(crate) accept: bool,
    pub(crate) invoice: Option<NewInvoice>,
    pub(crate) poll_interval: Duration,
    pub(crate) store: Option<Arc<dyn Store>>,
}

impl std::fmt::Debug for LoanOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LoanOptions")
            .field("deadline", &self.deadline)
            .field("wait", &self.wait)
            .field("accept", &self.accept)
            .field("invoice", &self.invoice)
            .finish_non_exhaustive()
    }
}

impl LoanOptions {
    /// Requests the loan without waiting: the outcome is `Pending`, unless it is decided already.
    pub fn asynchronous() -> Self {
        Self {
            deadline: None,
            wait: false,
            accept: false,
            invoice: None,
            poll_interval: Duration::from_secs(1),
            store: None,
        }
    }

    /// Requests the loan and waits for the decision, for at most `deadline` in all.
    ///
    /// Most loans are decided within 20 seconds, some in two working days. Allow 60 seconds to survive a
    /// failure.
    pub fn wait_until_decided(deadline: Duration) -> Self {
        Self { deadline: Some(deadline), wait: true, ..Self::asynchronous() }
    }

    /// Sets whether an offer is accepted (`POST /loan/{loan_id}/validate`) as soon as it exists; false by
    /// default. With `auto_validate` in the request, the API accepts it.
    pub fn accept(mut self, accept: bool) -> Self {
        self.accept = accept;
        self
    }

    /// Creates this invoice first, waits until it is verified, and requests the loan for it. Give it a number
    /// and a seller with an identifier: a repeated request finds the invoice by them.
    pub fn invoice(mut self, invoice: NewInvoice) -> Self {
        self.invoice = Some(invoice);
        self
    }

    /// Keeps the request in this store before it is sent, instead of the client's own store. After a crash an
    /// equal request is the same loan, for a day even without a key of yours.
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// Sets the first pause between two polls, 1 second by default. The pauses grow to ten times as much.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }
}

/// The options to follow a loan.
#[derive(Clone, Debug)]
#[must_use]
pub struct TrackOptions {
    pub(crate) deadline: Option<Duration>,
    pub(crate) poll_interval: Duration,
}

impl Default for TrackOptions {
    fn default() -> Self {
        Self { deadline: None, poll_interval: Duration::from_secs(5) }
    }
}

impl TrackOptions {
    /// Creates options that follow the loan to its end, with a first pause of 5 seconds.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the deadline after which the iteration ends.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets the first pause between two polls, 5 seconds by default. The pauses grow to sixty times as much,
    /// and start anew when the status changes.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }
}
