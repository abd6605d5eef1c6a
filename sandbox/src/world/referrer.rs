//! The referrer that brings business, and its revenue shares.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{rules::datetime, wire::ShareStatus, world::seed::Seed};

/// The number of its company.
pub(crate) const IDENTIFIER: &str = "356000000";

/// The statuses of the revenue shares that are there at the start, the newest first.
const STATUSES: [ShareStatus; 3] = [ShareStatus::Created, ShareStatus::Paid, ShareStatus::Deleted];

/// The id of the one referrer.
pub(crate) fn id(seed: Seed) -> String {
    seed.uuid("referrer", "")
}

/// The revenue shares at the start: one for each of the last three months.
pub(crate) fn first_shares(seed: Seed, now: Timestamp) -> Vec<Value> {
    let share = |(status, months): (&ShareStatus, i64)| {
        let back = |days: i64| {
            let at = now.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
            datetime(at)
        };
        json!({
            "id": seed.uuid("revenue share", status.as_str()),
            "status": status,
            "start_date": back(30 * (months + 1)),
            "end_date": back(30 * months),
            "document_url": null,
            "email_sent_on": null,
            "email_sent_to": null,
            "payment": null,
            "payment_intent": null,
            "revenue_shared_with_business": {
                "identifier": IDENTIFIER,
                "identifier_type": "siren",
                "name": "Example broker",
            },
        })
    };
    STATUSES.iter().zip(0..).map(share).collect()
}
