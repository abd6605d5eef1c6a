//! Bills for fees.

use defacto_sdk_macros::{model, open_enum};

use crate::api::invoices::Invoice;
use crate::api::payments::Payment;
use crate::model::{CompanyReference, Timestamp, Uuid};

/// Status of a bill.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BillStatus {
    /// Generated, not yet checked.
    Generated,
    /// Invalid.
    Invalid,
    /// Paid.
    Paid,
    /// Sent to the payer.
    SentToPayer,
    /// Payment is due.
    ToPay,
    /// Checked: the bill can be sent.
    Validated,
}

/// A bill for the fees of a period.
#[model]
pub struct Bill {
    /// Id of the bill.
    pub id: Uuid,
    /// Company that must pay the bill.
    pub billed_business: CompanyReference,
    /// Payment that settles the bill.
    pub payment: Payment,
    /// Status of the bill.
    pub status: BillStatus,
    /// Amount to pay, in cents.
    pub to_pay_amount: i64,
    /// Start of the period.
    pub start_date: Timestamp,
    /// End of the period.
    pub end_date: Timestamp,
    /// Time when the bill was generated.
    pub ran_at: Timestamp,
    /// Due date.
    pub due_date: Timestamp,
    /// Number of the bill.
    pub invoice_number: Option<String>,
    /// Invoice object of the bill.
    pub invoice: Option<Invoice>,
    /// Id of the borrower that must pay. The API contract does not define its type.
    pub billed_borrower_id: Option<String>,
    /// Id of the bill that this bill corrects.
    pub amends_bill_id: Option<String>,
    /// Link to the document. It expires soon: never store it.
    #[sensitive]
    pub document_url: Option<String>,
    /// Time when the bill was sent to the payer by e-mail.
    pub email_sent_to_payer_on: Option<Timestamp>,
}

/// Date and recipients of a bill that you sent.
#[model(request)]
pub struct BillSent {
    /// Time when you sent the bill.
    pub sent_on: Timestamp,
    /// E-mail addresses of the recipients, at least one.
    #[required]
    #[sensitive]
    pub to_email_addresses: Vec<String>,
}
