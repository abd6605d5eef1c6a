package com.getdefacto.tests

import com.fasterxml.jackson.databind.DeserializationFeature
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.NullNode
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.DynamicTest
import java.io.File

/** The root folder of the project. */
val WORKSPACE = File(System.getProperty("workspace")).canonicalFile

private val mapper = ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)

fun json(text: String): JsonNode = mapper.readTree(text)

fun tree(value: Any): JsonNode = mapper.valueToTree(value)

/** One case of a file; it applies to every language. */
class Case(val node: JsonNode) {
    val name: String get() = text("name")

    operator fun get(member: String): JsonNode? = node.get(member)

    fun text(member: String): String = requireNotNull(node.get(member)?.asText()) { "no $member" }

    fun optional(member: String): String? = node.get(member)?.asText()

    fun flag(member: String): Boolean? = node.get(member)?.asBoolean()

    /** Returns a body: text where its exact digits or faults matter, else JSON. */
    fun body(member: String = "body"): String {
        val body = node.get(member)
        return if (body.isTextual) body.asText() else body.toString()
    }

    /** Compares the members that the case names; others may have any value. */
    fun expect(vararg found: Pair<String, Any?>) {
        for ((member, value) in found) {
            val wanted = node.get(member) ?: continue
            // Through text and back, so that numbers compare equal whatever their size.
            assertEquals(wanted, mapper.readTree(mapper.writeValueAsString(value)), member)
        }
    }
}

/** Returns the cases of a file, or of all files in a folder. */
fun cases(name: String): List<Case> {
    val path = WORKSPACE.resolve("tests/vectors/$name")
    val files = if (path.isDirectory) path.listFiles { file -> file.extension == "json" }!!.sorted() else listOf(path)
    return files.flatMap { mapper.readTree(it)["cases"].map(::Case) }.also { check(it.isNotEmpty()) }
}

/** Returns one test for each case, named after it. */
fun tests(cases: List<Case>, check: (Case) -> Unit): List<DynamicTest> =
    cases.map { case -> DynamicTest.dynamicTest(case.name) { check(case) } }

/** Returns the value at a JSON pointer, or null. */
fun JsonNode.pointer(pointer: String): JsonNode = at(pointer).let { if (it.isMissingNode) NullNode.instance else it }

private val byNumber = Comparator<JsonNode> { one, other ->
    val numbers = one.isNumber && other.isNumber
    if (numbers) {
        one.decimalValue().compareTo(other.decimalValue())
    } else if (one == other) {
        0
    } else {
        1
    }
}

/** Returns `true` if both are equal; numbers compare by value, not by spelling. */
fun same(one: JsonNode, other: JsonNode): Boolean = one.equals(byNumber, other)

/** Calls `fromJson` of the SDK's class with this name. */
fun read(model: String, text: String): Any =
    try {
        Class.forName("com.getdefacto.sdk.$model").getMethod("fromJson", String::class.java).invoke(null, text)
    } catch (failed: java.lang.reflect.InvocationTargetException) {
        throw failed.targetException
    }

fun toJson(model: Any): String = model.javaClass.getMethod("toJson").invoke(model) as String
