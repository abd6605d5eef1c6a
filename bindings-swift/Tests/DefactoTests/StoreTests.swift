import Defacto
import DefactoTesting
import Foundation
import Testing

/// An intent in a store is carried out once, whichever process continues it.
extension All {
    @Suite struct Stores {
        let sandbox: Sandbox
        let file: String

        init() throws {
            sandbox = try Sandbox()
            file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).db").path
        }

        func sent() throws -> Int { try sandbox.requests("POST /borrowers").count }

        func count(_ what: String) throws -> Int { try sandbox.state()[what]?.array?.count ?? 0 }

        /// The API answers 504 at once, and carries the next enrolment out later.
        func commitLate() throws {
            try sandbox.settings(["speed": 10])
            let late: [String: JsonValue] = ["times": 1, "commit_delay_ms": 4_000]
            try sandbox.fault("timeout_late_commit", operation: "POST /borrowers", late)
        }

        /// Waits longer than the call takes to take effect.
        var patient: EnrollOptions {
            var options = EnrollOptions.waitUntilReady(60)
            options.pollInterval = 0.05
            return options
        }

        func expectOneBorrower(_ outcome: Enrollment) throws {
            _ = try ready(outcome)
            #expect(try sent() == 1)
            #expect(try count("borrowers") == 1)
        }

        @Test func aCancelledTaskGoesOnByTheTokenAndByTheStore() async throws {
            try commitLate()
            let (first, patient) = (try sandbox.client(store: .sqlite(path: file)), patient)
            let enrolling = Task { try await failure { try await first.enroll(french(5), options: patient) } }
            try await eventually("the call") { try sent() == 1 }
            enrolling.cancel()
            let error = try await enrolling.value
            #expect(error.kind == .interrupted)
            let token = try #require(error.resumeToken)
            #expect(try count("borrowers") == 0, "the call is not carried out yet")

            let second = try sandbox.client(store: .sqlite(path: file))
            try expectOneBorrower(try await second.enroll(french(5), options: patient))
            try expectOneBorrower(try await second.resumeEnrollment(token, options: patient))
        }

        @Test func theStoreOfTheOptionsGoesOnAsWell() throws {
            try commitLate()
            var begun = patient
            begun.store = try .sqlite(path: file)
            let token = CancelToken()
            let stoppable = try sandbox.client().withOptions(cancel: token)
            let error = try failure {
                try stoppable.enroll(french(5), options: begun) { if $0.stage == .outcomeUnknown { token.cancel() } }
            }
            #expect(error.outcomeUnknown)
            #expect(error.resumeToken != nil)
            var options = patient
            options.store = try .sqlite(path: file)
            try expectOneBorrower(try sandbox.client().enroll(french(5), options: options))
        }

        @Test func anEqualLoanIsTheOneThatTheStoreKeeps() async throws {
            let company = french(4711)
            _ = try ready(try await sandbox.client().enroll(company, options: .waiting))
            let pay = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 3 * 86_400).rounded())
            func newLoan(_ amount: Int64) -> NewLoan {
                NewLoan(
                    amount: amount, loanTo: PaymentAccount(accountNumber: "FR88 1111 1015 5936 0301 8280 926"),
                    toPayAt: pay, toRepayAt: pay + 60 * 86_400,
                    borrower: CompanyReference(identifier: company.identifier, identifierType: .siren))
            }
            try sandbox.fault("timeout_after_commit", operation: "POST /loans", ["times": 3])
            let first = try sandbox.client(store: .sqlite(path: file))
            #expect(try await failure { try await first.requestLoan(newLoan(10_000)) }.saltId != nil)
            // As in another process, which knows of the request through the store alone.
            forgetRequests(baseUrl: sandbox.url)
            let options = LoanOptions(store: try .sqlite(path: file))
            _ = try await sandbox.client().requestLoan(newLoan(10_000), options: options)
            #expect(try count("loans") == 1)

            try sandbox.fault("timeout_after_commit", operation: "POST /loans", ["times": 3])
            let without = try sandbox.client()
            _ = try await failure { try await without.requestLoan(newLoan(20_000)) }
            forgetRequests(baseUrl: sandbox.url)
            _ = try await without.requestLoan(newLoan(20_000))
            #expect(try count("loans") == 3, "without a store the second process cannot know")
        }

        @Test func aStoreThatCannotBeOpenedSaysSo() throws {
            let error = try failure { try Store.sqlite(path: "/no/such/folder/intents.db") }
            #expect(error.kind == .store)
        }

        @Test func aStoreIsItselfAloneAndShowsNothing() throws {
            let (one, other) = (Store.inMemory(), try Store.sqlite(path: file))
            #expect(EnrollOptions(store: one) == EnrollOptions(store: one))
            #expect(EnrollOptions(store: one) != EnrollOptions(store: other))
            #expect(Set([LoanOptions(store: one), LoanOptions(store: one)]).count == 1)
            #expect("\(other)" == "Store(...)")
            var shown = "\(EnrollOptions(resume: "a-token", store: other))\(LoanOptions(store: other))"
            dump(other, to: &shown)
            #expect(!shown.contains(file) && !shown.contains("a-token"))
            #expect(try other.jobs() == [])
            try other.forgetJob("nothing")
            try other.forgetEvents(before: Date())
        }
    }
}
