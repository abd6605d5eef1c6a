//! The exception: its message is our text, and its details are properties.

use anyhow::Result;
use defacto_sdk::error::ErrorKind;
use heck::ToUpperCamelCase;

use super::source::Source;
use crate::mend;

const MEMBERS: &str = "
    /** Everything known about it. */
    public abstract val details: ErrorDetails

    /** What happened and what to do next; without secrets and personal data. */
    final override val message: String by lazy(LazyThreadSafetyMode.PUBLICATION) { text() }

    /** The HTTP status, if the API answered. */
    public val status: Int? get() = details.status?.toInt()

    /** The API's title of the error. */
    public val title: String? get() = details.title

    /** The API's explanation, or what was found here. */
    public val detail: String? get() = details.detail

    /** Everything that is wrong with the request or the answer, by place. */
    public val problems: List<Problem> get() = details.problems

    /** The values that the API could not obtain, as JSON pointers into the request. */
    public val missingFields: List<String> get() = details.missingFields

    /** The API's id of the request, for its support. */
    public val requestId: String? get() = details.requestId

    /** How many seconds after this answer the API may be called again, if it said so; else null. */
    public val retryAfter: Long? get() = details.retryAfter

    /** How often the request was sent. */
    public val attempts: Int get() = details.attempts.toInt()

    /** Whether the same call may succeed later. */
    public val retryable: Boolean get() = details.retryable

    /** Whether the call may have taken effect although it failed. Look before you repeat it. */
    public val outcomeUnknown: Boolean get() = details.outcomeUnknown
";

const HEADER: &str = "sealed class DefactoException: kotlin.Exception() {";

/// Java could not catch a checked exception of an iteration, which cannot declare one.
const UNCHECKED: &str = "sealed class DefactoException: kotlin.RuntimeException() {";

pub(crate) fn mend(source: &mut Source) -> Result<()> {
    let block = source.find(HEADER)?;
    let text = source.lines()[block.lines.clone()].join("\n");
    let text = mend::replace(&text, HEADER, &format!("{UNCHECKED}\n{MEMBERS}{}", kind()))?;
    let text = mend::replace(&text, "\n        val details:", "\n        override val details:")?;
    let message = " {\n        override val message\n            get() = \"details=${ details }\"\n    }";
    let text = mend::replace(&text, message, "")?;
    let text = mend::replace(&text, " fun text()", " internal fun text()")?;
    let text =
        mend::replace(&text, "companion object ErrorHandler", "internal companion object ErrorHandler")?;
    source.replace(block.lines, &text);
    Ok(())
}

/// Returns the kind as a value, derived from the class.
fn kind() -> String {
    let arm = |kind: &str| format!("        is {kind} -> ErrorKind.{kind}\n");
    let arms: String = ErrorKind::VALUES.iter().map(|kind| arm(&kind.to_upper_camel_case())).collect();
    format!(
        "\n    /** The kind as a value. */\n    public val kind: ErrorKind get() = when (this) {{\n{arms}    }}\n"
    )
}
