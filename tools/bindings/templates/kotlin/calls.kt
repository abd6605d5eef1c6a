{# A call of the core: of `receiver`, an object, with the first argument `first`. #}
{%- macro sent(call, receiver, first, how) -%}
NativeCall({{ receiver }}){{ first }}
{%- for (converter, value) in call.arguments %}.with({{ converter }}, {{ value }}){% endfor -%}
.{{ how }}({{ functions.number(call.native)? }}, {{ call.size }})
{%- endmacro %}

{# The same with its result. #}
{%- macro made(call, receiver, first, how) -%}
{{ call.converter.as_deref().unwrap_or("FfiConverterUnit") }}.lift({% call sent(call, receiver, first, how) %}{% endcall %})
{%- endmacro %}

{# The type of the result, and the call of a function of an object. #}
{%- macro answered(call, receiver, how) -%}
: {{ call.kind.as_deref().unwrap_or("Unit") }} =
        {% call made(call, receiver, "", how) %}{% endcall %}
{%- endmacro %}

{# Such functions of a value, and its text for people. #}
{%- macro members(of, shown) %}
{%- for call in of.calls %}
{{ call.comment|indented("    ") }}
{%- if call.throws %}    @Throws(DefactoException::class)
{% endif %}
{%- if call.has_defaults %}    @JvmOverloads
{% endif %}    {{ of.visibility("internal") }} {% if of.has_form() && call.name == "toJson" %}override {% endif %}fun {{ call.name }}({{ call.parameters }}): {{ call.kind.as_deref().unwrap_or("Unit") }} =
        {% call made(call, "", ".with({}, this)"|format(of.converter), "sent") %}{% endcall %}
{% endfor %}
{%- if let Some(call) = of.shown %}
    /** The value for people: what is sensitive is masked. */
    final override fun toString(): String =
        {% call made(call, "", ".with({}, {})"|format(of.converter, shown), "sent") %}{% endcall %}
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
