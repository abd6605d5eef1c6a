{%- import "kotlin/calls.kt" as calls -%}
{% for record in view.records %}{% let name = record.of.name.as_str() %}{% let of = record.of %}
{{ of.comment }}{{ of.visibility("internal") }} data class {{ name }}(
{%- for field in record.fields %}
{{ field.comment|indented("    ") }}    {{ of.visibility("internal") }} val {{ field.name }}: {{ field.kind }}{{ field.default_clause() }},
{%- endfor %}
){% if of.has_form() %} : JsonForm{% endif %} {
{#- A store has no text, and may be closed. #}
{%- if record.holds_store() %}
{%- call calls::members(of, "copy(store = null)") %}{% endcall %}
{%- else %}
{%- call calls::members(of, "this") %}{% endcall %}
{%- endif %}
{%- include "kotlin/more_members.kt" %}
{%- if of.has_form() %}
    private fun writeReplace(): Any = SerialForm("{{ name }}", toJson())
{% endif %}
{%- if of.reader.is_some() || record.is_built %}
    public companion object {
{%- if let Some(reader) = of.reader %}
        /**
{%- if name == "WebhookEvent" %}
         * Reads an event that [toJson] wrote, or the body of a webhook.
{%- else %}
         * Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
{%- endif %}
         *
         * @throws DefactoException.Validation when the text is not such an object.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun fromJson(text: String): {{ name }} = {{ reader }}(text)
{% endif %}
{%- if record.is_built %}
        /** Begins to build one, for Java. */
        @JvmStatic
        public fun builder(
{%- for field in record.required() %}{% if !loop.first %}, {% endif %}{{ field.name }}: {{ field.kind }}{% endfor -%}
        ): Builder = Builder({% for field in record.required() %}{% if !loop.first %}, {% endif %}{{ field.name }}{% endfor %})
{% endif %}
{%- if let Some(salt) = record.salt() %}
        /**
         * Makes the request with a salt derived from [key]. The same key gives the same salt in every process and language,
         * so a job that builds the request anew repeats it instead of making a second one. The salt is the UUID, version
         * 5, of the key's bytes in UTF-8 in the namespace `6f1d2c1b-8c0e-4d0a-9a55-0f3c7e21b9d4`.
         *
         * @throws DefactoException.Validation if the key is blank.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun forKey(
            key: String,
{%- for field in record.unsalted() %}
            {{ field.name }}: {{ field.kind }}{{ field.default_clause() }},
{%- endfor %}
        ): {{ name }} =
            {{ name }}(
{%- for field in record.unsalted() %}
                {{ field.name }} = {{ field.name }},
{%- endfor %}
                {{ salt.name }} = saltForKey(key),
            )
{% endif %}
{%- include "kotlin/more_statics.kt" %}
    }
{% endif %}
{%- if record.is_built %}
    /** Builds a [{{ name }}] step by step, for Java. */
    public class Builder internal constructor(
{%- for field in record.required() %}{% if !loop.first %}, {% endif %}private val {{ field.name }}: {{ field.kind }}{% endfor -%}
    ) {
{%- for field in record.optional() %}
        private var {{ field.name }}: {{ field.kind }}{% if field.is_salt %} = null{% else %}{{ field.default_clause() }}{% endif %}
{%- endfor %}
{%- for field in record.optional() %}

{{ field.comment|indented("        ") }}        public fun {{ field.name }}({{ field.name }}: {{ field.kind }}): Builder = apply { this.{{ field.name }} = {{ field.name }} }
{%- endfor %}
{%- if let Some(salt) = record.salt() %}

        /**
         * Continues with a salt derived from [key]. The same key gives the same salt in every process and language,
         * so a job that builds the request anew repeats it instead of making a second one. The salt is the UUID, version
         * 5, of the key's bytes in UTF-8 in the namespace `6f1d2c1b-8c0e-4d0a-9a55-0f3c7e21b9d4`.
         *
         * @throws DefactoException.Validation if the key is blank.
         */
        @Throws(DefactoException::class)
        public fun forKey(key: String): Builder = apply { this.{{ salt.name }} = saltForKey(key) }
{%- endif %}

        /** Returns what was built. */
        public fun build(): {{ name }} =
            {{ name }}(
{%- for field in record.fields %}
{#- Each built object is a separate intent, so the builder makes the salt. #}
                {{ field.name }} = {{ field.name }}{% if field.is_salt %} ?: newSalt(){% endif %},
{%- endfor %}
            )
    }
{% endif %}
{#- #}}
{% endfor %}
