//! Batches of uploads, and what they have brought.

use std::{collections::HashSet, time::Duration};

use jiff::Timestamp;
use serde_json::Value;

use crate::{rules::later, settings::Settings, wire::BatchStatus};

/// How long a batch waits to be closed, and how long until it is closed, counted from the request.
const SCHEDULED: Duration = Duration::from_secs(2);
const CLOSING: Duration = Duration::from_secs(5);

/// A batch of uploads.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    pub(crate) id: String,
    /// The company as the request named it.
    pub(crate) company: Value,
    pub(crate) content: Value,
    pub(crate) context: Value,
    pub(crate) canceled: bool,
    pub(crate) closed_at: Option<Timestamp>,
}

impl Batch {
    /// Where it stands, which follows from the time.
    pub(crate) fn status(&self, now: Timestamp, settings: &Settings) -> BatchStatus {
        let after = |time| self.closed_at.is_some_and(|at| now >= later(at, settings.scaled(time)));
        match (self.canceled, self.closed_at) {
            (true, _) => BatchStatus::Canceled,
            (_, None) => BatchStatus::Created,
            _ if after(CLOSING) => BatchStatus::Closed,
            _ if after(SCHEDULED) => BatchStatus::ClosingInProgress,
            _ => BatchStatus::ClosingScheduled,
        }
    }
}

/// What one company has shared.
#[derive(Debug, Clone, Default)]
pub(crate) struct SharedData {
    pub(crate) accounts: HashSet<String>,
    pub(crate) transactions: Rows,
    pub(crate) invoices: Rows,
}

/// Rows, which are never changed: one with a salt that is known counts no second time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub(crate) count: usize,
    pub(crate) salts: HashSet<String>,
}

impl Rows {
    pub(crate) fn add(&mut self, rows: &[Value]) {
        for row in rows {
            let is_new = row["salt_id"].as_str().is_none_or(|salt| self.salts.insert(salt.to_owned()));
            self.count += usize::from(is_new);
        }
    }
}
