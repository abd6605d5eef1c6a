import com.getdefacto.sdk.*;
import java.time.Duration;

/** Enrols one company and prints what it can borrow. */
public class Enrol {
    public static void main(String[] arguments) {
        try (Client client = Client.fromEnv()) {
            NewBorrower company = NewBorrower.builder("404833048").identifierType(IdentifierType.of("siren")).build();
            Enrollment outcome = client.enroll(company, EnrollOptions.waitUntilReady(Duration.ofSeconds(60)));
            if (outcome instanceof Enrollment.Ready ready) {
                System.out.println("READY " + ready.getCreditLine().getBalanceAvailable());
            } else {
                throw new IllegalStateException("no credit line: " + outcome);
            }
        }
    }
}
