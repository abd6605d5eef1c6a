//! The areas of the API, a file or folder each: models, operations and their tests.

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

pub use accounting::Accounting;
pub use billing::Billing;
pub use borrowers::Borrowers;
pub use business_data::BusinessData;
pub use businesses::Businesses;
pub use cards::Cards;
pub use counterparties::Counterparties;
pub use credit_lines::CreditLines;
pub use eligibility::Eligibility;
pub use financial_products::FinancialProducts;
pub use installments::Installments;
pub use invoices::Invoices;
pub use loans::Loans;
pub use onboardings::Onboardings;
pub use payments::Payments;
pub use recollection::Recollection;
pub use repayment_methods::RepaymentMethods;
pub use subscriptions::Subscriptions;
pub use testing::Testing;
pub use translations::Translations;
pub use webhooks::Webhooks;
