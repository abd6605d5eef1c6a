//! `--help` teaches.

use crate::common::{defacto, run};

#[test]
fn every_command_has_help_with_examples() {
    for command in [
        "demo",
        "sandbox",
        "hello",
        "enroll",
        "validate",
        "wait",
        "portfolio",
        "portfolio check",
        "portfolio enroll",
        "portfolio resume",
        "portfolio report",
        "borrowers",
        "credit-lines",
        "loans",
        "loans list",
        "loans get",
        "loans request",
        "invoices",
        "invoices list",
        "invoices get",
        "invoices upload",
        "request",
        "explain",
        "webhooks",
        "webhooks list",
        "webhooks ensure",
        "webhooks listen",
        "webhooks replay",
        "webhooks delete",
        "trigger",
        "fixtures",
        "config",
        "key",
        "key set",
        "key remove",
        "completions",
        "man",
    ] {
        let words: Vec<_> = command.split(' ').collect();
        let ran = run(defacto(&[&words[..], &["--help"]].concat())).exits(0).says("Examples:");
        let examples = ran.out.split_once("Examples:").map(|(_, examples)| examples).unwrap_or_default();
        assert!(examples.contains(&format!("defacto {command}")), "{command}");
        run(defacto(&[&words[..], &["-h"]].concat())).exits(0);
    }
}

#[test]
fn the_help_lists_the_exit_codes_and_the_environment() {
    let ran = run(defacto(&["--help"]))
        .exits(0)
        .says("Exit codes:")
        .says("DEFACTO_API_KEY")
        .says("DEFACTO_API_KEY_FILE")
        .says("DEFACTO_ENVIRONMENT")
        .says("DEFACTO_PROFILE")
        .says("DEFACTO_CONFIG")
        .says("DEFACTO_STORE")
        .says("command line, environment variable, configuration")
        .says("key_in_keyring = true");
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
