import com.fasterxml.jackson.annotation.JsonInclude
import com.fasterxml.jackson.databind.DeserializationFeature
import com.fasterxml.jackson.databind.PropertyNamingStrategies
import com.fasterxml.jackson.databind.SerializationFeature
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule
import com.fasterxml.jackson.module.kotlin.jacksonMapperBuilder
import com.fasterxml.jackson.module.kotlin.jacksonTypeRef
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonNamingStrategy
import java.time.Instant
import java.time.LocalDate
import java.util.UUID

/** A value as its text, for kotlinx.serialization. */
abstract class AsText<T>(name: String, private val parse: (String) -> T) : KSerializer<T> {
    override val descriptor = PrimitiveSerialDescriptor(name, PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: T) = encoder.encodeString(value.toString())

    override fun deserialize(decoder: Decoder): T = parse(decoder.decodeString())
}

object AsDate : AsText<LocalDate>("date", LocalDate::parse)

object AsInstant : AsText<Instant>("instant", Instant::parse)

object AsUuid : AsText<UUID>("uuid", UUID::fromString)

@Serializable
data class PlainAddress(
    val addressLine1: String? = null,
    val addressLine2: String? = null,
    val city: String? = null,
    val country: String? = null,
    val postalCode: String? = null,
    val state: String? = null,
)

@Serializable
data class PlainDirector(
    val id: String? = null,
    val role: String? = null,
    val entityType: String? = null,
    val firstName: String? = null,
    val lastName: String? = null,
    @Serializable(AsDate::class) val birthDate: LocalDate? = null,
    val nationality: String? = null,
    val businessEmail: String? = null,
    val address: PlainAddress? = null,
)

@Serializable
data class PlainRequest(
    val identifier: String,
    val identifierType: String? = null,
    val name: String? = null,
    val legalForm: String? = null,
    val vatNumber: String? = null,
    val address: PlainAddress? = null,
    val directors: List<PlainDirector>? = null,
    val accountNumber: String? = null,
    val preferredLanguage: String? = null,
    @Serializable(AsInstant::class) val signedAt: Instant? = null,
    val metadata: Map<String, String>? = null,
)

@Serializable
data class PlainAccount(
    val accountNumber: String,
    val accountNumberType: String,
    val bankIdentifier: String,
    val bankIdentifierType: String,
    val accountName: String? = null,
)

@Serializable
data class PlainBorrower(
    val identifier: String,
    @Serializable(AsUuid::class) val id: UUID? = null,
    val identifierType: String? = null,
    val name: String? = null,
    val legalForm: String? = null,
    val vatNumber: String? = null,
    val status: String? = null,
    val statusReason: String? = null,
    @Serializable(AsInstant::class) val signedAt: Instant? = null,
    val address: PlainAddress? = null,
    val accounts: List<PlainAccount> = emptyList(),
    val directors: List<PlainDirector> = emptyList(),
    val nextActions: List<String> = emptyList(),
    val canReonboard: Boolean? = null,
    val metadata: Map<String, String> = emptyMap(),
)

@Serializable
data class PlainPage(
    val count: Int,
    val pageSize: Int,
    val data: List<PlainBorrower> = emptyList(),
    val nextPage: String? = null,
)

fun plainRequest(): PlainRequest =
    PlainRequest(
        identifier = "874615305",
        identifierType = "siren",
        name = "Brasserie du Vallon SAS",
        legalForm = "SAS",
        vatNumber = "FR01874615305",
        address = PlainAddress(addressLine1 = "8 quai des Tanneurs", city = "Lyon", country = "FRA", postalCode = "69001"),
        directors =
            listOf(
                PlainDirector(
                    role = "DIRECTOR",
                    entityType = "people",
                    firstName = "Inès",
                    lastName = "Garnier",
                    birthDate = LocalDate.of(1986, 4, 17),
                    nationality = "FRA",
                    businessEmail = "ines.garnier@brasserie-vallon.example",
                    address =
                        PlainAddress(
                            addressLine1 = "21 montée du Chemin-Neuf",
                            city = "Lyon",
                            country = "FRA",
                            postalCode = "69005",
                        ),
                ),
            ),
        accountNumber = "FR7611111000870000874615333",
        preferredLanguage = "fr",
        signedAt = SIGNED_AT,
        metadata = mapOf("crm_id" to "C-2041"),
    )

/** A library for JSON with typed values. */
interface Codec {
    fun request(): ByteArray

    fun borrower(body: ByteArray): PlainBorrower

    fun page(body: ByteArray): PlainPage
}

class Jackson : Codec {
    private val mapper =
        jacksonMapperBuilder()
            .addModule(JavaTimeModule())
            .propertyNamingStrategy(Lines)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build()
    private val borrowers = mapper.readerFor(jacksonTypeRef<PlainBorrower>())
    private val pages = mapper.readerFor(jacksonTypeRef<PlainPage>())
    private val requests = mapper.writerFor(jacksonTypeRef<PlainRequest>())

    override fun request(): ByteArray = requests.writeValueAsBytes(plainRequest())

    override fun borrower(body: ByteArray): PlainBorrower = borrowers.readValue(body)

    override fun page(body: ByteArray): PlainPage = pages.readValue(body)

    /** Snake case with an underscore before numbers: `address_line_1`. */
    private object Lines : PropertyNamingStrategies.NamingBase() {
        private fun readResolve(): Any = Lines

        override fun translate(name: String) = snake(name)
    }
}

@OptIn(ExperimentalSerializationApi::class)
class Serialization : Codec {
    private val json =
        Json {
            ignoreUnknownKeys = true
            explicitNulls = false
            namingStrategy = JsonNamingStrategy { _, _, name -> snake(name) }
        }

    override fun request(): ByteArray =
        json.encodeToString(PlainRequest.serializer(), plainRequest()).encodeToByteArray()

    override fun borrower(body: ByteArray): PlainBorrower =
        json.decodeFromString(PlainBorrower.serializer(), body.decodeToString())

    override fun page(body: ByteArray): PlainPage =
        json.decodeFromString(PlainPage.serializer(), body.decodeToString())
}

private fun snake(name: String) = name.replace(Regex("([A-Z]|[0-9]+)")) { "_" + it.value.lowercase() }
