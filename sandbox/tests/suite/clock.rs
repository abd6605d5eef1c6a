//! The clock: moved, frozen, and what becomes due on the way.

use std::time::Duration;

use crate::support::{self, french, get, line_of, post, sandbox, send};
use defacto_sandbox::{Sandbox, SandboxError, Settings};
use serde_json::{Value, json};

/// A sandbox whose clock stands still at a known time.
fn frozen() -> Sandbox {
    sandbox(|settings| {
        settings.start_time = Some("2026-11-20T09:30:00Z".to_owned());
        settings.clock_frozen = true;
    })
}

fn clock(sandbox: &Sandbox, change: &Value) -> Value {
    let reply = post(sandbox, "/_sandbox/clock", change);
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.body
}

#[test]
fn the_clock_is_moved_in_three_ways() {
    let sandbox = frozen();
    assert_eq!(
        get(&sandbox, "/_sandbox/clock").body,
        json!({"now": "2026-11-20T09:30:00.000000+00:00", "frozen": true})
    );
    assert_eq!(clock(&sandbox, &json!({"advance_seconds": 90}))["now"], "2026-11-20T09:31:30.000000+00:00");
    assert_eq!(clock(&sandbox, &json!({"advance_days": 2}))["now"], "2026-11-22T09:31:30.000000+00:00");
    let moved = clock(&sandbox, &json!({"to": "2027-01-01T01:00:00+01:00"}));
    assert_eq!(moved, json!({"now": "2027-01-01T00:00:00.000000+00:00", "frozen": true}));
    assert_eq!(clock(&sandbox, &json!({"advance_seconds": 1, "frozen": false}))["frozen"], false);
    assert_eq!(clock(&sandbox, &json!({"frozen": true}))["frozen"], true);
}

#[test]
fn the_clock_does_not_go_back_and_is_told_one_thing_at_a_time() {
    let sandbox = frozen();
    for wrong in [
        json!({"to": "2026-11-20T09:29:59Z"}),
        json!({"to": "2026-11-21T09:29:59"}),
        json!({"advance_seconds": -1}),
        json!({"advance_seconds": 1, "advance_days": 1}),
        json!({"advance_hours": 1}),
        json!({}),
    ] {
        assert_eq!(post(&sandbox, "/_sandbox/clock", &wrong).status, 422, "{wrong}");
    }
    assert_eq!(get(&sandbox, "/_sandbox/clock").body["now"], "2026-11-20T09:30:00.000000+00:00");
    clock(&sandbox, &json!({"advance_days": u64::MAX}));
}

#[test]
fn a_program_moves_the_clock_as_well() {
    let sandbox = frozen();
    let start = sandbox.now();
    sandbox.advance(Duration::from_secs(60));
    assert_eq!(sandbox.now().as_second() - start.as_second(), 60);
    assert!(matches!(sandbox.set_time(start), Err(SandboxError::ClockBackwards)));
    sandbox.set_time("2027-01-01T00:00:00Z".parse().unwrap()).unwrap();
    assert_eq!(sandbox.now().to_string(), "2027-01-01T00:00:00Z");
    sandbox.freeze(false);
    support::eventually("real time moves it", || (sandbox.now().as_second() > 1_798_761_600).then_some(()));
    sandbox.reset();
    assert_eq!(sandbox.now(), start);
}

#[test]
fn a_program_moves_the_clock_to_what_is_due_next() {
    let sandbox = frozen();
    assert!(!sandbox.advance_to_next_event(), "nothing is planned");
    post(&sandbox, "/borrowers", &french());
    while sandbox.advance_to_next_event() {}
    line_of(&sandbox, "913572467");
}

#[test]
fn a_frozen_clock_holds_back_an_evaluation_until_it_is_moved() {
    let sandbox = frozen();
    post(&sandbox, "/borrowers", &french());
    assert_eq!(get(&sandbox, "/credit_lines?borrower=913572467").body["data"], json!([]));
    clock(&sandbox, &json!({"advance_days": 1}));
    let line = line_of(&sandbox, "913572467");
    let opened = line["start_date"].as_str().unwrap();
    assert!(opened.starts_with("2026-11-20T09:30:00"), "it has its own due time, not the new one: {opened}");
}

#[test]
fn a_start_time_needs_an_offset() {
    let settings = Settings { start_time: Some("2026-11-20T09:30:00".to_owned()), ..Settings::default() };
    assert!(Sandbox::builder().settings(settings).start().is_err());
    let sandbox = frozen();
    let change = json!({"start_time": "tomorrow"});
    assert_eq!(send(&sandbox, "PATCH", "/_sandbox/settings", Some(&change)).status, 422);
}

#[test]
fn two_runs_with_a_frozen_clock_are_equal_byte_by_byte() {
    let run = || {
        let sandbox = frozen();
        let mut text = post(&sandbox, "/borrowers", &french()).text;
        sandbox.advance(Duration::from_secs(60));
        text += &get(&sandbox, "/borrowers").text;
        text += &get(&sandbox, "/credit_lines").text;
        text
    };
    assert_eq!(run(), run());
}
