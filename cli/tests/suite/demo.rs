//! `defacto demo` shows what it says.

use std::time::{Duration, Instant};

use crate::common::{defacto, run};

#[test]
fn the_demo_ends_well_and_soon() {
    let begun = Instant::now();
    let ran = run(defacto(&["demo"])).exits(0);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let last = ran.out.lines().last().unwrap();
    let wanted = "5 of 5 enrolments went as they should: 3 ready, 1 refused before sending, 1 lacking data; \
                  3 borrowers, none twice.";
    assert_eq!(last, wanted);
    assert_eq!(ran.err, "");
}

#[test]
fn the_demo_shows_amounts_rates_problems_and_proof() {
    let ran = run(defacto(&["demo"])).exits(0);
    for text in [
        ",000.00 EUR",
        "% per day",
        "direct debit",
        "waiting for the credit line",
        "examples/many-problems.json",
        "/account_number",
        "/directors/0/birth_date",
        "found: the call had taken effect",
        "log shows POST /borrowers 1 x, and it has 1 borrower of this company",
    ] {
        assert!(ran.out.contains(text), "{text}: {}", ran.out);
    }
    assert!(!ran.out.contains('\u{1b}'), "no colours without a terminal");
}

#[test]
fn colours_come_where_they_are_wanted() {
    let mut forced = defacto(&["demo"]);
    forced.env("CLICOLOR_FORCE", "1").env_remove("NO_COLOR");
    run(forced).exits(0).says("\u{1b}[1m");
}
