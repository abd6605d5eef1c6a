//! The operations: one file an area of URLs, with handlers and views.

pub(crate) mod bills;
pub(crate) mod borrowers;
pub(crate) mod business_data;
pub(crate) mod businesses;
pub(crate) mod cards;
pub(crate) mod counterparties;
pub(crate) mod credit_lines;
pub(crate) mod eligibility;
pub(crate) mod events;
pub(crate) mod generators;
pub(crate) mod hello;
pub(crate) mod installment_plans;
pub(crate) mod installments;
pub(crate) mod invoices;
pub(crate) mod loans;
pub(crate) mod onboardings;
pub(crate) mod payments;
pub(crate) mod recollection;
pub(crate) mod referrers;
pub(crate) mod repay_now;
pub(crate) mod subscriptions;
pub(crate) mod translations;
pub(crate) mod webhooks;
