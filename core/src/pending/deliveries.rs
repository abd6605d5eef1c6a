//! Resolutions on their way to the consumers of one process.

use std::collections::VecDeque;

use super::resolution::Resolution;

/// A resolution, and its entry in the store.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) resolution: Resolution,
    pub(super) company: String,
    pub(super) outcome: String,
}

/// The resolutions that consumers have, and those that they gave back.
#[derive(Debug, Default)]
pub(super) struct Deliveries {
    /// Handed over to a consumer that has not asked for the next one.
    open: Vec<Found>,
    /// Handed over to a consumer that was dropped.
    given_back: VecDeque<Found>,
}

impl Found {
    /// Returns `true` if both are of one entry with one outcome.
    fn is(&self, other: &Self) -> bool {
        self.company == other.company && self.outcome == other.outcome
    }
}

impl Deliveries {
    pub(super) fn hand_over(&mut self, found: &Found) {
        self.open.push(found.clone());
    }

    /// Ends a delivery.
    pub(super) fn close(&mut self, found: &Found) {
        if let Some(place) = self.open.iter().position(|open| open.is(found)) {
            self.open.swap_remove(place);
        }
    }

    /// Ends the delivery to a consumer that was dropped. Another one gets the resolution.
    pub(super) fn give_back(&mut self, found: Found) {
        self.close(&found);
        self.given_back.push_back(found);
    }

    pub(super) fn take_back(&mut self) -> Option<Found> {
        self.given_back.pop_front()
    }

    /// Returns the resolutions that are not read from the store: they are on their way.
    pub(super) fn on_the_way(&self) -> Vec<Found> {
        self.open.iter().chain(&self.given_back).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::JsonObject;
    use crate::pending::resolution::ResolutionOutcome;

    fn found(company: &str) -> Found {
        let resolution = Resolution {
            identifier: company.to_owned(),
            outcome: ResolutionOutcome::Ready,
            borrower_id: None,
            credit_line: None,
            reason: None,
            extra: JsonObject::default(),
        };
        Found { resolution, company: company.to_owned(), outcome: "ready".to_owned() }
    }

    #[test]
    fn what_a_consumer_has_or_gave_back_is_on_the_way_until_it_is_delivered() {
        let mut deliveries = Deliveries::default();
        for company in ["one", "other"] {
            deliveries.hand_over(&found(company));
        }
        deliveries.give_back(found("other"));
        assert_eq!(deliveries.on_the_way().len(), 2);
        deliveries.close(&found("one"));
        assert_eq!(deliveries.take_back().map(|found| found.company), Some("other".to_owned()));
        assert!(deliveries.on_the_way().is_empty());
    }
}
