//! How a loan is requested and followed.

use std::sync::Arc;
use std::time::Duration;

use defacto_sdk_macros::options;

use crate::api::invoices::NewInvoice;
use crate::store::Store;

/// The options of a loan request: how long to wait, whether to accept an offer, which invoice to create.
#[options]
pub struct LoanOptions {
    /// How long to wait, all in all, for the decision; without it the outcome is `Pending`, as a rule.
    ///
    /// Most loans are decided within 20 seconds, some in two working days. Allow 60 seconds to survive a failure.
    wait: Option<Duration>,
    /// Whether an offer is accepted (`POST /loan/{loan_id}/validate`) as soon as it exists; false unless set.
    ///
    /// With `auto_validate` in the request, the API accepts it.
    accept: bool,
    /// The invoice to create first; the loan is requested when it is verified.
    ///
    /// Give it a number and a seller with an identifier: a repeated request finds the invoice by them.
    invoice: Option<NewInvoice>,
    /// Keeps the request in this store before it is sent, instead of the client's own store.
    ///
    /// After a crash an equal request is the same loan, for a day even without a key of yours.
    #[held_by(NativeStore)]
    #[hidden]
    store: Option<Arc<dyn Store>>,
    /// The first pause between two polls, 1 second unless set; the pauses grow to ten times as much.
    #[initial(Duration::from_secs(1))]
    poll_interval: Duration,
}

impl LoanOptions {
    /// Requests the loan without waiting: the outcome is `Pending`, unless it is decided already.
    pub fn asynchronous() -> Self {
        Self::default()
    }

    /// Requests the loan and waits for the decision, for at most `wait` in all.
    ///
    /// Most loans are decided within 20 seconds, some in two working days. Allow 60 seconds to survive a failure.
    pub fn wait_until_decided(wait: Duration) -> Self {
        Self::default().wait(wait)
    }

    pub(crate) fn waits(&self) -> bool {
        self.wait.is_some()
    }
}

/// The options to follow a loan.
#[options]
pub struct TrackOptions {
    /// How long to follow the loan in all; to its end unless set.
    wait: Option<Duration>,
    /// The first pause between two polls, 5 seconds unless set.
    ///
    /// The pauses grow to sixty times as much, and start anew when the status changes.
    #[initial(Duration::from_secs(5))]
    poll_interval: Duration,
}

impl TrackOptions {
    /// Creates options that follow the loan to its end, with a first pause of 5 seconds.
    pub fn new() -> Self {
        Self::default()
    }
}
