{% for record in view.records %}{% let of = record.of %}
internal object {{ of.converter }} : FfiConverterRustBuffer<{{ of.name }}> {
    override fun read(buf: ByteBuffer): {{ of.name }} =
        {{ of.name }}(
{%- for field in record.fields %}
            {{ field.converter }}.read(buf){{ field.after_read }},
{%- endfor %}
        )

    override fun allocationSize(value: {{ of.name }}): ULong =
        0UL
{%- for field in record.fields %} +
            {{ field.converter }}.allocationSize(value.{{ field.name }}{{ field.before_write }})
{%- endfor %}

    override fun write(value: {{ of.name }}, buf: ByteBuffer) {
{%- for field in record.fields %}
        {{ field.converter }}.write(value.{{ field.name }}{{ field.before_write }}, buf)
{%- endfor %}
    }
}
{% endfor %}
{%- for open in view.enums %}{% let of = open.of %}
internal object {{ of.converter }} : OpenEnumConverter<{{ of.name }}>({ {{ of.name }}.known }, { it.value }, {{ of.name }}::Unknown)
{% endfor %}
{%- for choice in view.all_choices() %}{% let of = choice.of %}{% let name = of.name.as_str() %}
internal object {{ of.converter }} : FfiConverterRustBuffer<{{ name }}> {
    override fun read(buf: ByteBuffer): {{ name }} =
{%- if choice.is_flat() %}
        {{ name }}.entries[buf.getInt() - 1]

    override fun allocationSize(value: {{ name }}): ULong = 4UL

    override fun write(value: {{ name }}, buf: ByteBuffer) {
        buf.putInt(value.ordinal + 1)
    }
}
{% else %}
        when (val variant = buf.getInt()) {
{%- for variant in choice.variants %}
            {{ loop.index }} -> {{ name }}.{{ variant.name }}
{%- if !variant.fields.is_empty() %}({% for field in variant.fields %}{{ field.converter }}.read(buf){{ field.after_read }}, {% endfor %}){% endif %}
{%- endfor %}
            else -> throw InternalException("{{ name }} has no variant $variant")
        }

    override fun allocationSize(value: {{ name }}): ULong =
        when (value) {
{%- for variant in choice.variants %}
            is {{ name }}.{{ variant.name }} -> 4UL
{%- for field in variant.fields %} + {{ field.converter }}.allocationSize(value.{{ field.name }}{{ field.before_write }}){% endfor %}
{%- endfor %}
        }

    override fun write(value: {{ name }}, buf: ByteBuffer) {
        when (value) {
{%- for variant in choice.variants %}
            is {{ name }}.{{ variant.name }} -> {
                buf.putInt({{ loop.index }})
{%- for field in variant.fields %}
                {{ field.converter }}.write(value.{{ field.name }}{{ field.before_write }}, buf)
{%- endfor %}
            }
{%- endfor %}
        }
    }
}
{% endif %}
{%- endfor %}
