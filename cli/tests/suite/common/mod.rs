//! Running the command and looking at what it did.

pub(crate) mod companies;
pub(crate) mod settings;

use std::io::Write;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use defacto_sandbox::{Sandbox, Settings};
use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::{Client, EnrollOptions, Enrollment};

/// The path of a file in `examples/`.
pub(crate) fn example(name: &str) -> String {
    format!("{}/../examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// How many commands were made.
static COMMANDS: AtomicU32 = AtomicU32::new(0);

/// The command in an environment without settings of its own.
pub(crate) fn defacto(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_defacto"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in [
        "DEFACTO_API_KEY",
        "DEFACTO_API_KEY_FILE",
        "DEFACTO_CONFIG",
        "DEFACTO_ENVIRONMENT",
        "DEFACTO_PROFILE",
        "DEFACTO_STORE",
        "HTTP_PROXY",
        "http_proxy",
        "CLICOLOR_FORCE",
    ] {
        command.env_remove(name);
    }
    // Nor does it find the configuration file of whoever runs the tests.
    let nowhere = concat!(env!("CARGO_TARGET_TMPDIR"), "/no-settings");
    command.env("XDG_CONFIG_HOME", nowhere).env("APPDATA", nowhere);
    // Each command keeps what it sends in a place of its own, unless a test says where.
    let number = COMMANDS.fetch_add(1, Ordering::Relaxed);
    let state = format!("{}/state-{}-{number}", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    command.env("XDG_STATE_HOME", &state).env("LOCALAPPDATA", &state);
    command
}

/// The command pointed at a sandbox.
pub(crate) fn against(sandbox: &Sandbox, arguments: &[&str]) -> Command {
    let mut command = defacto(arguments);
    command.env("DEFACTO_ENVIRONMENT", sandbox.url()).env("DEFACTO_API_KEY", sandbox.api_key());
    command
}

/// A sandbox of this speed.
pub(crate) fn sandbox(speed: f64) -> Sandbox {
    Sandbox::builder().speed(speed).start().unwrap()
}

/// A fast sandbox with these switches.
pub(crate) fn sandbox_with(settings: Settings) -> Sandbox {
    Sandbox::builder().settings(settings).start().unwrap()
}

/// A client of a sandbox, to prepare what a command finds.
pub(crate) fn client(sandbox: &Sandbox) -> Client {
    Client::new(sandbox.api_key(), sandbox.url()).unwrap()
}

/// The three companies of `examples/` that get a line.
pub(crate) const COMPANIES: [&str; 3] = ["de-gmbh.json", "es-sl.json", "fr-direct-debit.json"];

/// Enrols the company of an example; its borrower's id.
pub(crate) fn enrolled(sandbox: &Sandbox, file: &str) -> String {
    let text = std::fs::read_to_string(example(file)).unwrap();
    let company = NewBorrower::check_json(&text, None).borrower.unwrap();
    let options = EnrollOptions::wait_until_ready(std::time::Duration::from_secs(30));
    match client(sandbox).enroll(&company, &options).unwrap() {
        Enrollment::Ready { borrower, .. } => borrower.id.unwrap().to_string(),
        other => panic!("{other:?}"),
    }
}

/// What a command did.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Panics with everything that is known unless the exit code is this one.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// Panics unless standard output has this text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.out.contains(text), "no {text:?} in stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Panics unless standard error has this text.
    #[track_caller]
    pub(crate) fn warns(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no {text:?} in stderr:\n{}\nstdout:\n{}", self.err, self.out);
        self
    }

    /// Standard output as one JSON document.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

/// Runs it to its end.
pub(crate) fn run(mut command: Command) -> Ran {
    command.output().unwrap().into()
}

/// Runs it to its end with this standard input.
pub(crate) fn run_with(mut command: Command, input: &str) -> Ran {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

/// Sends a signal to a process that this test started.
#[cfg(unix)]
pub(crate) fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status().unwrap();
    assert!(status.success());
}
