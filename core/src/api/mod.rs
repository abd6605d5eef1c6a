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
