{# The call of a function that the core executes. #}
{%- macro body(call, receiver) %}
{%- if call.throws %}try {% else %}try! {% endif %}
{%- if let Some(converter) = call.converter %}{{ converter }}.lift({% endif -%}
{% if call.throws %}rustCallWithError(FfiConverterTypeDefactoError_lift){% else %}rustCall{% endif %} { {{ call.native }}({{ call.passed(receiver) }}$0) }
{%- if call.converter.is_some() %}){% endif %}
{%- endmacro %}

{# Such functions of a value, and its text for people. #}
{%- macro members(of) %}
{%- for call in of.calls %}
{{ call.comment|indented("    ") }}    {{ of.visibility("") }} func {{ call.name.replace("toJson", "toJSON") }}({{ call.parameters }})
{%- if call.throws %} throws{% endif %}{% if let Some(kind) = call.kind %} -> {{ kind }}{% endif %} {
        {% call body(call, of.converter.clone() + ".lower(self)") %}{% endcall %}
    }
{% endfor %}
{%- if let Some(call) = of.shown %}
    /// The value for people: what is sensitive is masked.
    {{ of.visibility("") }} var debugDescription: String {
        {% call body(call, of.converter.clone() + ".lower(self)") %}{% endcall %}
    }

    /// Shows nothing more: a mirror would show what is masked.
    {{ of.visibility("") }} var customMirror: Mirror { Mirror(self, children: []) }
{% endif %}
{%- endmacro %}

{# The parameters of an operation: a required one has no label, the others have one and may be left out. #}
{%- macro parameters(call) %}
{%- for each in call.parameters %}{% if !loop.first %}, {% endif %}
{%- if each.required || each.is_filter %}_ {% endif %}{{ each.name }}: {{ each.kind }}
{%- if each.is_filter %} = {{ each.kind }}(){% else if !each.required %}? = nil{% endif %}
{%- endfor %}
{%- endmacro %}

{# What is passed to uniffi's object, `last` at the end. Our class for a document holds uniffi's. #}
{%- macro passed(call, last) %}
{%- for each in call.parameters %}{% if !loop.first %}, {% endif %}{{ each.name }}: {{ each.name }}
{%- if each.is_document %}{% if !each.required %}?{% endif %}.native{% endif %}
{%- endfor %}
{%- if !last.is_empty() && !call.parameters.is_empty() %}, {% endif %}{{ last }}
{%- endmacro %}

{%- macro deprecated(call) %}
{%- if let Some(note) = call.deprecated %}        @available(*, deprecated, message: {{ note|quoted }})
{% endif %}
{%- endmacro %}
