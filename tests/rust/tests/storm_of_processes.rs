//! A hundred companies, enrolled by four clients in two processes on one SQLite store while every third call
//! fails; each process is killed twice. With a PostgreSQL server (`tools/postgres.sh`) there are four
//! processes. `DEFACTO_STORM_COMPANIES=500` changes the number of companies.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::collections::HashMap;
use std::process::{Child, Command};
use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind, Sandbox};
use defacto_sdk::api::borrowers::{Borrower, NewBorrower};
use defacto_sdk::api::testing::SandboxScenario;
use defacto_sdk::identity::CompanyMatch;
use defacto_sdk::model::{BusinessAddress, from_json};
use defacto_tests_rust::companies::{french_with_account, spelled};
use defacto_tests_rust::story::{client, ready, wait_until_ready};

/// How many calls in a hundred fail.
const PERCENT: u32 = 30;
const KILLS_A_PROCESS: u32 = 2;

/// Returns the number of companies.
fn companies() -> u64 {
    std::env::var("DEFACTO_STORM_COMPANIES").ok().and_then(|number| number.parse().ok()).unwrap_or(100)
}

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

/// Starts a process with two clients. All processes enrol the same companies or request the same loans.
fn begin(sandbox: &Sandbox, store: &str, seed: u64, loan: &[String]) -> Child {
    let arguments = [sandbox.url(), sandbox.api_key(), store, &seed.to_string(), &companies().to_string()];
    Command::new(env!("CARGO_BIN_EXE_enroller")).args(arguments).args(loan).spawn().unwrap()
}

/// Runs the processes on all companies. Each is killed twice and started again, and all must finish.
fn storm(sandbox: &Sandbox, store: &str, processes: u64, loan: &[String]) {
    set_faults(sandbox);
    let mut dice = fastrand::Rng::with_seed(2026);
    let mut seed = 0;
    let mut children: Vec<Child> = Vec::new();
    for _ in 0..processes {
        seed += 1;
        children.push(begin(sandbox, store, seed, loan));
    }
    for _ in 0..KILLS_A_PROCESS {
        for child in &mut children {
            std::thread::sleep(Duration::from_millis(dice.u64(300..1500)));
            child.kill().unwrap();
            child.wait().unwrap();
            seed += 1;
            *child = begin(sandbox, store, seed, loan);
        }
    }
    for mut child in children {
        assert!(child.wait().unwrap().success(), "a process failed");
    }
    sandbox.clear_faults();
}

fn sandbox() -> Sandbox {
    Sandbox::builder().speed(400.0).start().unwrap()
}

/// A folder for a store, removed after the test.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("defacto-storm-{:016x}", fastrand::u64(..)));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn store(&self) -> String {
        self.0.join("store.db").to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Returns the sandbox's data of a borrower as a request.
fn request_of(borrower: &Borrower) -> NewBorrower {
    let mut request = NewBorrower::new(borrower.identifier.clone());
    request.identifier_type.clone_from(&borrower.identifier_type);
    request.name.clone_from(&borrower.name);
    let address = borrower.address.as_ref();
    request.address = address.map(|it| {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        BusinessAddress::new(
            text(&it.address_line_1),
            text(&it.city),
            text(&it.country),
            text(&it.postal_code),
        )
    });
    request.account_number = borrower.accounts.first().map(|account| account.account_number.clone());
    request
}

fn check(sandbox: &Sandbox) {
    let borrowers: Vec<NewBorrower> = sandbox
        .borrowers()
        .iter()
        .map(|borrower| request_of(&from_json::<Borrower>(&borrower.to_string()).unwrap()))
        .collect();
    let mut count = HashMap::<u64, u32>::new();
    let all: Vec<NewBorrower> = (1..=companies()).map(|number| spelled(number, 0)).collect();
    for borrower in &borrowers {
        let of: Vec<u64> = (1..)
            .zip(&all)
            .filter(|(_, company)| company.compare_company(borrower) == CompanyMatch::Same)
            .map(|(number, _)| number)
            .collect();
        assert_eq!(of.len(), 1, "a borrower is one company: {of:?}");
        *count.entry(of[0]).or_default() += 1;
    }
    let wrong: Vec<_> = (1..=companies()).filter(|number| count.get(number) != Some(&1)).collect();
    assert!(wrong.is_empty(), "not exactly one borrower: {wrong:?}");
    let log = sandbox.log();
    let struck = log.iter().filter(|entry| entry.fault.is_some()).count();
    assert!(struck * 100 > log.len() * 10, "{struck} of {} calls went wrong", log.len());
}

#[test]
fn on_one_file_there_is_one_borrower_for_each_company() {
    let (sandbox, folder) = (sandbox(), Folder::new());
    storm(&sandbox, &folder.store(), 2, &[]);
    check(&sandbox);
}

#[test]
fn on_one_file_there_is_one_loan_for_each_order() {
    let (sandbox, folder) = (sandbox(), Folder::new());
    let client = client(&sandbox);
    let (borrower, _) = ready(client.enroll(&french_with_account(1), &wait_until_ready()).unwrap());
    let country = Some("FRA".into());
    let iban = client.testing().generate_iban(country, Some(SandboxScenario::Success)).unwrap().iban;
    let pay_at = sandbox.now() + Duration::from_secs(5 * 24 * 3600);
    storm(&sandbox, &folder.store(), 2, &[borrower.identifier, iban, pay_at.to_string()]);

    let mut amounts: Vec<i64> = sandbox.loans().iter().map(|loan| loan["amount"].as_i64().unwrap()).collect();
    amounts.sort_unstable();
    let wanted: Vec<i64> = (1..=i64::try_from(companies()).unwrap()).map(|order| 1_000 + order).collect();
    assert_eq!(amounts, wanted);
}

#[cfg(feature = "postgres-server")]
#[test]
fn on_one_server_there_is_one_borrower_for_each_company() {
    let server = std::env::var("DEFACTO_TEST_POSTGRES").expect("tools/postgres.sh says where the server is");
    let sandbox = sandbox();
    storm(&sandbox, &server, 4, &[]);
    check(&sandbox);
}
