//! The Rust blocks of the pages in `docs` and `docs/guides`: compiled, and run against a sandbox.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use defacto_sdk::api::borrowers::NewBorrower;
use defacto_tests_rust::story::{client, sandbox, wait_until_ready};

/// Runs a block.
type Run = fn(&defacto_sdk::Client) -> defacto_sdk::Result<()>;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Names the block that the other process runs.
const WANTED: &str = "DEFACTO_TEST_BLOCK";

#[test]
fn every_block_runs() {
    let sandbox = sandbox(|_| {});
    // What the pages take for granted: an enrolled company, and a file with companies.
    client(&sandbox).enroll(&NewBorrower::new("913572467"), &wait_until_ready()).unwrap();
    assert!(BLOCKS.len() >= 10, "the pages are found");
    for (name, _) in BLOCKS {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("customers.csv"), "siren\n913572467\n472618354\n").unwrap();
        // In a process of its own: a block reads its key from the variables, and has files in its folder.
        let run = Command::new(env::current_exe().unwrap())
            .args(["--exact", "one_block", "--ignored"])
            .envs([
                (WANTED, *name),
                ("DEFACTO_API_KEY", sandbox.api_key()),
                ("DEFACTO_ENVIRONMENT", sandbox.url()),
            ])
            .current_dir(&folder)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{name}: {text}");
    }
}

#[test]
#[ignore = "the other test starts it for each block"]
fn one_block() {
    let Ok(wanted) = env::var(WANTED) else { return };
    let (_, run) = BLOCKS.iter().find(|(name, _)| *name == wanted).unwrap();
    run(&defacto_sdk::Client::from_env().unwrap()).unwrap();
}
