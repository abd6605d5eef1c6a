//! Checks that every seed holds, that it detects a missing protection, and that it replays exactly.
//!
//! `SEEDS=100000 cargo test -p defacto-simulation --release --test seeds` runs more, `SEED=17` prints one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "it is a test"
)]

use std::sync::atomic::{AtomicU64, Ordering};

use defacto_sdk::simulation::Protection;
use defacto_simulation::{Report, Scenario, run};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

fn seeds() -> u64 {
    number("SEEDS").unwrap_or(1000)
}

/// Runs seeds on all processors until `done` returns `true`.
fn play(without: Option<Protection>, done: impl Fn(u64, &Report) -> bool + Sync) {
    let (next, seeds) = (AtomicU64::new(0), seeds());
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        return;
                    }
                    if done(seed, &run(Scenario { seed, without })) {
                        next.store(seeds, Ordering::Relaxed);
                    }
                }
            });
        }
    });
}

#[test]
fn every_seed_holds() {
    if let Some(seed) = number("SEED") {
        let report = run(Scenario { seed, without: None });
        println!("{}\n{:?}", report.history.join("\n"), report.broken);
        assert_eq!(report.broken, None);
        return;
    }
    play(None, |seed, report| {
        let Some(broken) = &report.broken else { return false };
        panic!("seed {seed}: {broken}\n{}", report.history.join("\n"));
    });
    println!("{} seeds held", seeds());
}

/// Checks that a seed detects the missing protection, and prints the seed.
fn missed(protection: Protection) {
    let found = AtomicU64::new(u64::MAX);
    play(Some(protection), |seed, report| {
        if report.broken.is_some() {
            found.fetch_min(seed, Ordering::Relaxed);
        }
        report.broken.is_some()
    });
    let seed = found.into_inner();
    assert_ne!(seed, u64::MAX, "no seed misses {protection:?}");
    println!("without {protection:?}: seed {seed} finds it");
}

#[test]
fn writing_before_sending_is_missed() {
    missed(Protection::WriteBeforeSend);
}

#[test]
fn what_a_power_cut_undoes_is_missed() {
    missed(Protection::OnDiskBeforeSend);
}

#[test]
fn waiting_until_a_call_has_settled_is_missed() {
    missed(Protection::SettleWait);
}

#[test]
fn the_check_of_the_lease_is_missed() {
    missed(Protection::LeaseCheck);
}

#[test]
fn the_gate_of_the_process_is_missed() {
    missed(Protection::ProcessGate);
}

#[test]
fn the_claim_across_jobs_is_missed() {
    missed(Protection::ClaimAcrossJobs);
}

#[test]
fn the_salt_on_the_object_is_missed() {
    missed(Protection::SaltOnTheObject);
}

#[test]
fn the_claim_of_a_portfolio_is_missed() {
    missed(Protection::PortfolioClaim);
}

#[test]
fn an_event_as_no_more_than_a_hint_is_missed() {
    missed(Protection::EventIsAHint);
}

#[test]
fn keeping_a_resolution_until_it_is_delivered_is_missed() {
    missed(Protection::KeptUntilDelivered);
}

#[test]
fn a_seed_replays_exactly() {
    let (mut portfolios, mut pending) = (0, 0);
    for seed in 0..40 {
        let (first, second) = (run(Scenario { seed, without: None }), run(Scenario { seed, without: None }));
        assert_eq!(first.history, second.history, "seed {seed}");
        let has = |what| u32::from(first.history.iter().any(|line| line.contains(what)));
        portfolios += has("begins to run the portfolio");
        pending += has("is added to pending");
    }
    assert!(portfolios > 3 && pending > 3, "{portfolios} portfolios, {pending} with pending enrolments");
}
