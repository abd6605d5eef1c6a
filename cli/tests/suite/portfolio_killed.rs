//! A portfolio whose process is killed again and again, while every fifth call goes wrong.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::companies::{csv, enrolled, siren};
use crate::common::settings::folder;
use crate::common::{against, run, sandbox};
use defacto_sandbox::{Fault, FaultKind, Sandbox};
use serde_json::Value;

const KILLS: u32 = 20;
/// How many calls in a hundred go wrong.
const PERCENT: u32 = 20;

/// How many rows there are; more by hand.
fn rows() -> u64 {
    std::env::var("DEFACTO_KILL_TEST_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(500)
}

/// Each kind strikes with a share of the whole. The dice are thrown one kind after the other, so each share
/// is taken of what the kinds before have left. An answer that is made up would be an outcome.
fn set_faults(sandbox: &Sandbox) {
    let kinds: Vec<&FaultKind> = FaultKind::ALL.iter().filter(|kind| **kind != FaultKind::Answer).collect();
    let share = f64::from(PERCENT) / 100.0 / f64::from(u32::try_from(kinds.len()).unwrap());
    let mut left = 1.0;
    for kind in kinds {
        let fault = Fault::new(*kind).operation("*").probability(share / left);
        sandbox.fault(fault.delay(Duration::from_millis(40)));
        left -= share;
    }
}

fn enroll(sandbox: &Sandbox, folder: &Path, action: &str) -> Command {
    let arguments =
        ["portfolio", action, "customers.csv", "--settle-time", "400ms", "--poll-interval", "20ms", "--json"];
    let mut command = against(sandbox, &arguments);
    command.current_dir(folder);
    command
}

#[test]
fn killed_at_any_moment_it_ends_with_one_borrower_for_each_company() {
    let (rows, begun) = (rows(), Instant::now());
    let sandbox = sandbox(400.0);
    let folder = folder("killed");
    fs::write(folder.join("customers.csv"), csv(1..=rows)).unwrap();
    set_faults(&sandbox);
    let mut at_work = 0;
    for kill in 0..KILLS {
        // Once the store is made, so that `resume` finds it.
        let action = if kill == 0 { "enroll" } else { "resume" };
        let command = enroll(&sandbox, &folder, action);
        at_work += u32::from(kill_at_some_moment(command, &sandbox, kill == 0, rows));
    }
    assert!(at_work > KILLS / 2, "only {at_work} were killed before they were done");
    // A call that fails for good in spite of all repetitions is a row to run again.
    let mut last = run(enroll(&sandbox, &folder, "resume"));
    for _ in 0..10 {
        if last.code != Some(5) && last.code != Some(1) {
            break;
        }
        last = run(enroll(&sandbox, &folder, "resume"));
    }
    let last = last.exits(0);
    sandbox.clear_faults();

    let results: BTreeMap<i64, Value> = last
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|result| (result["row"].as_i64().unwrap(), result))
        .collect();
    assert_eq!(results.len() as u64, rows);
    assert!(results.values().all(|result| result["outcome"] == "ready"));
    let enrolled = enrolled(&sandbox);
    assert_eq!(enrolled.len() as u64, rows);
    for number in 1..=rows {
        assert_eq!(enrolled[&siren(number)], 1, "company {number}");
    }
    check_log(&sandbox);
    println!("{rows} rows, {at_work} kills at work, {} calls, {:.1?}", sandbox.log().len(), begun.elapsed());
}

/// Lets it work for a while, a random one, and kills it; whether it was still at work.
fn kill_at_some_moment(mut command: Command, sandbox: &Sandbox, first: bool, rows: u64) -> bool {
    let before = sandbox.log().len();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let longest = Duration::from_secs(20);
    let begun = Instant::now();
    // From before the first call on, up to a few hundred calls later.
    let calls = if first { 30 } else { fastrand::usize(..usize::try_from(rows / 8).unwrap().max(40)) };
    while sandbox.log().len() < before + calls
        && begun.elapsed() < longest
        && child.try_wait().unwrap().is_none()
    {
        std::thread::sleep(Duration::from_millis(fastrand::u64(1..8)));
    }
    std::thread::sleep(Duration::from_millis(fastrand::u64(..30)));
    let at_work = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    at_work
}

/// No company is sent again that is enrolled already.
fn check_log(sandbox: &Sandbox) {
    let log = sandbox.log();
    let mut committed = HashMap::<String, u64>::new();
    for entry in log.iter().filter(|entry| entry.operation.as_deref() == Some("POST /borrowers")) {
        let company = entry.body.as_ref().unwrap()["identifier"].as_str().unwrap().to_owned();
        if let Some(first) = committed.get(&company) {
            panic!("{company} was enrolled by request {first} and sent again by {}", entry.sequence);
        }
        if entry.committed {
            committed.insert(company, entry.sequence);
        }
    }
    let struck = log.iter().filter(|entry| entry.fault.is_some()).count();
    assert!(struck * 100 > log.len() * 10, "{struck} of {} calls went wrong", log.len());
}
