//! Changes to uniffi's own file.

use anyhow::{Context, Result};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::wire::Answer;
use heck::{ToLowerCamelCase, ToUpperCamelCase};

use super::document::{Names, errors};
use super::{HEADER, type_of};
use crate::mend::replace;
use crate::surface::{Surface, is_in_swift};

pub(super) fn mend(text: &str, surface: &Surface) -> Result<String> {
    let body = text.split_once("import Foundation").map_or(text, |(_, body)| body);
    let mut text = format!("{HEADER}\nimport Foundation{body}");
    text = hide(&text, surface)?;
    text = natural(&text)?;
    text = unbreakable(&text)?;
    text = salted(text, surface)?;
    let names = Names::read(surface);
    // Rust's section about errors becomes Swift's.
    let text = text.replace("* # Errors\n     * ", "* - Throws: ");
    let lines: Vec<String> = text.lines().map(|line| comment(line, &names)).collect();
    Ok(lines.join("\n") + "\n")
}

/// Gives a new request its salt from the start.
fn salted(mut text: String, surface: &Surface) -> Result<String> {
    for model in &surface.models {
        for field in model.fields.iter().filter(|field| field.salt) {
            let parameter = format!("{}: String? = nil", field.field.to_lower_camel_case());
            let start = text.find(&format!("public struct {}:", model.name));
            let at = start.and_then(|start| Some(start + text[start..].find(&parameter)?));
            let at = at.with_context(|| format!("uniffi does not write {parameter:?} any more"))?;
            text.replace_range(at..at + parameter.len(), &parameter.replace("nil", "newSalt()"));
        }
    }
    Ok(text)
}

/// Hides what only the package itself needs.
fn hide(text: &str, surface: &Surface) -> Result<String> {
    let mut text = text.to_owned();
    for (old, new) in [
        ("\npublic struct FfiConverter", "\nstruct FfiConverter"),
        ("\npublic func FfiConverter", "\nfunc FfiConverter"),
        ("\npublic func uniffiEnsure", "\nfunc uniffiEnsure"),
        ("\npublic func checkNewBorrowerJson(", "\nfunc checkNewBorrowerJson("),
        ("\npublic func enrollmentFromJson(", "\nfunc enrollmentFromJson("),
        // DefactoTesting calls it.
        ("\npublic func forgetRequests(", "\npackage func forgetRequests("),
        ("\npublic func loanOutcomeFromJson(", "\nfunc loanOutcomeFromJson("),
        // A default value may use only what is at least as visible.
        ("\npublic func newSalt(", "\n@usableFromInline func newSalt("),
        ("\npublic func saltForKey(", "\nfunc saltForKey("),
        ("\npublic func newWebhookSubscriptionUrl(", "\nfunc newWebhookSubscriptionUrl("),
        ("\npublic func setLogHandler(", "\nfunc setLogHandler("),
        ("\npublic func webhookEventFromJson(", "\nfunc webhookEventFromJson("),
        ("\npublic struct ColumnUse:", "\nstruct ColumnUse:"),
        ("\npublic struct IntakeOptions:", "\nstruct IntakeOptions:"),
        ("\npublic struct PendingOptions:", "\nstruct PendingOptions:"),
        ("\npublic struct PortfolioOptions:", "\nstruct PortfolioOptions:"),
        ("\npublic struct PortfolioRow:", "\nstruct PortfolioRow:"),
        ("\npublic enum IntakeEncoding:", "\nenum IntakeEncoding:"),
        ("\npublic enum IntakeFormat:", "\nenum IntakeFormat:"),
        ("\npublic protocol ", "\nprotocol "),
        ("\nopen class NativeStore", "\npublic final class NativeStore"),
        ("\nopen class Native", "\nfinal class Native"),
        ("\nopen class ", "\npublic final class "),
        ("\nopen func ", "\npublic func "),
        (
            "    public struct NoHandle {\n        public init() {}",
            "    struct NoHandle {\n        init() {}",
        ),
        ("    required public init(unsafeFromHandle", "    required init(unsafeFromHandle"),
        ("    public init(noHandle:", "    init(noHandle:"),
        ("    public func uniffiCloneHandle()", "    func uniffiCloneHandle()"),
    ] {
        text = replace(&text, old, new)?;
    }
    for model in &surface.models {
        let function = format!("func {}FromJson(", model.name.to_lower_camel_case());
        text = replace(&text, &format!("\npublic {function}"), &format!("\n{function}"))?;
        if !is_in_swift(model.name) {
            let structure = format!("struct {}:", model.name);
            text = replace(&text, &format!("\npublic {structure}"), &format!("\n{structure}"))?;
        }
    }
    for info in surface.enums.iter().filter(|info| !is_in_swift(info.name)) {
        let declaration = format!("enum {}", info.name);
        text = replace(&text, &format!("\npublic {declaration}"), &format!("\n{declaration}"))?;
    }
    for operation in surface.areas.iter().flat_map(|area| area.operations) {
        if let Answer::Pages(item) = operation.answer {
            let page = format!("struct {}Page:", type_of(item));
            text = replace(&text, &format!("\npublic {page}"), &format!("\n{page}"))?;
        }
    }
    Ok(text)
}

/// Renames declarations to Swift's conventions.
fn natural(text: &str) -> Result<String> {
    let mut text = replace(text, "func toJson()", "func toJSON()")?;
    text = replace(&text, "func fromBytes(content:", "func fromBytes(_ content:")?;
    text = replace(&text, "func fromPath(path:", "func fromPath(_ path:")?;
    text = replace(&text, "func forgetJob(name:", "func forgetJob(_ name:")?;
    // Options that hold an object become comparable: stores are equal if they are the same object.
    for options in ["EnrollOptions", "LoanOptions"] {
        let declared = format!("public struct {options}: ");
        text = replace(&text, &declared, &format!("{declared}Equatable, Hashable, "))?;
    }
    text = word(&text, "NativeStore", "Store");
    // The only call with this name that does no work.
    text = replace(&text, "func name()  -> String", "var name: String { get }")?;
    text = replace(
        &text,
        "public func name() -> String  {\n    return try!",
        "public var name: String {\n    return try!",
    )?;
    for kind in ErrorKind::VALUES {
        let (upper, lower) = (kind.to_upper_camel_case(), kind.to_lower_camel_case());
        text = replace(&text, &format!("    case {upper}(\n"), &format!("    case {lower}(\n"))?;
        text = replace(&text, &format!("return .{upper}("), &format!("return .{lower}("))?;
        text = replace(&text, &format!("case let .{upper}("), &format!("case let .{lower}("))?;
    }
    let written = "    // Default memberwise initializers are never public by default, so we\n    // declare one manually.\n";
    text = replace(&text, written, "    /// Makes it of its fields; what has a default may be left out.\n")?;
    let described = "// The local Rust `Debug` implementation.";
    text = replace(&text, described, "/// The value for people: what is sensitive is masked.")?;
    text = replace(&text, "\npublic typealias Timestamp = Date\n", "\n")?;
    text = replace(&text, "\npublic typealias Uuid = UUID\n", "\n")?;
    text = replace(&text, "\npublic typealias RetryAfter = Int64\n", "\n")?;
    text = word(&text, "RetryAfter", "Int64");
    text = replace(&text, "\npublic typealias JsonObject = [String: JsonValue]\n", "\n")?;
    text = word(&text, "JsonObject", "[String: JsonValue]");
    Ok(word(&word(&text, "Timestamp", "Date"), "Uuid", "UUID"))
}

/// Replaces the name of a type where it is a whole word.
fn word(text: &str, old: &str, new: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let (before, after) = (&rest[..at], &rest[at + old.len()..]);
        let inside = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
        let alone = !inside(before.chars().next_back()) && !inside(after.chars().next());
        out.push_str(before);
        out.push_str(if alone { new } else { old });
        rest = after;
    }
    out + rest
}

/// A value out of range must not crash the program.
fn unbreakable(text: &str) -> Result<String> {
    let text = replace(
        text,
        "        if value.rounded(.down) > Double(Int64.max) {
            fatalError(\"Duration overflow, exceeds max bounds supported by Uniffi\")
        }

        if value < 0 {
            fatalError(\"Invalid duration, must be non-negative\")
        }
",
        "        // A time below zero is over at once; one of many years never ends.
        let value = value > 0 ? Swift.min(value, 1.0e9) : 0
",
    )?;
    let text = replace(
        &text,
        "        var delta = value.timeIntervalSince1970\n",
        "        // The years 0001 to 9999, which every language of ours can write.
        var delta = Swift.min(Swift.max(value.timeIntervalSince1970, -62_135_596_800), 253_402_207_199)
        if delta.isNaN { delta = 0 }\n",
    )?;
    let silent = "// It was freed before: there is nothing left to do.";
    let prints = ["print(\"Uniffi callback", "print(\"uniffiFutureContinuationCallback"];
    let is_print = |line: &str| prints.iter().any(|print| line.contains(print));
    let lines = text.lines().map(|line| if is_print(line) { silent } else { line });
    Ok(lines.collect::<Vec<_>>().join("\n") + "\n")
}

/// Returns a line with the code in its comment in Swift's spelling.
fn comment(line: &str, names: &Names) -> String {
    let line = if line.trim_start().starts_with("* ") { names.line(line) } else { line.to_owned() };
    if line.trim_start().starts_with("* - Throws") { errors(&line) } else { line }
}
