import Defacto

/// Enrols one company and prints what it can borrow.
@main
struct Enrol {
    struct NoLine: Error {
        let outcome: Enrollment
    }

    static func main() async throws {
        let client = try Client.fromEnv()
        let company = NewBorrower(identifier: "519037584", identifierType: .siren)
        let outcome = try await client.enroll(company, options: .waitUntilReady(60))
        guard case .ready(_, let line, _) = outcome else { throw NoLine(outcome: outcome) }
        print("READY", line.balanceAvailable ?? 0)
    }
}
