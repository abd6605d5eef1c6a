{% include "kotlin/head.kt" %}

{#- An area is made when it is asked for: a program loads the classes of those that it uses. #}
{% for (class, prefix, calls) in [("Areas", "", "blocking"), ("AsyncAreas", "Async", "suspending")] %}
/** The areas of the API, with {{ calls }} calls. */
public abstract class {{ class }} internal constructor(internal val native: NativeClient) {
{%- for area in areas %}
{{ area.comment|indented("    ") }}    @get:JvmName("{{ area.accessor }}")
    public val {{ area.accessor }}: {{ prefix }}{{ area.name }} get() = {{ prefix }}{{ area.name }}(native)
{% endfor -%}
}
{% endfor %}
