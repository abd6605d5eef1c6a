import com.getdefacto.sdk.Address
import com.getdefacto.sdk.BusinessAddress
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.Director
import com.getdefacto.sdk.EntityType
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.IdentifierType
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.PersonRole
import kotlinx.coroutines.runBlocking
import java.time.Instant
import java.time.LocalDate

private fun request(): NewBorrower =
    NewBorrower(
        identifier = "874615305",
        identifierType = IdentifierType.Siren,
        name = "Brasserie du Vallon SAS",
        legalForm = "SAS",
        vatNumber = "FR01874615305",
        address = BusinessAddress(addressLine1 = "8 quai des Tanneurs", city = "Lyon", country = "FRA", postalCode = "69001"),
        directors =
            listOf(
                Director(
                    role = PersonRole.Director,
                    entityType = EntityType.People,
                    firstName = "Inès",
                    lastName = "Garnier",
                    birthDate = LocalDate.of(1986, 4, 17),
                    nationality = "FRA",
                    businessEmail = "ines.garnier@brasserie-vallon.example",
                    address = Address(addressLine1 = "21 montée du Chemin-Neuf", city = "Lyon", country = "FRA", postalCode = "69005"),
                ),
            ),
        accountNumber = "FR7611111000870000874615333",
        preferredLanguage = "fr",
        signedAt = SIGNED_AT,
        metadata = mapOf("crm_id" to "C-2041"),
    )

val SIGNED_AT: Instant = Instant.parse("2026-01-15T09:24:00Z")

/** This SDK, blocking. It validates the request as well. */
class Ours(url: String) : Peer {
    private val client = Client("bench-key", Environment.of(url))
    private val ready by lazy { request() }

    override fun post(): Int {
        val borrower = client.borrowers.enroll(request())
        return if (borrower.id != null && borrower.name != null) 1 else 0
    }

    override fun list(): Int = client.borrowers.list().count { it.identifier.isNotEmpty() }

    override fun validate(): Int = ready.validate().size
}

/** This SDK with coroutines. */
class OursSuspended(url: String) : Peer {
    private val client = Client("bench-key", Environment.of(url)).async

    override fun post(): Int =
        runBlocking {
            val borrower = client.borrowers.enroll(request())
            if (borrower.id != null && borrower.name != null) 1 else 0
        }

    override fun list(): Int =
        runBlocking {
            var items = 0
            client.borrowers.list().collect { if (it.identifier.isNotEmpty()) items++ }
            items
        }
}
