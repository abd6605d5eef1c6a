import Defacto
import DefactoTesting
import Foundation
import Testing

/// The vectors of all operations: the requests and the answers.
///
/// With `DEFACTO_MOCK_URL` in the environment the same calls go to that server, which invents its answers from the
/// contract. Then the test checks that a call is accepted and that its answer can be read.
extension All {
    @Suite struct VectorOperations {
        static let mock = ProcessInfo.processInfo.environment["DEFACTO_MOCK_URL"]
        let calls: any Calling = Calls()

        @Test func operations() async throws {
            let calls = calls
            try await checkEach { client, operation, arguments in
                try await calls.call(client, operation, arguments)
            }
        }

        @Test func operationsThatBlock() async throws {
            let calls = calls
            try await checkEach { client, operation, arguments in
                try calls.callBlocking(client, operation, arguments)
            }
        }

        func checkEach(_ perform: (Client, String, Arguments) async throws -> JsonValue) async throws {
            let sandbox = try Sandbox()
            let client = try Self.mock.map { try Client(apiKey: "key", environment: .url($0)) } ?? sandbox.client()
            let cases = try cases("operations")
            #expect(cases.count > 77)
            for each in cases {
                do {
                    try await check(each, sandbox) {
                        try await perform(
                            client, each["operation"]?.string ?? "", Arguments(members: each["arguments"]!))
                    }
                } catch let error as DefactoError {
                    Issue.record("\(each): \(error) \(error.problems.map { "\($0.pointer) \($0.code)" })")
                }
            }
        }

        func check(_ each: Case, _ sandbox: Sandbox, _ perform: () async throws -> JsonValue) async throws {
            if Self.mock != nil {
                _ = try await perform()
                return
            }
            try sandbox.reset()
            try sandbox.fault("answer", answer(each))
            let found = try await perform()
            #expect(found == wanted(each), "\(each): the result")
            let log = try sandbox.log()
            #expect(log.count == 1, "\(each)")
            var request = each["request"]?.object ?? [:]
            request["content_type"] = nil
            #expect(sent(log[0]) == request, "\(each): the request")
        }

        func answer(_ each: Case) -> [String: JsonValue] {
            let answer = each["answer"]?.object ?? [:]
            return answer["text"] == nil
                ? answer : answer.merging(["content_type": "text/plain; charset=utf-8"]) { $1 }
        }

        /// The expected result of the operation: usually the whole answer, of a page its items.
        func wanted(_ each: Case) -> JsonValue {
            let body = each["answer"]?["body"] ?? each["answer"]?["text"] ?? .null
            return each["result"] ?? (body["page_size"] == nil ? body : body["data"] ?? .null)
        }

        /// A request in the form of the vectors.
        func sent(_ entry: JsonValue) -> [String: JsonValue] {
            let query = (entry["query"]?.string ?? "").split(separator: "&").map { pair in
                pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                    $0.replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? ""
                }
            }
            let sorted = query.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
            var sent: [String: JsonValue] = ["query": .list(items: sorted.map { .texts($0) })]
            for member in ["method", "path"] { sent[member] = entry[member] }
            if let body = entry["body"], !body.isNull { sent["body"] = body }
            return sent
        }
    }
}
