//! Shares of revenue that are paid to referrers.

use defacto_sdk_macros::{model, open_enum};

use crate::api::payments::{Payment, PaymentIntent};
use crate::model::{NamedBusiness, Timestamp, Uuid};

/// Where a share of revenue stands.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RevenueShareStatus {
    /// Worked out.
    Created,
    /// Deleted.
    Deleted,
    /// Paid.
    Paid,
    /// Sent to the referrer by e-mail.
    SentByEmail,
}

/// The revenue that is shared with a referrer for a period.
#[model]
pub struct RevenueShare {
    /// Its id.
    pub id: Uuid,
    /// The company that it is shared with.
    pub revenue_shared_with_business: NamedBusiness,
    /// Where it stands.
    pub status: RevenueShareStatus,
    /// When the period begins.
    pub start_date: Timestamp,
    /// When the period ends.
    pub end_date: Timestamp,
    /// The payment of the share.
    pub payment: Option<Payment>,
    /// The plan of that payment, as the vendor keeps it.
    pub payment_intent: Option<PaymentIntent>,
    /// A link to the invoice that holds for a short time: never store it.
    #[sensitive]
    pub document_url: Option<String>,
    /// When it was mailed.
    pub email_sent_on: Option<Timestamp>,
    /// Who it was mailed to.
    #[sensitive]
    pub email_sent_to: Vec<String>,
}
