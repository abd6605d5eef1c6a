import Defacto
import DefactoTesting
import Foundation
import Testing

private let company = french(4711)

/// A loan for the company, always equal except for its salt.
private let terms = (
    account: PaymentAccount(accountNumber: "FR88 1111 1015 5936 0301 8280 926"),
    payAt: Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 3 * 86_400).rounded()),
    borrower: CompanyReference(identifier: company.identifier, identifierType: company.identifierType)
)

private func newLoan() -> NewLoan {
    NewLoan(
        amount: 10_000, loanTo: terms.account, toPayAt: terms.payAt, toRepayAt: terms.payAt + 60 * 86_400,
        borrower: terms.borrower)
}

private func keyed(_ key: String, amount: Int64 = 10_000) throws -> NewLoan {
    try NewLoan.forKey(
        key, amount: amount, loanTo: terms.account, toPayAt: terms.payAt, toRepayAt: terms.payAt + 60 * 86_400,
        borrower: terms.borrower)
}

/// An intent is carried out once, and every interruption says how to continue.
extension All {
    @Suite struct Intents {
        let sandbox: Sandbox
        let client: Client

        init() async throws {
            sandbox = try Sandbox()
            client = try sandbox.client()
            _ = try ready(try await client.enroll(company, options: .waiting))
        }

        func loans() throws -> Int { try sandbox.state()["loans"]?.array?.count ?? 0 }

        /// Loses the answers to the next requests for a loan, after they took effect.
        func lose() throws { try sandbox.fault("timeout_after_commit", operation: "POST /loans", ["times": 3]) }

        @Test func aLoanWhoseAnswersAreLostIsRequestedAgainByTheSameObject() async throws {
            let request = newLoan()
            try lose()
            let error = try await failure { try await client.requestLoan(request) }
            #expect(error.outcomeUnknown)
            #expect(error.saltId == request.saltId)
            #expect("\(error)".contains("send the same request again"))
            _ = try await client.requestLoan(request)
            _ = try await client.loans.request(request)
            #expect(try loans() == 1)
        }

        @Test func anEqualRequestIsTheOneThatIsInDoubt() async throws {
            try lose()
            _ = try await failure { try await client.loans.request(newLoan()) }
            _ = try await sandbox.client().requestLoan(newLoan())
            #expect(try loans() == 1)
        }

        @Test func aSaltIsThereFromTheStart() throws {
            let (one, other) = (newLoan(), newLoan())
            #expect(one.saltId != nil)
            #expect(one.saltId != other.saltId)
            #expect(try NewLoan.fromJSON(one.toJSON()) == one)
        }

        @Test func aKeyGivesTheSameSaltInEveryLanguage() throws {
            for each in try cases("salts.json") {
                let key = each["key"]!.string!
                if let salt = each["salt_id"]?.string {
                    #expect(try keyed(key).saltId == salt, "\(each)")
                } else {
                    #expect(try failure { try keyed(key) }.problems.map(\.code) == ["salt_blank"], "\(each)")
                }
            }
        }

        @Test func aChangedRequestNeedsASaltOfItsOwn() async throws {
            for key in ["order-4711", "order-4711", "order-4712"] { _ = try await client.requestLoan(keyed(key)) }
            #expect(try loans() == 2)
            let sent = try sandbox.log().count
            let changed = try keyed("order-4711", amount: 5)
            let error = try await failure { try await client.requestLoan(changed) }
            #expect(error.problems.map(\.code) == ["salt_reused"])
            #expect(error.problems.map(\.pointer) == ["/salt_id"])
            #expect(try sandbox.log().count == sent)
        }

        @Test func aCancelledTaskNamesTheSaltAndGoesOn() async throws {
            try sandbox.fault("latency", operation: "POST /loans", ["delay_ms": 5_000])
            let (client, request) = (client, newLoan())
            let requesting = Task { try await failure { try await client.loans.request(request) } }
            try await Task.sleep(nanoseconds: 300_000_000)
            requesting.cancel()
            let error = try await requesting.value
            #expect(error.kind == .interrupted)
            #expect(error.saltId == request.saltId)
            _ = try await client.requestLoan(request)
            try await eventually("the requests have ended") { try loans() > 0 }
            #expect(try loans() == 1)
        }
    }
}
