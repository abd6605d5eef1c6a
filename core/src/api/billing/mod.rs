//! Billing: bills for fees, and referrers with their shares of revenue.

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

/// Which bills to list; nothing set lists all.
#[model(request)]
pub struct BillFilter {
    /// Only these bills, by id.
    pub bill_id: Vec<Uuid>,
    /// Only bills of these companies, by the vendor's id.
    pub business_id: Vec<Uuid>,
    /// Only bills of these companies, by company number.
    pub business_identifier: Vec<String>,
    /// Only bills with one of these statuses; the API takes `PAID`, `SENT_TO_PAYER`, `TO_PAY` and `VALIDATED`.
    pub status: Vec<BillStatus>,
    /// Only bills whose period begins at this moment or later.
    pub start_date: Option<Timestamp>,
    /// Only bills whose period ends before this moment.
    pub end_date: Option<Timestamp>,
    /// Whether to give bills in a short form.
    pub light_bills: Option<bool>,
    /// How many bills a page has; 100 when it is left out.
    pub page_size: Option<i64>,
}

page_type!(BillPage, Bill);

/// Billing: bills for fees, and referrers with their shares of revenue.
#[operations]
impl Billing {
    /// Lists bills for fees, your own or those of your borrowers, over all pages. Blocks whenever a page is read; safe
    /// to repeat.
    ///
    /// Operation: `GET /bills`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/bills")]
    pub fn list_bills(&self, filter: &BillFilter) -> Result<Pages<Bill>>;

    /// Says that you sent a bill to who has to pay it. Send it when it is `VALIDATED`. Blocks.
    ///
    /// The contract does not say what a repetition answers. Look with `list_bills` first: the status shows
    /// whether the bill was sent.
    ///
    /// Operation: `POST /bill/{bill_id}/sent`.
    ///
    /// # Errors
    /// `NotFound` when there is no bill with this id; `Validation` when it is not ready to be sent.
    #[operation(POST, "/bill/{bill_id}/sent")]
    pub fn mark_bill_sent(&self, bill_id: Uuid, body: &BillSent) -> Result<()>;

    /// Reads one referrer. Blocks; safe to repeat.
    ///
    /// Operation: `GET /referrer/{referrer_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id.
    #[operation(GET, "/referrer/{referrer_id}")]
    pub fn get_referrer(&self, referrer_id: Uuid) -> Result<Referrer>;

    /// Hands in the invoice for a share of revenue. The contract describes no body: what is sent besides the
    /// two ids is not known. Blocks.
    ///
    /// The contract does not say what a repetition does. Look with `get_referrer` first.
    ///
    /// Operation: `POST /referrer/{referrer_id}/upload-invoice/{revenue_share_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is no such referrer or share.
    #[operation(POST, "/referrer/{referrer_id}/upload-invoice/{revenue_share_id}")]
    pub fn upload_revenue_share_invoice(
        &self,
        referrer_id: Uuid,
        revenue_share_id: Uuid,
    ) -> Result<RevenueShare>;
}
