//! Hosted onboardings: a company becomes a borrower on a page of the lender.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use crate::{rules::later, wire::OnboardingStatus};

/// How long the page can be used.
const LIFE: Duration = Duration::from_secs(168 * 60 * 60);

/// An onboarding: what never changes of it, and what follows from the state and the time.
#[derive(Debug, Clone)]
pub(crate) struct Onboarding {
    pub(crate) id: String,
    pub(crate) identifier: String,
    pub(crate) status: OnboardingStatus,
    pub(crate) borrower_id: Option<String>,
    /// Whether the company has connected its bank in an earlier one.
    pub(crate) linked: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) body: Value,
}

impl Onboarding {
    pub(crate) fn is_expired(&self, now: Timestamp) -> bool {
        self.status != OnboardingStatus::Completed && now >= later(self.created_at, LIFE)
    }
}
