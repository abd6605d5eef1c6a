{%- import "kotlin/calls.kt" as calls -%}
{% for call in view.functions %}
{#- The sandbox for tests calls it, in a module of its own. #}
{{ call.comment }}{% if call.name == "forgetRequests" %}public{% else %}internal{% endif %} fun {{ call.name }}({{ call.parameters }}): {{ call.kind.as_deref().unwrap_or("Unit") }} =
    {% call calls::made(call, "", "", "sent") %}{% endcall %}
{% endfor %}
