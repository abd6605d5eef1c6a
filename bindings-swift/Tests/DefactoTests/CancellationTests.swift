import Defacto
import DefactoTesting
import Foundation
import Testing

/// Every call can be stopped.
extension All {
    @Suite struct Cancellations {
        let sandbox: Sandbox
        let client: Client

        init() throws {
            sandbox = try Sandbox()
            client = try sandbox.client()
        }

        /// Returns how long a call continues after it was stopped, one second after its start.
        func lingering(_ stop: () -> Void, _ end: () async throws -> DefactoError) async throws -> (
            Double, DefactoError
        ) {
            try await Task.sleep(nanoseconds: 1_000_000_000)
            let stopped = DispatchTime.now()
            stop()
            let error = try await end()
            return (Double(DispatchTime.now().uptimeNanoseconds - stopped.uptimeNanoseconds) / 1e9, error)
        }

        /// Returns the best of three: a busy machine may be slow once.
        func quickest(_ measure: () async throws -> Double) async throws -> Double {
            var best = Double.infinity
            for _ in 0..<3 where best >= 0.2 { best = min(best, try await measure()) }
            return best
        }

        @Test func aCancelledTaskEndsAWaitOf30SecondsAtOnce() async throws {
            try sandbox.settings(["speed": 0.5])
            let client = client
            let took = try await quickest {
                try sandbox.reset()
                try sandbox.settings(["speed": 0.5])
                var options = EnrollOptions.waitUntilReady(30)
                (options.synchronous, options.pollInterval) = (false, 0.3)
                let enrolling = Task { [options] in
                    try await failure { try await client.enroll(french(1), options: options) }
                }
                let (took, error) = try await lingering {
                    enrolling.cancel()
                } _: {
                    try await enrolling.value
                }
                #expect(error.kind == .interrupted)
                #expect(error.resumeToken != nil)
                #expect(try sandbox.log().count >= 2)
                try await sendsNothingMore(sandbox, quiet: 1)
                return took
            }
            print("a cancelled task went on for \(took) s")
            #expect(took < 0.2)
            #expect(try await client.hello() == "Hello from the sandbox")
        }

        @Test func aCancelledTaskEndsACallAtOnce() async throws {
            let client = client
            let took = try await quickest {
                try sandbox.reset()
                try sandbox.fault("latency", operation: "GET /hello", ["delay_ms": 30_000])
                let asking = Task { try await failure { try await client.hello() } }
                let (took, error) = try await lingering {
                    asking.cancel()
                } _: {
                    try await asking.value
                }
                #expect(error.kind == .interrupted)
                #expect(!error.outcomeUnknown)
                #expect(try sandbox.log().count == 1)
                return took
            }
            #expect(took < 0.2)
            #expect(try await client.hello() == "Hello from the sandbox")
        }

        @Test func aTokenEndsABlockingCallAtOnce() async throws {
            let client = client
            let took = try await quickest {
                try sandbox.reset()
                try sandbox.fault("latency", operation: "GET /hello", ["delay_ms": 30_000])
                let token = CancelToken()
                let asking = Background { try failure { try client.withOptions(cancel: token).hello() } }
                let (took, error) = try await lingering {
                    token.cancel()
                } _: {
                    try asking.result()
                }
                #expect(error.kind == .interrupted)
                return took
            }
            #expect(took < 0.2)
            #expect(try await client.hello() == "Hello from the sandbox")
        }

        @Test func aTokenEndsASuspendedCallAsWell() async throws {
            try sandbox.fault("latency", operation: "GET /hello", ["delay_ms": 30_000])
            let token = CancelToken()
            let stoppable = client.withOptions(cancel: token)
            async let error = failure { try await stoppable.hello() }
            try await eventually("the request") { try !sandbox.log().isEmpty }
            token.cancel()
            #expect(try await error.kind == .interrupted)
        }

        @Test func aTaskThatWasCancelledBeforeSendsNothing() async throws {
            let client = client
            let asking = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await failure { try await client.hello() }
            }
            asking.cancel()
            #expect(try await asking.value.kind == .interrupted)
            #expect(try sandbox.log().isEmpty)
        }

        @Test func oneCancelledTaskLeavesTheOthersAlone() async throws {
            try sandbox.fault("latency", operation: "GET /hello", ["delay_ms": 1000, "times": 2])
            let client = client
            let stopped = Task { try await failure { try await client.hello() } }
            let other = Task { try await client.hello() }
            try await eventually("both requests") { try sandbox.log().count == 2 }
            stopped.cancel()
            #expect(try await stopped.value.kind == .interrupted)
            #expect(try await other.value == "Hello from the sandbox")
        }

        @Test func cancellingWhileAWriteIsUnderWaySaysThatItsOutcomeIsUnknown() async throws {
            try sandbox.fault("latency", operation: "POST /borrowers", ["delay_ms": 30_000])
            let client = client
            let enrolling = Task { try await failure { try await client.borrowers.enroll(french(2)) } }
            try await eventually("the request") { try !sandbox.log().isEmpty }
            enrolling.cancel()
            #expect(try await enrolling.value.outcomeUnknown)
        }

        @Test func manyWaitingTasksDoNotHoldUpSwiftsOwnThreads() async throws {
            try sandbox.fault("latency", operation: "GET /hello", ["delay_ms": 2000, "times": 40])
            let client = client
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<40 { group.addTask { try await client.hello() } }
                try await eventually("all requests") { try sandbox.log().count == 40 }
                let seen = try sandbox.log()
                #expect(seen.allSatisfy { $0["status"]?.int == nil }, "none has its answer yet")
                for try await answer in group { #expect(answer == "Hello from the sandbox") }
            }
        }

        @Test func closingEndsACallOfAnotherTask() async throws {
            try sandbox.fault("latency", operation: "GET /hello", ["delay_ms": 30_000])
            let client = client
            async let error = failure { try await client.hello() }
            try await eventually("the request") { try !sandbox.log().isEmpty }
            client.close()
            _ = try await error
            let later = try await failure { try await client.hello() }
            #expect(later.kind == .configuration)
        }
    }
}
