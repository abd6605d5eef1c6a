//! Swift's conventions.

use defacto_sdk::error::ErrorKind;
use heck::{ToLowerCamelCase, ToUpperCamelCase};
use uniffi_bindgen::interface::Type;

use crate::dialect::{Dialect, Words};
use crate::names::Names;
use crate::surface::is_in_swift;

const WORDS: Words = Words {
    keywords: "as associatedtype break case catch class continue default defer deinit do else enum \
               extension fallthrough false fileprivate for func guard if import in init inout \
               internal is let nil operator private protocol public repeat rethrows return self \
               static struct subscript super switch throw throws true try typealias var where while",
    types: &[
        ("UInt16", "UInt16", "UInt16"),
        ("UInt32", "UInt32", "UInt32"),
        ("UInt64", "UInt64", "UInt64"),
        ("Int64", "Int64", "Int64"),
        ("Float64", "Double", "Double"),
        ("Boolean", "Bool", "Bool"),
        ("String", "String", "String"),
        ("Bytes", "Data", "Data"),
        ("Duration", "TimeInterval", "Duration"),
        ("CivilDate", "CivilDate", ""),
        ("Timestamp", "Date", ""),
        ("Decimal", "Decimal", ""),
        ("Uuid", "UUID", ""),
        ("JsonObject", "[String: JsonValue]", ""),
    ],
    converters: ["Option", "Dictionary", "CallbackInterface"],
    empty: ["nil", "[]", "[:]"],
};

/// What only servers need. Swift has it internally: the native library has it all the same.
const INTERNAL: [&str; 10] = [
    "ColumnUse",
    "IntakeDateOrder",
    "IntakeEncoding",
    "IntakeEncodingUse",
    "IntakeFormat",
    "IntakeOptions",
    "PendingOptions",
    "PortfolioOptions",
    "PortfolioRow",
    "ReportOptions",
];

pub(super) struct Swift(pub(super) Names);

impl Dialect for Swift {
    fn words(&self) -> &'static Words {
        &WORDS
    }

    fn list(&self, item: &str) -> String {
        format!("[{item}]")
    }

    fn map(&self, key: &str, value: &str) -> String {
        format!("[{key}: {value}]")
    }

    fn variant(&self, name: &str) -> String {
        self.name(name)
    }

    /// uniffi ends the program for a time that is out of bounds.
    fn adjusted(&self, kind: &Type) -> (&'static str, &'static str) {
        match kind {
            Type::Duration => ("", ".bounded"),
            Type::Optional { inner_type } if **inner_type == Type::Duration => ("", "?.bounded"),
            _ => ("", ""),
        }
    }

    /// Rust's section about errors becomes Swift's, and `NotFound` becomes `.notFound`.
    fn comment(&self, doc: &str) -> String {
        let doc = self.0.in_camel_case(doc.trim()).replace("`Environment.from(", "`Environment.url(");
        let doc = doc.replace("`hr_nummer`", "`hrNummer`");
        let (text, failures) = doc.split_once("\n# Errors\n").unwrap_or((&doc, ""));
        let failures = ErrorKind::VALUES.iter().fold(failures.to_owned(), |failures, kind| {
            let (rust, swift) = (kind.to_upper_camel_case(), kind.to_lower_camel_case());
            failures.replace(&format!("`{rust}`"), &format!("`.{swift}`"))
        });
        let beginnings = ["- Throws: "].into_iter().chain(std::iter::repeat("  "));
        let failures = beginnings.zip(failures.lines()).map(|(start, line)| start.to_owned() + line);
        let lines =
            text.lines().map(str::to_owned).chain((doc.len() > text.len()).then(String::new)).chain(failures);
        lines.map(|line| format!("/// {line}").trim_end().to_owned() + "\n").collect()
    }

    fn asynchronous(&self, doc: &str) -> [String; 2] {
        let cancelling = "\nCancelling the task ends the call with `DefactoError.interrupted`.\n\n# Errors";
        let doc = doc.replace("Blocks;", "Suspends;").replace("Blocks.", "Suspends.");
        [doc.replace("\n# Errors", cancelling), String::new()]
    }

    fn is_public(&self, name: &str) -> bool {
        is_in_swift(name) && !name.ends_with("Page") && !INTERNAL.contains(&name)
    }
}
