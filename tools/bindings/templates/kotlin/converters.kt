{% for record in view.records %}{% let of = record.of %}
internal object {{ of.converter }} : FfiConverter<{{ of.name }}> {
    override fun read(buf: ByteBuffer): {{ of.name }} =
        {{ of.name }}(
{%- for field in record.fields %}
            {{ field.converter }}.read(buf){{ field.after_read }},
{%- endfor %}
        )

    override fun write(value: {{ of.name }}, out: NativeBytes) {
{%- for field in record.fields %}
        {{ field.converter }}.write(value.{{ field.name }}{{ field.before_write }}, out)
{%- endfor %}
    }
}
{% endfor %}
{%- for open in view.enums %}{% let of = open.of %}
internal object {{ of.converter }} : FfiConverter<{{ of.name }}> {
    override fun read(buf: ByteBuffer): {{ of.name }} =
        when (buf.getInt()) {
{%- for value in open.values %}
            {{ loop.index }} -> {{ of.name }}.{{ value.name }}
{%- endfor %}
            else -> {{ of.name }}.Unknown(FfiConverterString.read(buf))
        }

    override fun write(value: {{ of.name }}, out: NativeBytes) {
        out.putInt(value.place)
        if (value is {{ of.name }}.Unknown) out.putText(value.value)
    }
}
{% endfor %}
{%- for choice in view.all_choices() %}{% let of = choice.of %}{% let name = of.name.as_str() %}
internal object {{ of.converter }} : FfiConverter<{{ name }}> {
    override fun read(buf: ByteBuffer): {{ name }} =
{%- if choice.is_flat() %}
        {{ name }}.entries[buf.getInt() - 1]

    override fun write(value: {{ name }}, out: NativeBytes) {
        out.putInt(value.ordinal + 1)
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

    override fun write(value: {{ name }}, out: NativeBytes) {
        when (value) {
{%- for variant in choice.variants %}
            is {{ name }}.{{ variant.name }} -> {
                out.putInt({{ loop.index }})
{%- for field in variant.fields %}
                {{ field.converter }}.write(value.{{ field.name }}{{ field.before_write }}, out)
{%- endfor %}
            }
{%- endfor %}
        }
    }
}
{% endif %}
{%- endfor %}
