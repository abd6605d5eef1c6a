import Defacto
import DefactoTesting
import Foundation
import Testing

/// One error, few kinds.
extension All {
    @Suite struct Errors {
        @Test(arguments: [
            (400, ErrorKind.validation), (401, .authentication), (403, .authentication), (404, .notFound), (409, .api),
            (422, .validation), (429, .api), (500, .api), (504, .api),
        ])
        func aKindForEachStatus(status: Int, kind: ErrorKind) async throws {
            let server = try Canned(.reply(status, #"{"title":"Title","detail":"Detail."}"#))
            defer { server.close() }
            let options = ClientOptions(maxRetries: 0)
            let client = try Client(apiKey: "key", environment: .url(server.url), options: options)
            let error = try await failure { try await client.hello() }
            #expect((error.kind, error.status) == (kind, status))
            #expect(error.description.hasPrefix("GET /hello answered \(status) Title: Detail."))
        }

        @Test func patternsTellTheKinds() async throws {
            let server = try Canned(.reply(404, ""))
            defer { server.close() }
            let client = try Client(apiKey: "key", environment: .url(server.url))
            do {
                _ = try await client.borrowers.get(nobody)
                Issue.record("there is nobody")
            } catch DefactoError.notFound(let details) {
                #expect(details.operation == "GET /borrower/{borrower_id}")
            }
        }

        @Test func aTimeOut() async throws {
            let server = try Canned(.silence)
            defer { server.close() }
            let options = ClientOptions(readTimeout: 0.2, maxRetries: 0)
            let client = try Client(apiKey: "key", environment: .url(server.url), options: options)
            let error = try await failure { try await client.borrowers.deactivate(nobody) }
            #expect(error.kind == .timeout)
            #expect(error.outcomeUnknown)
        }

        @Test func nobodyListens() async throws {
            let client = try Client(
                apiKey: "key", environment: .url(closedPort()), options: ClientOptions(maxRetries: 0))
            let error = try await failure { try await client.hello() }
            #expect(error.kind == .transport)
            #expect(error.retryable)
            #expect(!error.outcomeUnknown)
        }

        @Test func optionsOfACall() async throws {
            let server = try Canned(.silence)
            defer { server.close() }
            let client = try Client(apiKey: "key", environment: .url(server.url))
            let hasty = client.withOptions(CallOptions(readTimeout: 0.1, maxRetries: 1))
            #expect(try await failure { try await hasty.hello() }.details.attempts == 2)
            #expect(server.requests.count == 2)
        }

        @Test(arguments: [-1, -.infinity, .nan, 0, 1e300, .infinity] as [TimeInterval])
        func secondsThatAreNone(seconds: TimeInterval) throws {
            let options = ClientOptions(connectTimeout: 5, readTimeout: seconds, totalTimeout: seconds)
            _ = try Client(apiKey: "key", environment: .sandbox, options: options)
        }
    }
}
