//! An observer receives events of each call while it is made, without any value.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind, Sandbox};
use defacto_sdk::observe::{AttemptInfo, CallInfo, CallObserver, EndInfo};
use defacto_sdk::{AsyncClient, Client, EnrollOptions};
use defacto_tests_rust::companies::french;
use defacto_tests_rust::story::{sandbox, wait_until_ready};

/// Records the events.
#[derive(Default)]
struct Notes(Mutex<Vec<String>>);

impl Notes {
    fn add(&self, text: String) {
        self.0.lock().unwrap().push(text);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl CallObserver for Notes {
    fn started(&self, call: &CallInfo<'_>) {
        self.add(format!("{} {} started", call.method, call.path_template));
    }

    fn attempted(&self, _: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        self.add(format!("attempt {}: {:?} {:?}", attempt.resend_count, attempt.status, attempt.error));
    }

    fn resending(&self, _: &CallInfo<'_>, _: Duration) {
        self.add("sent again".to_owned());
    }

    fn ended(&self, call: &CallInfo<'_>, end: &EndInfo) {
        let error = end.error.as_ref();
        self.add(format!("{} {} ended: {} {error:?}", call.method, call.path_template, end.attempts));
    }
}

fn observed(sandbox: &Sandbox) -> (Client, Arc<Notes>) {
    let notes = Arc::new(Notes::default());
    let builder = Client::builder(sandbox.api_key(), sandbox.url()).observer(Arc::clone(&notes) as _);
    (builder.build().unwrap(), notes)
}

#[test]
fn a_call_is_told_from_its_beginning_to_its_end() {
    let sandbox = sandbox(|_| {});
    let (client, notes) = observed(&sandbox);
    sandbox.fault(Fault::new(FaultKind::BadGateway).operation("GET /hello").times(1));
    client.hello().unwrap();
    let told = notes.take();
    let wanted = [
        "GET /hello started",
        "attempt 0: Some(502) Some(api)",
        "sent again",
        "attempt 1: Some(200) None",
        "GET /hello ended: 2 None",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn no_value_of_a_call_is_told() {
    let sandbox = sandbox(|_| {});
    let (client, notes) = observed(&sandbox);
    let company = french(1);
    client.enroll(&company, &wait_until_ready()).unwrap();
    let told = notes.take().join("\n");
    assert!(told.contains("POST /borrowers started"), "{told}");
    assert!(!told.contains(&company.identifier), "{told}");
}

#[test]
fn a_call_that_is_dropped_has_ended_as_well() {
    let sandbox = sandbox(|settings| settings.speed = 1.0);
    let notes = Arc::new(Notes::default());
    let builder = Client::builder(sandbox.api_key(), sandbox.url()).observer(Arc::clone(&notes) as _);
    let client: AsyncClient = builder.build_async().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let company = french(1);
        let options = EnrollOptions::wait_until_ready(Duration::from_secs(30)).look_up_existing(false);
        let call = client.enroll(&company, &options);
        assert!(tokio::time::timeout(Duration::from_millis(100), call).await.is_err());
    });
    assert_eq!(notes.take(), ["POST /borrowers started", "POST /borrowers ended: 0 Some(interrupted)"]);
}
