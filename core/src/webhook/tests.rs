//! Receiving webhooks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

use std::collections::HashSet;

use super::entity::WebhookEntity;
use super::event::WebhookEvent;
use super::receiver::Receiver;
use super::{Freshness, MemorySeen, SeenEvents};
use crate::api::webhooks::WebhookEventType;
use crate::error::ErrorKind;

const BASE: &str = "https://partner.example/hooks/defacto?tenant=7";

fn receiver() -> (Receiver, String) {
    let url = Receiver::new_subscription_url(BASE).unwrap();
    (Receiver::new(&url).unwrap(), url)
}

fn event(event_type: &str, id: &str, timestamp: &str) -> Vec<u8> {
    format!(
        r#"{{"event_type":"{event_type}","id":"{id}","timestamp":"{timestamp}","entity_type":"loan",
        "transition_name":"PAY","status":"TO_REPAY","entity_state":{{"identifier":"552032534"}}}}"#
    )
    .into_bytes()
}

const LATE: &str = "2026-11-20T10:00:00.000001+00:00";
const EARLY: &str = "2026-11-20T09:00:00";

#[test]
fn a_subscription_url_is_the_base_with_a_secret_that_nobody_guesses() {
    let urls: HashSet<String> = (0..50).map(|_| Receiver::new_subscription_url(BASE).unwrap()).collect();
    assert_eq!(urls.len(), 50, "each is another one");
    for url in urls {
        let secret = url.strip_prefix("https://partner.example/hooks/defacto?tenant=7&token=").unwrap();
        assert_eq!(secret.len(), 43, "256 bits in base64");
    }
}

#[test]
fn a_subscription_goes_by_https_alone() {
    for base in [
        "http://partner.example/hook",
        "ftp://partner.example",
        "partner.example/hook",
        "",
        "https://x/?token=a",
    ] {
        let error = Receiver::new_subscription_url(base).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{base}");
    }
    assert!(
        Receiver::new_subscription_url("http://127.0.0.1:8080/hook").is_ok(),
        "to try things on this machine"
    );
}

#[test]
fn the_url_of_a_request_is_checked_in_every_form_that_frameworks_give_it() {
    let (receiver, url) = receiver();
    let secret = url.rsplit('=').next().unwrap();
    let good = [
        url.clone(),
        format!("/hooks/defacto?token={secret}"),
        format!("hooks/defacto?a=b&token={secret}"),
        format!("?token={secret}"),
        format!("http://internal:8000/x?token={secret}#part"),
        secret.to_owned(),
    ];
    for form in good {
        assert!(receiver.verify(&form), "{form}");
    }
    let bad = [
        String::new(),
        "/hooks/defacto".to_owned(),
        format!("/hooks/defacto?token={}", &secret[1..]),
        format!("/hooks/defacto?token={secret}x"),
        format!("/hooks/defacto?other={secret}"),
        secret.to_uppercase(),
        "/\u{0}?token=%ff%fe".to_owned(),
    ];
    for form in bad {
        assert!(!receiver.verify(&form), "{form}");
    }
}

#[test]
fn a_second_secret_is_accepted_while_the_first_is_replaced() {
    let (receiver, old) = receiver();
    let new = Receiver::new_subscription_url(BASE).unwrap();
    assert!(!receiver.verify(&new));
    let both = receiver.also_accept(&new).unwrap();
    assert!(both.verify(&old) && both.verify(&new));
}

#[test]
fn a_receiver_needs_a_secret_that_cannot_be_guessed() {
    for url in ["https://partner.example/hook", "https://partner.example/hook?token=short", "", "abc"] {
        let error = Receiver::new(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!error.to_string().contains("short"), "{error}");
    }
}

#[test]
fn a_receiver_shows_no_secret() {
    let (receiver, url) = receiver();
    let shown = format!("{receiver:?}");
    assert!(!shown.contains(url.rsplit('=').next().unwrap()), "{shown}");
}

#[test]
fn an_event_is_new_once() {
    let (receiver, url) = receiver();
    let body = event("Loan.TO_REPAY", "a", LATE);
    assert_eq!(receiver.receive(&url, &body).unwrap().freshness, Freshness::New);
    assert_eq!(receiver.receive(&url, &body).unwrap().freshness, Freshness::Duplicate);
    let other = event("Loan.TO_REPAY", "b", LATE);
    assert_eq!(receiver.receive(&url, &other).unwrap().freshness, Freshness::New);
}

#[test]
fn an_event_that_was_overtaken_is_outdated() {
    let (receiver, url) = receiver();
    receiver.receive(&url, &event("Loan.CLOSED", "a", LATE)).unwrap();
    let overtaken = receiver.receive(&url, &event("Loan.TO_REPAY", "a", EARLY)).unwrap();
    assert_eq!(overtaken.freshness, Freshness::Outdated);
    let of_another_kind = receiver.receive(&url, &event("Payment.PAID", "a", EARLY)).unwrap();
    assert_eq!(of_another_kind.freshness, Freshness::New, "the same id of another kind is another entity");
}

#[test]
fn an_event_that_could_not_be_dealt_with_may_come_again() {
    let (receiver, url) = receiver();
    let body = event("Loan.TO_REPAY", "a", LATE);
    let first = receiver.receive(&url, &body).unwrap();
    receiver.forget(&first).unwrap();
    assert_eq!(receiver.receive(&url, &body).unwrap().freshness, Freshness::New);
}

#[test]
fn an_event_without_time_is_known_by_its_content() {
    let (receiver, url) = receiver();
    let body = |state: &str| format!(r#"{{"event_type":"Loan.CLOSED","id":"a","entity_state":{state}}}"#);
    let receive = |state: &str| receiver.receive(&url, body(state).as_bytes()).unwrap().freshness;
    assert_eq!(receive(r#"{"status":"A"}"#), Freshness::New);
    assert_eq!(receive(r#"{"status":"A"}"#), Freshness::Duplicate);
    assert_eq!(receive(r#"{"status":"B"}"#), Freshness::New);
}

#[test]
fn memory_is_bounded() {
    let seen = MemorySeen::new(3);
    let key = |id: &str| WebhookEvent::from_json(&event("Loan.CLOSED", id, LATE)).unwrap().key();
    for id in ["a", "b", "c", "d"] {
        assert_eq!(seen.record(&key(id)).unwrap(), Freshness::New);
    }
    assert_eq!(seen.record(&key("d")).unwrap(), Freshness::Duplicate);
    assert_eq!(seen.record(&key("a")).unwrap(), Freshness::New, "the oldest was forgotten");
}

#[test]
fn a_wrong_url_is_refused_before_the_body_is_read() {
    let (receiver, _) = receiver();
    let error = receiver.receive("/hook?token=guess", b"{").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
}

#[test]
fn a_body_that_is_too_long_is_refused() {
    let (receiver, url) = receiver();
    let receiver = receiver.max_body_bytes(100);
    let error = receiver.receive(&url, &event("Loan.CLOSED", "a", LATE)).unwrap_err();
    assert_eq!(error.problems()[0].code, "too_long");
}

#[test]
fn a_body_that_is_no_event_is_refused_without_its_content() {
    let cases: [(&[u8], &str); 8] = [
        (b"", "invalid_json"),
        (b"{\"event_type\": \"FR7630006000011234567890189", "invalid_json"),
        (b"[]", "unreadable"),
        (b"\"FR7630006000011234567890189\"", "unreadable"),
        (b"{}", "required"),
        (b"{\"event_type\": null}", "required"),
        (b"{\"event_type\": {\"a\": 1}}", "required"),
        (b"\xff\xfe{}", "invalid_json"),
    ];
    for (body, code) in cases {
        let error = WebhookEvent::from_json(body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation);
        assert_eq!(error.problems()[0].code, code, "{}", String::from_utf8_lossy(body));
        assert!(!format!("{error} {error:?}").contains("FR76"), "{error}");
    }
}

#[test]
fn members_of_an_odd_form_do_not_lose_the_event() {
    let body = br#"{"event_type":"Loan.CLOSED","id":17,"status":["x"],"timestamp":"soon","entity_type":null,
        "entity_state":null,"more":{}}"#;
    let event = WebhookEvent::from_json(body).unwrap();
    assert_eq!((event.id.as_deref(), &event.status, event.timestamp), (Some("17"), &None, None));
    assert!(matches!(event.entity(), WebhookEntity::Unknown { .. }));
}

#[test]
fn an_event_of_an_unknown_type_is_kept() {
    let event =
        WebhookEvent::from_json(br#"{"event_type":"Comet.SEEN","entity_state":{"tail":"long"}}"#).unwrap();
    assert_eq!(event.event_type.as_str(), "Comet.SEEN");
    assert!(matches!(event.event_type, WebhookEventType::Unknown { .. }));
    let WebhookEntity::Unknown { members } = event.entity() else { panic!("not known") };
    assert_eq!(members.get("tail").unwrap(), "long");
}

#[test]
fn a_credit_line_names_its_company() {
    let body = br#"{"event_type":"CreditLine.CREATED","id":"7b0c3b5e-5d0c-4e0e-9d6f-0a8b0f4f3c11","entity_state":{
        "borrower_id":"1d0e3b5e-5d0c-4e0e-9d6f-0a8b0f4f3c11","distribution":"PARTNER","fees_interest_daily_rate":0.04,
        "fees_operating_daily_rate":0.02,"loan_contract_type":"CREDIT_OPERATION","start_date":"2026-01-01T00:00:00Z",
        "default_borrower":{"identifier":"552032534","identifier_type":"siren","id":"1d0e3b5e-5d0c-4e0e-9d6f-0a8b0f4f3c11"}}}"#;
    let event = WebhookEvent::from_json(body).unwrap();
    assert_eq!(event.company().as_deref(), Some("552032534"));
    assert!(matches!(event.entity(), WebhookEntity::CreditLine { .. }));
}

#[test]
fn an_event_is_the_same_when_it_is_stored_and_read() {
    let (receiver, url) = receiver();
    let event = receiver.receive(&url, &event("Loan.TO_REPAY", "a", LATE)).unwrap();
    assert_eq!(WebhookEvent::from_json(event.to_json().as_bytes()).unwrap(), event);
}

#[test]
fn an_event_is_stored_in_one_line() {
    let body = b"{\"event_type\": \"Loan.CLOSED\", \"entity_state\": {\r\n  \"note\": \"one\\ntwo\"\n}}";
    let text = WebhookEvent::from_json(body).unwrap().to_json();
    assert!(!text.contains(['\r', '\n']), "{text}");
    assert!(text.contains(r#""note": "one\ntwo""#), "{text}");
}

#[test]
fn an_event_shows_nothing_of_its_entity() {
    let event = WebhookEvent::from_json(&event("Loan.TO_REPAY", "a", LATE)).unwrap();
    assert!(!format!("{event:?}").contains("552032534"));
}
