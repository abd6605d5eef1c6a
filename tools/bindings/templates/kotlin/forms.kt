
/** The types whose values have a JSON form of the API, by class. */
internal val formNames: Map<Class<*>, String> =
    mapOf(
{%- for of in view.formed() %}
        {{ of.name }}::class.java to "{{ of.name }}",
{%- endfor %}
    )

/** Reads a value of the type with this name from its JSON text, or from the text of an open enum. */
internal fun readForm(name: String, text: String): Any =
    when (name) {
{%- for of in view.formed() %}
        "{{ of.name }}" -> {% if let Some(reader) = of.reader %}{{ reader }}(text){% else %}{{ of.name }}.of(text){% endif %}
{%- endfor %}
        else -> throw IllegalArgumentException("there is no type $name")
    }
