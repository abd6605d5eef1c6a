//! How a loan is requested and followed.

use std::sync::Arc;
use std::time::Duration;

use crate::api::invoices::NewInvoice;
use crate::store::Store;

/// How a loan is requested: how long to wait, whether to accept the offer, which invoice comes first.
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
    /// Requests and does not wait for the decision: the outcome is `Pending`, unless it is decided already.
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

    /// Requests and waits at most this long, all in all, for the decision.
    ///
    /// Most loans are decided within 20 seconds, some take two working days. Allow 60 to survive a failure on the way.
    pub fn wait_until_decided(deadline: Duration) -> Self {
        Self { deadline: Some(deadline), wait: true, ..Self::asynchronous() }
    }

    /// Whether an offer is accepted (`POST /loan/{loan_id}/validate`) as soon as it is there; false unless set.
    /// `auto_validate` in the request lets the API do it.
    pub fn accept(mut self, accept: bool) -> Self {
        self.accept = accept;
        self
    }

    /// Creates this invoice first, waits until it is verified, and requests the loan for it. Give it a number and a
    /// seller with an identifier: by these it is found again when the request is repeated.
    pub fn invoice(mut self, invoice: NewInvoice) -> Self {
        self.invoice = Some(invoice);
        self
    }

    /// Keeps the request in a store before it is sent, in place of the client's own store: after a crash an equal request
    /// is the same loan, within a day also without a key of yours.
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// The first pause between two looks, 1 second unless set; the pauses grow to ten times as much.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }
}

/// How a loan is followed.
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
    /// Follows the loan to its end, with a first pause of 5 seconds.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long to follow it in all; the iteration ends then.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The first pause between two looks, 5 seconds unless set. The pauses grow to sixty times as much, and start
    /// anew when the status changes.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }
}
