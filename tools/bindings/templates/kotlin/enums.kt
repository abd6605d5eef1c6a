{%- import "kotlin/calls.kt" as calls -%}
{% for open in view.enums %}{% let of = open.of %}
{{ of.comment }}public sealed class {{ of.name }} : Serializable {
    /** The value as it is on the wire. */
    public abstract val value: String

    /** The place among the known values, from 1, by which the native library knows it. */
    internal abstract val place: Int

    /** Whether this version of the library knows the value. */
    public val isKnown: Boolean get() = this !is Unknown

    /** The value as it is on the wire. */
    final override fun toString(): String = value

    final override fun equals(other: Any?): Boolean = other is {{ of.name }} && other.value == value

    final override fun hashCode(): Int = value.hashCode()

    /** Writes the value alone, so that reading gives the same object. */
    protected fun writeReplace(): Any = SerialForm("{{ of.name }}", value)
{% for value in open.values %}
{{ value.comment|indented("    ") }}    public object {{ value.name }} : {{ of.name }}() {
        override val value: String get() = {{ value.wire|quoted }}
        override val place: Int get() = {{ loop.index }}
    }
{% endfor %}
    /** A value that this version of the library does not know; it is kept and sent back as it came. */
    public class Unknown internal constructor(override val value: String) : {{ of.name }}() {
        override val place: Int get() = {{ open.values.len() + 1 }}
    }

    // Not in the companion: that one must not need the objects to exist, nor they each other.
    private object Known {
        val values: List<{{ of.name }}> = listOf({% for value in open.values %}{{ value.name }}, {% endfor %})
    }

    public companion object {
        /** Every value that this version of the library knows. */
        @JvmStatic
        public val known: List<{{ of.name }}> get() = Known.values

        /** The value with this name on the wire; [Unknown] when the library does not know it. */
        @JvmStatic
        public fun of(value: String): {{ of.name }} = Known.values.firstOrNull { it.value == value } ?: Unknown(value)
    }
}
{% endfor %}
{%- for choice in view.choices %}{% let of = choice.of %}
{{ of.comment }}{{ of.visibility("internal") }} {% if choice.is_flat() %}enum{% else %}sealed{% endif %} class {{ of.name }}{% if of.has_form() %} : JsonForm{% endif %} {
{%- for variant in choice.variants %}
{{ variant.comment|indented("    ") }}
{%- if choice.is_flat() %}    {{ variant.name|constant }},
{% elif variant.fields.is_empty() %}    {{ of.visibility("internal") }} data object {{ variant.name }} : {{ of.name }}()
{% else %}    {{ of.visibility("internal") }} data class {{ variant.name }}(
{%- for field in variant.fields %}
{{ field.comment|indented("        ") }}        {{ of.visibility("internal") }} val {{ field.name }}: {{ field.kind }},
{%- endfor %}
    ) : {{ of.name }}()
{% endif %}
{%- endfor %}
{%- call calls::members(of, "this") %}{% endcall %}
{%- if of.is_public %}{% if let Some(reader) = of.reader %}
    /** Writes the text of [toJson]. */
    protected fun writeReplace(): Any = SerialForm("{{ of.name }}", toJson())

    public companion object {
        /**
         * Reads an outcome that [toJson] wrote, in this process or another one.
         *
         * @throws DefactoException.Validation when the text is not an outcome.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun fromJson(text: String): {{ of.name }} = {{ reader }}(text)
    }
{%- endif %}{% endif %}
}
{% endfor %}
