//! An enrolment that is ended while nobody knows its outcome, and the same command again: one borrower.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::common::settings::folder;
use crate::common::{against, example, run, sandbox};
use defacto_sandbox::{Fault, FaultKind, Sandbox};

fn posts(sandbox: &Sandbox) -> usize {
    let is_post = |operation: Option<String>| operation.as_deref() == Some("POST /borrowers");
    sandbox.log().into_iter().filter(|entry| is_post(entry.operation.clone())).count()
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < end, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn enroll(sandbox: &Sandbox, state: &Path) -> Command {
    let mut command = against(sandbox, &["enroll", &example("fr-direct-debit.json"), "--wait", "50s"]);
    command.env("XDG_STATE_HOME", state);
    command
}

#[test]
fn ended_by_any_signal_it_goes_on_when_it_is_run_again() {
    std::thread::scope(|scope| {
        for signal in ["INT", "TERM", "HUP", "KILL"] {
            scope.spawn(move || {
                // The call is carried out two seconds after the API gave up.
                let (sandbox, state) = (sandbox(10.0), folder(&format!("ended-by-{signal}")));
                sandbox.fault(Fault::new(FaultKind::TimeoutLateCommit).operation("POST /borrowers").times(1));
                let mut child = enroll(&sandbox, &state).spawn().unwrap();
                until("the call", || posts(&sandbox) == 1);
                let ended =
                    Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status();
                assert!(ended.unwrap().success());
                assert!(
                    !child.wait().unwrap().success(),
                    "{signal}: it was ended before it knew the outcome"
                );
                assert_eq!(sandbox.borrowers().len(), 0, "{signal}: the call was not carried out yet");

                run(enroll(&sandbox, &state)).exits(0).says("Ready");
                assert_eq!((posts(&sandbox), sandbox.borrowers().len()), (1, 1), "{signal}");
            });
        }
    });
}

#[test]
fn twice_at_the_same_time_it_enrols_once() {
    let (sandbox, state) = (sandbox(10.0), folder("at-the-same-time"));
    let children: Vec<_> = (0..3).map(|_| enroll(&sandbox, &state).spawn().unwrap()).collect();
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    assert_eq!((posts(&sandbox), sandbox.borrowers().len()), (1, 1));
}

#[test]
fn the_store_is_of_this_user_alone_and_holds_no_number() {
    use std::os::unix::fs::PermissionsExt;
    let (sandbox, state) = (sandbox(100.0), folder("private-state"));
    run(enroll(&sandbox, &state)).exits(0);
    let store = state.join("defacto/intents.db");
    assert_eq!(std::fs::metadata(&store).unwrap().permissions().mode() & 0o077, 0);
    assert_eq!(std::fs::metadata(store.parent().unwrap()).unwrap().permissions().mode() & 0o077, 0);
    let nothing = folder("no-state");
    let mut command = enroll(&sandbox, &nothing);
    command.arg("--no-store");
    run(command).exits(0);
    assert!(!nothing.join("defacto").exists());
}
