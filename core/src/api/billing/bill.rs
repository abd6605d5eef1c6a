//! Bills for fees.

use defacto_sdk_macros::{model, open_enum};

use crate::api::invoices::Invoice;
use crate::api::payments::Payment;
use crate::model::{CompanyReference, Timestamp, Uuid};

/// Where a bill stands.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BillStatus {
    /// Made, not yet checked.
    Generated,
    /// Not valid.
    Invalid,
    /// Paid.
    Paid,
    /// Sent to who has to pay it.
    SentToPayer,
    /// To be paid.
    ToPay,
    /// Checked: it can be sent.
    Validated,
}

/// A bill for the fees of a period.
#[model]
pub struct Bill {
    /// Its id.
    pub id: Uuid,
    /// The company that has to pay.
    pub billed_business: CompanyReference,
    /// The payment that settles it.
    pub payment: Payment,
    /// Where it stands.
    pub status: BillStatus,
    /// What is to be paid, in cents.
    pub to_pay_amount: i64,
    /// When the period begins.
    pub start_date: Timestamp,
    /// When the period ends.
    pub end_date: Timestamp,
    /// When the bill was made.
    pub ran_at: Timestamp,
    /// Until when it is to be paid.
    pub due_date: Timestamp,
    /// Its number.
    pub invoice_number: Option<String>,
    /// The invoice as the API knows it.
    pub invoice: Option<Invoice>,
    /// The borrower that has to pay; untyped in the contract.
    pub billed_borrower_id: Option<String>,
    /// The bill that this one corrects.
    pub amends_bill_id: Option<String>,
    /// A link to the document that holds for a short time: never store it.
    #[sensitive]
    pub document_url: Option<String>,
    /// When it was mailed to who has to pay.
    pub email_sent_to_payer_on: Option<Timestamp>,
}

/// When and to whom you sent a bill.
#[model(request)]
pub struct BillSent {
    /// When you sent it.
    pub sent_on: Timestamp,
    /// To which e-mail addresses, at least one.
    #[required]
    #[sensitive]
    pub to_email_addresses: Vec<String>,
}
