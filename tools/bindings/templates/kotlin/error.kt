{%- import "kotlin/calls.kt" as calls -%}
{% let of = view.error.of %}
{#- Java could not catch a checked exception of an iteration, which cannot declare one. #}
{{ of.comment }}public sealed class DefactoException : RuntimeException() {
    /** Everything known about it. */
    public abstract val details: ErrorDetails

    /** What happened and what to do next; without secrets and personal data. */
    final override val message: String get() = shown ?: text().also { shown = it }

    // Not `lazy`, which a shrinker makes unfit for Java's serialisation.
    @Transient
    @Volatile
    private var shown: String? = null

    /** The HTTP status, if the API answered. */
    public val status: Int? get() = details.status?.toInt()

    /** The API's title of the error. */
    public val title: String? get() = details.title

    /** The API's explanation, or what was found here. */
    public val detail: String? get() = details.detail

    /** Everything that is wrong with the request or the answer, by place. */
    public val problems: List<Problem> get() = details.problems

    /** The values that the API could not obtain, as JSON pointers into the request. */
    public val missingFields: List<String> get() = details.missingFields

    /** The API's id of the request, for its support. */
    public val requestId: String? get() = details.requestId

    /** How many seconds after this answer the API may be called again, if it said so; else null. */
    public val retryAfter: Long? get() = details.retryAfter

    /** How often the request was sent. */
    public val attempts: Int get() = details.attempts.toInt()

    /** Whether the same call may succeed later. */
    public val retryable: Boolean get() = details.retryable

    /** Whether the call may have taken effect although it failed. Look before you repeat it. */
    public val outcomeUnknown: Boolean get() = details.outcomeUnknown

    /** The kind as a value. */
    public val kind: ErrorKind get() =
        when (this) {
{%- for variant in view.error.variants %}
            is {{ variant.name }} -> ErrorKind.{{ variant.name }}
{%- endfor %}
        }
{% for variant in view.error.variants %}
{{ variant.comment|indented("    ") }}    public class {{ variant.name }}(
        /** Everything known about it. */
        override val details: ErrorDetails,
    ) : DefactoException() {
        private companion object {
            private const val serialVersionUID = 1L
        }
    }
{% endfor %}
{%- for call in of.calls %}
    private fun {{ call.name }}(): {{ call.kind.as_deref().unwrap_or("Unit") }} =
        {% call calls::made(call, "", ".with({}, this)"|format(of.converter), "sent") %}{% endcall %}
{% endfor %}
    private companion object {
        private const val serialVersionUID = 1L
    }
}
