//! `--help` teaches.

mod common;

use common::{defacto, run};

#[test]
fn every_command_has_help_with_examples() {
    for command in ["demo", "sandbox", "hello", "enroll", "validate"] {
        let ran = run(defacto(&[command, "--help"])).exits(0).says("Examples:");
        assert!(ran.out.contains(&format!("defacto {command}")), "{command}");
        run(defacto(&[command, "-h"])).exits(0);
    }
}

#[test]
fn the_help_lists_the_exit_codes_and_the_environment() {
    let ran = run(defacto(&["--help"]))
        .exits(0)
        .says("Exit codes:")
        .says("DEFACTO_API_KEY")
        .says("DEFACTO_ENVIRONMENT");
    for code in ["  0  ", "  1  ", "  2  ", "  3  ", "  4  ", "  5  ", "  130"] {
        assert!(ran.out.contains(code), "{code}");
    }
    run(defacto(&["--version"])).exits(0).says(env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_wrong_command_line_exits_with_2() {
    for arguments in [
        &[][..],
        &["borrow"],
        &["enroll"],
        &["enroll", "company.json", "--wait", "60"],
        &["enroll", "company.json", "--api-key", "secret"],
        &["sandbox", "--speed", "0"],
        &["sandbox", "--fault", "earthquake"],
        &["sandbox", "--port", "70000"],
    ] {
        run(defacto(arguments)).exits(2);
    }
    run(defacto(&["enroll", "company.json", "--wait", "60"])).exits(2).warns("60s, 2m or 1m30s");
    run(defacto(&["sandbox", "--fault", "earthquake"])).exits(2).warns("timeout_after_commit");
}
