//! Billing: bills for fees, and referrers with their revenue shares.

mod bill;
mod referrer;
mod revenue_share;

use defacto_sdk_macros::{model, operations};

#[cfg(feature = "python")]
pub use bill::PyBillStatus;
pub use bill::{Bill, BillSent, BillStatus};
pub use referrer::{
    BrokerTier, BrokerTrack, BrokerTrackKind, Referrer, ReferrerProduct, ReferrerTerms, ReferrerType,
    RevenueShareTerms, RevenueShareType, ShareFrequency, ShareSchedule, SharingDuration,
};
#[cfg(feature = "python")]
pub use referrer::{
    PyBrokerTier, PyBrokerTrackKind, PyReferrerType, PyRevenueShareType, PyShareFrequency, PySharingDuration,
};
#[cfg(feature = "python")]
pub use revenue_share::PyRevenueShareStatus;
pub use revenue_share::{RevenueShare, RevenueShareStatus};

use crate::error::Result;
use crate::model::{Timestamp, Uuid};
use crate::page::{Pages, page_type};

/// Filter for the bills to list. An empty filter lists all.
#[model(request)]
pub struct BillFilter {
    /// Only bills with these ids.
    pub bill_id: Vec<Uuid>,
    /// Only bills of these companies, by vendor's id.
    pub business_id: Vec<Uuid>,
    /// Only bills of these companies, by company number.
    pub business_identifier: Vec<String>,
    /// Only bills with one of these statuses: `PAID`, `SENT_TO_PAYER`, `TO_PAY` or `VALIDATED`.
    pub status: Vec<BillStatus>,
    /// Only bills whose period starts at or after this time.
    pub start_date: Option<Timestamp>,
    /// Only bills whose period ends before this time.
    pub end_date: Option<Timestamp>,
    /// Whether to return bills in a short form; false if omitted.
    pub light_bills: Option<bool>,
    /// Number of bills per page; 100 if omitted.
    pub page_size: Option<i64>,
}

page_type!(BillPage, Bill);

/// Billing: bills for fees, and referrers with their revenue shares.
#[operations]
impl Billing {
    /// Lists bills for fees, over all pages: your own bills or those of your borrowers. Blocks whenever a
    /// page is read; safe to repeat.
    ///
    /// Operation: `GET /bills`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/bills")]
    pub fn list_bills(&self, filter: &BillFilter) -> Result<Pages<Bill>>;

    /// Records that you sent a bill to its payer. Send a bill only when it is `VALIDATED`. Blocks.
    ///
    /// The API contract does not define the answer to a repeated call. Check with `list_bills` first: the
    /// status shows whether the bill was sent.
    ///
    /// Operation: `POST /bill/{bill_id}/sent`.
    ///
    /// # Errors
    /// `NotFound` if no bill has this id; `Validation` if the bill is not ready to be sent.
    #[operation(POST, "/bill/{bill_id}/sent")]
    pub fn mark_bill_sent(&self, bill_id: Uuid, body: &BillSent) -> Result<()>;

    /// Reads one referrer. Blocks; safe to repeat.
    ///
    /// Operation: `GET /referrer/{referrer_id}`.
    ///
    /// # Errors
    /// `NotFound` if no referrer has this id.
    #[operation(GET, "/referrer/{referrer_id}")]
    pub fn get_referrer(&self, referrer_id: Uuid) -> Result<Referrer>;

    /// Submits the invoice for a revenue share. The API contract describes no body: only the two ids are
    /// sent. Blocks.
    ///
    /// The API contract does not define what a repeated call does. Check with `get_referrer` first.
    ///
    /// Operation: `POST /referrer/{referrer_id}/upload-invoice/{revenue_share_id}`.
    ///
    /// # Errors
    /// `NotFound` if the referrer or the revenue share does not exist.
    #[operation(POST, "/referrer/{referrer_id}/upload-invoice/{revenue_share_id}")]
    pub fn upload_revenue_share_invoice(
        &self,
        referrer_id: Uuid,
        revenue_share_id: Uuid,
    ) -> Result<RevenueShare>;
}
