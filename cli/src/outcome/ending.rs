//! The end of an enrolment, for every command that waits for one.

use std::time::Duration;

use defacto_sdk::error::Problem;
use defacto_sdk::{EnrollOptions, Enrollment};
use jiff::SignedDuration;

use crate::outcome::document::Document;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::output::{Output, note};
use crate::terminal::words;

/// The default time to wait.
pub(crate) const WAIT: Duration = Duration::from_secs(60);

/// Parses the value of `--wait`.
pub(crate) fn parse_wait(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<SignedDuration>().ok().and_then(|duration| Duration::try_from(duration).ok());
    let positive = parsed.filter(|duration| !duration.is_zero());
    positive.ok_or_else(|| "write it as 60s, 2m or 1m30s, and more than nothing".to_owned())
}

/// Returns options that print every step on standard error.
pub(crate) fn with_progress(options: EnrollOptions) -> EnrollOptions {
    options.on_progress(|step| note(words::progress(step)))
}

/// Shows the outcome, in words or as JSON.
pub(crate) fn show(
    json: bool,
    outcome: &Enrollment,
    problems: &[Problem],
    output: &mut Output,
) -> Result<Exit, Failure> {
    if json {
        output.json(&Document::outcome(outcome, problems))?;
    } else {
        for line in words::outcome(outcome) {
            output.line(line)?;
        }
    }
    Ok(Exit::from(outcome))
}

/// Prints a failure as a JSON document too, if JSON was requested.
pub(crate) fn with_document(
    json: bool,
    result: Result<Exit, Failure>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    if json && let Err(failure) = &result {
        output.json(&Document::failure(failure))?;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_a_positive_duration() {
        assert_eq!(parse_wait("60s"), Ok(Duration::from_secs(60)));
        assert_eq!(parse_wait("1m30s"), Ok(Duration::from_secs(90)));
        for text in ["60", "0s", "-5s", "5s ago", "soon", ""] {
            assert!(parse_wait(text).is_err(), "{text}");
        }
    }
}
