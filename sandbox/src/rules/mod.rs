//! Rules without a state: what follows from their arguments alone.

pub(crate) mod accounts;
pub(crate) mod checksum;
pub(crate) mod companies;
pub(crate) mod dates;
pub(crate) mod fees;
pub(crate) mod iban;
pub(crate) mod loans;
pub(crate) mod refusal;
pub(crate) mod scenarios;

pub(crate) use dates::{datetime, days_after, later, parse_datetime, time_of};
pub(crate) use refusal::Refusal;
