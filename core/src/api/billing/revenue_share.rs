//! Revenue shares paid to referrers.

use defacto_sdk_macros::{model, open_enum};

use crate::api::payments::{Payment, PaymentIntent};
use crate::model::{NamedBusiness, Timestamp, Uuid};

/// Status of a revenue share.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RevenueShareStatus {
    /// Computed.
    Created,
    /// Deleted.
    Deleted,
    /// Paid.
    Paid,
    /// Sent to the referrer by e-mail.
    SentByEmail,
}

/// The revenue shared with a referrer for a period.
#[model]
pub struct RevenueShare {
    /// Id of the revenue share.
    pub id: Uuid,
    /// Company that receives the share.
    pub revenue_shared_with_business: NamedBusiness,
    /// Status of the revenue share.
    pub status: RevenueShareStatus,
    /// Start of the period.
    pub start_date: Timestamp,
    /// End of the period.
    pub end_date: Timestamp,
    /// Payment of the share.
    pub payment: Option<Payment>,
    /// Planned payment of the share.
    pub payment_intent: Option<PaymentIntent>,
    /// Link to the invoice. It expires soon: never store it.
    #[sensitive]
    pub document_url: Option<String>,
    /// Time when the invoice was sent by e-mail.
    pub email_sent_on: Option<Timestamp>,
    /// E-mail addresses of the recipients.
    #[sensitive]
    pub email_sent_to: Vec<String>,
}
