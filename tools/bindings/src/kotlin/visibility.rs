//! Makes the API public and everything else internal.

use std::collections::BTreeSet;

use anyhow::Result;
use heck::ToLowerCamelCase;

use super::models;
use super::source::Source;
use crate::surface::Surface;

const KINDS: [&str; 7] = ["class", "interface", "object", "typealias", "fun", "sealed", "data"];
const MODIFIERS: [&str; 8] = ["public", "open", "sealed", "data", "abstract", "enum", "inline", "fun"];

/// The enums that are options only, and never come from the API.
const CHOICES: [&str; 2] = ["IntakeEncoding", "IntakeFormat"];

pub(crate) fn mend(source: &mut Source, surface: &Surface) -> Result<()> {
    let mut public: BTreeSet<&str> = surface.models.iter().map(|model| model.name).collect();
    public.extend(surface.enums.iter().map(|info| info.name));
    public.extend(models::RECORDS);
    public.extend(["DefactoException", "Enrollment", "LoanOutcome", "ProgressListener", "WebhookEntity"]);
    public.extend(CHOICES);
    source.each_line(|line| declaration(line, &public));

    for name in surface.models.iter().map(|model| format!("{}FromJson", model.name.to_lower_camel_case())) {
        // Not every model can be read from text.
        let _ = source.replace_text(&format!(" fun {name}("), &format!(" internal fun {name}("));
    }
    for name in [
        "checkNewBorrowerJson",
        "enrollmentFromJson",
        "loanOutcomeFromJson",
        "newSalt",
        "newWebhookSubscriptionUrl",
        "saltForKey",
        "setLogHandler",
        "webhookEventFromJson",
    ] {
        source.replace_text(&format!(" fun {name}("), &format!(" internal fun {name}("))?;
    }
    source.replace_text("public interface ProgressListener", "public fun interface ProgressListener")?;
    without_companions(source, "public fun interface ProgressListener", "")?;
    without_companions(source, "public sealed class WebhookEntity", "")?;
    for choice in CHOICES {
        without_companions(source, &format!("public enum class {choice}"), "")?;
    }
    for outcome in ["Enrollment", "LoanOutcome"] {
        without_companions(source, &format!("public sealed class {outcome}"), &stored(outcome))?;
    }
    Ok(())
}

/// Returns the function that reads a stored outcome.
fn stored(outcome: &str) -> String {
    let function = format!("{}FromJson", outcome.to_lower_camel_case());
    format!(
        "
    public companion object {{
        /**
         * Reads an outcome that [toJson] wrote, in this process or another one.
         *
         * @throws DefactoException.Validation when the text is none.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun fromJson(text: String): {outcome} = {function}(text)
    }}
}}"
    )
}

/// Turns `open class RustBuffer` into `internal open class RustBuffer`.
fn declaration(line: &str, public: &BTreeSet<&str>) -> String {
    let first = line.split(' ').next().unwrap_or_default();
    if !KINDS.contains(&first) && !MODIFIERS.contains(&first) {
        return line.to_owned();
    }
    let line = line.strip_prefix("public ").unwrap_or(line);
    let is_word = |word: &&str| !KINDS.contains(word) && !MODIFIERS.contains(word);
    let name = line.split([' ', '(', ':', '<', '{']).find(is_word).unwrap_or_default();
    let visibility = if public.contains(name) { "public" } else { "internal" };
    format!("{visibility} {line}")
}

/// Removes uniffi's empty companions from a declaration, and replaces its end.
fn without_companions(source: &mut Source, declaration: &str, end: &str) -> Result<()> {
    let block = source.find(declaration)?;
    let lines = source.lines()[block.lines.clone()].iter().map(String::as_str);
    let text = lines.filter(|line| line.trim() != "companion object").collect::<Vec<_>>().join("\n");
    let text = if end.is_empty() { text } else { text.trim_end().trim_end_matches('}').to_owned() + end };
    source.replace(block.lines, &text);
    Ok(())
}
