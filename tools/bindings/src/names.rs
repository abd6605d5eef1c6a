//! The names of the core that other languages spell in camel case.

use std::collections::BTreeSet;

use heck::ToLowerCamelCase;

use crate::surface::Surface;

/// Names in comments that belong to no model and no operation.
const OTHERS: [&str; 11] = [
    "compare_company",
    "create_new",
    "direct_debit",
    "follow_enrollment",
    "for_key",
    "next_page",
    "poll_interval",
    "request_loan",
    "resume_enrollment",
    "wait_until_decided",
    "wait_until_ready",
];

pub(crate) struct Names(BTreeSet<&'static str>);

impl Names {
    pub(crate) fn read(surface: &Surface) -> Self {
        let fields =
            surface.models.iter().flat_map(|model| model.fields).flat_map(|field| [field.name, field.field]);
        let operations = surface.areas.iter().flat_map(|area| area.functions());
        let calls = operations.flat_map(|operation| {
            operation.arguments.iter().map(|argument| argument.name).chain([operation.verb])
        });
        Self(fields.chain(calls).chain(OTHERS).filter(|name| name.contains('_')).collect())
    }

    /// Returns a text with the names in its code in camel case: `wait_for_ready` as `waitForReady`.
    pub(crate) fn in_camel_case(&self, text: &str) -> String {
        let piece =
            |(at, piece): (usize, &str)| if at % 2 == 1 { self.code(piece) } else { piece.to_owned() };
        text.split('`').enumerate().map(piece).collect::<Vec<_>>().join("`")
    }

    fn code(&self, code: &str) -> String {
        let name =
            |name: &str| if self.0.contains(name) { name.to_lower_camel_case() } else { name.to_owned() };
        let code = code.replace("::", ".");
        // Paths and queries of the API stay unchanged, and places in its objects: `directors.0.first_name`.
        if code.contains(['/', ' ', '=', '0']) {
            code
        } else {
            code.split('.').map(name).collect::<Vec<_>>().join(".")
        }
    }
}
