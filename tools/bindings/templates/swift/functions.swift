{%- import "swift/calls.swift" as calls -%}
{% for call in view.functions %}
{{ call.comment }}
{#- A default value may use only what is at least as visible; DefactoTesting calls the other one. #}
{%- if call.name == "newSalt" %}@usableFromInline
{% elif call.name == "forgetRequests" %}package {% endif %}func {{ call.name }}({{ call.parameters }})
{%- if call.throws %} throws{% endif %}{% if let Some(kind) = call.kind %} -> {{ kind }}{% endif %} {
    {% call calls::body(call, "") %}{% endcall %}
}
{% endfor %}
