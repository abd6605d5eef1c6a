import com.getdefacto.sdk.*
import java.time.Duration

/** Enrols one company and prints what it can borrow. */
fun main() =
    Client.fromEnv().use { client ->
        val company = NewBorrower(identifier = "732829320", identifierType = IdentifierType.Siren)
        when (val outcome = client.enroll(company, EnrollOptions(wait = Duration.ofSeconds(60)))) {
            is Enrollment.Ready -> println("READY ${outcome.creditLine.balanceAvailable}")
            else -> error("no credit line: $outcome")
        }
    }
