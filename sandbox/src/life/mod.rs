//! What happens to borrowers, loans and all else, whoever asks for it.

pub(crate) mod accounting;
pub(crate) mod accounts;
pub(crate) mod balances;
pub(crate) mod bills;
pub(crate) mod cards;
pub(crate) mod counterparties;
pub(crate) mod credit_lines;
pub(crate) mod directors;
pub(crate) mod eligibility;
pub(crate) mod enrollment;
pub(crate) mod financial_products;
pub(crate) mod installments;
pub(crate) mod inventions;
pub(crate) mod invoices;
pub(crate) mod onboardings;
pub(crate) mod payments;
pub(crate) mod repayment_methods;
pub(crate) mod salts;
