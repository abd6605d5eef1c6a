//! Comments of the core, in the words of Swift.

use defacto_sdk::error::ErrorKind;
use heck::ToUpperCamelCase;

use super::camel;
use crate::surface::Surface;

/// The names that are written otherwise in Swift.
pub(super) struct Names(Vec<String>);

impl Names {
    pub(super) fn read(surface: &Surface) -> Self {
        let fields = surface.models.iter().flat_map(|model| model.fields).map(|field| field.name);
        let operations = surface.areas.iter().flat_map(|area| area.operations);
        let verbs = operations.clone().map(|operation| operation.verb);
        let arguments = operations.flat_map(|operation| operation.arguments).map(|argument| argument.name);
        let others = ["resume_enrollment", "wait_until_ready", "direct_debit", "hr_nummer"];
        Self(fields.chain(verbs).chain(arguments).chain(others).map(str::to_owned).collect())
    }

    /// One line of a comment with its code in Swift's spelling: `wait_for_ready` as `waitForReady`.
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
        // Paths and queries of the API are as they are.
        if code.contains(['/', ' ', '=']) {
            code.to_owned()
        } else {
            code.split('.').map(name).collect::<Vec<_>>().join(".")
        }
    }

    /// A comment of several lines, indented; a Rust section about errors becomes Swift's.
    pub(super) fn comment(&self, text: &str, indent: &str) -> String {
        let mut out = String::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line.trim() == "# Errors" {
                let first = lines.next().unwrap_or_default();
                out.push_str(&commented(indent, &format!("- Throws: {}", errors(&self.line(first)))));
                out.extend(
                    lines.by_ref().map(|line| commented(indent, &format!("  {}", errors(&self.line(line))))),
                );
            } else {
                out.push_str(&commented(indent, &self.line(line)));
            }
        }
        out
    }
}

fn commented(indent: &str, line: &str) -> String {
    format!("{}\n", format!("{indent}/// {line}").trim_end())
}

/// `NotFound` as `.notFound`.
fn errors(line: &str) -> String {
    ErrorKind::VALUES.iter().fold(line.to_owned(), |line, kind| {
        line.replace(&format!("`{}`", kind.to_upper_camel_case()), &format!("`.{}`", camel(kind)))
    })
}

/// The comment of a call for its asynchronous twin.
pub(super) fn suspending(doc: &str) -> String {
    let cancelling = "\nCancelling the task ends the call with `DefactoError.interrupted`.\n\n# Errors";
    doc.replace("Blocks;", "Suspends;").replace("Blocks.", "Suspends.").replace("\n# Errors", cancelling)
}
