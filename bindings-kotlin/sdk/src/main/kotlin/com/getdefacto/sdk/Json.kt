package com.getdefacto.sdk

/** Free JSON as Kotlin's own values: null, Boolean, Long, Double, String, List and Map. */
internal fun Map<String, JsonValue>.toPlainMap(): Map<String, Any?> =
    if (isEmpty()) emptyMap() else mapValues { (_, value) -> value.toPlain() }

/** The reverse; also takes the other numbers of Kotlin, arrays and all that can be iterated. */
internal fun Map<String, Any?>.toJsonMap(): Map<String, JsonValue> =
    if (isEmpty()) emptyMap() else mapValues { (_, value) -> value.toJson() }

private fun JsonValue.toPlain(): Any? =
    when (this) {
        is JsonValue.Null -> null
        is JsonValue.Boolean -> value
        is JsonValue.Integer -> value
        is JsonValue.Number -> value
        is JsonValue.Text -> value
        is JsonValue.List -> items.map { it.toPlain() }
        is JsonValue.Object -> members.toPlainMap()
    }

private fun Any?.toJson(): JsonValue =
    when (this) {
        null -> JsonValue.Null
        is Boolean -> JsonValue.Boolean(this)
        is Byte, is Short, is Int, is Long -> JsonValue.Integer((this as Number).toLong())
        is Float, is Double -> number((this as Number).toDouble())
        is CharSequence -> JsonValue.Text(toString())
        is Map<*, *> -> JsonValue.Object(entries.associate { (name, value) -> name.toString() to value.toJson() })
        is Iterable<*> -> JsonValue.List(map { it.toJson() })
        is Array<*> -> JsonValue.List(map { it.toJson() })
        else -> throw IllegalArgumentException(
            "a ${javaClass.name} cannot be written as JSON: use null, Boolean, Long, Double, String, List or Map",
        )
    }

private fun number(value: Double): JsonValue {
    require(value.isFinite()) { "JSON has no number for $value" }
    return JsonValue.Number(value)
}

/** A count or a size for the native side, where it has no sign. */
internal fun <T : Number> T.notNegative(): T {
    require(toLong() >= 0) { "a number in the options is negative" }
    return this
}
