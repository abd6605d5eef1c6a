//! What is handed in with a loan request.

use defacto_sdk_macros::model;

use super::LoanDocumentType;
use crate::api::credit_lines::Currency;
use crate::model::{Amount, JsonObject, PaymentAccount, Timestamp, TradeParty};

/// An invoice by its contents alone. Amounts are in cents.
#[model(request)]
pub struct InvoiceDetails {
    /// Its number, as it stands on it.
    pub invoice_number: Option<String>,
    /// Who is billed.
    pub buyer: Option<TradeParty>,
    /// Who bills.
    pub seller: Option<TradeParty>,
    /// The amount before tax, in cents.
    pub net_amount: Option<i64>,
    /// The tax, in cents.
    pub tax_amount: Option<i64>,
    /// The amount with tax, in cents.
    pub total_amount: Option<i64>,
    /// What the buyer still has to pay, in cents; 0 when it is paid.
    pub to_pay_amount: Option<i64>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// When it is due.
    pub due_at: Option<Timestamp>,
    /// The account to pay to, as it stands on the invoice. It does not decide where a loan is paid to.
    pub to_account: Option<PaymentAccount>,
}

/// An invoice with its document. Amounts are in cents.
#[model(request)]
pub struct InvoiceAttachment {
    /// The file's name with its extension.
    #[sensitive]
    pub document_name: String,
    /// The file's content in Base64.
    #[sensitive]
    pub document_binary_base64: String,
    /// Its number, as it stands on it.
    pub invoice_number: Option<String>,
    /// Who is billed.
    pub buyer: Option<TradeParty>,
    /// Who bills.
    pub seller: Option<TradeParty>,
    /// The amount before tax, in cents.
    pub net_amount: Option<i64>,
    /// The tax, in cents.
    pub tax_amount: Option<i64>,
    /// The amount with tax, in cents.
    pub total_amount: Option<i64>,
    /// What the buyer still has to pay, in cents; 0 when it is paid.
    pub to_pay_amount: Option<i64>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// When it is due.
    pub due_at: Option<Timestamp>,
    /// The account to pay to, as it stands on the invoice. It does not decide where a loan is paid to.
    pub to_account: Option<PaymentAccount>,
}

/// An agreement about the sale of something.
#[model(request)]
pub struct SaleAgreementDetails {
    /// What is sold.
    pub asset_description: Option<String>,
    /// Who buys.
    pub buyer: Option<TradeParty>,
    /// Who sells.
    pub seller: Option<TradeParty>,
    /// Who else takes part.
    pub third_party: Option<TradeParty>,
    /// When the sale is to take place.
    pub sale_date: Option<Timestamp>,
    /// The price.
    pub transaction_price: Option<Amount>,
}

/// An agreement about the sale of something, with its document.
#[model(request)]
pub struct SaleAgreementAttachment {
    /// The file's name with its extension.
    #[sensitive]
    pub document_name: String,
    /// The file's content in Base64.
    #[sensitive]
    pub document_binary_base64: String,
    /// What is sold.
    pub asset_description: Option<String>,
    /// Who buys.
    pub buyer: Option<TradeParty>,
    /// Who sells.
    pub seller: Option<TradeParty>,
    /// Who else takes part.
    pub third_party: Option<TradeParty>,
    /// When the sale is to take place.
    pub sale_date: Option<Timestamp>,
    /// The price.
    pub transaction_price: Option<Amount>,
}

/// The single copy of a public contract, which is pledged.
#[model(request)]
pub struct ProcurementCopy {
    /// The contract's number.
    pub contract_identifier: String,
    /// When the contract was concluded.
    pub contract_undertaking_date: Timestamp,
    /// When it was published.
    pub contract_publication_date: Option<Timestamp>,
    /// The file's name with its extension.
    #[sensitive]
    pub document_name: Option<String>,
    /// The file's content in Base64.
    #[sensitive]
    pub document_binary_base64: Option<String>,
}

/// The act that awards a public contract.
#[model(request)]
pub struct ProcurementAct {
    /// The contract's number.
    pub contract_identifier: String,
    /// When the act was issued.
    pub act_date: Timestamp,
    /// The file's name with its extension.
    #[sensitive]
    pub document_name: Option<String>,
    /// The file's content in Base64.
    #[sensitive]
    pub document_binary_base64: Option<String>,
}

/// A time sheet.
#[model(request)]
pub struct TimeSheet {
    /// The file's name with its extension.
    #[sensitive]
    pub document_name: String,
    /// The file's content in Base64.
    #[sensitive]
    pub document_binary_base64: String,
}

/// Something that was paid with a credit card.
#[model(request)]
pub struct CardExpense {
    /// The amount, in cents.
    pub amount: i64,
    /// When it was paid.
    pub date_time: Timestamp,
    /// Which card it was: `last_four_digits` and `card_reference`, for instance.
    #[sensitive]
    pub card_identification: JsonObject,
    /// Whom it was paid to.
    #[sensitive]
    pub merchant: JsonObject,
    /// Who paid: `name` and `email`, for instance.
    #[sensitive]
    pub user: JsonObject,
}

/// Credit card expenses at one counterparty.
#[model(request)]
pub struct CardExpenses {
    /// Whom all of them were paid to.
    pub counterparty: TradeParty,
    /// The expenses.
    #[required]
    pub expenses: Vec<CardExpense>,
}

/// A document of a loan request. Fill in the field of its type.
#[model(request)]
pub struct NewLoanDocument {
    /// What it is.
    pub document_type: LoanDocumentType,
    /// The file's name with its extension.
    #[sensitive]
    pub document_name: String,
    /// The file's content in Base64.
    #[sensitive]
    pub document_binary_base64: String,
    /// What it is, in words.
    pub description: Option<String>,
    /// What stands in it, if it is an invoice.
    pub invoice: Option<InvoiceDetails>,
    /// What stands in it, if it is a pro-forma invoice.
    pub pro_forma: Option<InvoiceDetails>,
    /// What stands in it, if it is the single copy of a public contract.
    pub public_procurement_single_copy: Option<ProcurementCopy>,
    /// What stands in it, if it is an agreement about a sale.
    pub sale_purchase_agreement: Option<SaleAgreementDetails>,
    /// Anything else that stands in it.
    #[sensitive]
    pub additional_document_data: JsonObject,
}

/// Something that supports a loan request. Fill in the field of its type.
#[model(request)]
pub struct LoanAttachment {
    /// What it is.
    pub document_type: LoanDocumentType,
    /// What it is, in words.
    pub description: Option<String>,
    /// The expenses, if it is that.
    pub credit_card_expenses: Option<CardExpenses>,
    /// The invoice, if it is one.
    pub invoice: Option<InvoiceAttachment>,
    /// The pro-forma invoice, if it is one.
    pub pro_forma: Option<InvoiceAttachment>,
    /// The act that awards a public contract, if it is that.
    pub public_procurement_ownership_act: Option<ProcurementAct>,
    /// The single copy of a public contract, if it is that.
    pub public_procurement_single_copy: Option<ProcurementCopy>,
    /// The agreement about a sale, if it is one.
    pub sale_purchase_agreement: Option<SaleAgreementAttachment>,
    /// The time sheet, if it is one.
    pub time_sheet: Option<TimeSheet>,
    /// Anything else about it.
    #[sensitive]
    pub additional_document_data: JsonObject,
}
