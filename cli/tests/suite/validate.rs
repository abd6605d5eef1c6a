//! `defacto validate`.

use std::io::Write;
use std::process::Stdio;

use crate::common::{Ran, defacto, example, run, run_with};

#[test]
fn the_good_examples_are_valid_without_a_warning() {
    for name in ["fr-direct-debit.json", "de-gmbh.json", "es-sl.json"] {
        run(defacto(&["validate", &example(name), "--direct-debit"]))
            .exits(0)
            .says("valid: 0 errors, 0 warnings");
    }
}

#[test]
fn a_warning_is_no_error_until_direct_debit_is_certain() {
    let file = example("nl-without-director.json");
    run(defacto(&["validate", &file])).exits(0).says("valid: 0 errors, 1 warning");
    run(defacto(&["validate", &file, "--direct-debit"])).exits(3).says("error  ").says("/directors");
}

#[test]
fn all_problems_are_listed_at_once() {
    let ran = run(defacto(&["validate", &example("many-problems.json")])).exits(3);
    for place in [
        "/identifier_type",
        "/account_number",
        "/address/postal_code",
        "/address/country",
        "/directors/0/birth_date",
        "/directors/0/business_email",
        "/directors/1/birth_date",
        "/owner/last_name",
        "/signed_at",
        "/wait_for_ready",
        "/prefered_language",
    ] {
        assert!(ran.out.contains(place), "{place}: {}", ran.out);
    }
    for secret in ["FR7611121000650000653902154", "1975", "2091-03-30", "halles.example"] {
        assert!(!ran.out.contains(secret), "{secret}");
    }
}

#[test]
fn the_readme_of_the_examples_counts_the_problems() {
    let readme = std::fs::read_to_string(example("README.md")).unwrap();
    assert!(readme.contains("| `many-problems.json` | Seven errors and six warnings: rejected"));
    run(defacto(&["validate", &example("many-problems.json")]))
        .exits(3)
        .says("not valid: 7 errors, 6 warnings");
}

#[test]
fn json_has_every_problem_with_its_place() {
    let document = run(defacto(&["validate", &example("many-problems.json"), "--json"])).exits(3).json();
    assert_eq!(document["valid"], false);
    let problems = document["problems"].as_array().unwrap();
    assert!(problems.len() > 10);
    for problem in problems {
        for member in ["pointer", "code", "severity", "detail"] {
            assert!(problem[member].is_string(), "{problem}");
        }
    }
    let document = run(defacto(&["validate", &example("es-sl.json"), "--json"])).exits(0).json();
    assert_eq!(document["valid"], true);
}

#[test]
fn standard_input_is_a_file_as_well() {
    run_with(defacto(&["validate", "-"]), "\u{feff}{\"identifier\": \"913572467\"}").exits(0);
    run_with(defacto(&["validate", "-"]), "{\"identifier\": 913572467}").exits(3).says("/identifier");
}

#[test]
fn what_is_no_json_is_told_with_its_line() {
    run_with(defacto(&["validate", "-"]), "{\n  \"identifier\": \"913572467\",\n}").exits(3).says("line 3");
    run_with(defacto(&["validate", "-"]), "").exits(3).says("not valid JSON");
    run_with(defacto(&["validate", "-"]), "[]").exits(3);
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do() {
    run(defacto(&["validate", "no-such-file.json"]))
        .exits(1)
        .warns("no-such-file.json")
        .warns("Check the path");
    let folder = env!("CARGO_MANIFEST_DIR");
    run(defacto(&["validate", folder])).exits(1).warns("cannot read");
}

#[test]
fn foreign_text_does_not_steer_the_terminal() {
    let ran = run_with(defacto(&["validate", "-"]), r#"{"identifier": "1", "\u001b[2J": 1}"#);
    assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
}

#[test]
fn a_reader_that_has_gone_is_no_accident() {
    let mut child = defacto(&["validate", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(b"{}").unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap()).exits(1);
    assert_eq!(ran.err, "");
}
