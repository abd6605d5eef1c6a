package com.getdefacto.tests

import com.fasterxml.jackson.databind.JsonMappingException
import com.fasterxml.jackson.databind.ObjectMapper
import com.getdefacto.sdk.Address
import com.getdefacto.sdk.Borrower
import com.getdefacto.sdk.CreditLine
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.DefactoJackson3Module
import com.getdefacto.sdk.DefactoSerializers
import com.getdefacto.sdk.IdentifierType
import kotlinx.serialization.Contextual
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.serializer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import tools.jackson.databind.DatabindException
import tools.jackson.databind.json.JsonMapper
import java.math.BigDecimal

/** A class of the caller's that holds models, as Jackson wants it. */
data class Customer(
    var name: String = "",
    var line: CreditLine? = null,
    var companies: Map<IdentifierType, List<Borrower>> = mapOf(),
    var kind: IdentifierType? = null,
)

/** The same for kotlinx.serialization. */
@Serializable
data class Account(
    val name: String,
    @Contextual val line: CreditLine?,
    val companies: Map<@Contextual IdentifierType, List<@Contextual Borrower>>,
    @Serializable(with = Types::class) val kind: IdentifierType?,
)

object Types : KSerializer<IdentifierType> by DefactoSerializers.of(IdentifierType::class)

/** A credit line with the fields that the contract requires, and with one that this version does not know. */
private const val LINE =
    """{"distribution":"DIRECT","fees_interest_daily_rate":0.06,"fees_operating_daily_rate":0.01,""" +
        """"loan_contract_type":"CREDIT_OPERATION","start_date":"2026-11-02T08:15:00Z","orbit":"low"}"""

/** The libraries for JSON that programs use. */
enum class JsonLibrary {
    JACKSON_2 {
        private val mapper = ObjectMapper().findAndRegisterModules()

        override fun write(value: Any, type: Class<*>): String = mapper.writerFor(type).writeValueAsString(value)

        override fun read(text: String, type: Class<*>): Any = mapper.readValue(text, type)
    },
    JACKSON_3 {
        private val mapper = JsonMapper.builder().addModule(DefactoJackson3Module()).build()

        override fun write(value: Any, type: Class<*>): String = mapper.writerFor(type).writeValueAsString(value)

        override fun read(text: String, type: Class<*>): Any = mapper.readValue(text, type)
    },
    KOTLINX {
        private val json = Json { serializersModule = DefactoSerializers.module }

        override fun write(value: Any, type: Class<*>): String =
            json.encodeToString(json.serializersModule.serializer(type), value)

        override fun read(text: String, type: Class<*>): Any =
            json.decodeFromString(json.serializersModule.serializer(type), text)
    }, ;

    abstract fun write(value: Any, type: Class<*>): String

    abstract fun read(text: String, type: Class<*>): Any
}

/** Models pass through other JSON libraries in the API's form. */
class JsonLibrariesTest {
    private val plain = ObjectMapper()

    @ParameterizedTest
    @EnumSource
    fun `every model and outcome has the form of the API and comes back as it went`(library: JsonLibrary) {
        assertTrue(Samples.objects.size > 150)
        for (sample in Samples.objects) {
            val type = Samples.declared(sample)
            val text = library.write(sample, type)
            assertEquals(plain.readTree(Samples.json(sample)), plain.readTree(text), type.name)
            assertEquals(sample, library.read(text, type))
        }
    }

    @ParameterizedTest
    @EnumSource
    fun `every value of an enum is its text, also one that is not known`(library: JsonLibrary) {
        for (value in Samples.values) {
            val type = Samples.declared(value)
            assertEquals("\"$value\"", library.write(value, type))
            assertEquals(value, library.read("\"$value\"", type))
        }
    }

    @ParameterizedTest
    @EnumSource
    fun `numbers keep their digits`(library: JsonLibrary) {
        val text = LINE.replace("0.01", "0.01234567890123456789").replace("}", ",\"pool_amount\":9007199254740993}")
        val line = library.read(text, CreditLine::class.java) as CreditLine
        assertEquals(9007199254740993L, line.poolAmount)
        assertEquals(BigDecimal("0.01234567890123456789"), line.feesOperatingDailyRate)
        assertTrue("0.01234567890123456789" in library.write(line, CreditLine::class.java))
    }

    @ParameterizedTest
    @EnumSource
    fun `what is no model is refused with its place and without its value`(library: JsonLibrary) {
        val text = """{"identifier":"1","id":"that of Odile"}"""
        val error = assertThrows<Exception> { library.read(text, Borrower::class.java) }
        assertTrue(error is JsonMappingException || error is DatabindException || error is SerializationException)
        val cause = error.cause as DefactoException.Validation
        assertEquals(listOf("/id"), cause.problems.map { it.pointer })
        assertFalse("Odile" in error.stackTraceToString(), error.stackTraceToString())
        assertThrows<Exception> { library.read("[1]", Borrower::class.java) }
        assertThrows<Exception> { library.read("7", IdentifierType::class.java) }
    }

    private val line = CreditLine.fromJson(LINE)
    private val companies = mapOf(
        IdentifierType.of("martian") to listOf(Borrower.fromJson("""{"identifier":"1","status":"BRAND_NEW"}""")),
    )
    private val text =
        """{"name":"Odile","line":$LINE,""" +
            """"companies":{"martian":[{"identifier":"1","status":"BRAND_NEW"}]},"kind":"siren"}"""

    @Test
    fun `models are parts of a class that Jackson writes`() {
        val customer = Customer("Odile", line, companies, IdentifierType.Siren)
        val two = ObjectMapper().findAndRegisterModules()
        assertEquals(plain.readTree(text), plain.readTree(two.writeValueAsString(customer)))
        assertEquals(customer, two.readValue(text, Customer::class.java))
        assertEquals(
            plain.readTree(text),
            plain.readTree(two.valueToTree<com.fasterxml.jackson.databind.JsonNode>(customer).toString()),
        )
        assertEquals(customer, two.convertValue(customer, Customer::class.java))
        val three = JsonMapper.builder().findAndAddModules().build()
        assertEquals(plain.readTree(text), plain.readTree(three.writeValueAsString(customer)))
        assertEquals(customer, three.readValue(text, Customer::class.java))
        assertEquals(customer, three.convertValue(customer, Customer::class.java))
    }

    @Test
    fun `models are parts of a class that kotlinx writes`() {
        val json = Json { serializersModule = DefactoSerializers.module }
        val customer = Account("Odile", line, companies, IdentifierType.Siren)
        assertEquals(plain.readTree(text), plain.readTree(json.encodeToString(customer)))
        assertEquals(customer, json.decodeFromString<Account>(text))
        assertEquals(
            customer,
            json.decodeFromJsonElement(Account.serializer(), json.encodeToJsonElement(Account.serializer(), customer)),
        )
        assertThrows<IllegalArgumentException> { DefactoSerializers.of(String::class) }
    }

    @Test
    fun `a place in another format is a value and not text in it`() {
        val tree = ObjectMapper().findAndRegisterModules().valueToTree<com.fasterxml.jackson.databind.JsonNode>(
            Address(city = "Lille"),
        )
        assertEquals("Lille", tree["city"].textValue())
    }
}
