//! Open enums: a sealed class with the known values as objects, and a class for unknown values.

use std::fmt::Write;

use anyhow::Result;
use defacto_sdk::wire::EnumInfo;

use super::docs::comment;
use super::source::Source;
use crate::surface::Surface;

pub(crate) fn mend(source: &mut Source, surface: &Surface) -> Result<()> {
    for info in &surface.enums {
        let block = source.find(&format!("sealed class {} {{", info.name))?;
        source.replace(block.lines, &class(info)?);
    }
    let block = source.find("sealed class JsonValue {")?;
    let text = source.lines()[block.lines.clone()].join("\n");
    // Inside the class its own `List` hides Kotlin's.
    let text = crate::mend::replace(&text, "val items: List<", "val items: kotlin.collections.List<")?;
    source.replace(block.lines, &text);
    // Our package has only our own types.
    let block = source.find("sealed class WebhookEntity {")?;
    let text = source.lines()[block.lines.clone()].join("\n");
    let text = crate::mend::replace(&text, "com.getdefacto.sdk.Map<", "Map<")?;
    source.replace(block.lines, &text);
    Ok(())
}

fn class(info: &EnumInfo) -> Result<String> {
    let name = info.name;
    let mut text = comment(info.doc, "");
    writeln!(
        text,
        "sealed class {name} {{
    /** The value as it is on the wire. */
    public abstract val value: String

    /** Whether this version of the library knows the value. */
    public val isKnown: Boolean get() = this !is Unknown

    /** The value as it is on the wire. */
    final override fun toString(): String = value

    final override fun equals(other: Any?): Boolean = other is {name} && other.value == value

    final override fun hashCode(): Int = value.hashCode()
"
    )?;
    for value in info.values {
        text += &comment(value.doc, "    ");
        let (variant, wire) = (value.variant, value.wire);
        writeln!(
            text,
            "    public object {variant} : {name}() {{
        override val value: String get() = {wire:?}
    }}
"
        )?;
    }
    let all: Vec<&str> = info.values.iter().map(|value| value.variant).collect();
    writeln!(
        text,
        "    /** A value that this version of the library does not know; it is kept and sent back as it came. */
    public class Unknown internal constructor(override val value: String) : {name}()

    // Not in the companion: that one must not need the objects to exist, nor they each other.
    private object Known {{
        val values: List<{name}> = listOf({})
    }}

    public companion object {{
        /** Every value that this version of the library knows. */
        @JvmStatic
        public val known: List<{name}> get() = Known.values

        /** The value with this name on the wire; [Unknown] when the library does not know it. */
        @JvmStatic
        public fun of(value: String): {name} = Known.values.firstOrNull {{ it.value == value }} ?: Unknown(value)
    }}
}}",
        all.join(", ")
    )?;
    Ok(text)
}
