//! The areas of the API, one file or folder each: models, operations and tests.

pub mod accounting;
pub mod billing;
pub mod borrowers;
pub mod business_data;
pub mod businesses;
pub mod cards;
pub mod counterparties;
pub mod credit_lines;
pub mod eligibility;
pub mod financial_products;
pub mod installments;
pub mod invoices;
pub mod loans;
pub mod onboardings;
pub mod payments;
pub mod recollection;
pub mod repayment_methods;
pub mod subscriptions;
pub mod testing;
#[cfg(test)]
mod tests;
pub mod translations;
pub mod webhooks;

pub use accounting::{Accounting, AsyncAccounting};
pub use billing::{AsyncBilling, Billing};
pub use borrowers::{AsyncBorrowers, Borrowers};
pub use business_data::{AsyncBusinessData, BusinessData};
pub use businesses::{AsyncBusinesses, Businesses};
pub use cards::{AsyncCards, Cards};
pub use counterparties::{AsyncCounterparties, Counterparties};
pub use credit_lines::{AsyncCreditLines, CreditLines};
pub use eligibility::{AsyncEligibility, Eligibility};
pub use financial_products::{AsyncFinancialProducts, FinancialProducts};
pub use installments::{AsyncInstallments, Installments};
pub use invoices::{AsyncInvoices, Invoices};
pub use loans::{AsyncLoans, Loans};
pub use onboardings::{AsyncOnboardings, Onboardings};
pub use payments::{AsyncPayments, Payments};
pub use recollection::{AsyncRecollection, Recollection};
pub use repayment_methods::{AsyncRepaymentMethods, RepaymentMethods};
pub use subscriptions::{AsyncSubscriptions, Subscriptions};
pub use testing::{AsyncTesting, Testing};
pub use translations::{AsyncTranslations, Translations};
pub use webhooks::{AsyncWebhooks, Webhooks};
