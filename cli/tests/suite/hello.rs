//! `defacto hello`, and what every command says about the environment.

use crate::common::{against, defacto, example, run, sandbox};

#[test]
fn it_prints_the_greeting_and_the_environment() {
    let sandbox = sandbox(1000.0);
    let ran = run(against(&sandbox, &["hello"])).exits(0).says(sandbox.url());
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
}

#[test]
fn a_missing_variable_is_named() {
    run(defacto(&["hello"])).exits(1).warns("DEFACTO_API_KEY is not set");
    let mut command = defacto(&["enroll", &example("es-sl.json")]);
    command.env("DEFACTO_API_KEY", "key");
    let ran =
        run(command).exits(1).warns("DEFACTO_ENVIRONMENT is not set").warns("production, sandbox or a URL");
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[test]
fn a_wrong_key_says_so_and_is_not_shown() {
    let sandbox = sandbox(1000.0);
    let mut command = against(&sandbox, &["hello"]);
    command.env("DEFACTO_API_KEY", "s3cret-key");
    let ran = run(command).exits(1).warns("401").warns("API key");
    assert!(!ran.err.contains("s3cret-key"));
}

#[test]
fn a_server_that_is_not_there_is_told_in_a_line_or_two() {
    let mut command = defacto(&["hello"]);
    command.env("DEFACTO_API_KEY", "key").env("DEFACTO_ENVIRONMENT", "http://127.0.0.1:1");
    let ran = run(command).exits(1).warns("GET /hello failed");
    assert!(ran.err.lines().count() <= 2, "{}", ran.err);
}

#[test]
fn an_environment_that_is_none_is_refused() {
    let mut command = defacto(&["hello"]);
    command.env("DEFACTO_API_KEY", "key").env("DEFACTO_ENVIRONMENT", "staging");
    run(command).exits(1).warns("neither a known name nor a URL");
}
