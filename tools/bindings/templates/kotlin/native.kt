{#- Follows uniffi's text in its file, where its private helpers can be used. #}

/** The functions of values, and those that belong to no object. */
internal object NativeFunctions {
    init {
        com.sun.jna.Native.register(NativeFunctions::class.java, findLibraryName("defacto"))
    }
{% for call in view.natives() %}
    external fun {{ call.native }}(
{%- for (name, kind) in call.native_parameters %}{{ name }}: {{ kind }}, {% endfor -%}
    status: UniffiRustCallStatus): {{ call.native_kind.unwrap_or("Unit") }}
{%- endfor %}
}

/** Calls one of them, and throws the error that it returns. */
internal fun <T> callingNative(call: (UniffiRustCallStatus) -> T): T = uniffiRustCallWithError(DefactoException, call)
