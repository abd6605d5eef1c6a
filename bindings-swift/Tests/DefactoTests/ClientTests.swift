import Defacto
import DefactoTesting
import Foundation
import Testing

/// Keeps a key for a client, and has none when it is sealed.
private final class Vault: @unchecked Sendable {
    struct Sealed: Error { let lastKey: String }

    private let lock = NSLock()
    private var present: String?
    private var asked = 0

    init(_ key: String) { present = key }

    var count: Int { lock.withLock { asked } }

    var key: String? {
        get { lock.withLock { present } }
        set { lock.withLock { present = newValue } }
    }

    @Sendable func read() throws -> String {
        lock.withLock { asked += 1 }
        guard let key else { throw Sealed(lastKey: "first-key") }
        return key
    }
}

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

        @Test func aClientHasTheKeyInAFileFromTheBeginning() async throws {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            #expect(throws: DefactoError.self) { try Client(apiKeyFile: file, environment: .sandbox) }
            try "second-key\n".write(to: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: file) }
            let server = try Canned(greeting)
            _ = try await Client(apiKeyFile: file, environment: .url(server.url)).hello()
            #expect(server.requests.map { $0.headers["authorization"] } == ["Bearer second-key"])
        }

        @Test func aFunctionProvidesTheKeyAndMayRotateIt() async throws {
            let vault = Vault("first-key")
            let server = try Canned(greeting)
            let client = try Client(apiKey: vault.read, environment: .url(server.url))
            #expect(vault.count == 1 && server.requests.isEmpty, "it is asked at once, and nothing is sent")
            _ = try await client.hello()
            vault.key = "second-key"
            _ = try await client.hello()
            try blockingHello(client)
            let keys = server.requests.map { $0.headers["authorization"] }
            #expect(keys == ["Bearer first-key", "Bearer second-key", "Bearer second-key"])
        }

        @Test func aFunctionThatThrowsEndsTheCallBeforeAnythingIsSent() async throws {
            let vault = Vault("first-key")
            let server = try Canned(greeting)
            let client = try Client(apiKey: vault.read, environment: .url(server.url))
            vault.key = nil
            let error = try await failure { try await client.hello() }
            #expect(error.kind == .configuration)
            #expect("\(error)".contains("Vault.Sealed"), "\(error)")
            #expect(!"\(error)".contains("first-key"), "the text of an error may hold the key")
            #expect(throws: DefactoError.self) { try blockingHello(client) }
            #expect(throws: DefactoError.self) { try client.setAPIKey(vault.read) }
            #expect(throws: DefactoError.self) { try Client(apiKey: vault.read, environment: .url(server.url)) }
            #expect(server.requests.isEmpty)
            try client.setAPIKey { "third-key" }
            _ = try await client.hello()
            #expect(server.requests.map { $0.headers["authorization"] } == ["Bearer third-key"])
        }

        let greeting = Answer.reply(200, "\"hello\"", headers: ["content-type": "application/json"])

        func blockingHello(_ client: Client) throws {
            _ = try client.hello()
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
