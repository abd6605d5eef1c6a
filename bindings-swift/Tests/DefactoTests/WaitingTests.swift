import Defacto
import DefactoTesting
import Foundation
import Testing

private let many = 1000

/// The threads that the library and Swift's own pool need, however many calls wait.
private let fewThreads = 40

/// Waiting calls hold no thread.
extension All {
    @Suite struct Waiting {
        let sandbox: Sandbox
        let client: Client

        init() throws {
            sandbox = try Sandbox()
            client = try sandbox.client()
        }

        @Test func aThousandCompaniesAreEnrolledAtOnceWithoutAThreadEach() async throws {
            let client = client
            try sandbox.settings(["speed": 4])
            _ = try await client.hello()
            let before = try threads()
            let counting = Task {
                var most = 0
                while !Task.isCancelled {
                    most = max(most, try threads())
                    try? await Task.sleep(nanoseconds: 20_000_000)
                }
                return most
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...many {
                    group.addTask { _ = try ready(await client.enroll(french(number), options: .waitUntilReady(60))) }
                }
                try await group.waitForAll()
            }
            counting.cancel()
            let most = try await counting.value
            print("\(many) enrolments at once: \(before) threads before, \(most) at most meanwhile")
            #expect(most - before < fewThreads)
        }

        @Test func aCancelledTaskClosesItsConnectionWithin50MillisecondsAndSendsNothingMore() async throws {
            let server = try Canned(.silence)
            let client = try Client(apiKey: "test-key", environment: .url(server.url))
            var best = Double.infinity
            for count in 1...5 {
                let asking = Task { try await failure { try await client.hello() } }
                try await eventually("the request") { server.requests.count == count }
                let stopped = DispatchTime.now()
                asking.cancel()
                while server.abandoned < count { try await Task.sleep(nanoseconds: 1_000_000) }
                best = min(best, Double(DispatchTime.now().uptimeNanoseconds - stopped.uptimeNanoseconds) / 1e9)
                #expect(try await asking.value.kind == .interrupted)
            }
            print("a connection was closed \(best) s after cancellation")
            // A busy machine may be slow once.
            #expect(best < 0.05)
            try await Task.sleep(nanoseconds: 500_000_000)
            #expect(server.requests.count == 5)
        }

        @Test func aThousandCancelledTasksCloseAThousandConnections() async throws {
            let server = try Canned(.silence)
            let client = try Client(apiKey: "test-key", environment: .url(server.url))
            let asking = (0..<many).map { _ in Task { try await failure { try await client.hello() } } }
            try await eventually("all requests") { server.requests.count == many }
            for task in asking { task.cancel() }
            for task in asking { #expect(try await task.value.kind == .interrupted) }
            try await eventually("all connections are closed") { server.abandoned == many }
        }

        @Test func aListenerThatBlocksDoesNotKeepACancelledTask() async throws {
            let client = client
            let entered = Entered()
            let enrolling = Task {
                try await failure {
                    try await client.enroll(french(4), options: .waiting) { _ in
                        entered.set()
                        Thread.sleep(forTimeInterval: 2)
                    }
                }
            }
            try await eventually("the first step") { entered.isSet }
            let stopped = DispatchTime.now()
            enrolling.cancel()
            #expect(try await enrolling.value.kind == .interrupted)
            #expect(Double(DispatchTime.now().uptimeNanoseconds - stopped.uptimeNanoseconds) / 1e9 < 0.5)
        }

        @Test func sequencesEndWithTheLastThing() async throws {
            for number in 1...3 { _ = try await client.enroll(french(number), options: .waiting) }
            var seen: Set<String> = []
            for try await borrower in client.borrowers.list() { seen.insert(borrower.identifier) }
            #expect(seen == Set((1...3).map(siren)))
            for try await _ in client.borrowers.list() { break }
        }
    }
}

/// Whether a listener was called.
private final class Entered: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false

    var isSet: Bool { lock.withLock { value } }

    func set() {
        lock.withLock { value = true }
    }
}

/// Returns how many threads this process has.
private func threads() throws -> Int {
    #if canImport(Darwin)
        var list: thread_act_array_t?
        var count: mach_msg_type_number_t = 0
        guard task_threads(mach_task_self_, &list, &count) == KERN_SUCCESS else {
            throw Unexpected("the threads cannot be counted")
        }
        return Int(count)
    #else
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Threads:") })
        return try #require(Int(line.filter(\.isNumber)))
    #endif
}
