package com.getdefacto.sdk

import com.fasterxml.jackson.core.JsonFactory
import com.fasterxml.jackson.core.JsonGenerator
import com.fasterxml.jackson.core.JsonParser
import com.fasterxml.jackson.core.JsonToken
import com.fasterxml.jackson.core.StreamReadConstraints
import com.fasterxml.jackson.core.Version
import com.fasterxml.jackson.databind.BeanDescription
import com.fasterxml.jackson.databind.DeserializationConfig
import com.fasterxml.jackson.databind.DeserializationContext
import com.fasterxml.jackson.databind.JavaType
import com.fasterxml.jackson.databind.JsonDeserializer
import com.fasterxml.jackson.databind.JsonMappingException
import com.fasterxml.jackson.databind.JsonSerializer
import com.fasterxml.jackson.databind.KeyDeserializer
import com.fasterxml.jackson.databind.Module
import com.fasterxml.jackson.databind.SerializationConfig
import com.fasterxml.jackson.databind.SerializerProvider
import com.fasterxml.jackson.databind.deser.Deserializers
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer
import com.fasterxml.jackson.databind.jsontype.TypeSerializer
import com.fasterxml.jackson.databind.ser.Serializers
import java.io.StringWriter

/**
 * Lets Jackson 2 write and read the models, outcomes, events and open enums of this library in the API's JSON form, also as
 * parts of your own classes: `ObjectMapper().registerModule(DefactoJacksonModule())`, or `findAndRegisterModules()`.
 *
 * Members and values that this version does not know are kept. Other JSON is refused with a `JsonMappingException`, whose
 * cause is the [DefactoException.Validation] with every place. Your program brings Jackson along
 * (`com.fasterxml.jackson.core:jackson-databind`, 2.15 or later). For Jackson 3: [DefactoJackson3Module].
 */
public class DefactoJacksonModule : Module() {
    override fun getModuleName(): String = "defacto-sdk"

    override fun version(): Version = Version.unknownVersion()

    override fun getTypeId(): Any = "com.getdefacto.sdk"

    override fun setupModule(context: SetupContext) {
        context.addSerializers(Writing)
        context.addDeserializers(Reading)
        context.addKeyDeserializers { type, _, _ -> formName(type.rawClass)?.let(::FormKey) }
    }

    private object Writing : Serializers.Base() {
        override fun findSerializer(
            config: SerializationConfig,
            type: JavaType,
            description: BeanDescription,
        ): JsonSerializer<*>? = if (formName(type.rawClass) == null) null else FormWriter
    }

    private object Reading : Deserializers.Base() {
        override fun findBeanDeserializer(
            type: JavaType,
            config: DeserializationConfig,
            description: BeanDescription,
        ): JsonDeserializer<*>? = formName(type.rawClass)?.let { FormReader(it, type.rawClass) }

        override fun hasDeserializerFor(config: DeserializationConfig, type: Class<*>): Boolean = formName(type) != null
    }

    private object FormWriter : JsonSerializer<Any>() {
        override fun serialize(value: Any, generator: JsonGenerator, provider: SerializerProvider) {
            // Not as raw text, which a tree or another format would keep as text.
            if (value is JsonForm) {
                json.createParser(value.toJson()).use { generator.copy(it.apply { nextToken() }) }
            } else {
                generator.writeString(value.toString())
            }
        }

        override fun serializeWithType(
            value: Any,
            generator: JsonGenerator,
            provider: SerializerProvider,
            type: TypeSerializer,
        ): Unit = serialize(value, generator, provider)
    }

    private class FormReader(private val name: String, private val type: Class<*>) : JsonDeserializer<Any>() {
        override fun deserialize(parser: JsonParser, context: DeserializationContext): Any? {
            val isText = !JsonForm::class.java.isAssignableFrom(type)
            if (isText && !parser.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(type, "must be text")
            }
            try {
                val value = readForm(name, if (isText) parser.text else textOf(parser))
                if (type.isInstance(value)) return value
            } catch (invalid: DefactoException) {
                throw JsonMappingException.from(parser, invalid.message, invalid)
            }
            return context.reportInputMismatch(type, "must be this case of $name")
        }

        override fun deserializeWithType(
            parser: JsonParser,
            context: DeserializationContext,
            type: TypeDeserializer,
        ): Any? = deserialize(parser, context)
    }

    /** Reads an open enum that is the key of a map. */
    private class FormKey(private val name: String) : KeyDeserializer() {
        override fun deserializeKey(key: String, context: DeserializationContext): Any = readForm(name, key)
    }

    private companion object {
        /** Not that of the mapper, which may be for another format, or limit texts: a document is one. */
        private val json: JsonFactory =
            JsonFactory
                .builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Int.MAX_VALUE).build())
                .build()

        private fun textOf(parser: JsonParser): String {
            val text = StringWriter()
            json.createGenerator(text).use { it.copy(parser) }
            return text.toString()
        }

        /** Copies one value with the exact digits of its numbers. */
        private fun JsonGenerator.copy(parser: JsonParser) {
            var depth = 0
            do {
                copyCurrentEventExact(parser)
                val token = parser.currentToken()
                if (token.isStructStart) depth++
                if (token.isStructEnd) depth--
            } while (depth > 0 && parser.nextToken() != null)
        }
    }
}
