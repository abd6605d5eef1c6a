//! A webhook's body and URL may be anything: they are read or refused, and an event is the same when it is stored.
#![no_main]

use defacto_sdk::webhook::{Receiver, WebhookEvent};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let receiver = Receiver::new("https://partner.example/hook?token=0123456789abcdef0123").expect("a secret");
    let url = String::from_utf8_lossy(body);
    assert!(!receiver.verify(&url) || url.contains("0123456789abcdef0123"));
    let _ = Receiver::new_subscription_url(&url);
    let Ok(event) = receiver.parse(body) else { return };
    let _ = (event.entity(), event.company(), format!("{event:?}"));
    let again = WebhookEvent::from_json(event.to_json().as_bytes()).expect("what was written can be read");
    assert_eq!(again, event);
});
