use std::collections::HashSet;
use std::time::Duration;

use super::durable::Remembered;
use super::memory::Memory;
use super::salt::{check_salt, new_salt, salt_for_key};
use super::{Intent, Settled, memory};
use crate::canned::server;
use crate::client::Client;
use crate::error::Result;
use crate::wait::{CancelToken, Deadline, Interrupt};
use crate::world::wait_for;

/// Creates the intent of a request for `cents`.
fn intent(client: &Client, salt_id: &str, cents: u32) -> Intent {
    Intent::new(&client.transport, salt_id, None, &[&format!(r#"{{"amount":{cents}}}"#)])
}

fn client(key: &str) -> Client {
    Client::new(key, "http://127.0.0.1:9").expect("the client is set up")
}

/// Returns the salt that the intent is sent with. Its outcome is `settled`.
fn sent(memory: &Memory, intent: &Intent, settled: Settled) -> Result<String> {
    let sending = memory.note(intent)?;
    memory.settle(intent, &sending, settled);
    Ok(sending.salt_id)
}

#[test]
fn a_salt_that_was_made_here_is_known_and_no_other_is() {
    let salts: HashSet<String> = (0..100).map(|_| new_salt()).collect();
    assert_eq!(salts.len(), 100);
    assert!(salts.iter().all(|salt| super::salt::is_made_here(salt)));
    let of_the_caller =
        [crate::world::new_uuid().to_string(), "order 17".to_owned(), salt_for_key("17").expect("a key")];
    assert!(!of_the_caller.iter().any(|salt| super::salt::is_made_here(salt)));
}

#[test]
fn a_blank_salt_or_key_is_no_key() {
    assert_eq!(check_salt(Some(" \t")).map(|problem| problem.code), Some("salt_blank".to_owned()));
    assert_eq!(check_salt(Some("order 17")).or(check_salt(None)), None);
    assert_eq!(salt_for_key(" ").expect_err("it is blank").problems()[0].pointer, "/key");
}

#[test]
fn an_equal_request_is_the_first_one_while_that_is_in_doubt() {
    let (memory, client) = (Memory::default(), client("a-key"));
    let (first, second, third) = (new_salt(), new_salt(), new_salt());
    assert_eq!(sent(&memory, &intent(&client, &first, 100), Settled::InDoubt), Ok(first.clone()));
    assert_eq!(sent(&memory, &intent(&client, &second, 100), Settled::Done), Ok(first.clone()));
    assert_eq!(sent(&memory, &intent(&client, &third, 100), Settled::Done), Ok(third), "the doubt is over");
    assert_eq!(
        sent(&memory, &intent(&client, &second, 100), Settled::Done),
        Ok(first),
        "and who was the first one stays it"
    );
}

#[test]
fn an_equal_request_with_a_key_another_amount_or_another_account_is_another_one() {
    let (memory, client) = (Memory::default(), client("a-key"));
    sent(&memory, &intent(&client, &new_salt(), 100), Settled::InDoubt).expect("it is new");
    let (other, salt) = (super::tests::client("another-key"), new_salt());
    assert_eq!(sent(&memory, &intent(&client, "order 17", 100), Settled::Done), Ok("order 17".to_owned()));
    assert_eq!(sent(&memory, &intent(&client, &salt, 101), Settled::NotDone), Ok(salt.clone()));
    assert_eq!(sent(&memory, &intent(&other, &salt, 100), Settled::Done), Ok(salt));
}

#[test]
fn a_request_without_a_key_is_also_the_first_one_that_has_a_key() {
    let (memory, client) = (Memory::default(), client("a-key"));
    sent(&memory, &intent(&client, "order 17", 100), Settled::InDoubt).expect("it is new");
    assert_eq!(sent(&memory, &intent(&client, &new_salt(), 100), Settled::Done), Ok("order 17".to_owned()));
}

#[test]
fn a_request_that_is_under_way_is_in_doubt() {
    let (memory, client) = (Memory::default(), client("a-key"));
    let one = intent(&client, &new_salt(), 100);
    let sending = memory.note(&one).expect("it is new");
    assert_eq!(memory.look_up(&intent(&client, &new_salt(), 100)), Ok(sending.clone()));
    memory.settle(&one, &sending, Settled::NotDone);
    let salt = new_salt();
    assert_eq!(memory.look_up(&intent(&client, &salt, 100)).map(|sending| sending.salt_id), Ok(salt));
}

#[test]
fn a_salt_that_was_sent_with_another_request_is_refused() {
    let (memory, client) = (Memory::default(), client("a-key"));
    for settled in [Settled::InDoubt, Settled::Done] {
        let salt = new_salt();
        sent(&memory, &intent(&client, &salt, 100), settled).expect("it is new");
        let error = sent(&memory, &intent(&client, &salt, 200), settled).expect_err("it was changed");
        assert_eq!(
            (error.problems()[0].pointer.as_str(), error.problems()[0].code.as_str()),
            ("/salt_id", "salt_reused")
        );
    }
}

#[test]
fn a_request_that_was_refused_may_be_corrected_under_its_salt() {
    let (memory, client) = (Memory::default(), client("a-key"));
    sent(&memory, &intent(&client, "order 17", 100), Settled::NotDone).expect("it is new");
    assert_eq!(sent(&memory, &intent(&client, "order 17", 200), Settled::Done), Ok("order 17".to_owned()));
}

#[test]
fn a_refusal_does_not_end_the_doubt_of_an_attempt_before_it() {
    let (memory, client) = (Memory::default(), client("a-key"));
    let (first, second) = (new_salt(), new_salt());
    sent(&memory, &intent(&client, &first, 100), Settled::InDoubt).expect("it is new");
    sent(&memory, &intent(&client, &first, 100), Settled::NotDone).expect("it is the same");
    assert_eq!(sent(&memory, &intent(&client, &second, 100), Settled::Done), Ok(first));
}

#[test]
fn a_repetition_asks_for_the_wait_of_the_first_time() {
    let (memory, client) = (Memory::default(), client("a-key"));
    let with = |wait| Intent::new(&client.transport, "order 17", wait, &["{}"]);
    memory.note(&with(Some(true))).expect("it is new");
    assert_eq!(memory.look_up(&with(None)).map(|sending| sending.wait), Ok(Some(true)));
}

#[test]
fn the_order_of_members_does_not_tell_requests_apart() {
    let client = client("a-key");
    let of = |text: &str| Intent::new(&client.transport, "order 17", None, &[text]);
    assert_eq!(of(r#"{"a":{"x":1,"y":[2]},"b":null}"#), of(r#"{"b":null,"a":{"y":[2],"x":1}}"#));
    assert_ne!(of(r#"{"a":{"x":1,"y":[2]}}"#), of(r#"{"a":{"x":1,"y":[3]}}"#));
}

#[test]
fn what_ends_without_an_answer_stays_in_doubt() {
    let client = client("a-key-of-this-test-alone");
    let first = intent(&client, &new_salt(), 100);
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let remembered = Remembered::new(None, client.base_url());
        let _noted = wait_for(first.begin(&remembered)).expect("it is new");
        panic!("the process is in trouble");
    }));
    assert!(ended.is_err());
    let again = memory().look_up(&intent(&client, &new_salt(), 100)).expect("it may be sent");
    assert_eq!(again.salt_id, first.salt_id);
}

#[test]
fn the_memory_is_bounded_and_forgets_first_what_is_settled() {
    let (memory, client) = (Memory::default(), client("a-key"));
    let doubt = new_salt();
    sent(&memory, &intent(&client, &doubt, 7), Settled::InDoubt).expect("it is new");
    for number in 0..5000 {
        sent(&memory, &intent(&client, &format!("order {number}"), 100), Settled::Done).expect("it is new");
    }
    assert_eq!(sent(&memory, &intent(&client, &new_salt(), 7), Settled::Done), Ok(doubt));
    assert_eq!(
        sent(&memory, &intent(&client, "order 0", 200), Settled::Done),
        Ok("order 0".to_owned()),
        "the oldest is forgotten"
    );
}

#[test]
fn what_was_sent_to_an_api_can_be_forgotten() {
    let (memory, client) = (Memory::default(), client("a-key"));
    sent(&memory, &intent(&client, "order 17", 100), Settled::Done).expect("it is new");
    memory.forget(super::api("http://127.0.0.1:10"));
    assert!(memory.look_up(&intent(&client, "order 17", 200)).is_err(), "another API was forgotten");
    memory.forget(super::api("http://127.0.0.1:9/"));
    assert!(memory.look_up(&intent(&client, "order 17", 200)).is_ok());
}

#[test]
fn a_turn_is_taken_by_one_and_waited_for_until_the_deadline_or_an_interruption() {
    let lock = |what: &str, deadline, interrupt: &Interrupt| {
        wait_for(super::named_lock(what.to_owned(), deadline, interrupt))
    };
    let never = Interrupt::default();
    let first = lock("webhook", Deadline::after(None), &never).expect("it is free");
    let soon = Deadline::after(Some(Duration::from_millis(1)));
    assert!(lock("webhook", soon, &never).is_none());
    assert!(lock("another", soon, &never).is_some());
    let token = CancelToken::default();
    token.cancel();
    let cancelled = Interrupt { token: Some(token), driver: None };
    assert!(lock("webhook", Deadline::after(None), &cancelled).is_none());
    drop(first);
    assert!(lock("webhook", soon, &never).is_some());
}

#[test]
fn accounts_differ_by_key_and_address() {
    let (one, _requests) = server::<String>(Vec::new());
    let account = |client: &Client| client.transport.account();
    assert_eq!(account(&client("a-key")), account(&client("a-key")));
    assert_ne!(account(&client("a-key")), account(&client("another-key")));
    assert_ne!(account(&client("a-key-for-tests")), account(&one));
}
