//! What every model can do besides having fields.

use std::fmt::Write;

use heck::ToLowerCamelCase;

use super::HEADER;
use crate::surface::Surface;

pub(super) fn write(surface: &Surface) -> String {
    let mut out = HEADER.to_owned();
    for model in &surface.models {
        let (name, function) = (model.name, model.name.to_lower_camel_case());
        let _ = write!(
            out,
            "
extension {name}: CustomReflectable {{
    /// Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
    ///
    /// - Throws: `DefactoError.validation` with every place that does not have the right form.
    public static func fromJSON(_ text: String) throws -> {name} {{
        try {function}FromJson(text: text)
    }}

    /// Shows nothing more: a mirror would show what is masked.
    public var customMirror: Mirror {{ Mirror(self, children: []) }}
}}
"
        );
    }
    out
}
