//! The simulated API, as a client over the network sees it. One program: each file by itself would be linked with everything once more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod borrowers;
mod business_data;
mod cards;
mod clock;
mod console;
mod control;
mod counterparties;
mod enrollment;
mod faults;
mod generators;
mod invoices;
mod loan_events;
mod loan_requests;
mod loans;
mod odd_bodies;
mod onboardings;
mod reference_data;
mod repayments;
mod support;
mod trigger;
mod webhooks;
