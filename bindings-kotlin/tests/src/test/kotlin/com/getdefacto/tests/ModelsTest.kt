package com.getdefacto.tests

import com.getdefacto.sdk.Address
import com.getdefacto.sdk.Borrower
import com.getdefacto.sdk.CallOptions
import com.getdefacto.sdk.ClientOptions
import com.getdefacto.sdk.CreditLine
import com.getdefacto.sdk.Currency
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Director
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.ErrorDetails
import com.getdefacto.sdk.IdentifierType
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.Signature
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.math.BigDecimal
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.util.UUID

/** Data classes and enums, and the types of Kotlin in them. */
class ModelsTest {
    @Test
    fun `enums are known by their names on the wire`() {
        assertEquals("hr_nummer", "${IdentifierType.HrNummer}")
        assertEquals(IdentifierType.Siren, IdentifierType.of("siren"))
        assertTrue(IdentifierType.of("siren") === IdentifierType.Siren)
        assertEquals(IdentifierType.known.size, IdentifierType.known.map { it.value }.toSet().size)
        assertEquals(Currency.Eur, Currency.of("EUR"))
    }

    @Test
    fun `a value that is not known is kept`() {
        val martian = IdentifierType.of("martian")
        assertEquals("martian", martian.toString())
        assertFalse(martian.isKnown)
        assertEquals(martian, IdentifierType.of("martian"))
        assertEquals(martian.hashCode(), IdentifierType.of("martian").hashCode())
        assertNotEquals(martian, IdentifierType.Siren)
        val request = NewBorrower("1", martian)
        assertTrue("\"martian\"" in request.toJson())
        assertEquals(request, NewBorrower.fromJson(request.toJson()))
    }

    @Test
    fun `values have the types of Kotlin`() {
        val line = CreditLine.fromJson(
            """{"distribution": "DIRECT", "fees_interest_daily_rate": 0.06, "fees_operating_daily_rate": 0.010,
                "loan_contract_type": "CREDIT_OPERATION", "start_date": "2026-11-02T09:15:00.25+01:00",
                "pool_amount": 9007199254740993}""",
        )
        assertEquals(BigDecimal("0.06"), line.feesInterestDailyRate)
        assertEquals(BigDecimal("0.010"), line.feesOperatingDailyRate)
        assertEquals(Instant.parse("2026-11-02T08:15:00.25Z"), line.startDate)
        assertEquals(9007199254740993L, line.poolAmount)

        val id = UUID.fromString("1f0c6f3e-93b5-4b8e-a4a5-0d7a3f6c2b10")
        val borrower = Borrower.fromJson("""{"identifier": "472618354", "id": "$id"}""")
        assertEquals(id, borrower.id)
        val director = Director(birthDate = LocalDate.of(1971, 3, 9))
        assertTrue("\"birth_date\":\"1971-03-09\"" in director.toJson())
        val signature = Signature(Instant.parse("2026-11-02T08:15:00Z"))
        assertEquals("""{"signed_at":"2026-11-02T08:15:00Z"}""", signature.toJson())
    }

    @Test
    fun `metadata is made of Kotlin's own values, and comes back as it went`() {
        val metadata = mapOf(
            "nothing" to null,
            "flag" to true,
            "number" to 9007199254740993L,
            "rate" to 0.5,
            "text" to "é",
            "list" to listOf(1L, "two", null, listOf(mapOf("deep" to false))),
            "object" to mapOf("empty" to mapOf<String, Any?>(), "list" to listOf<Any?>()),
        )
        val request = NewBorrower("472618354", metadata = metadata)
        assertEquals(metadata, NewBorrower.fromJson(request.toJson()).metadata)
        val others = mapOf("int" to 1, "short" to 2.toShort(), "array" to arrayOf<Any>(1, "a"))
        val back = NewBorrower.fromJson(NewBorrower("1", metadata = others).toJson()).metadata
        assertEquals(mapOf("int" to 1L, "short" to 2L, "array" to listOf(1L, "a")), back)
    }

    @Test
    fun `what is no JSON is refused and named`() {
        val odd = assertThrows<IllegalArgumentException> {
            NewBorrower("1", metadata = mapOf("id" to Instant.EPOCH)).toJson()
        }
        assertTrue("java.time.Instant" in odd.message!!)
        assertThrows<IllegalArgumentException> { NewBorrower("1", metadata = mapOf("rate" to Double.NaN)).toJson() }
    }

    @Test
    fun `what this version does not know is kept`() {
        val address = Address.fromJson("""{"city": "Lille", "planet": {"name": "Earth", "moons": [1]}}""")
        assertEquals(mapOf("planet" to mapOf("name" to "Earth", "moons" to listOf(1L))), address.extra)
        assertEquals(address, Address.fromJson(address.toJson()))
    }

    @Test
    fun `models are equal by value and are copied with changes`() {
        assertEquals(french(1), french(1))
        assertEquals(french(1).hashCode(), french(1).hashCode())
        val renamed = french(1).copy(name = "Lindenhof GmbH")
        assertEquals("Lindenhof GmbH", renamed.name)
        assertNotEquals(french(1), renamed)
    }

    @Test
    fun `a builder makes what the constructor makes`() {
        val built = NewBorrower.builder("472618354")
            .identifierType(IdentifierType.Siren)
            .name("Fonderie des Tilleuls SAS")
            .directors(listOf(Director.builder().firstName("Odile").build()))
            .metadata(mapOf("crm" to "T-77"))
            .build()
        val constructed = NewBorrower(
            identifier = "472618354",
            identifierType = IdentifierType.Siren,
            name = "Fonderie des Tilleuls SAS",
            directors = listOf(Director(firstName = "Odile")),
            metadata = mapOf("crm" to "T-77"),
        )
        assertEquals(constructed, built)
    }

    @Test
    fun `an exception knows its kind, and a text that is our own`() {
        val details = ErrorDetails(
            status = 402,
            title = "Payment Required",
            attempts = 1,
            retryable = false,
            outcomeUnknown = false,
        )
        val error: DefactoException = DefactoException.Api(details)
        assertEquals("api", error.kind.value)
        assertEquals(402, error.status)
        assertTrue("402 Payment Required" in error.message)
        assertEquals("com.getdefacto.sdk.DefactoException\$Api: ${error.message}", error.toString())
    }

    @Test
    fun `options that make no sense are refused`() {
        fun client(options: ClientOptions) = com.getdefacto.sdk.Client("key", Environment.Sandbox, options)
        assertThrows<IllegalArgumentException> { client(ClientOptions(maxRetries = -1)) }
        assertThrows<IllegalArgumentException> { client(ClientOptions(readTimeout = Duration.ofSeconds(-1))) }
        assertThrows<DefactoException.Configuration> { client(ClientOptions(proxy = "no URL")) }
        client(ClientOptions()).use {
            assertThrows<IllegalArgumentException> { it.withOptions(CallOptions(maxRetries = -1)) }
            assertEquals("https://api-sandbox.getdefacto.com", it.baseUrl)
        }
    }
}
