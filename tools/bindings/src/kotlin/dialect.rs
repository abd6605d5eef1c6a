//! Kotlin's conventions.

use heck::ToUpperCamelCase;
use uniffi_bindgen::interface::Type;

use crate::dialect::{Dialect, Words};
use crate::names::Names;

const WORDS: Words = Words {
    keywords: "as break class continue do else false for fun if in interface is null object package \
               return super this throw true try typealias typeof val var when while",
    types: &[
        // Java has no unsigned numbers.
        ("UInt16", "Int", "UShort"),
        ("UInt32", "Int", "UInt"),
        ("UInt64", "Long", "ULong"),
        ("Int64", "Long", "Long"),
        ("Float64", "Double", "Double"),
        ("Boolean", "Boolean", "Boolean"),
        ("String", "String", "String"),
        ("Bytes", "ByteArray", "ByteArray"),
        ("Duration", "Duration", "Duration"),
        ("CivilDate", "LocalDate", ""),
        ("Timestamp", "Instant", ""),
        ("Decimal", "BigDecimal", ""),
        ("Uuid", "UUID", ""),
        ("JsonObject", "Map<String, Any?>", ""),
    ],
    converters: ["Optional", "Map", "Type"],
    empty: ["null", "listOf()", "mapOf()"],
};

/// What the package itself uses, beside the pages of listings.
const INTERNAL: [&str; 2] = ["JsonValue", "LogLevel"];

pub(super) struct Kotlin {
    pub(super) names: Names,
    /// Whether it is for what callers do not see.
    pub(super) is_inner: bool,
}

impl Dialect for Kotlin {
    fn words(&self) -> &'static Words {
        &WORDS
    }

    fn list(&self, item: &str) -> String {
        format!("List<{item}>")
    }

    fn map(&self, key: &str, value: &str) -> String {
        format!("Map<{key}, {value}>")
    }

    fn variant(&self, name: &str) -> String {
        name.to_upper_camel_case()
    }

    fn class(&self, name: &str) -> String {
        name.replace("DefactoError", "DefactoException")
    }

    fn store(&self) -> &'static str {
        if self.is_inner { "NativeStore" } else { "Store" }
    }

    /// The converters take numbers as they are.
    fn adjusted(&self, _: &Type) -> (&'static str, &'static str) {
        ("", "")
    }

    /// Rust's section "Errors" becomes a tag.
    fn comment(&self, doc: &str) -> String {
        let doc = self.names.in_camel_case(doc.trim()).replace("# Errors\n", "@throws DefactoException ");
        if !doc.contains('\n') {
            return format!("/** {doc} */\n");
        }
        let lines: String =
            doc.lines().map(|line| format!(" * {line}").trim_end().to_owned() + "\n").collect();
        format!("/**\n{lines} */\n")
    }

    fn asynchronous(&self, doc: &str) -> [String; 2] {
        let cancelling = "Returns a future; cancelling it ends the call.\n";
        let future =
            doc.replace("Blocks; safe", "Does not block; safe").replace("Blocks.", "Does not block.");
        let future = match future.split_once("# Errors\n") {
            Some((text, errors)) => format!("{}\n\n{cancelling}\n# Errors\n{errors}", text.trim_end()),
            None => format!("{}\n\n{cancelling}", future.trim_end()),
        };
        [doc.replace("Blocks", "Suspends"), future]
    }

    fn is_public(&self, name: &str) -> bool {
        !name.ends_with("Page") && !INTERNAL.contains(&name)
    }
}
