//! Webhook events: what happened to an entity, as subscribers receive it.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{rules::datetime, settings::WebhookBorrowerId};

/// Every event type with the entity and the transition that its webhook names. Only the names of the event
/// types are published; entities and transitions follow the one example there is.
const EVENTS: [(&str, &str, &str); 32] = [
    ("BorrowerFinancialProductCreated", "borrower_financial_product", "CREATE"),
    ("BorrowerFinancialProductUpdated", "borrower_financial_product", "UPDATE"),
    ("CounterpartyCreditLimit.CREATED", "counterparty", "CREATE"),
    ("CounterpartyCreditLimit.UPDATED", "counterparty", "UPDATE"),
    ("CreditLimit.UPDATED", "credit_line", "UPDATE"),
    ("CreditLine.BALANCE_UPDATED", "credit_line", "UPDATE_BALANCE"),
    ("CreditLine.CREATED", "credit_line", "CREATE"),
    ("CreditLine.POOL_AMOUNT_UPDATED", "credit_line", "UPDATE_POOL_AMOUNT"),
    ("Invoice.DECLINED", "invoice", "DECLINE"),
    ("Invoice.DELETED", "invoice", "DELETE"),
    ("Invoice.SUBMITTED", "invoice", "SUBMIT"),
    ("Invoice.TO_EDIT", "invoice", "ASK_FOR_EDIT"),
    ("Invoice.VERIFIED", "invoice", "VERIFY"),
    ("Loan.CANCELED", "loan", "CANCEL"),
    ("Loan.CLOSED", "loan", "CLOSE"),
    ("Loan.DECLINED", "loan", "DECLINE"),
    ("Loan.DELETED", "loan", "DELETE"),
    ("Loan.INITIATED", "loan", "INITIATE"),
    ("Loan.ISSUE_DETECTED", "loan", "DETECT_ISSUE"),
    ("Loan.PENDING_VALIDATION", "loan", "ASK_FOR_VALIDATION"),
    ("Loan.SCHEDULED", "loan", "SCHEDULE"),
    ("Loan.SUBMITTED", "loan", "SUBMIT"),
    ("Loan.TO_REPAY", "loan", "PAY"),
    ("Loan.TO_REPAY_FEES", "loan", "REPAY_NOMINAL"),
    ("Loan.TO_VALIDATE", "loan", "PROPOSE"),
    ("Loan.VALIDATED", "loan", "VALIDATE"),
    ("Payment.CANCELED", "payment", "CANCEL"),
    ("Payment.FAILED", "payment", "FAIL"),
    ("Payment.INSTRUCTED", "payment", "INSTRUCT"),
    ("Payment.IN_TRANSIT", "payment", "SEND"),
    ("Payment.PAID", "payment", "PAY"),
    ("Payment.SCHEDULED", "payment", "SCHEDULE"),
];

/// The names of all event types.
pub(crate) fn event_types() -> impl Iterator<Item = &'static str> {
    EVENTS.iter().map(|(name, ..)| *name)
}

/// What happened to an entity.
#[derive(Debug)]
pub(crate) struct Emission<'a> {
    event_type: &'a str,
    id: &'a str,
    status: &'a str,
    business_id: Option<&'a str>,
    state: &'a Value,
}

impl<'a> Emission<'a> {
    /// An event about the entity with this id, whose GET returns `state`. The status is what follows the dot
    /// of the event type, or the one of the entity.
    pub(crate) fn new(event_type: &'a str, id: &'a str, state: &'a Value) -> Self {
        let of_type = event_type.split_once('.').map(|(_, status)| status);
        let status = of_type.or_else(|| state["status"].as_str()).unwrap_or_default();
        Self { event_type, id, status, business_id: None, state }
    }

    /// The internal id of the company, which the real API puts in the place of a borrower id.
    pub(crate) fn business_id(mut self, business_id: &'a str) -> Self {
        self.business_id = Some(business_id);
        self
    }

    /// The transition that an event type tells of; none for a type without an event.
    pub(crate) fn transition(event_type: &str) -> Option<&'static str> {
        EVENTS.iter().find(|(name, ..)| *name == event_type).map(|(_, _, transition)| *transition)
    }

    pub(crate) fn is_wanted_by(&self, webhook: &Value) -> bool {
        webhook["event_types"].as_array().is_some_and(|types| types.iter().any(|t| t == self.event_type))
    }

    /// The body of the webhook.
    pub(crate) fn envelope(&self, at: Timestamp, place: WebhookBorrowerId) -> Value {
        let known = EVENTS.iter().find(|(name, ..)| *name == self.event_type);
        let mut body = json!({
            "entity_type": known.map(|(_, entity, _)| entity),
            "transition_name": Self::transition(self.event_type),
            "status": self.status,
            "timestamp": datetime(at),
            "id": self.id,
            "event_type": self.event_type,
            "entity_state": self.state,
        });
        match (place, self.business_id) {
            (WebhookBorrowerId::EntityState, Some(id)) => body["entity_state"]["borrower_id"] = id.into(),
            (WebhookBorrowerId::TopLevel, Some(id)) => body["borrower_id"] = id.into(),
            _ => {}
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_events_are_those_that_can_be_subscribed_to() {
        let schema: Value = serde_json::from_str(include_str!("../http/schemas/webhook.json")).unwrap();
        let wanted = &schema["properties"]["event_types"]["items"]["enum"];
        let events: Vec<_> = EVENTS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(&json!(events), wanted);
    }

    #[test]
    fn the_status_is_that_of_the_event_or_of_the_entity() {
        let state = json!({"status": "READY"});
        let status = |event_type| Emission::new(event_type, "1", &state).status.to_owned();
        assert_eq!(status("Loan.CLOSED"), "CLOSED");
        assert_eq!(status("BorrowerFinancialProductUpdated"), "READY");
    }
}
