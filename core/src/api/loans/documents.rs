//! Documents of a loan request.

use defacto_sdk_macros::model;

use super::loan::LoanDocumentType;
use crate::model::{Amount, Currency, JsonObject, PaymentAccount, Timestamp, TradeParty};

/// Data of an invoice without its document. Amounts are in cents.
#[model(request)]
pub struct InvoiceDetails {
    /// Invoice number, as printed on the invoice.
    pub invoice_number: Option<String>,
    /// Buyer: the company that is billed.
    pub buyer: Option<TradeParty>,
    /// Seller: the company that issues the invoice.
    pub seller: Option<TradeParty>,
    /// Amount before tax, in cents.
    pub net_amount: Option<i64>,
    /// Tax amount, in cents.
    pub tax_amount: Option<i64>,
    /// Amount including tax, in cents.
    pub total_amount: Option<i64>,
    /// Amount that the buyer still owes, in cents; 0 if the invoice is paid.
    pub to_pay_amount: Option<i64>,
    /// Currency of the invoice; `EUR` if omitted.
    pub currency: Option<Currency>,
    /// Issue date.
    pub issued_at: Option<Timestamp>,
    /// Due date.
    pub due_at: Option<Timestamp>,
    /// Account to pay, as printed on the invoice. It does not set the payout account of a loan.
    pub to_account: Option<PaymentAccount>,
}

/// An invoice with its document. Amounts are in cents.
#[model(request)]
pub struct InvoiceAttachment {
    /// File name with extension.
    #[sensitive]
    pub document_name: String,
    /// File content in Base64.
    #[sensitive]
    pub document_binary_base64: String,
    /// Invoice number, as printed on the invoice.
    pub invoice_number: Option<String>,
    /// Buyer: the company that is billed.
    pub buyer: Option<TradeParty>,
    /// Seller: the company that issues the invoice.
    pub seller: Option<TradeParty>,
    /// Amount before tax, in cents.
    pub net_amount: Option<i64>,
    /// Tax amount, in cents.
    pub tax_amount: Option<i64>,
    /// Amount including tax, in cents.
    pub total_amount: Option<i64>,
    /// Amount that the buyer still owes, in cents; 0 if the invoice is paid.
    pub to_pay_amount: Option<i64>,
    /// Currency of the invoice; `EUR` if omitted.
    pub currency: Option<Currency>,
    /// Issue date.
    pub issued_at: Option<Timestamp>,
    /// Due date.
    pub due_at: Option<Timestamp>,
    /// Account to pay, as printed on the invoice. It does not set the payout account of a loan.
    pub to_account: Option<PaymentAccount>,
}

/// Data of a sale agreement without its document.
#[model(request)]
pub struct SaleAgreementDetails {
    /// Description of the sold asset.
    pub asset_description: Option<String>,
    /// Buyer.
    pub buyer: Option<TradeParty>,
    /// Seller.
    pub seller: Option<TradeParty>,
    /// Third party of the sale.
    pub third_party: Option<TradeParty>,
    /// Planned date of the sale.
    pub sale_date: Option<Timestamp>,
    /// Price.
    pub transaction_price: Option<Amount>,
}

/// A sale agreement with its document.
#[model(request)]
pub struct SaleAgreementAttachment {
    /// File name with extension.
    #[sensitive]
    pub document_name: String,
    /// File content in Base64.
    #[sensitive]
    pub document_binary_base64: String,
    /// Description of the sold asset.
    pub asset_description: Option<String>,
    /// Buyer.
    pub buyer: Option<TradeParty>,
    /// Seller.
    pub seller: Option<TradeParty>,
    /// Third party of the sale.
    pub third_party: Option<TradeParty>,
    /// Planned date of the sale.
    pub sale_date: Option<Timestamp>,
    /// Price.
    pub transaction_price: Option<Amount>,
}

/// The single copy of a public contract, which is pledged.
#[model(request)]
pub struct ProcurementCopy {
    /// Contract number.
    pub contract_identifier: String,
    /// Date when the contract was concluded.
    pub contract_undertaking_date: Timestamp,
    /// Date when the contract was published.
    pub contract_publication_date: Option<Timestamp>,
    /// File name with extension.
    #[sensitive]
    pub document_name: Option<String>,
    /// File content in Base64.
    #[sensitive]
    pub document_binary_base64: Option<String>,
}

/// The act that awards a public contract.
#[model(request)]
pub struct ProcurementAct {
    /// Contract number.
    pub contract_identifier: String,
    /// Date when the act was issued.
    pub act_date: Timestamp,
    /// File name with extension.
    #[sensitive]
    pub document_name: Option<String>,
    /// File content in Base64.
    #[sensitive]
    pub document_binary_base64: Option<String>,
}

/// A time sheet.
#[model(request)]
pub struct TimeSheet {
    /// File name with extension.
    #[sensitive]
    pub document_name: String,
    /// File content in Base64.
    #[sensitive]
    pub document_binary_base64: String,
}

/// A payment with a credit card.
#[model(request)]
pub struct CardExpense {
    /// Amount, in cents.
    pub amount: i64,
    /// Time of payment.
    pub date_time: Timestamp,
    /// Data that identifies the card, for example `last_four_digits` and `card_reference`.
    #[sensitive]
    pub card_identification: JsonObject,
    /// Data of the merchant.
    #[sensitive]
    pub merchant: JsonObject,
    /// Data of the card user, for example `name` and `email`.
    #[sensitive]
    pub user: JsonObject,
}

/// Credit card expenses at one counterparty.
#[model(request)]
pub struct CardExpenses {
    /// Counterparty that received all the payments.
    pub counterparty: TradeParty,
    /// The expenses.
    #[required]
    pub expenses: Vec<CardExpense>,
}

/// A document of a loan request. Fill in the field that matches `document_type`.
#[model(request)]
pub struct NewLoanDocument {
    /// Type of the document.
    pub document_type: LoanDocumentType,
    /// File name with extension.
    #[sensitive]
    pub document_name: String,
    /// File content in Base64.
    #[sensitive]
    pub document_binary_base64: String,
    /// Description in words.
    pub description: Option<String>,
    /// Data of the document if it is an invoice.
    pub invoice: Option<InvoiceDetails>,
    /// Data of the document if it is a pro-forma invoice.
    pub pro_forma: Option<InvoiceDetails>,
    /// Data of the document if it is the single copy of a public contract.
    pub public_procurement_single_copy: Option<ProcurementCopy>,
    /// Data of the document if it is a sale agreement.
    pub sale_purchase_agreement: Option<SaleAgreementDetails>,
    /// Other data of the document.
    #[sensitive]
    pub additional_document_data: JsonObject,
}

/// An attachment of a loan request. Fill in the field that matches `document_type`.
#[model(request)]
pub struct LoanAttachment {
    /// Type of the attachment.
    pub document_type: LoanDocumentType,
    /// Description in words.
    pub description: Option<String>,
    /// The credit card expenses, if `document_type` is that.
    pub credit_card_expenses: Option<CardExpenses>,
    /// The invoice, if `document_type` is that.
    pub invoice: Option<InvoiceAttachment>,
    /// The pro-forma invoice, if `document_type` is that.
    pub pro_forma: Option<InvoiceAttachment>,
    /// The act that awards a public contract, if `document_type` is that.
    pub public_procurement_ownership_act: Option<ProcurementAct>,
    /// The single copy of a public contract, if `document_type` is that.
    pub public_procurement_single_copy: Option<ProcurementCopy>,
    /// The sale agreement, if `document_type` is that.
    pub sale_purchase_agreement: Option<SaleAgreementAttachment>,
    /// The time sheet, if `document_type` is that.
    pub time_sheet: Option<TimeSheet>,
    /// Other data of the attachment.
    #[sensitive]
    pub additional_document_data: JsonObject,
}
