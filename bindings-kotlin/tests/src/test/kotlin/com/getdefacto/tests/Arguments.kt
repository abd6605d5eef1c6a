package com.getdefacto.tests

import com.fasterxml.jackson.databind.JsonNode
import com.getdefacto.sdk.Pages
import com.getdefacto.sdk.Pdf
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import java.time.Instant
import java.util.Base64
import java.util.UUID

/** A mock server may always have a next page. */
private const val ENOUGH = 3

/** The arguments of an operation, by their names in the core. */
class Arguments(private val node: JsonNode) {
    /** Returns a model as JSON text; an empty object if it is left out. */
    fun json(name: String): String = node[name]?.toString() ?: "{}"

    fun text(name: String): String = node[name].asText()

    fun optionalText(name: String): String? = node[name]?.asText()

    fun uuid(name: String): UUID = UUID.fromString(text(name))

    fun optionalMoment(name: String): Instant? = optionalText(name)?.let(Instant::parse)

    fun optionalFlag(name: String): Boolean? = node[name]?.asBoolean()

    fun pdf(name: String): Pdf =
        Pdf.fromBytes(Base64.getDecoder().decode(node[name]["base64"].asText()), node[name]["name"].asText())
}

/** Results as JSON text. */
fun text(value: String): String = tree(value).toString()

fun nothing(@Suppress("UNUSED_PARAMETER") done: Unit): String = "null"

fun <T> list(items: List<T>, write: (T) -> String): String = items.joinToString(",", "[", "]") { write(it) }

fun <T : Any> items(pages: Pages<T>, write: (T) -> String): String = list(pages.take(ENOUGH), write)

suspend fun <T> items(flow: Flow<T>, write: (T) -> String): String = list(flow.take(ENOUGH).toList(), write)
