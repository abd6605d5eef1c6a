//! The syntax of `--fault`: `KIND` or `KIND,NAME=VALUE,...`, with the names of the control API.

use defacto_sandbox::{Fault, FaultKind};
use serde_json::{Map, Value};

/// The members of a fault that are text; all others are numbers.
const TEXTS: [&str; 4] = ["operation", "identifier", "text", "content_type"];

/// Returns the help text about faults.
pub(crate) fn help() -> String {
    let names: Vec<_> = FaultKind::ALL.iter().map(|kind| format!("  {}", kind.name())).collect();
    format!(
        "Faults:\n  KIND[,NAME=VALUE...]: hits the next valid request, once, unless limited or extended by\n    \
         operation=\"POST /borrowers\"  only this operation, as method and path template\n    \
         identifier=913572467         only requests that name this company\n    \
         times=3                      this many times\n    \
         probability=0.2              at random, without end unless `times` is given\n    \
         delay_ms=500, commit_delay_ms=500, retry_after_seconds=2\n    \
         status=418, text=..., content_type=text/csv  the response of `answer`\n\nKinds (explained on the sandbox's front page):\n{}",
        names.join("\n")
    )
}

/// Reads a fault.
pub(crate) fn parse(text: &str) -> Result<Fault, String> {
    let (kind, rest) = text.split_once(',').unwrap_or((text, ""));
    let mut members = Map::from_iter([("kind".to_owned(), Value::from(kind))]);
    for member in rest.split(',').filter(|member| !member.is_empty()) {
        let (name, value) = member.split_once('=').ok_or_else(|| format!("`{member}` is not NAME=VALUE"))?;
        members.insert(name.to_owned(), read_value(name, value)?);
    }
    serde_json::from_value(Value::Object(members)).map_err(|error| error.to_string())
}

fn read_value(name: &str, value: &str) -> Result<Value, String> {
    if TEXTS.contains(&name) {
        return Ok(value.into());
    }
    serde_json::from_str(value)
        .ok()
        .filter(Value::is_number)
        .ok_or_else(|| format!("`{name}` must be a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_alone_is_a_fault() {
        for kind in FaultKind::ALL {
            assert_eq!(parse(kind.name()), Ok(Fault::new(*kind)));
            assert!(help().contains(kind.name()));
        }
    }

    #[test]
    fn members_narrow_and_widen_it() {
        let wanted = Fault::new(FaultKind::TimeoutAfterCommit)
            .operation("POST /borrowers")
            .identifier("0042")
            .times(2);
        assert_eq!(
            parse("timeout_after_commit,operation=POST /borrowers,identifier=0042,times=2"),
            Ok(wanted)
        );
        assert_eq!(parse("latency,probability=0.5"), Ok(Fault::new(FaultKind::Latency).probability(0.5)));
    }

    #[test]
    fn what_would_never_strike_is_refused() {
        for text in [
            "",
            "earthquake",
            "latency,times",
            "latency,times=often",
            "latency,colour=1",
            "latency,probability=2",
            "latency,operation=borrowers",
            "latency,operation=POST /borrower",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
