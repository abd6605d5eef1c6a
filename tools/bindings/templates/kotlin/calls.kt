{# The call of a function that the core executes. #}
{%- macro body(call, receiver) %}
{%- if let Some(converter) = call.converter %}{{ converter }}.lift({% endif -%}
callingNative { NativeFunctions.{{ call.native }}({{ call.passed(receiver) }}it) }
{%- if call.converter.is_some() %}){% endif %}
{%- endmacro %}

{# Such functions of a value, and its text for people. #}
{%- macro members(of, shown) %}
{%- for call in of.calls %}
{{ call.comment|indented("    ") }}
{%- if call.throws %}    @Throws(DefactoException::class)
{% endif %}
{%- if call.has_defaults %}    @JvmOverloads
{% endif %}    {{ of.visibility("internal") }} {% if of.has_form() && call.name == "toJson" %}override {% endif %}fun {{ call.name }}({{ call.parameters }}): {{ call.kind.as_deref().unwrap_or("Unit") }} =
        {% call body(call, of.converter.clone() + ".lower(this)") %}{% endcall %}
{% endfor %}
{%- if let Some(call) = of.shown %}
    /** The value for people: what is sensitive is masked. */
    final override fun toString(): String =
        {% call body(call, of.converter.clone() + ".lower(" + shown + ")") %}{% endcall %}
{% endif %}
{%- endmacro %}

{# The parameters of an operation. #}
{%- macro parameters(call) %}
{%- for each in call.parameters %}{% if !loop.first %}, {% endif %}{{ each.name }}: {{ each.kind }}
{%- if each.is_filter %} = {{ each.kind }}(){% else if !each.required %}? = null{% endif %}
{%- endfor %}
{%- endmacro %}

{# The call of uniffi's object, with `last` at the end. Our class for a document wraps uniffi's. #}
{%- macro native(call, ending, last) -%}
native.{{ call.native }}{% if call.is_list %}Page{% endif %}{{ ending }}(
{%- for each in call.parameters %}{% if !loop.first %}, {% endif %}{{ each.name }}
{%- if each.is_document %}{% if !each.required %}?{% endif %}.native{% endif %}
{%- endfor %}
{%- if !call.parameters.is_empty() && !last.is_empty() %}, {% endif %}{{ last }})
{%- if call.is_list %}.run { Page(data, nextPage, total) }{% endif %}
{%- endmacro %}

{%- macro deprecated(call) %}
{%- if let Some(note) = call.deprecated %}    @Deprecated({{ note|quoted }})
{% endif %}
{%- endmacro %}
