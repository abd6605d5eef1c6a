//! The webhooks that were posted, or could not be.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::Value;

/// One attempt to deliver a webhook. There is no second attempt.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Delivery {
    /// When it ended.
    pub at: String,
    /// The subscription.
    pub subscription_id: String,
    /// Where it went, without the query, which holds a secret.
    pub to: String,
    /// What was sent.
    pub body: Value,
    /// The status that the receiver answered.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub error: Option<String>,
}

/// All deliveries so far.
#[derive(Debug, Default)]
pub(crate) struct Deliveries(Mutex<Vec<Delivery>>);

impl Deliveries {
    fn lock(&self) -> MutexGuard<'_, Vec<Delivery>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, delivery: Delivery) {
        self.lock().push(delivery);
    }

    pub(crate) fn list(&self) -> Vec<Delivery> {
        self.lock().clone()
    }

    pub(crate) fn count(&self) -> u64 {
        self.lock().len() as u64
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }
}
