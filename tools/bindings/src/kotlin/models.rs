//! Records: data classes with a builder and static functions for Java.

use std::fmt::Write;

use anyhow::{Context, Result};
use heck::ToLowerCamelCase;

use super::source::{Source, is_comment, replace_word};
use crate::mend;
use crate::surface::Surface;

/// The records that do not come from the API's contract. All option records have a builder.
pub(crate) const RECORDS: [&str; 13] = [
    "CallOptions",
    "CheckedRequest",
    "ClientOptions",
    "ColumnUse",
    "EnrollOptions",
    "IntakeOptions",
    "LoanOptions",
    "PendingOptions",
    "PortfolioOptions",
    "PortfolioRow",
    "RawAnswer",
    "TrackOptions",
    "WebhookEvent",
];

/// uniffi's unsigned numbers, which Java does not have, and their replacements.
const UNSIGNED: [(&str, &str); 3] = [("UInt", "Int"), ("ULong", "Long"), ("UShort", "Int")];

/// The native object that options may hold, and our class that wraps it.
const OBJECT: (&str, &str) = ("NativeStore", "Store");

/// Static functions in addition to those of every model.
const MORE: [(&str, &str); 3] = [
    (
        "NewBorrower",
        "
        /**
         * Reads a request from JSON text and validates it: what does not have the right form and what is wrong with
         * the rest, together. Does not block, sends nothing.
         */
        @JvmStatic
        @JvmOverloads
        public fun checkJson(text: String, directDebit: Boolean? = null): CheckedRequest =
            checkNewBorrowerJson(text, directDebit)
",
    ),
    (
        "EnrollOptions",
        "
        /** Waits at most this long, all in all, for the credit line; allow 60 seconds to survive a failure. */
        @JvmStatic
        public fun waitUntilReady(wait: java.time.Duration): EnrollOptions = EnrollOptions(wait = wait)

        /** Does not wait for the line: the outcome is `Pending`, unless something is known already. */
        @JvmStatic
        public fun asynchronous(): EnrollOptions = EnrollOptions()
",
    ),
    (
        "LoanOptions",
        "
        /** Waits at most this long, all in all, for the decision; allow 60 seconds to survive a failure. */
        @JvmStatic
        public fun waitUntilDecided(wait: java.time.Duration): LoanOptions = LoanOptions(wait = wait)

        /** Does not wait for the decision: the outcome is `Pending`, unless it is decided already. */
        @JvmStatic
        public fun asynchronous(): LoanOptions = LoanOptions()
",
    ),
];

/// Functions that take a client, which uniffi cannot export.
const WITH_CLIENT: [(&str, &str); 1] = [(
    "WebhookEvent",
    "
    /**
     * Reads from the API what the event is about, as it is now. Blocks; safe to repeat.
     *
     * @throws DefactoException.NotFound when the API has no such entity, or when the event does not say which one.
     */
    @Throws(DefactoException::class)
    public fun refetch(client: Client): WebhookEntity = calling { client.native.refetchWebhook(this) }

    /**
     * Reads from the API what the event is about, as it is now. Safe to repeat.
     *
     * @throws DefactoException.NotFound when the API has no such entity, or when the event does not say which one.
     */
    public suspend fun refetch(client: AsyncClient): WebhookEntity =
        suspending { client.native.refetchWebhookAsync(this, it) }

    /**
     * Reads from the API what the event is about, as it is now. Does not block; safe to repeat. Cancelling the future ends
     * the call.
     *
     * @throws DefactoException.NotFound when the API has no such entity, or when the event does not say which one.
     */
    public fun refetchAsync(client: Client): java.util.concurrent.CompletableFuture<WebhookEntity> =
        futureOf { client.native.refetchWebhookAsync(this, it) }
",
)];

struct Field {
    comment: String,
    name: String,
    kind: String,
    default: Option<String>,
}

pub(crate) fn mend(source: &mut Source, surface: &Surface) -> Result<()> {
    for model in &surface.models {
        let salt =
            model.fields.iter().find(|field| field.salt).map(|field| field.field.to_lower_camel_case());
        record(source, model.name, model.request, salt.as_deref())?;
    }
    for name in RECORDS {
        record(source, name, name.ends_with("Options"), None)?;
    }
    Ok(())
}

/// Rewrites a record. `salt` is the field that a new object has from the start.
fn record(source: &mut Source, name: &str, builder: bool, salt: Option<&str>) -> Result<()> {
    let block = source.find(&format!("data class {name} ("))?;
    let lines = &source.lines()[block.lines.clone()];
    let header = block.header - block.lines.start;
    let is_end = |line: &String| line.starts_with("){") || line.starts_with("): Disposable{");
    let end = lines.iter().position(is_end).context("a record without a body")?;
    let holds_object = lines[end] != "){";
    let mut fields = fields(&lines[header + 1..end])?;
    for field in fields.iter_mut().filter(|field| Some(field.name.as_str()) == salt) {
        field.default = Some("newSalt()".to_owned());
    }

    let mut text = lines[..header].join("\n");
    write!(text, "\ndata class {name}(\n")?;
    for field in &fields {
        let default = field.default.as_ref().map(|default| format!(" = {default}")).unwrap_or_default();
        writeln!(text, "{}    val {}: {}{default},", field.comment, field.name, field.kind)?;
    }
    text += ") {\n";
    let body: Vec<&str> = lines[end + 1..lines.len() - 1].iter().map(String::as_str).collect();
    let body = body.join("\n");
    text += &methods(&if holds_object { without_disposal(&body)? } else { body })?;
    text += WITH_CLIENT.iter().find(|(of, _)| *of == name).map_or("", |(_, functions)| functions);
    let reads = format!(" fun {}FromJson(", name.to_lower_camel_case());
    let reads = source.lines().iter().any(|line| line.contains(&reads));
    text += &companion(name, &fields, builder, reads, salt)?;
    if builder {
        text += &builder_class(name, &fields, salt)?;
    }
    text += "}\n";
    source.replace(block.lines, &text);
    if holds_object {
        wrapped(source, name)?;
    }
    unsigned(source, name)
}

/// Returns the constructor's properties.
fn fields(lines: &[String]) -> Result<Vec<Field>> {
    let (mut fields, mut comment) = (Vec::new(), String::new());
    for line in lines {
        if is_comment(line) {
            comment += line;
            comment += "\n";
            continue;
        }
        let Some(text) = line.trim().strip_prefix("val ") else { continue };
        let (name, rest) =
            text.trim_end_matches(',').split_once(": ").context("a property without a type")?;
        let (kind, default) = match rest.split_once(" = ") {
            Some((kind, default)) => (kind, Some(default.trim().to_owned())),
            None => (rest, None),
        };
        let mut kind = kind.trim().replace("kotlin.", "");
        for (foreign, own) in UNSIGNED {
            kind = replace_word(&kind, foreign, own);
        }
        kind = replace_word(&kind, OBJECT.0, OBJECT.1);
        fields.push(Field { comment: std::mem::take(&mut comment), name: name.to_owned(), kind, default });
    }
    Ok(fields)
}

/// Returns the methods of a record that holds an object. Its owner closes it; the string form omits it.
fn without_disposal(body: &str) -> Result<String> {
    let (methods, _) = body.split_once("    @Suppress(\"UNNECESSARY_SAFE_CALL\")").context("no disposal")?;
    let shown = methods.replace(".lower(this)", ".lower(copy(store = null))");
    Ok(format!("{}\n    companion object\n", shown.trim_end()))
}

/// Returns the methods that come from Rust; adds a default that uniffi omits.
fn methods(body: &str) -> Result<String> {
    let body = mend::replace(body, "    companion object", "")?;
    let body = body.replace(
        "fun validate(directDebit: kotlin.Boolean?)",
        "@JvmOverloads fun validate(directDebit: kotlin.Boolean? = null)",
    );
    Ok(body.trim_end().to_owned() + "\n")
}

fn companion(name: &str, fields: &[Field], builder: bool, reads: bool, salt: Option<&str>) -> Result<String> {
    let mut text = String::new();
    if reads {
        let function = format!("{}FromJson", name.to_lower_camel_case());
        let what = match name {
            "WebhookEvent" => "Reads an event that [toJson] wrote, or the body of a webhook.",
            _ => {
                "Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`."
            }
        };
        write!(
            text,
            "
        /**
         * {what}
         *
         * @throws DefactoException.Validation when the text is no such object.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun fromJson(text: String): {name} = {function}(text)
"
        )?;
    }
    if builder {
        let required: Vec<&Field> = fields.iter().filter(|field| field.default.is_none()).collect();
        let parameters: Vec<String> =
            required.iter().map(|field| format!("{}: {}", field.name, field.kind)).collect();
        let names: Vec<&str> = required.iter().map(|field| field.name.as_str()).collect();
        write!(
            text,
            "
        /** Begins to build one, for Java. */
        @JvmStatic
        public fun builder({}): Builder = Builder({})
",
            parameters.join(", "),
            names.join(", ")
        )?;
    }
    if let Some(salt) = salt {
        text += &for_key(name, fields, salt);
    }
    text += MORE.iter().find(|(of, _)| *of == name).map_or("", |(_, functions)| functions);
    if text.is_empty() {
        return Ok(text);
    }
    Ok(format!("\n    public companion object {{{text}    }}\n"))
}

/// The description of `forKey`.
const KEY: &str = "with a salt derived from [key]. The same key gives the same salt in every process and language,
         * so a job that builds the request anew repeats it instead of making a second one. The salt is the UUID, version
         * 5, of the key's bytes in UTF-8 in the namespace `6f1d2c1b-8c0e-4d0a-9a55-0f3c7e21b9d4`.
         *
         * @throws DefactoException.Validation if the key is blank.";

/// Returns the factory of a request whose salt is derived from a key.
fn for_key(name: &str, fields: &[Field], salt: &str) -> String {
    let others: Vec<&Field> = fields.iter().filter(|field| field.name != salt).collect();
    let parameters = others.iter().map(|Field { name, kind, default, .. }| {
        let default = default.as_ref().map(|default| format!(" = {default}")).unwrap_or_default();
        format!("            {name}: {kind}{default},\n")
    });
    let arguments = others.iter().map(|Field { name, .. }| format!("            {name} = {name},\n"));
    format!(
        "
        /**
         * Makes the request {KEY}
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun forKey(
            key: String,
{}        ): {name} = {name}(
{}            {salt} = saltForKey(key),
        )
",
        parameters.collect::<String>(),
        arguments.collect::<String>()
    )
}

fn builder_class(name: &str, fields: &[Field], salt: Option<&str>) -> Result<String> {
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        fields.iter().partition(|field| field.default.is_none());
    let parameters: Vec<String> =
        required.iter().map(|field| format!("private val {}: {}", field.name, field.kind)).collect();
    let mut text = format!(
        "\n    /** Builds a [{name}] step by step, for Java. */\n    public class Builder internal constructor({}) {{\n",
        parameters.join(", ")
    );
    let is_salt = |name: &str| Some(name) == salt;
    for Field { name, kind, default, .. } in &optional {
        let default = default.as_deref().filter(|_| !is_salt(name)).unwrap_or("null");
        writeln!(text, "        private var {name}: {kind} = {default}")?;
    }
    for Field { name, kind, comment, .. } in &optional {
        let comment = indented(comment);
        writeln!(
            text,
            "\n{comment}        public fun {name}({name}: {kind}): Builder = apply {{ this.{name} = {name} }}"
        )?;
    }
    if let Some(salt) = salt {
        write!(
            text,
            "
        /**
         * Goes on {KEY}
         */
        @Throws(DefactoException::class)
        public fun forKey(key: String): Builder = apply {{ this.{salt} = saltForKey(key) }}
"
        )?;
    }
    // Each built object is a separate intent, so the builder makes the salt.
    let made = |name: &str| if is_salt(name) { " ?: newSalt()" } else { "" };
    let arguments: Vec<String> = fields
        .iter()
        .map(|Field { name, .. }| format!("            {name} = {name}{},\n", made(name)))
        .collect();
    write!(
        text,
        "\n        /** What was built. */\n        public fun build(): {name} = {name}(\n{}        )\n    }}\n",
        arguments.concat()
    )?;
    Ok(text)
}

fn indented(comment: &str) -> String {
    comment.lines().flat_map(|line| ["    ", line, "\n"]).collect()
}

/// Objects cross the boundary unchanged; the API shows them as our class.
fn wrapped(source: &mut Source, name: &str) -> Result<()> {
    let block = source.find(&format!("public object FfiConverterType{name}"))?;
    let text = source.lines()[block.lines.clone()].join("\n");
    let (native, own) = OBJECT;
    let converter = format!("FfiConverterOptionalType{native}");
    let read = format!("{converter}.read(buf)");
    let text = mend::replace(&text, &read, &format!("{read}?.let {{ {own}(it, \"{native}\") }}"))?;
    let text = mend::replace(
        &text,
        &format!("{converter}.allocationSize(value.store)"),
        &format!("{converter}.allocationSize(value.store?.native)"),
    )?;
    let text = mend::replace(
        &text,
        &format!("{converter}.write(value.store, buf)"),
        &format!("{converter}.write(value.store?.native, buf)"),
    )?;
    source.replace(block.lines, &text);
    Ok(())
}

/// Numbers cross the boundary as unsigned; the API shows them as signed.
fn unsigned(source: &mut Source, name: &str) -> Result<()> {
    let converter = format!("object FfiConverterType{name}");
    let block = source.find(&format!("public {converter}"))?;
    let mut text = source.lines()[block.lines.clone()].join("\n");
    for (foreign, own) in UNSIGNED {
        let optional = format!("FfiConverterOptional{foreign}");
        text = text.replace(&format!("{optional}.read(buf)"), &format!("{optional}.read(buf)?.to{own}()"));
        text = text.replace(
            &format!("FfiConverter{foreign}.read(buf)"),
            &format!("FfiConverter{foreign}.read(buf).to{own}()"),
        );
    }
    let lines: Vec<String> = text.lines().map(to_unsigned).collect();
    source.replace(block.lines, &lines.join("\n"));
    Ok(())
}

/// Gives `FfiConverterOptionalUInt.write(value.maxRetries, buf)` the `UInt` that it expects.
fn to_unsigned(line: &str) -> String {
    for (kind, _) in UNSIGNED {
        for (begin, call) in [("FfiConverterOptional", "?."), ("FfiConverter", ".")] {
            let Some((before, rest)) = line.split_once(&format!("{begin}{kind}.")) else { continue };
            let Some((function, rest)) = rest.split_once("(value.") else { continue };
            let (field, rest) = rest.split_at(rest.find([',', ')']).unwrap_or(rest.len()));
            let value = format!("value.{field}{call}notNegative(){call}to{kind}()");
            return format!("{before}{begin}{kind}.{function}({value}{rest}");
        }
    }
    line.to_owned()
}
