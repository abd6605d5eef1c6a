//! How a loan is requested and followed.

use std::sync::Arc;
use std::time::Duration;

use defacto_sdk_macros::options;

use crate::api::invoices::NewInvoice;
use crate::store::Store;

/// How a loan is requested: how long to wait, whether to accept the offer, which invoice comes first.
#[options]
pub struct LoanOptions {
    /// How long to wait, all in all, for the decision; without it the outcome is `Pending`, as a rule.
    ///
    /// Most loans are decided within 20 seconds, some take two working days. Allow 60 to survive a failure on the way.
    wait: Option<Duration>,
    /// Whether an offer is accepted (`POST /loan/{loan_id}/validate`) as soon as it is there; false unless set.
    ///
    /// `auto_validate` in the request lets the API do it.
    accept: bool,
    /// The invoice to create first; the loan is requested when it is verified.
    ///
    /// Give it a number and a seller with an identifier: by these it is found again when the request is repeated.
    invoice: Option<NewInvoice>,
    /// Keeps the request in a store before it is sent, in place of the client's own store.
    ///
    /// After a crash an equal request is the same loan, within a day also without a key of yours.
    #[held_by(NativeStore)]
    #[hidden]
    store: Option<Arc<dyn Store>>,
    /// The first pause between two polls, 1 second unless set; the pauses grow to ten times as much.
    #[initial(Duration::from_secs(1))]
    poll_interval: Duration,
}

impl LoanOptions {
    /// Requests and does not wait for the decision: the outcome is `Pending`, unless it is decided already.
    pub fn asynchronous() -> Self {
        Self::default()
    }

    /// Requests and waits at most this long, all in all, for the decision.
    ///
    /// Most loans are decided within 20 seconds, some take two working days. Allow 60 to survive a failure on the way.
    pub fn wait_until_decided(wait: Duration) -> Self {
        Self::default().wait(wait)
    }

    pub(crate) fn waits(&self) -> bool {
        self.wait.is_some()
    }
}

/// How a loan is followed.
#[options]
pub struct TrackOptions {
    /// How long to follow it in all; to its end unless set.
    wait: Option<Duration>,
    /// The first pause between two polls, 5 seconds unless set.
    ///
    /// The pauses grow to sixty times as much, and start anew when the status changes.
    #[initial(Duration::from_secs(5))]
    poll_interval: Duration,
}

impl TrackOptions {
    /// Follows the loan to its end, with a first pause of 5 seconds.
    pub fn new() -> Self {
        Self::default()
    }
}
