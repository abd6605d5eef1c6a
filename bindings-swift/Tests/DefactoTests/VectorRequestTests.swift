import Defacto
import Testing

/// The vectors about requests: their problems and their JSON.
extension All {
    @Suite struct VectorRequests {
        /// The places in an enrolment where single values are checked. Two checks are left to the core's own tests:
        /// `bic`, since no request of an enrolment has one, and `birth_date`, since its cases fix the current day.
        static let places = [
            "identifier": "/identifier",
            "vat_number": "/vat_number",
            "iban": "/account_number",
            "language": "/preferred_language",
            "postal_code": "/address/postal_code",
            "country": "/directors/0/nationality",
            "email": "/directors/0/business_email",
            "phone": "/directors/0/business_phone_number",
        ]

        @Test func identifiers() throws {
            let known = try cases("identifiers.json").filter { Self.places[$0["check"]!.string!] != nil }
            #expect(known.count > 100)
            for each in known {
                let (check, value) = (each["check"]!.string!, each["value"]!.string!)
                let checked = NewBorrower.checkJSON(try Self.enrolment(check, value, each["type"]), directDebit: false)
                let problems = checked.problems.filter { $0.pointer == Self.places[check] }
                let found = problems.map { JsonValue.texts([$0.code, $0.severity.wire]) }
                let wanted = each["findings"]!.array!.map {
                    JsonValue.texts([$0["code"]!.string!, $0["severity"]!.string!])
                }
                #expect(found == wanted, "\(each)")
                let normalized = try #require(checked.borrower).normalized()
                each.expect("normalized", .text(check == "iban" ? normalized.accountNumber : normalized.identifier))
                if value.count > 3 {
                    #expect(
                        !checked.problems.contains { $0.detail.contains(value) }, "no text holds the value: \(each)")
                }
            }
        }

        /// Returns an enrolment with the value at the place of its check.
        static func enrolment(_ check: String, _ value: String, _ type: JsonValue?) throws -> String {
            let place = places[check]!
            let name = String(place.split(separator: "/").last!)
            var request: [String: JsonValue] = ["identifier": "472618354", "identifier_type": "siren"]
            if check == "identifier" {
                request = ["identifier": .text(value: value), "identifier_type": type ?? .null]
            } else if place.hasPrefix("/directors") {
                request["directors"] = .list(items: [.object(members: [name: .text(value: value)])])
            } else if place.hasPrefix("/address") {
                let address: [String: JsonValue] = ["address_line_1": "8 quai", "city": "Lille", "country": "FRA"]
                request["address"] = .object(members: address.merging([name: .text(value: value)]) { $1 })
            } else {
                request[name] = .text(value: value)
            }
            return try json(.object(members: request))
        }

        @Test func validation() throws {
            let unreadable: Set = ["type", "required", "invalid_json", "date_format", "timestamp_format"]
            for each in try cases("validation.json") {
                let directDebit = each["direct_debit"]?.bool
                let checked = NewBorrower.checkJSON(try each.body("body"), directDebit: directDebit)
                let found = Set(checked.problems.map(describe))
                #expect(found == Set(each["problems"]!.array!), "\(each)")
                #expect(
                    (checked.borrower == nil) == checked.problems.contains { unreadable.contains($0.code) }, "\(each)")
                // A request that could be read has no other problems.
                if let request = checked.borrower, each["body"]?.object != nil {
                    #expect(
                        Set(request.validate(directDebit: directDebit).map(describe)).isSubset(of: found), "\(each)")
                }
            }
        }

        func describe(_ problem: Problem) -> JsonValue {
            .texts([problem.pointer, problem.code, problem.severity.wire])
        }

        @Test func refusals() async throws {
            for each in try cases("refusals.json") {
                let error = try failure { try refuse(each) }
                each.expect("kind", .text(error.kind.wire))
                each.expect("text", .text(error.text()))
                each.expect("text", .text("\(error)"))
                each.expect("text", .text(error.localizedDescription))
                each.expect("problems", .list(items: error.problems.map(describe)))
                #expect(error.status == nil, "\(each)")
            }
        }

        func refuse(_ each: Case) throws -> Environment {
            let environment = Environment.url(each["environment"]?.string ?? "http://127.0.0.1:9")
            let client = try Client(apiKey: each["api_key"]?.string ?? "a-key-for-tests", environment: environment)
            if let token = each["resume"]?.string {
                _ = try client.resumeEnrollment(token)
            } else if let path = each["raw_path"]?.string {
                _ = try client.request("GET", path)
            } else if each["loan"] != nil {
                _ = try client.requestLoan(.fromJSON(each.body("loan")))
            } else {
                let options = EnrollOptions(directDebit: each["direct_debit"]?.bool)
                _ = try client.enroll(.fromJSON(each.body("request")), options: options)
            }
            return environment
        }

        @Test func encoding() throws {
            for each in try cases("encoding.json") {
                let server = try Canned(.reply(200, "{}"))
                defer { server.close() }
                let client = try Client(apiKey: "key", environment: .url(server.url))
                let (model, request) = (each["model"]!.string!, try each.body("request"))
                do {
                    try send(client, model, request)
                } catch DefactoError.decode {
                    // The answer does not matter: most models cannot be read from it.
                }
                each.expect("sent", .text(server.requests.first?.body))
                if model == "NewBorrower" {
                    each.expect("sent", .text(try NewBorrower.fromJSON(request).normalized().toJSON()))
                }
            }
        }

        /// Sends a request with the operation that takes it.
        func send(_ client: Client, _ model: String, _ request: String) throws {
            switch model {
            case "NewBorrower": _ = try client.borrowers.enroll(.fromJSON(request))
            case "Signature": _ = try client.borrowers.sign(nobody, .fromJSON(request))
            case "NewOwner": _ = try client.borrowers.addOwner(nobody, .fromJSON(request))
            case "NewRepaymentMethod": _ = try client.repaymentMethods.add(nobody, .fromJSON(request))
            case "BusinessIdentifier": _ = try client.eligibility.borrower(.fromJSON(request))
            default: throw Unexpected("no request is called \(model)")
            }
        }
    }
}
