import Defacto
import DefactoTesting
import Foundation
import Testing

private let key = "key-marker-9f3a77c1"
private let iban = "FR1420041010050500013M02606"
private let spacedIban = "FR14 2004 1010 0505 0001 3M02 606"
private let born = "1963-07-19"
private let mail = "hidden.marker@example.org"
private let phone = "+33698765432"
private let firstName = "Zénobie"
private let lastName = "Quatrefages"
private let street = "17 impasse Marker"
private let metadata = "crm-marker-5512"
private let markers = [key, iban, spacedIban, born, mail, phone, firstName, lastName, street, metadata]

/// Secrets and personal data appear nowhere: not in logs, not in printed values, not in errors.
extension All {
    @Suite struct Secrets {
        let log = Log.shared

        init() {
            log.clear()
            Client.setLogHandler(level: .debug, log.take)
        }

        func company() -> NewBorrower {
            let person = Director(
                firstName: firstName, lastName: lastName, birthDate: CivilDate(born)!,
                birthPlace: BirthPlace(city: "Marker-sur-Lys"), businessEmail: mail, businessPhoneNumber: phone,
                address: Address(addressLine1: street, country: "FRA"))
            var company = french(1)
            company.directors = [person]
            company.owner = NewOwner(
                firstName: firstName, lastName: lastName, birthDate: CivilDate(born)!, email: mail, phoneNumber: phone)
            company.accountNumber = spacedIban
            company.metadata = ["crm": .text(value: metadata), "deep": [["er": .text(value: metadata)]]]
            company.extra = ["brand_new": ["note": .text(value: metadata), "mail": .text(value: mail)]]
            return company
        }

        /// Returns all texts that show a value.
        func shown(_ value: Any) -> String {
            var dumped = ""
            dump(value, to: &dumped)
            return "\(value)\n\(String(describing: value))\n\(String(reflecting: value))\n\([value])\n\(dumped)\n"
        }

        func shown(_ error: DefactoError) -> String {
            shown(error as Any) + shown(error.details) + shown(error.problems) + error.localizedDescription
                + shown(error as NSError)
        }

        func check(_ text: String) {
            for marker in markers {
                let (isShown, isLogged) = (text.contains(marker), log.text.contains(marker))
                #expect(!isShown, "\(marker) is shown: \(text)")
                #expect(!isLogged, "\(marker) is logged: \(log.text)")
            }
            #expect(!text.contains("marker-in-the-body"))
        }

        @Test func onAGoodDay() async throws {
            let sandbox = try Sandbox(apiKey: key)
            let client = try sandbox.client()
            var text = shown(client) + shown(company()) + shown(company().normalized()) + shown(company().validate())
            let outcome = try await client.enroll(company(), options: .waiting)
            text += shown(outcome)
            let borrower = try ready(outcome).0
            text +=
                shown(borrower) + shown(borrower.directors) + shown(borrower.owner as Any) + shown(borrower.accounts)
            text += shown(try await client.borrowers.addOwner(borrower.id!, company().owner!))
            text += shown(try await client.testing.generateIban())
            text += shown(try await client.request("GET", "/borrowers", query: ["borrower_identifier": metadata]))
            text += shown(ClientOptions(proxy: "http://user:\(metadata)@127.0.0.1:9"))
            #expect(log.text.contains("operation=POST /borrowers"))
            #expect(log.text.contains("status=201"))
            check(text)
        }

        @Test func aTokenIsNotShown() async throws {
            let sandbox = try Sandbox()
            let outcome = try await sandbox.client().enroll(french(5))
            guard case .pending(_, let resume) = outcome else { throw Unexpected("\(outcome)") }
            #expect(resume.contains(siren(5)))
            let text = shown(outcome) + shown(EnrollOptions(resume: resume))
            #expect(!text.contains(resume))
        }

        @Test(arguments: [400, 401, 404, 409, 422, 500])
        func inARefusalThatRepeatsWhatWasSent(status: Int) async throws {
            for marker in markers {
                let refusal: JsonValue = [
                    "title": .text(value: "Refused \(marker)"),
                    "detail": .text(value: #"Data is missing: "\#(marker)" is wrong."#),
                    "instance": .text(value: "/borrowers?q=\(marker)"),
                    "invalid_params": [
                        ["name": .text(value: marker), "reason": .text(value: "\(marker) is not accepted")]
                    ],
                    "data": ["missing_fields": [.text(value: marker)], "denial_reason": .text(value: marker)],
                    "note": .text(value: "marker-in-the-body \(marker)"),
                ]
                let server = try Canned(.reply(status, json(refusal), headers: ["content-type": "application/json"]))
                defer { server.close() }
                let options = ClientOptions(maxRetries: 0)
                let client = try Client(apiKey: key, environment: .url(server.url), options: options)
                let company = company()
                let error = try await failure { try await client.borrowers.enroll(company) }
                #expect(error.status == status)
                check(shown(error))
            }
            #expect(log.text.contains("status=\(status)"))
        }

        @Test func inATextThatCannotBeRead() throws {
            let text =
                #"{"identifier":1,"account_number":"\#(iban)","directors":[{"birth_date":"\#(phone)","x":"\#(metadata)"}]}"#
            check(shown(NewBorrower.checkJSON(text)))
            check(shown(try failure { try NewBorrower.fromJSON(text) }))
            check(shown(try failure { try NewBorrower.fromJSON(#"{"\#(lastName)": \#(mail)"#) }))
        }
    }

    @Suite struct Logging {
        let log = Log.shared

        @Test func levels() async throws {
            let sandbox = try Sandbox()
            let client = try sandbox.client()
            var counts: [Int] = []
            for level in [LogLevel.warning, .debug, .error, .debug, .off] {
                Client.setLogHandler(level: level, log.take)
                log.clear()
                _ = try await client.hello()
                counts.append(log.lines.count)
            }
            #expect(counts == [0, 1, 0, 1, 0])
        }

        @Test func aFailureAndARepetitionAreTold() async throws {
            let sandbox = try Sandbox()
            try sandbox.fault("rate_limited", operation: "GET /hello")
            let client = try sandbox.client()
            Client.setLogHandler(log.take)
            log.clear()
            _ = try await client.hello()
            #expect(log.lines.count == 2)
            #expect(log.lines.first?.contains("status=429") == true)
            #expect(log.lines.last?.contains("sending again") == true)
        }
    }
}

/// The lines that were logged. The process has one log.
final class Log: @unchecked Sendable {
    static let shared = Log()
    private let lock = NSLock()
    private var taken: [String] = []

    var lines: [String] { lock.withLock { taken } }
    var text: String { lines.joined(separator: "\n") }

    func clear() {
        lock.withLock { taken = [] }
    }

    @Sendable func take(_ level: LogLevel, _ text: String) {
        lock.withLock { taken.append(text) }
    }
}
