import Defacto
import DefactoTesting
import Foundation
import Testing

/// The key of a client, and its last answer.
extension All {
    @Suite struct Clients {
        @Test func aKeyIsReplacedAlsoByOneInAFile() async throws {
            let sandbox = try Sandbox(apiKey: "second-key")
            let client = try Client(apiKey: "first-key", environment: .url(sandbox.url))
            #expect(try await failure { try await client.hello() }.kind == .authentication)
            try client.setAPIKey("second-key")
            _ = try await client.hello()
            #expect(throws: DefactoError.self) { try client.setAPIKey("a key") }
            _ = try await client.hello()

            let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try "wrong-key\n".write(to: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: file) }
            try client.setAPIKey(file: file)
            #expect(try await failure { try await client.hello() }.kind == .authentication)
        }

        @Test func theLastAnswerIsThatOfTheObject() async throws {
            let sandbox = try Sandbox()
            let client = try sandbox.client()
            #expect(client.lastAnswer == nil)
            try sandbox.fault("unavailable", operation: "GET /hello", ["times": 1])
            _ = try await client.hello()
            let last = try #require(client.lastAnswer)
            #expect(last.operation == "GET /hello" && last.status == 200 && last.attempts == 2)
            #expect(last.headers["content-type"] != nil)
            #expect(client.withOptions().lastAnswer == nil)
        }

        @Test func aCertificateToShowHasItsKey() throws {
            let nonsense = "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"
            #expect(throws: DefactoError.self) {
                try Client(
                    apiKey: "key", environment: .sandbox, options: ClientOptions(clientCertificate: nonsense))
            }
        }
    }
}
