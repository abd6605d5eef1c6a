package com.getdefacto.sdk

import com.fasterxml.jackson.annotation.JsonFormat
import tools.jackson.core.JsonGenerator
import tools.jackson.core.JsonParser
import tools.jackson.core.JsonToken
import tools.jackson.core.ObjectReadContext
import tools.jackson.core.ObjectWriteContext
import tools.jackson.core.StreamReadConstraints
import tools.jackson.core.Version
import tools.jackson.core.json.JsonFactory
import tools.jackson.databind.BeanDescription
import tools.jackson.databind.DatabindException
import tools.jackson.databind.DeserializationConfig
import tools.jackson.databind.DeserializationContext
import tools.jackson.databind.JacksonModule
import tools.jackson.databind.JavaType
import tools.jackson.databind.KeyDeserializer
import tools.jackson.databind.SerializationConfig
import tools.jackson.databind.SerializationContext
import tools.jackson.databind.ValueDeserializer
import tools.jackson.databind.ValueSerializer
import tools.jackson.databind.deser.Deserializers
import tools.jackson.databind.jsontype.TypeDeserializer
import tools.jackson.databind.jsontype.TypeSerializer
import tools.jackson.databind.ser.Serializers
import java.io.StringWriter

/**
 * Lets Jackson 3 write and read the models, outcomes, events and open enums of this library in the API's JSON form, also as
 * parts of your own classes: `JsonMapper.builder().addModule(DefactoJackson3Module())`. Spring Boot 4 finds it itself.
 *
 * Members and values that this version does not know are kept. Other JSON is refused with a `DatabindException`, whose
 * cause is the [DefactoException.Validation] with every place. Your program brings Jackson along
 * (`tools.jackson.core:jackson-databind`). For Jackson 2: [DefactoJacksonModule].
 */
public class DefactoJackson3Module : JacksonModule() {
    override fun getModuleName(): String = "defacto-sdk"

    override fun version(): Version = Version.unknownVersion()

    override fun setupModule(context: SetupContext) {
        context.addSerializers(Writing)
        context.addDeserializers(Reading)
        context.addKeyDeserializers { type, _, _ -> formName(type.rawClass)?.let(::FormKey) }
    }

    private object Writing : Serializers {
        override fun findSerializer(
            config: SerializationConfig,
            type: JavaType,
            description: BeanDescription.Supplier,
            format: JsonFormat.Value?,
        ): ValueSerializer<*>? = if (formName(type.rawClass) == null) null else FormWriter
    }

    private object Reading : Deserializers.Base() {
        override fun findBeanDeserializer(
            type: JavaType,
            config: DeserializationConfig,
            description: BeanDescription.Supplier,
        ): ValueDeserializer<*>? = formName(type.rawClass)?.let { FormReader(it, type.rawClass) }

        override fun hasDeserializerFor(config: DeserializationConfig, type: Class<*>): Boolean = formName(type) != null
    }

    private object FormWriter : ValueSerializer<Any>() {
        override fun serialize(value: Any, generator: JsonGenerator, context: SerializationContext) {
            // Not as raw text, which a tree or another format would keep as text.
            if (value is JsonForm) {
                json.createParser(ObjectReadContext.empty(), value.toJson()).use { parser ->
                    parser.nextToken()
                    generator.copyCurrentStructureExact(parser)
                }
            } else {
                generator.writeString(value.toString())
            }
        }

        override fun serializeWithType(
            value: Any,
            generator: JsonGenerator,
            context: SerializationContext,
            type: TypeSerializer,
        ): Unit = serialize(value, generator, context)
    }

    private class FormReader(private val name: String, private val type: Class<*>) : ValueDeserializer<Any>() {
        override fun deserialize(parser: JsonParser, context: DeserializationContext): Any? {
            val isText = !JsonForm::class.java.isAssignableFrom(type)
            if (isText && !parser.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(type, "must be text")
            }
            try {
                val value = readForm(name, if (isText) parser.string else textOf(parser))
                if (type.isInstance(value)) return value
            } catch (invalid: DefactoException) {
                throw DatabindException.from(parser, invalid.message, invalid)
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
            json.createGenerator(ObjectWriteContext.empty(), text).use { it.copyCurrentStructureExact(parser) }
            return text.toString()
        }
    }
}
