import Defacto
import Foundation
import Testing

/// A value of the caller's that holds models.
private struct Customer: Codable, Equatable, Sendable {
    var firstName: String
    var line: CreditLine?
    var companies: [String: [Borrower]]
    var kinds: [IdentifierType]
}

/// An actor of the caller's: what crosses to it must be `Sendable`.
private actor Desk {
    private var borrowers: [Borrower] = []

    func take(_ borrower: Borrower, _ lines: [CreditLine]) -> (Borrower, Int) {
        borrowers.append(borrower)
        return (borrower, lines.count)
    }

    func all() -> [Borrower] { borrowers }
}

/// A credit line with the fields that the contract requires, and with one that this version does not know.
private func creditLine(rate: String = "0.01") -> String {
    """
    {"distribution":"DIRECT","fees_interest_daily_rate":0.06,"fees_operating_daily_rate":\(rate),
     "loan_contract_type":"CREDIT_OPERATION","start_date":"2026-11-02T08:15:00Z","pool_amount":9007199254740993,
     "orbitName":"low"}
    """
}

private func sent<Value: Sendable>(_ value: Value) async -> Value {
    await Task.detached { value }.value
}

/// Models in other coders, in actors and in previews.
extension All {
    @Suite struct Codables {
        @Test func everyModelHasTheFormOfTheAPIAndComesBackAsItWent() throws {
            #expect(samples.count > 150)
            for (type, json) in samples {
                do {
                    try check(type, json)
                } catch {
                    Issue.record("\(type): \(error)")
                }
            }
        }

        func check<Model: JSONForm>(_ type: Model.Type, _ json: String) throws {
            let model = try type.fromJSON(json)
            let written = try JSONEncoder().encode(model)
            #expect(try value(String(decoding: written, as: UTF8.self)) == value(model.toJSON()), "\(type)")
            #expect(model.toJSON().contains("planetName"), "\(type): an unknown member is kept")
            for copy in [
                try JSONDecoder().decode(type, from: written),
                try PropertyListDecoder().decode(type, from: PropertyListEncoder().encode(model)),
            ] {
                #expect(copy.toJSON() == model.toJSON(), "\(type)")
            }
        }

        @Test func everyEnumIsItsText() throws {
            #expect(openEnums.count > 50)
            for type in openEnums { try check(type) }
        }

        func check<Value: OpenEnum>(_ type: Value.Type) throws {
            for each in type.known + [type.init(wire: "brand_new")] {
                let written = try JSONEncoder().encode([each])
                #expect(String(decoding: written, as: UTF8.self) == "[\"\(each.wire)\"]")
                #expect(try JSONDecoder().decode([Value].self, from: written) == [each])
            }
        }

        @Test func modelsArePartsOfAValueThatIsCodable() throws {
            let line = try CreditLine.fromJSON(creditLine())
            let borrower = try Borrower.fromJSON(#"{"identifier":"1","metadata":{"myKey":{"innerKey":0.1}}}"#)
            let customer = Customer(
                firstName: "Odile", line: line, companies: ["theKey": [borrower]],
                kinds: [.siren, .init(wire: "martian")])
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.dateEncodingStrategy = .secondsSince1970
            let text = String(decoding: try encoder.encode(customer), as: UTF8.self)
            #expect(try value(text)["line"] == value(line.toJSON()))
            #expect(text.contains("first_name") && text.contains("myKey") && text.contains("orbitName"))
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            #expect(try decoder.decode(Customer.self, from: Data(text.utf8)) == customer)
            let list = try PropertyListEncoder().encode(customer)
            #expect(try PropertyListDecoder().decode(Customer.self, from: list) == customer)
        }

        @Test func numbersKeepTheirDigits() throws {
            let json = creditLine(rate: "0.01234567890123456789")
            let line = try JSONDecoder().decode(CreditLine.self, from: Data(json.utf8))
            #expect(line.poolAmount == 9_007_199_254_740_993)
            #expect(line.feesOperatingDailyRate == Decimal(string: "0.01234567890123456789"))
            #expect(try JSONDecoder().decode(CreditLine.self, from: JSONEncoder().encode(line)) == line)
        }

        @Test func whatIsNoModelIsRefusedWithItsPlaceAndWithoutItsValue() throws {
            let json = #"[{"identifier":"1","id":"that of Odile"}]"#
            do {
                _ = try JSONDecoder().decode([Borrower].self, from: Data(json.utf8))
                Issue.record("it was read")
            } catch DecodingError.dataCorrupted(let context) {
                #expect(context.codingPath.count == 1)
                let cause = try #require(context.underlyingError as? DefactoError)
                #expect(cause.problems.map(\.pointer) == ["/id"])
                #expect(!"\(context)".contains("Odile"))
            }
        }

        /// The compiler proves it: the package has the language mode 6, which checks concurrency completely.
        @Test func modelsCrossActorsAndTasks() async throws {
            let desk = Desk()
            let borrower = try Borrower.fromJSON(#"{"identifier":"1"}"#)
            let (back, count) = await desk.take(borrower, [try .fromJSON(creditLine())])
            #expect(back == borrower && count == 1)
            #expect(await desk.all() == [borrower])
            let error = await sent(
                DefactoError.api(details: ErrorDetails(attempts: 1, retryable: true, outcomeUnknown: false)))
            #expect(error.retryable)
            #expect(await sent([IdentifierType.siren]) == [.siren])
            let pages = await sent(try Client(apiKey: "key", environment: .sandbox).borrowers.list())
            #expect("\(type(of: pages))" == "Pages<Borrower>")
            for (type, json) in samples { try await cross(type, json) }
        }

        func cross<Model: JSONForm>(_ type: Model.Type, _ json: String) async throws {
            let model = try type.fromJSON(json)
            #expect(await sent(model).toJSON() == model.toJSON(), "\(type)")
        }
    }
}
