{%- import "kotlin/calls.kt" as calls -%}
{% include "kotlin/head.kt" %}

/** The functions of the native library, in the order of their numbers. */
internal object NativeNames {
    /** The version of the form in which values cross. */
    const val CONTRACT: Int = {{ boundary.contract }}

    /** How many there are. */
    const val COUNT: Int = {{ functions.len() }}

    /** Their names with their checksums, one a line; `=` is before those that take no bytes. */
    val texts: List<String> get() =
        listOf(
{%- for text in functions.texts() %}
            "{{ text }}",
{%- endfor %}
        )
}
{% for object in boundary.objects %}
internal class {{ object.name }} : NativeObject {
    constructor(@Suppress("UNUSED_PARAMETER") byHandle: ByHandle, handle: Long) :
        super(handle, {{ functions.number(object.clone)? }}, {{ functions.number(object.free)? }})
{% if let Some(call) = object.constructor %}
    constructor({{ call.parameters }}) :
        this(ByHandle, {% call calls::sent(call, "", "", "sent") %}{% endcall %}.getLong())
{% endif %}
{%- for each in object.methods %}{% let call = each.call %}
    {% if each.is_async %}suspend {% endif %}fun {{ call.name }}({{ call.parameters }}){% call calls::answered(call, "this", each.how()) %}{% endcall %}
{% endfor %}
{%- if !object.factories.is_empty() %}
    companion object {
{%- for call in object.factories %}
        fun {{ call.name }}({{ call.parameters }}){% call calls::answered(call, "", "sent") %}{% endcall %}
{% endfor %}
    }
{% endif %}
}

internal object {{ object.converter }} : ObjectConverter<{{ object.name }}>() {
    override fun made(handle: Long): {{ object.name }} = {{ object.name }}(ByHandle, handle)
}
{% endfor %}
{%- for callback in boundary.callbacks %}
internal interface {{ callback.name }} {
{%- for call in callback.methods %}
    fun {{ call.name }}({{ call.parameters }}){% if let Some(kind) = call.kind %}: {{ kind }}{% endif %}
{% endfor %}
}

internal object {{ callback.converter }} :
    CallbackConverter<{{ callback.name }}>({{ functions.number(callback.init)? }}, "{{ callback.kinds }}") {
    override fun call(target: {{ callback.name }}, method: Int, arguments: ByteBuffer, answer: NativeBytes) {
        when (method) {
{%- for call in callback.methods %}
            {{ loop.index0 }} -> {% if let Some(converter) = call.converter %}{{ converter }}.answer({% endif -%}
            target.{{ call.name }}(
{%- for (converter, _) in call.arguments %}{% if !loop.first %}, {% endif %}{{ converter }}.argument(arguments){% endfor -%}
            ){% if call.converter.is_some() %}, answer){% endif %}
{%- endfor %}
            else -> throw InternalException("{{ callback.name }} has no method $method")
        }
    }
}
{% endfor %}
{%- for compound in boundary.compounds %}
{%- match compound.form %}
{%- when Form::Alias { of } %}
internal typealias {{ compound.converter }} = {{ of }}
{% when Form::Optional { inner } %}
internal object {{ compound.converter }} : FfiConverter<{{ compound.kind }}> {
    override fun read(buf: ByteBuffer): {{ compound.kind }} = if (buf.get() == 0.toByte()) null else {{ inner }}.read(buf)

    override fun write(value: {{ compound.kind }}, out: NativeBytes) {
        out.put(if (value == null) 0 else 1)
        if (value != null) {{ inner }}.write(value, out)
    }
}
{% when Form::List { item } %}
internal object {{ compound.converter }} : FfiConverter<{{ compound.kind }}> {
    override fun read(buf: ByteBuffer): {{ compound.kind }} = readList(buf) { {{ item }}.read(buf) }

    override fun write(value: {{ compound.kind }}, out: NativeBytes) {
        out.putInt(value.size)
        for (item in value) {{ item }}.write(item, out)
    }
}
{% when Form::Map { key, value } %}
internal object {{ compound.converter }} : FfiConverter<{{ compound.kind }}> {
    override fun read(buf: ByteBuffer): {{ compound.kind }} = readMap(buf, { {{ key }}.read(buf) }, { {{ value }}.read(buf) })

    override fun write(value: {{ compound.kind }}, out: NativeBytes) {
        out.putInt(value.size)
        for ((key, item) in value) {
            {{ key }}.write(key, out)
            {{ value }}.write(item, out)
        }
    }
}
{% endmatch %}
{%- endfor %}
