//! Where settings come from, and that the key is shown nowhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::settings::{FAKE, folder, private_file, set_mode};
use crate::common::{defacto, enrolled, example, run, run_with};
use defacto_sandbox::Sandbox;

/// A sandbox that takes the fake key alone.
fn sandbox() -> Sandbox {
    Sandbox::builder().speed(1000.0).api_key(FAKE).start().unwrap()
}

/// A folder with a configuration file.
fn config(name: &str, text: &str) -> PathBuf {
    let path = folder(name).join("config.toml");
    fs::write(&path, text).unwrap();
    path
}

fn with_config(path: &Path, arguments: &[&str]) -> Command {
    let mut command = defacto(arguments);
    command.env("DEFACTO_CONFIG", path);
    command
}

#[test]
fn a_profile_is_all_that_a_command_needs() {
    let sandbox = sandbox();
    let text = format!("[profile.default]\nenvironment = \"{}\"\nkey_file = \"key\"", sandbox.url());
    let path = config("profile", &text);
    private_file(&path.with_file_name("key"), &format!("{FAKE}\n"));
    run(with_config(&path, &["hello"])).exits(0).says(sandbox.url());
}

#[cfg(target_os = "linux")]
#[test]
fn the_platforms_folder_is_looked_into() {
    let sandbox = sandbox();
    let folder = folder("platform");
    fs::create_dir(folder.join("defacto")).unwrap();
    let text = format!("[profile.default]\nenvironment = \"{}\"", sandbox.url());
    fs::write(folder.join("defacto/config.toml"), text).unwrap();
    let mut command = defacto(&["hello"]);
    command.env("XDG_CONFIG_HOME", &folder).env("DEFACTO_API_KEY", FAKE);
    run(command).exits(0).says(sandbox.url());
}

#[test]
fn the_command_line_outranks_the_variable_and_that_the_file() {
    let path = config("order", "[profile.default]\nenvironment = \"http://127.0.0.1:1\"");
    let shown = |command: Command| run(command).exits(0).json()["environment"].clone();

    let environment = shown(with_config(&path, &["config", "--json"]));
    assert_eq!(
        (&environment["value"], &environment["source"]),
        (&"http://127.0.0.1:1".into(), &"configuration file".into())
    );

    let mut command = with_config(&path, &["config", "--json"]);
    command.env("DEFACTO_ENVIRONMENT", "sandbox");
    let environment = shown(command);
    assert_eq!(
        (&environment["value"], &environment["source"]),
        (&"sandbox".into(), &"DEFACTO_ENVIRONMENT".into())
    );

    let mut command = with_config(&path, &["config", "--json", "--environment", "production"]);
    command.env("DEFACTO_ENVIRONMENT", "sandbox");
    let environment = shown(command);
    assert_eq!(
        (&environment["value"], &environment["source"]),
        (&"production".into(), &"command line".into())
    );
}

#[test]
fn the_key_is_taken_from_the_first_place_that_has_one() {
    let text = "[profile.default]\nkey_file = \"key\"\n[profile.ring]\nkey_in_keyring = true";
    let path = config("key-order", text);
    let source =
        |command: Command| run(command).exits(0).json()["api_key"]["source"].as_str().unwrap().to_owned();

    let ring = source(with_config(&path, &["config", "--json", "--profile", "ring"]));
    assert_eq!(ring, "the keyring, for the profile ring (configuration file)");
    let file = source(with_config(&path, &["config", "--json"]));
    assert!(file.ends_with("key (configuration file)"), "{file}");

    let mut command = with_config(&path, &["config", "--json"]);
    command.env("DEFACTO_API_KEY_FILE", "/elsewhere/key");
    assert_eq!(source(command), "the file /elsewhere/key (DEFACTO_API_KEY_FILE)");

    let mut command = with_config(&path, &["config", "--json"]);
    command.env("DEFACTO_API_KEY_FILE", "/elsewhere/key").env("DEFACTO_API_KEY", FAKE);
    assert_eq!(source(command), "DEFACTO_API_KEY");
}

#[test]
fn a_profile_is_chosen_by_option_or_variable() {
    let path = config(
        "choice",
        "[profile.one]\nenvironment = \"sandbox\"\n[profile.two]\nenvironment = \"production\"",
    );
    let mut command = with_config(&path, &["config"]);
    command.env("DEFACTO_PROFILE", "one");
    run(command).exits(0).says("one (DEFACTO_PROFILE)").says("sandbox (configuration file)");
    let mut command = with_config(&path, &["config", "--profile", "two"]);
    command.env("DEFACTO_PROFILE", "one");
    run(command).exits(0).says("two (command line)").says("production (configuration file)");
    run(with_config(&path, &["config"])).exits(0).says("default (default)").says("not set");
    run(with_config(&path, &["config", "--profile", "three"]))
        .exits(1)
        .warns("no profile three")
        .warns("one, two");
}

#[test]
fn without_any_setting_it_says_what_is_missing() {
    run(defacto(&["config"])).exits(0).says("config.toml (not there)").says("API key             not set");
    run(defacto(&["hello"])).exits(1).warns("DEFACTO_API_KEY is not set");
    let mut command = defacto(&["hello", "--environment", "http://127.0.0.1:1"]);
    command.env("DEFACTO_API_KEY", "");
    run(command).exits(1).warns("DEFACTO_API_KEY is not set");
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_is_refused() {
    let sandbox = sandbox();
    let key = folder("key-modes").join("key");
    private_file(&key, FAKE);
    let hello = |mode: u32| {
        set_mode(&key, mode);
        let mut command = defacto(&["hello", "--environment", sandbox.url()]);
        command.env("DEFACTO_API_KEY_FILE", &key);
        run(command)
    };
    for mode in [0o600, 0o400] {
        hello(mode).exits(0);
    }
    for mode in [0o640, 0o604, 0o644, 0o660, 0o620] {
        let ran = hello(mode).exits(1).warns("is open to others").warns("chmod 600");
        assert!(!ran.err.contains(FAKE));
    }
}

#[test]
fn a_key_file_that_is_not_there_is_named() {
    let mut command = defacto(&["hello", "--environment", "sandbox"]);
    command.env("DEFACTO_API_KEY_FILE", "/no/such/key");
    run(command).exits(1).warns("cannot read the key file /no/such/key");
}

#[test]
fn an_empty_key_file_holds_no_key() {
    let key = folder("empty-key").join("key");
    private_file(&key, "\n");
    let mut command = defacto(&["hello", "--environment", "sandbox"]);
    command.env("DEFACTO_API_KEY_FILE", &key);
    run(command).exits(1).warns("the API key is empty");
}

#[test]
fn a_key_in_the_configuration_file_is_refused_and_not_shown() {
    let path = config("key-inside", &format!("[profile.default]\napi_key = \"{FAKE}\""));
    for arguments in
        [&["hello"][..], &["config"], &["borrowers"], &["enroll", &example("es-sl.json"), "--json"]]
    {
        let ran = run(with_config(&path, arguments)).exits(1);
        let ran =
            ran.warns("profile.default.api_key: a key must not stand in this file").warns("key_in_keyring");
        assert!(!(ran.out + &ran.err).contains(FAKE));
    }
}

#[test]
fn an_unknown_member_is_named() {
    let path = config("unknown", "[profile.default]\nenviroment = \"sandbox\"");
    run(with_config(&path, &["hello"]))
        .exits(1)
        .warns("profile.default.enviroment is not known")
        .warns("key_file");
}

#[test]
fn a_configuration_file_that_cannot_be_read_is_an_error() {
    let folder = folder("unreadable");
    run(with_config(&folder, &["hello"])).exits(1).warns("cannot read the configuration file");
    run(with_config(&folder.join("absent.toml"), &["hello"]))
        .exits(1)
        .warns("cannot read the configuration file");
    let path = config("no-toml", &format!("[profile.default]\nkey_file = {FAKE}"));
    let ran = run(with_config(&path, &["hello"])).exits(1).warns("line 2 is not TOML");
    assert!(!ran.err.contains(FAKE));
}

#[test]
fn a_key_in_the_wrong_variable_is_not_shown() {
    let mut command = defacto(&["config"]);
    command.env("DEFACTO_ENVIRONMENT", FAKE);
    let ran = run(command).exits(0).says("not usable (DEFACTO_ENVIRONMENT)");
    assert!(!ran.out.contains(FAKE));
}

#[test]
fn no_argument_takes_the_key_or_repeats_it() {
    let equals = format!("--api-key={FAKE}");
    for (arguments, code) in [
        (&["hello", "--api-key", FAKE][..], 2),
        (&["hello", &equals], 2),
        (&["config", "--key", FAKE], 2),
        (&["wait", "--key", FAKE], 2),
        (&["key", "set", FAKE], 1),
        (&["key", "set", "--profile", "live", FAKE], 1),
    ] {
        let ran = run(defacto(arguments)).exits(code);
        assert!(!(ran.out + &ran.err).contains(FAKE), "{arguments:?}");
    }
    run(defacto(&["key", "set", FAKE])).exits(1).warns("Give it on standard input");
}

#[test]
fn the_key_is_in_no_output_of_any_command() {
    let sandbox = sandbox();
    let id = enrolled(&sandbox, "es-sl.json");
    let key = folder("nowhere-shown").join("key");
    private_file(&key, FAKE);
    let company = example("fr-direct-debit.json");
    for arguments in [
        &["hello"][..],
        &["config"],
        &["config", "--json"],
        &["enroll", &company],
        &["enroll", &company, "--json"],
        &["wait", "--borrower", "B73160459"],
        &["wait", "--borrower", "nobody", "--json"],
        &["borrowers"],
        &["borrowers", &id],
        &["credit-lines", "--output", "json"],
        &["loans", "--output", "csv"],
        &["loans", &id],
        &["explain", "NOT_A_CODE"],
        &["webhooks", "list"],
        &["webhooks", "delete", &id],
        &["validate", &company],
        &["completions", "bash"],
        &["man"],
    ] {
        for from_file in [false, true] {
            let mut command = defacto(arguments);
            command.env("DEFACTO_ENVIRONMENT", sandbox.url());
            if from_file {
                command.env("DEFACTO_API_KEY_FILE", &key);
            } else {
                command.env("DEFACTO_API_KEY", FAKE);
            }
            let ran = run(command);
            assert!(!(ran.out + &ran.err).contains(FAKE), "{arguments:?}");
        }
    }
}

/// Where the build has no keyring, or there is no desktop.
#[cfg(target_os = "linux")]
#[test]
fn a_keyring_that_cannot_be_used_says_what_else_to_do() {
    let path = config("keyring", "[profile.default]\nenvironment = \"sandbox\"\nkey_in_keyring = true");
    let absent = |arguments: &[&str]| {
        let mut command = with_config(&path, arguments);
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/such/bus");
        let ran = run_with(command, FAKE).exits(1).warns("keyring").warns("DEFACTO_API_KEY_FILE or key_file");
        assert!(!(ran.out + &ran.err).contains(FAKE));
    };
    absent(&["hello"]);
    absent(&["key", "set"]);
    absent(&["key", "remove", "--profile", "live"]);
}
