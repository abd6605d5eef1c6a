package com.getdefacto.tests

import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.LoanOutcome
import com.getdefacto.sdk.WebhookEvent
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.util.UUID
import kotlin.reflect.KClass
import kotlin.reflect.KType
import kotlin.reflect.full.primaryConstructor
import kotlin.reflect.jvm.jvmErasure

/** Values of all types that have a JSON form, found in the built jar, so that no new one is forgotten. */
object Samples {
    private val surface = Surface(System.getProperty("sources"))
    private val enums = surface.enums.keys.map(::named)

    /** Each model with every field set, and with a member that this version does not know; each outcome; an event. */
    val objects: List<Any> =
        (surface.models.keys.map(::named) - WebhookEvent::class).map(::model) +
            listOf(Enrollment::class, LoanOutcome::class).flatMap { outcome ->
                outcome.sealedSubclasses.map { read(outcome, json(made(it, DEPTH))) }
            } +
            WebhookEvent.fromJson(
                """{"event_type":"Comet.SEEN","id":"7","timestamp":"2026-11-20T10:00:00Z","entity_state":{"tail":1}}""",
            )

    /** The values of each open enum that this version knows, and one that it does not know. */
    val values: List<Any> = enums.flatMap { known(it) + of(it, "brand_new") }

    fun json(value: Any): String = value.javaClass.getMethod("toJson").invoke(value) as String

    fun read(type: KClass<*>, text: String): Any =
        type.java.getMethod("fromJson", String::class.java).invoke(null, text)

    /** Returns the type that a value is declared as: the open enum or the outcome, and not one of its cases. */
    fun declared(value: Any): Class<*> =
        value.javaClass.superclass.takeUnless { it == Any::class.java } ?: value.javaClass

    private fun named(name: String): KClass<*> = Class.forName("com.getdefacto.sdk.$name").kotlin

    private fun known(type: KClass<*>): List<Any> =
        (type.java.getMethod("getKnown").invoke(null) as List<*>).map { it!! }

    private fun of(type: KClass<*>, text: String): Any =
        type.java.getMethod("of", String::class.java).invoke(null, text)

    /** Read again, since what is never written, such as the body of an answer, is not there then. */
    private fun model(type: KClass<*>): Any = read(type, json(made(type, DEPTH)))

    private fun made(type: KClass<*>, depth: Int): Any {
        val constructor = type.primaryConstructor!!
        val all = constructor.parameters.associateWith { of(it.type, depth, it.name!!) }
        return constructor.callBy(all.filter { (parameter, value) -> value != null || parameter.type.isMarkedNullable })
    }

    /** Returns a value of a type; null if it is a model in too many others, which may hold itself. */
    private fun of(type: KType, depth: Int, name: String): Any? =
        when (val kind = type.jvmErasure) {
            String::class -> "text é"
            Long::class -> 9007199254740993L
            Int::class -> 7
            Boolean::class -> true
            BigDecimal::class -> BigDecimal("0.010")
            Instant::class -> Instant.parse("2026-11-02T08:15:00.25Z")
            LocalDate::class -> LocalDate.of(1971, 3, 9)
            UUID::class -> UUID.fromString("1f0c6f3e-93b5-4b8e-a4a5-0d7a3f6c2b10")
            List::class -> listOfNotNull(of(type.arguments.single().type!!, depth, name))
            Map::class -> if (name ==
                "extra"
            ) {
                EXTRA
            } else {
                mapOf("key" to (of(type.arguments[1].type!!, depth, name) ?: 1L))
            }
            Any::class -> 1L
            in enums -> of(kind, "brand_new")
            else -> if (depth == 0 && type.isMarkedNullable) null else made(kind, depth - 1)
        }

    private const val DEPTH = 2
    private val EXTRA = mapOf("planet" to mapOf("name" to "Earth", "moons" to listOf(1L, null), "rate" to 0.5))
}
