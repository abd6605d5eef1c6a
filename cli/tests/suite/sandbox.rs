//! `defacto sandbox`.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Stdio};

use crate::common::{self, Ran, defacto, run};
use serde_json::Value;

/// Starts it for a program, and reads the line that says where it is.
fn start(arguments: &[&str]) -> (Child, BufReader<ChildStdout>, Value) {
    let arguments = [&["sandbox", "--port", "0", "--ready-json", "--until-stdin-closes"], arguments].concat();
    let mut child = defacto(&arguments).stdin(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    (child, out, serde_json::from_str(&line).unwrap())
}

fn hello(ready: &Value) -> Ran {
    let mut command = defacto(&["hello"]);
    command.env("DEFACTO_ENVIRONMENT", ready["url"].as_str().unwrap());
    command.env("DEFACTO_API_KEY", ready["api_key"].as_str().unwrap());
    run(command)
}

#[test]
fn it_tells_programs_where_it_is_and_ends_with_their_input() {
    let (mut child, mut out, ready) = start(&["--api-key", "my-key"]);
    assert_eq!(ready["api_key"], "my-key");
    hello(&ready).exits(0);
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    hello(&ready).exits(1);
}

#[test]
fn faults_strike_as_told() {
    let (mut child, _out, ready) = start(&["--fault", "bad_gateway,operation=GET /hello,times=9"]);
    hello(&ready).exits(1).warns("502");
    drop(child.stdin.take());
    child.wait().unwrap();
}

#[test]
fn it_answers_for_hosts_that_are_allowed() {
    let (mut child, _out, ready) = start(&["--allow-host", "host.docker.internal"]);
    let status = |host: &str| {
        let url = format!("{}/_sandbox/clock", ready["url"].as_str().unwrap());
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        config.new_agent().get(&url).header("host", host).call().unwrap().status().as_u16()
    };
    assert_eq!((status("host.docker.internal:8080"), status("evil.example")), (200, 421));
    drop(child.stdin.take());
    child.wait().unwrap();
}

#[test]
fn switches_are_set_and_listed() {
    let (mut child, _out, ready) =
        start(&["--set", "french_look_up=false", "--set", "async_status=SDD_SETUP"]);
    let url = format!("{}/_sandbox/settings", ready["url"].as_str().unwrap());
    let text = ureq::get(&url).call().unwrap().body_mut().read_to_string().unwrap();
    let settings: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&settings["french_look_up"], &settings["async_status"]),
        (&false.into(), &"SDD_SETUP".into())
    );
    drop(child.stdin.take());
    child.wait().unwrap();
    run(defacto(&["sandbox", "--help"]))
        .exits(0)
        .says("french_look_up")
        .says("direct_debit_without_account")
        .says("several_repayment_methods");
    for wrong in ["french_look_up", "french_lookup=true", "french_look_up=perhaps"] {
        run(defacto(&["sandbox", "--set", wrong])).exits(2);
    }
}

#[test]
fn a_port_in_use_says_what_to_do() {
    let (mut child, _out, ready) = start(&[]);
    let port = ready["url"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
    run(defacto(&["sandbox", "--port", &port])).exits(1).warns("in use").warns("another port");
    drop(child.stdin.take());
    child.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn control_c_and_termination_end_it_well() {
    for name in ["INT", "TERM"] {
        let mut child = defacto(&["sandbox", "--port", "0"]).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        while !text.contains("in a browser") {
            assert_ne!(out.read_line(&mut text).unwrap(), 0, "{text}");
        }
        for words in
            ["http://127.0.0.1:", "DEFACTO_ENVIRONMENT=http", "DEFACTO_API_KEY=test-key", "/_sandbox/faults"]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
        common::signal(&child, name);
        assert_eq!(child.wait().unwrap().code(), Some(0), "{name}");
    }
}
