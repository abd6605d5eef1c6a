{% include "kotlin/head.kt" %}

{% for (class, prefix, calls) in [("Areas", "", "blocking"), ("AsyncAreas", "Async", "suspending")] %}
/** The areas of the API, with {{ calls }} calls. */
public abstract class {{ class }} internal constructor(internal val native: NativeClient) {
{%- for area in areas %}
{{ area.comment|indented("    ") }}    @get:JvmName("{{ area.accessor }}")
    public val {{ area.accessor }}: {{ prefix }}{{ area.name }} = {{ prefix }}{{ area.name }}(native)
{% endfor -%}
}
{% endfor %}
