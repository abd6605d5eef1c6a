import Defacto
import DefactoTesting
import Foundation
import Testing

/// An observer receives each attempt and each journey, knows its caller, and adds headers.
extension All {
    @Suite struct Observers {
        let sandbox: Sandbox
        let client: Client
        let notes = Notes()

        init() throws {
            sandbox = try Sandbox()
            client = try Client(apiKey: sandbox.apiKey, environment: .url(sandbox.url), observer: notes)
        }

        func check() throws {
            #expect(notes.steps.first == "enroll starts for order-17")
            #expect(notes.steps.last == "enroll ends for order-17: ready")
            #expect(notes.steps.contains("POST /borrowers starts for order-17"))
            #expect(notes.steps.contains("POST /borrowers ends for order-17: 201"))
            #expect(notes.steps.contains("GET /borrowers ends for order-17: 502"))
            #expect(try sandbox.log().allSatisfy { $0["traceparent"]?.string == "mine" })
        }

        @Test func aBlockingCall() throws {
            try sandbox.fault("bad_gateway", operation: "GET /borrowers")
            _ = try Order.$current.withValue("order-17") { try ready(client.enroll(french(1), options: .waiting)) }
            try check()
        }

        @Test func aTask() async throws {
            try sandbox.fault("bad_gateway", operation: "GET /borrowers")
            let outcome = try await Order.$current.withValue("order-17") {
                try await client.enroll(french(1), options: .waiting)
            }
            _ = try ready(outcome)
            try check()
        }
    }
}

/// What a caller is at work on.
private enum Order {
    @TaskLocal static var current: String?
}

/// Notes the events, and adds a header.
final class Notes: CallObserver, @unchecked Sendable {
    private let lock = NSLock()
    private var noted: [String] = []

    var steps: [String] { lock.withLock { noted } }

    private func note(_ step: String, _ caller: (any Sendable)?, _ end: String = "") {
        lock.withLock { noted.append("\(step) for \(caller as? String ?? "-")\(end)") }
    }

    func caller() -> (any Sendable)? { Order.current }

    func journeyStarted(_ journey: JourneyEvent, caller: (any Sendable)?) {
        note("\(journey.name) starts", caller)
    }

    func journeyEnded(_ journey: JourneyEvent, caller: (any Sendable)?) {
        note("\(journey.name) ends", caller, ": \(journey.outcome ?? "-")")
    }

    func attemptStarted(_ attempt: AttemptEvent, caller: (any Sendable)?) -> [String: String] {
        note("\(attempt.name) starts", caller)
        return ["traceparent": "mine", "authorization": "not mine"]
    }

    func attemptEnded(_ attempt: AttemptEvent, caller: (any Sendable)?) {
        note("\(attempt.name) ends", caller, ": \(attempt.status.map(String.init) ?? "-")")
    }
}
