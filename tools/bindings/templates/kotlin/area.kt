{%- import "kotlin/calls.kt" as calls -%}
{% include "kotlin/head.kt" %}


{{ area.comment }}public class {{ area.name }} internal constructor(private val native: NativeClient) {
{%- for call in area.calls %}{% let answer = call.answer.as_deref().unwrap_or("Unit") %}
{{ call.comment|indented("    ") }}{% call calls::deprecated(call) %}{% endcall %}
{%- if !call.is_list %}    @Throws(DefactoException::class)
{% endif %}
{%- if call.has_defaults() %}    @JvmOverloads
{% endif %}    public fun {{ call.verb }}({% call calls::parameters(call) %}{% endcall %})
{%- if call.is_list %}: Pages<{{ answer }}> =
        Pages(
            { cursor -> calling { {% call calls::native(call, "", "cursor") %}{% endcall %} } },
            { cursor, stop -> {% call calls::native(call, "Async", "cursor, stop") %}{% endcall %} },
        )
{% else %}: {{ answer }} =
        calling { {% call calls::native(call, "", "") %}{% endcall %} }

{{ call.future|indented("    ") }}{% call calls::deprecated(call) %}{% endcall %}
{%- if call.has_defaults() %}    @JvmOverloads
{% endif %}    public fun {{ call.verb }}Async({% call calls::parameters(call) %}{% endcall %}): CompletableFuture<
{%- if call.answer.is_none() %}Void?> =
        futureOf { stop -> {% call calls::native(call, "Async", "stop") %}{% endcall %}; null }
{% else %}{{ answer }}> =
        futureOf { stop -> {% call calls::native(call, "Async", "stop") %}{% endcall %} }
{% endif %}
{%- endif %}
{%- endfor %}
}

{{ area.comment }}public class Async{{ area.name }} internal constructor(private val native: NativeClient) {
{%- for call in area.calls %}{% let answer = call.answer.as_deref().unwrap_or("Unit") %}
{{ call.suspending|indented("    ") }}{% call calls::deprecated(call) %}{% endcall %}
{%- if call.is_list %}    public fun {{ call.verb }}({% call calls::parameters(call) %}{% endcall %}): Flow<{{ answer }}> =
        flowOfPages { cursor, stop -> {% call calls::native(call, "Async", "cursor, stop") %}{% endcall %} }
{% else %}    public suspend fun {{ call.verb }}({% call calls::parameters(call) %}{% endcall %}): {{ answer }} =
        suspending { stop -> {% call calls::native(call, "Async", "stop") %}{% endcall %} }
{% endif %}
{%- endfor %}
}
