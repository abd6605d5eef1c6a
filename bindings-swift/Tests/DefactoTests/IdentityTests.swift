import Defacto
import DefactoTesting
import Foundation
import Testing

private func french(_ identifier: String, _ type: IdentifierType) -> NewBorrower {
    NewBorrower(identifier: identifier, identifierType: type, name: "Fonderie des Tilleuls SAS")
}

private func director(_ country: String) -> Director {
    Director(
        firstName: "Käthe", lastName: "Böhm", birthDate: CivilDate("1971-03-09"), nationality: country,
        businessEmail: "director@example.org", address: Address(country: country))
}

/// Returns a company of one of two courts that have the same number.
private func atCourt(_ town: String, _ name: String, _ account: String) -> NewBorrower {
    NewBorrower(
        identifier: "HRB 22222", identifierType: .hrNummer, name: name,
        address: BusinessAddress(addressLine1: "Weg 1", city: town, country: "DEU", postalCode: "80331"),
        directors: [director("DEU")], accountNumber: account)
}

private let munich = atCourt("München", "Alpha Bau GmbH", "DE97500105170000000001")
private let hamburg = atCourt("Hamburg", "Beta Logistik GmbH", "DE70500105170000000002")
private let numberAlone = NewBorrower(identifier: "hrb 22222", identifierType: .hrNummer)

/// A company has one borrower, whatever the spelling of its number and whichever client enrols it.
extension All {
    @Suite struct Identities {
        let sandbox: Sandbox
        let client: Client

        init() throws {
            sandbox = try Sandbox()
            client = try sandbox.client()
        }

        func sent() throws -> Int { try sandbox.requests("POST /borrowers").count }

        @Test func companiesAreComparedAsInEveryLanguage() throws {
            let known = try cases("identity.json")
            #expect(known.count > 100)
            for each in known {
                let one = try NewBorrower.fromJSON(each.body("one"))
                let other = try NewBorrower.fromJSON(each.body("other"))
                each.expect("answer", .text(one.compareCompany(other: other).wire))
                each.expect("answer", .text(other.compareCompany(other: one).wire))
            }
        }

        @Test func aCompanyOfFranceHasOneNumberInEverySpelling() async throws {
            let (first, _) = try ready(try await client.enroll(french("913572467", .siren), options: .waiting))
            let others: [(String, IdentifierType)] = [
                ("91357246700018", .siret), ("FR67913572467", .vatNumber), ("fr 67 913 572 467", .vatNumber),
                ("913.572.467", .siren),
            ]
            for (number, type) in others {
                let another = try sandbox.client()
                let (borrower, _) = try ready(try await another.enroll(french(number, type), options: .waiting))
                #expect(borrower.id == first.id, "\(number)")
            }
            #expect(try sent() == 1)
        }

        @Test func aCompanyOfSpainHasOneNumberWhateverItIsCalled() async throws {
            var ids: Set<UUID?> = []
            for (number, type) in [
                ("B73160459", "nif"), ("B73160459", "cif"), ("b-73160459", "cif"), ("ESB73160459", "vat_number"),
            ] {
                let company = NewBorrower(
                    identifier: number, identifierType: IdentifierType(wire: type), name: "Fundición del Tilo SL",
                    directors: [director("ESP")], accountNumber: "ES9121000418450200051332")
                ids.insert(try ready(try await client.enroll(company, options: .waiting)).0.id)
            }
            #expect(ids.count == 1)
            #expect(try sent() == 1)
        }

        @Test func twoCompaniesWithOneNumberHaveALineEach() async throws {
            let (alpha, alphaLine) = try ready(try await client.enroll(munich, options: .waiting))
            let (beta, betaLine) = try ready(try await client.enroll(hamburg, options: .waiting))
            #expect(alpha.id != beta.id)
            #expect(alphaLine.id != betaLine.id)
            #expect(betaLine.defaultBorrower?.name == "Beta Logistik GmbH")
            #expect(try ready(try await client.enroll(munich, options: .waiting)).0.id == alpha.id)
            #expect(try sent() == 2)
        }

        @Test func nothingButANumberThatOthersHaveIsAmbiguousAndCanBeDecided() async throws {
            let (alpha, _) = try ready(try await client.enroll(munich, options: .waiting))
            let outcome = try await client.enroll(numberAlone, options: .waiting)
            guard case .ambiguous(let candidates) = outcome else { throw Unexpected("not ambiguous: \(outcome)") }
            #expect(candidates.map(\.borrowerId) == [alpha.id])
            #expect(candidates.map(\.city) == ["München"])
            #expect(try Enrollment.fromJSON(outcome.toJSON()) == outcome)
            #expect(try sent() == 1, "nothing was sent")

            var chosen = EnrollOptions.waiting
            chosen.borrowerId = candidates[0].borrowerId
            #expect(try ready(try await client.enroll(numberAlone, options: chosen)).0.id == alpha.id)
            let wrong = try await failure { [chosen] in try await client.enroll(hamburg, options: chosen) }
            #expect(wrong.kind == .configuration)
            #expect(try sent() == 1, "nothing was sent")

            var new = EnrollOptions.waiting
            new.createNew = true
            var other = numberAlone
            other.directors = [director("DEU")]
            _ = try await client.enroll(other, options: new)
            #expect(try sent() == 2, "another company was wanted")
        }

        @Test func clientsInTasksEnrolACompanyOnce() async throws {
            // Slow enough that all calls begin before the first answer.
            try sandbox.settings(["speed": 20])
            let spellings = [
                french("913572467", .siren), french("91357246700018", .siret), french("FR67913572467", .vatNumber),
            ]
            let ids = try await withThrowingTaskGroup(of: UUID?.self) { group in
                for number in 0..<8 {
                    let client = try sandbox.client()
                    group.addTask {
                        try ready(try await client.enroll(spellings[number % 3], options: .waiting)).0.id
                    }
                }
                return try await group.reduce(into: Set<UUID?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try sent() == 1)
        }

        @Test func aLineByAnotherMethodThanIsExpectedComesWithAWarning() async throws {
            var options = EnrollOptions.waiting
            options.expectRepaymentMethod = PaymentMethod(wire: "SCT")
            guard case .ready(_, _, let warnings) = try await client.enroll(munich, options: options) else {
                throw Unexpected("it is not ready")
            }
            #expect(warnings.map(\.code) == ["repayment_method_differs"])
            #expect(warnings.map(\.pointer) == ["/credit_line/default_repayment_method"])
        }
    }
}
