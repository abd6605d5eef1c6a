//! The scenes of the demo.

use std::io;

use defacto_sandbox::{Fault, FaultKind, Sandbox};
use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::error::Problem;
use defacto_sdk::{Client, EnrollOptions, Enrollment};

use super::tally::Ending;
use super::{POLL_INTERVAL, SETTLE_TIME, SPEED};
use crate::terminal::output::{BAD, Output, note};
use crate::terminal::words;

/// The operation that creates a borrower.
const ENROLL: &str = "POST /borrowers";

/// One company and its expected outcome.
pub(crate) struct Scene {
    /// What the scene shows.
    pub(crate) title: &'static str,
    /// The name of its file in `examples/`.
    pub(crate) file: &'static str,
    json: &'static str,
    asynchronous: bool,
    fault: Option<FaultKind>,
    expected: Ending,
}

macro_rules! example {
    ($file:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/", $file))
    };
}

/// All scenes, in the order in which they are played.
pub(crate) const SCENES: &[Scene] = &[
    Scene {
        title: "A French company, enrolled synchronously: the API answers when the credit line is there",
        file: "fr-direct-debit.json",
        json: example!("fr-direct-debit.json"),
        asynchronous: false,
        fault: None,
        expected: Ending::Ready,
    },
    Scene {
        title: "A German company, enrolled asynchronously: the line comes later and is waited for",
        file: "de-gmbh.json",
        json: example!("de-gmbh.json"),
        asynchronous: true,
        fault: None,
        expected: Ending::Ready,
    },
    Scene {
        title: "A request with many problems: all of them at once, and nothing is sent",
        file: "many-problems.json",
        json: example!("many-problems.json"),
        asynchronous: false,
        fault: None,
        expected: Ending::Refused,
    },
    Scene {
        title: "A Dutch company without a director: the API says which values it lacks",
        file: "nl-without-director.json",
        json: example!("nl-without-director.json"),
        asynchronous: false,
        fault: None,
        expected: Ending::LacksData,
    },
    Scene {
        title: "A Spanish company whose answer is lost: 504 after the borrower was created",
        file: "es-sl.json",
        json: example!("es-sl.json"),
        asynchronous: false,
        fault: Some(FaultKind::TimeoutAfterCommit),
        expected: Ending::Ready,
    },
];

/// The sandbox and the client of the demo.
pub(crate) struct Stage<'a> {
    /// The API.
    pub(crate) sandbox: &'a Sandbox,
    /// The client that the demo shows.
    pub(crate) client: &'a Client,
}

/// How many enrolment requests were sent for a company, and how many borrowers it has.
#[derive(Debug, PartialEq, Eq)]
struct Trace {
    calls: usize,
    borrowers: usize,
}

impl Scene {
    /// Plays the scene. An outcome other than the expected one is reported and returned as `Surprise`.
    pub(crate) fn play(&self, stage: &Stage<'_>, output: &mut Output) -> io::Result<Ending> {
        let checked = NewBorrower::check_json(self.json, (self.expected == Ending::Ready).then_some(true));
        let sent = checked.borrower.filter(|_| !checked.problems.iter().any(Problem::is_error));
        let ending = match &sent {
            None => refuse(&checked.problems, output)?,
            Some(borrower) => self.enroll(borrower, stage, output)?,
        };
        let trace = trace(stage.sandbox, self.json);
        let borrowers = words::plural(trace.borrowers, "borrower");
        output.line(format_args!(
            "  Proof: the sandbox's log shows {ENROLL} {} x, and it has {borrowers} of this company.",
            trace.calls
        ))?;
        if ending == self.expected && trace == expected_trace(ending) {
            return Ok(ending);
        }
        output.line(format_args!("  {BAD}This is not as it should be.{BAD:#}"))?;
        Ok(Ending::Surprise)
    }

    fn enroll(&self, borrower: &NewBorrower, stage: &Stage<'_>, output: &mut Output) -> io::Result<Ending> {
        if let Some(kind) = self.fault {
            stage.sandbox.fault(Fault::new(kind).operation(ENROLL).identifier(&borrower.identifier));
        }
        let outcome = match stage.client.enroll(borrower, &self.options()) {
            Ok(outcome) => outcome,
            Err(error) => {
                note(words::plain(&error.to_string()));
                return Ok(Ending::Surprise);
            }
        };
        for line in words::outcome(&outcome) {
            output.line(format_args!("  {line}"))?;
        }
        Ok(match outcome {
            Enrollment::Ready { .. } => Ending::Ready,
            Enrollment::MissingData { .. } => Ending::LacksData,
            Enrollment::Pending { .. } | Enrollment::Declined { .. } | Enrollment::Ambiguous { .. } => {
                Ending::Surprise
            }
        })
    }

    fn options(&self) -> EnrollOptions {
        EnrollOptions::wait_until_ready(SETTLE_TIME * 4 / SPEED)
            .synchronous(!self.asynchronous)
            .settle_time(SETTLE_TIME / SPEED)
            .poll_interval(POLL_INTERVAL / SPEED)
            .on_progress(|step| {
                // A closed output is reported by the scene's next line.
                let _ = Output::new().line(words::progress(step));
            })
    }
}

fn refuse(problems: &[Problem], output: &mut Output) -> io::Result<Ending> {
    output.line(format_args!("  {BAD}Not valid{BAD:#}: {}. Nothing was sent.", words::count(problems)))?;
    for line in words::problem_lines(problems) {
        output.line(line)?;
    }
    Ok(Ending::Refused)
}

/// Returns what the sandbox must show after a scene.
fn expected_trace(ending: Ending) -> Trace {
    match ending {
        Ending::Ready => Trace { calls: 1, borrowers: 1 },
        Ending::LacksData => Trace { calls: 1, borrowers: 0 },
        Ending::Refused | Ending::Surprise => Trace { calls: 0, borrowers: 0 },
    }
}

/// Returns what the sandbox shows for the company of a request.
fn trace(sandbox: &Sandbox, json: &str) -> Trace {
    let request: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    let company = &request["identifier"];
    let of_company = |entry: &&defacto_sandbox::LogEntry| {
        entry.operation.as_deref() == Some(ENROLL)
            && entry.body.as_ref().is_some_and(|body| body["identifier"] == *company)
    };
    let borrowers = sandbox.borrowers().iter().filter(|borrower| borrower["identifier"] == *company).count();
    Trace { calls: sandbox.log().iter().filter(of_company).count(), borrowers }
}
