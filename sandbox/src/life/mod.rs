//! What happens to borrowers, loans and everything else, independent of HTTP.

pub(crate) mod accounting;
pub(crate) mod accounts;
pub(crate) mod balances;
pub(crate) mod batches;
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
pub(crate) mod loan;
pub(crate) mod loan_change;
pub(crate) mod loan_request;
pub(crate) mod new_loan;
pub(crate) mod onboardings;
pub(crate) mod payments;
pub(crate) mod plans;
pub(crate) mod recollection;
pub(crate) mod repayment_methods;
pub(crate) mod repayment_terms;
pub(crate) mod salts;
