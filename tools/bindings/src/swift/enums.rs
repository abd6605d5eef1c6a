//! The text of open enums.

use std::fmt::Write;

use defacto_sdk::wire::EnumInfo;
use heck::ToLowerCamelCase;

use super::HEADER;
use crate::surface::Surface;

pub(super) fn write(surface: &Surface) -> String {
    let mut out = HEADER.to_owned();
    for info in &surface.enums {
        out.push_str(&extension(info));
    }
    out
}

fn extension(info: &EnumInfo) -> String {
    let values: Vec<(String, &str)> =
        info.values.iter().map(|value| (value.variant.to_lower_camel_case(), value.wire)).collect();
    let cases: Vec<String> = values.iter().map(|(case, _)| format!(".{case}")).collect();
    let (mut read, mut written) = (String::new(), String::new());
    for (case, wire) in &values {
        let _ = writeln!(read, "        case {wire:?}: self = .{case}");
        let _ = writeln!(written, "        case .{case}: {wire:?}");
    }
    format!(
        "
extension {}: CustomStringConvertible {{
    /// Every value that this version of the library knows.
    public static let known: [Self] = [{}]

    /// The value with this text; one that this version does not know is kept as `unknown`.
    public init(wire text: String) {{
        switch text {{
{read}        default: self = .unknown(value: text)
        }}
    }}

    /// The value as it is on the wire.
    public var wire: String {{
        switch self {{
{written}        case .unknown(let value): value
        }}
    }}

    /// Whether this version of the library knows the value.
    public var isKnown: Bool {{
        if case .unknown = self {{ false }} else {{ true }}
    }}

    /// The value as it is on the wire.
    public var description: String {{ wire }}
}}
",
        info.name,
        cases.join(", "),
    )
}
