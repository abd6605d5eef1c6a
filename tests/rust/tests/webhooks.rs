//! The vectors about webhooks: verification, reading, duplicates.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use defacto_sdk::Result;
use defacto_sdk::webhook::{Receiver, WebhookEntity, WebhookEvent};
use defacto_tests_rust::vectors::{body, check_all, expect};
use serde_json::{Value, json};

type Checked = std::result::Result<(), String>;

const URL: &str = "https://partner.example/hooks?token=hidden-0123456789abcdef";

#[test]
fn webhooks() {
    check_all("webhooks.json", |case| {
        if case.get("base").is_some() {
            subscribed(case)
        } else if case.get("subscription_url").is_some() {
            verified(case)
        } else if case.get("deliveries").is_some() {
            received(case)
        } else {
            parsed(case)
        }
    });
}

fn subscribed(case: &Value) -> Checked {
    match Receiver::new_subscription_url(case["base"].as_str().unwrap()) {
        Ok(url) => {
            let secret = url.strip_prefix(case["url"].as_str().unwrap()).ok_or("it begins otherwise")?;
            if secret.len() == 43 && Receiver::new(&url).unwrap().verify(secret) { Ok(()) } else { Err(url) }
        }
        Err(error) => refused(case, &error),
    }
}

fn verified(case: &Value) -> Checked {
    match receiver(case) {
        Ok(receiver) => {
            silent(&format!("{receiver:?}"))?;
            expect(case, "accepted", &json!(receiver.verify(case["given"].as_str().unwrap())))
        }
        Err(error) => refused(case, &error),
    }
}

fn receiver(case: &Value) -> Result<Receiver> {
    let mut receiver = Receiver::new(case["subscription_url"].as_str().unwrap_or(URL))?;
    for url in case["also_accept"].as_array().into_iter().flatten() {
        receiver = receiver.also_accept(url.as_str().unwrap())?;
    }
    Ok(match case["max_body_bytes"].as_u64() {
        Some(bytes) => receiver.max_body_bytes(usize::try_from(bytes).unwrap()),
        None => receiver,
    })
}

fn received(case: &Value) -> Checked {
    let receiver = receiver(case).unwrap();
    for delivery in case["deliveries"].as_array().unwrap() {
        match receiver.receive(delivery["given"].as_str().unwrap_or(URL), &bytes(delivery)) {
            Ok(event) => {
                expect(delivery, "freshness", &json!(event.freshness.as_str()))?;
                expect(delivery, "kind", &Value::Null)?;
                if delivery["forget"] == json!(true) {
                    receiver.forget(&event).unwrap();
                }
            }
            Err(error) => refused(delivery, &error)?,
        }
    }
    Ok(())
}

fn parsed(case: &Value) -> Checked {
    let event = match receiver(case).unwrap().parse(&bytes(case)) {
        Ok(event) => event,
        Err(error) => return refused(case, &error),
    };
    silent(&format!("{event:?}"))?;
    if WebhookEvent::from_json(event.to_json().as_bytes()).unwrap() != event {
        return Err("it is another one when it was stored".to_owned());
    }
    for (member, found) in [
        ("kind", Value::Null),
        ("event_type", json!(event.event_type.as_str())),
        ("id", json!(event.id)),
        ("entity_type", json!(event.entity_type)),
        ("transition_name", json!(event.transition_name)),
        ("status", json!(event.status)),
        ("timestamp", json!(event.timestamp.map(|at| at.to_string()))),
        ("company", json!(event.company())),
        ("freshness", json!(event.freshness.as_str())),
        ("entity", json!(entity(&event.entity()))),
    ] {
        expect(case, member, &found)?;
    }
    Ok(())
}

fn entity(entity: &WebhookEntity) -> &'static str {
    match entity {
        WebhookEntity::CreditLine { .. } => "credit_line",
        WebhookEntity::FinancialProduct { .. } => "financial_product",
        WebhookEntity::Counterparty { .. } => "counterparty",
        WebhookEntity::Invoice { .. } => "invoice",
        WebhookEntity::Loan { .. } => "loan",
        WebhookEntity::Payment { .. } => "payment",
        WebhookEntity::Unknown { .. } => "unknown",
    }
}

fn bytes(case: &Value) -> Vec<u8> {
    match case["body_base64"].as_str() {
        Some(text) => BASE64_STANDARD.decode(text).unwrap(),
        None => body(&case["body"]).into_bytes(),
    }
}

fn refused(case: &Value, error: &defacto_sdk::DefactoError) -> Checked {
    silent(&format!("{error} {error:?}"))?;
    if case.get("kind").is_none() {
        return Err(format!("it is refused: {error}"));
    }
    let problems: Vec<_> =
        error.problems().iter().map(|problem| json!([problem.pointer, problem.code])).collect();
    expect(case, "kind", &json!(error.kind().as_str()))?;
    expect(case, "problems", &json!(problems))
}

/// Checks that the shown text holds no secret and nothing of the body.
fn silent(shown: &str) -> Checked {
    if shown.contains("hidden") { Err(format!("it shows too much: {shown}")) } else { Ok(()) }
}
