//! `defacto completions` and `defacto man` know every command.

use crate::common::{defacto, run};

const COMMANDS: [&str; 15] = [
    "demo",
    "sandbox",
    "hello",
    "enroll",
    "validate",
    "wait",
    "borrowers",
    "credit-lines",
    "loans",
    "explain",
    "webhooks",
    "config",
    "key",
    "completions",
    "man",
];

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(defacto(&["completions", shell])).exits(0);
        assert_eq!(ran.err, "");
        for command in COMMANDS {
            assert!(ran.out.contains(command), "{shell}: {command}");
        }
        assert!(ran.out.contains("--show-urls") || ran.out.contains("show-urls"), "{shell}");
    }
    run(defacto(&["completions", "tcsh"])).exits(2);
}

#[test]
fn the_manual_names_every_command() {
    let ran = run(defacto(&["man"])).exits(0).says(".TH defacto 1").says("Exit codes");
    for command in COMMANDS {
        assert!(ran.out.contains(&command.replace('-', "\\-")), "{command}");
    }
}

#[test]
fn every_command_has_a_manual() {
    for command in COMMANDS {
        run(defacto(&["man", command])).exits(0).says("Examples:");
    }
    let page = run(defacto(&["man", "portfolio", "enroll"]))
        .exits(0)
        .says("Exit codes; if several apply, the first one in this list:")
        .out;
    assert!(page.contains(".nf") && !page.contains(".SH EXTRA"), "its lines stand as they are");
    run(defacto(&["man", "borrow"])).exits(2).warns("no command of this name");
}
