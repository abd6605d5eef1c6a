package com.getdefacto.sdk

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.buildClassSerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonDecoder
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonEncoder
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.JsonUnquotedLiteral
import kotlinx.serialization.modules.SerializersModule
import kotlin.reflect.KClass

/**
 * Lets kotlinx.serialization write and read the models, outcomes, events and open enums of this library in the API's JSON
 * form, also as parts of your own classes:
 *
 * ```kotlin
 * val json = Json { serializersModule = DefactoSerializers.module }
 *
 * @Serializable
 * data class Customer(val name: String, @Contextual val line: CreditLine)
 * ```
 *
 * Members and values that this version does not know are kept. What does not have the form of the type is refused with a
 * [SerializationException], whose cause is the [DefactoException.Validation] with every place. Models need the format
 * JSON; open enums are text in every format. Your program brings
 * `org.jetbrains.kotlinx:kotlinx-serialization-json` along.
 */
public object DefactoSerializers {
    /** A serializer for each type, for properties that are `@Contextual`. */
    public val module: SerializersModule by lazy {
        SerializersModule {
            for (type in formNames.keys) {
                // The map holds pairs of a class and the name of the same class.
                @Suppress("UNCHECKED_CAST")
                contextual(type.kotlin as KClass<Any>, of(type.kotlin) as KSerializer<Any>)
            }
        }
    }

    /**
     * Returns the serializer of one type, for a serializer of your own that is named in `@Serializable(with = ...)`:
     * `object CreditLines : KSerializer<CreditLine> by DefactoSerializers.of(CreditLine::class)`.
     *
     * @throws IllegalArgumentException if the values of the type have no JSON form of the API.
     */
    public fun <T : Any> of(type: KClass<T>): KSerializer<T> {
        val name = requireNotNull(formNames[type.java]) { "${type.java.name} has no JSON form of the API" }
        return if (JsonForm::class.java.isAssignableFrom(type.java)) ObjectForm(type, name) else TextForm(type, name)
    }
}

/** A value as a JSON object. */
private class ObjectForm<T : Any>(private val type: KClass<T>, private val name: String) : KSerializer<T> {
    override val descriptor: SerialDescriptor = buildClassSerialDescriptor("com.getdefacto.sdk.$name")

    override fun serialize(encoder: Encoder, value: T) {
        if (encoder !is JsonEncoder) throw SerializationException("$name can be written as JSON only")
        encoder.encodeJsonElement(exact(Json.parseToJsonElement((value as JsonForm).toJson())))
    }

    override fun deserialize(decoder: Decoder): T {
        if (decoder !is JsonDecoder) throw SerializationException("$name can be read from JSON only")
        val text = decoder.decodeJsonElement().toString()
        return try {
            type.java.cast(readForm(name, text))
        } catch (invalid: DefactoException) {
            throw SerializationException(invalid.message, invalid)
        }
    }
}

/** Returns JSON whose numbers are written with all of their digits. As other primitives they become a Double. */
@OptIn(ExperimentalSerializationApi::class)
private fun exact(element: JsonElement): JsonElement =
    when (element) {
        is JsonObject -> JsonObject(element.mapValues { exact(it.value) })
        is JsonArray -> JsonArray(element.map(::exact))
        is JsonNull -> element
        is JsonPrimitive -> if (element.isString) element else JsonUnquotedLiteral(element.content)
    }

/** An open enum as text. */
private class TextForm<T : Any>(private val type: KClass<T>, private val name: String) : KSerializer<T> {
    override val descriptor: SerialDescriptor =
        PrimitiveSerialDescriptor("com.getdefacto.sdk.$name", PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: T): Unit = encoder.encodeString(value.toString())

    override fun deserialize(decoder: Decoder): T = type.java.cast(readForm(name, decoder.decodeString()))
}
