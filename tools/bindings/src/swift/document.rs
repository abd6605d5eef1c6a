//! Converts comments of the core to Swift's conventions.

use defacto_sdk::error::ErrorKind;
use heck::ToUpperCamelCase;

use super::camel;
use crate::surface::Surface;

/// The names that differ in Swift.
pub(super) struct Names(Vec<String>);

impl Names {
    pub(super) fn read(surface: &Surface) -> Self {
        let fields = surface.models.iter().flat_map(|model| model.fields).map(|field| field.field);
        let operations = surface.areas.iter().flat_map(|area| area.functions());
        let verbs = operations.clone().map(|operation| operation.verb);
        let arguments = operations.flat_map(|operation| operation.arguments).map(|argument| argument.name);
        let others = [
            "resume_enrollment",
            "wait_until_ready",
            "wait_until_decided",
            "request_loan",
            "poll_interval",
            "direct_debit",
            "hr_nummer",
            "for_key",
            "create_new",
            "compare_company",
        ];
        Self(fields.chain(verbs).chain(arguments).chain(others).map(str::to_owned).collect())
    }

    /// Returns one line of a comment with its code in Swift's spelling: `wait_for_ready` as `waitForReady`.
    pub(super) fn line(&self, line: &str) -> String {
        let line = line.replace("`Environment::from(", "`Environment.url(");
        let piece = |(at, piece): (usize, &str)| match at % 2 {
            1 => self.code(&piece.replace("::", ".")),
            _ => piece.to_owned(),
        };
        line.split('`').enumerate().map(piece).collect::<Vec<_>>().join("`")
    }

    fn code(&self, code: &str) -> String {
        let name =
            |name: &str| if self.0.iter().any(|known| known == name) { camel(name) } else { name.to_owned() };
        // Paths and queries of the API stay unchanged.
        if code.contains(['/', ' ', '=']) {
            code.to_owned()
        } else {
            code.split('.').map(name).collect::<Vec<_>>().join(".")
        }
    }

    /// Returns a comment of several lines. Rust's section about errors becomes Swift's.
    pub(super) fn comment(&self, text: &str) -> String {
        let (text, failures) = text.split_once("# Errors\n").unwrap_or((text, ""));
        let mut lines: Vec<String> = text.trim_end().lines().map(|line| self.line(line)).collect();
        let beginnings = ["- Throws: "].into_iter().chain(std::iter::repeat("  "));
        if !failures.is_empty() {
            lines.push(String::new());
        }
        lines.extend(
            beginnings
                .zip(failures.lines())
                .map(|(start, line)| start.to_owned() + &errors(&self.line(line))),
        );
        let commented: Vec<String> =
            lines.iter().map(|line| format!("/// {line}").trim_end().to_owned()).collect();
        commented.join("\n") + "\n"
    }
}

/// Returns `NotFound` as `.notFound`.
pub(super) fn errors(line: &str) -> String {
    ErrorKind::VALUES.iter().fold(line.to_owned(), |line, kind| {
        line.replace(&format!("`{}`", kind.to_upper_camel_case()), &format!("`.{}`", camel(kind)))
    })
}

/// Returns the comment of a call for its asynchronous twin.
pub(super) fn suspending(doc: &str) -> String {
    let cancelling = "\nCancelling the task ends the call with `DefactoError.interrupted`.\n\n# Errors";
    doc.replace("Blocks;", "Suspends;").replace("Blocks.", "Suspends.").replace("\n# Errors", cancelling)
}
