//! The error as text for people.

use super::retry_after::RetryAfter;
use super::{ErrorDetails, ErrorKind};

/// Returns what happened, where, and what to do next, in one line. The problems follow, one per line.
pub(super) fn explain(details: &ErrorDetails) -> String {
    let mut out = String::new();
    if let Some(operation) = &details.operation {
        out.push_str(operation);
        out.push_str(match details.status {
            Some(_) => " answered ",
            None => " failed: ",
        });
    }
    if let Some(status) = details.status {
        out.push_str(&status.to_string());
        out.push_str(details.title.as_ref().map_or("", |_| " "));
        out.push_str(details.title.as_deref().unwrap_or_default());
        out.push_str(details.detail.as_ref().map_or("", |_| ": "));
    }
    out.push_str(details.detail.as_deref().unwrap_or_default());
    for sentence in
        [hint(details), later(details), outcome(details), request_id(details)].into_iter().flatten()
    {
        if !out.ends_with(['.', '!', '?', ' ']) && !out.is_empty() {
            out.push('.');
        }
        out.push(' ');
        out.push_str(&sentence);
    }
    let is_answer = details.kind == Some(ErrorKind::Decode);
    for problem in &details.problems {
        let text = match problem.pointer.as_str() {
            "" if is_answer => format!("the answer {}", problem.detail),
            _ => problem.to_string(),
        };
        out.extend(["\n  ", problem.severity.as_str(), ": ", &text]);
    }
    out.trim().to_owned()
}

fn hint(details: &ErrorDetails) -> Option<String> {
    if let Some(hint) = &details.hint {
        return Some(hint.clone());
    }
    let hint = match (details.kind.as_ref()?, details.status) {
        (ErrorKind::Authentication, _) => {
            "Check the API key, and that it belongs to this environment: sandbox and production have separate keys."
        }
        (ErrorKind::Api, Some(429)) => "Too many requests; wait before the next one.",
        (ErrorKind::Api, Some(500..)) => "The API is in trouble; try again later.",
        _ => return None,
    };
    Some(hint.to_owned())
}

/// Returns how long to wait, if the API asked for it.
fn later(details: &ErrorDetails) -> Option<String> {
    let seconds = details.retry_after.map(RetryAfter::seconds).filter(|seconds| *seconds > 0)?;
    let unit = if seconds == 1 { "second" } else { "seconds" };
    Some(format!("The API asked not to be called again for {seconds} {unit}."))
}

fn outcome(details: &ErrorDetails) -> Option<String> {
    let text = if details.salt_id.is_some() {
        "It may have taken effect all the same: send the same request again, which holds its salt_id. \
         To repeat it after it is built anew, name it with for_key."
    } else {
        "It may have taken effect all the same: look before you repeat it."
    };
    // A hint that says so itself is more precise.
    let is_said = details.hint.as_deref().is_some_and(|hint| hint.contains("all the same"));
    (details.outcome_unknown && !is_said).then(|| text.to_owned())
}

fn request_id(details: &ErrorDetails) -> Option<String> {
    details.request_id.as_ref().map(|id| format!("(request id {id})"))
}
