import Defacto
import Foundation

/// A running sandbox: the Defacto API simulated on this machine, for tests.
///
/// ```swift
/// let sandbox = try Sandbox()
/// defer { sandbox.close() }
/// let client = try sandbox.client()
/// try sandbox.fault("timeout_after_commit", operation: "POST /borrowers")
/// ```
///
/// It runs the command `defacto`, which `DEFACTO_BINARY` names or which is on the path. It ends with
/// `close()`, when it is released, and with this process at the latest. A phone starts no programs: there, or to
/// use one that runs already, call `Sandbox.at`. Everything here blocks.
public final class Sandbox: Sendable {
    /// The URL of the simulated API.
    public let url: String
    /// The key that it accepts.
    public let apiKey: String

    private let end: @Sendable () -> Void
    private let control: Client

    private init(url: String, apiKey: String, end: @escaping @Sendable () -> Void) throws {
        (self.url, self.apiKey, self.end) = (url, apiKey, end)
        control = try Client(apiKey: apiKey, environment: .url(url), options: ClientOptions(maxRetries: 0))
    }

    #if os(macOS) || os(Linux)
        /// Starts a sandbox.
        ///
        /// - Parameters:
        ///   - speed: How many times faster than the real API it answers.
        ///   - seed: Makes its data repeat.
        ///   - apiKey: The key that it accepts.
        public convenience init(speed: Double = 100, seed: UInt64 = 1, apiKey: String = "test-key") throws {
            let command = try Command([
                "sandbox", "--port", "0", "--ready-json", "--until-stdin-closes", "--speed=\(speed)",
                "--seed=\(seed)", "--api-key=\(apiKey)",
            ])
            let ready = try JSONDecoder().decode(Ready.self, from: try command.firstLine())
            // A sandbox before this one may have had the same port.
            forgetRequests(baseUrl: ready.url)
            try self.init(url: ready.url, apiKey: ready.apiKey) { command.end() }
        }
    #endif

    /// Uses a sandbox that runs already, such as one of `defacto sandbox`. `close()` does not end it.
    ///
    /// - Throws: `SandboxError` if nothing answers there, or something else than a sandbox.
    public static func at(_ url: String = "http://127.0.0.1:8080", apiKey: String = "test-key") throws -> Sandbox {
        let sandbox = try Sandbox(url: url, apiKey: apiKey) {}
        do {
            _ = try sandbox.now()
        } catch let error as SandboxError {
            throw SandboxError("no sandbox answers at \(url): \(error). Start one: `defacto sandbox`")
        } catch {
            // It answered with something else than a clock.
            throw SandboxError("the server at \(url) is not a sandbox")
        }
        return sandbox
    }

    deinit {
        close()
    }

    /// Creates a client of this sandbox.
    public func client(options: ClientOptions = ClientOptions(), store: Store? = nil) throws -> Client {
        try Client(apiKey: apiKey, environment: .url(url), options: options, store: store)
    }

    /// Sets a fault: `fault("timeout_after_commit", operation: "POST /borrowers", ["times": 1])`.
    public func fault(_ kind: String, operation: String = "*", _ more: [String: JsonValue] = [:]) throws {
        let named: [String: JsonValue] = ["kind": .text(value: kind), "operation": .text(value: operation)]
        try tell("POST", "faults", .object(members: named.merging(more) { $1 }))
    }

    /// Removes all faults that have not happened yet.
    public func clearFaults() throws {
        try tell("DELETE", "faults")
    }

    /// Changes switches, `["declined_as": "zero_line"]` for instance, and returns all of them.
    @discardableResult
    public func settings(_ changes: [String: JsonValue] = [:]) throws -> [String: JsonValue] {
        let answer =
            changes.isEmpty
            ? try ask("GET", "settings") : try ask("PATCH", "settings", .object(members: changes))
        return answer.object ?? [:]
    }

    /// The requests received, oldest first.
    public func log() throws -> [JsonValue] {
        try ask("GET", "log")["requests"]?.array ?? []
    }

    /// Forgets the requests received.
    public func clearLog() throws {
        try tell("DELETE", "log")
    }

    /// Returns the time in the sandbox: the real time, until it is moved.
    public func now() throws -> Date {
        try time(of: try ask("GET", "clock"))
    }

    /// Moves the clock forward by whole seconds. Due events happen before this returns. Returns the new
    /// time.
    @discardableResult
    public func advance(by seconds: Int) throws -> Date {
        try move(["advance_seconds": .integer(value: Int64(seconds))])
    }

    /// Moves the clock forward to what is due next, which happens before this returns. Returns the new time.
    ///
    /// - Throws: `SandboxError` if nothing is planned.
    @discardableResult
    public func advanceToNextEvent() throws -> Date {
        try move(["to_next_event": .boolean(value: true)])
    }

    /// Moves the clock forward to a time. Due events happen before this returns. Returns the new time.
    @discardableResult
    public func setTime(_ moment: Date) throws -> Date {
        // The library writes moments itself, exact to the microsecond.
        let text = try JSONDecoder().decode(JsonValue.self, from: Data(Signature(signedAt: moment).toJSON().utf8))
        return try move(["to": text["signed_at"] ?? .null])
    }

    /// Stops the clock, so that only `advance` and `setTime` move it, or starts it again. Returns the
    /// time.
    @discardableResult
    public func freeze(_ frozen: Bool = true) throws -> Date {
        try move(["frozen": .boolean(value: frozen)])
    }

    private func move(_ change: [String: JsonValue]) throws -> Date {
        try time(of: try ask("POST", "clock", .object(members: change)))
    }

    private func time(of clock: JsonValue) throws -> Date {
        try Signature.fromJSON(#"{"signed_at": "\#(clock["now"]?.string ?? "")"}"#).signedAt
    }

    /// Returns the webhooks, delivered or not, oldest first, with URL, body and answer.
    public func deliveries() throws -> [JsonValue] {
        try ask("GET", "deliveries")["deliveries"]?.array ?? []
    }

    /// Returns a summary of the sandbox's data: borrowers, credit lines, loans, payments and so on.
    public func state() throws -> [String: JsonValue] {
        try ask("GET", "state").object ?? [:]
    }

    /// Resets the sandbox: no borrowers, no faults, an empty log, the initial switches. This process
    /// forgets the loans that it requested, so a salt may be used again.
    public func reset() throws {
        try tell("POST", "reset")
        forgetRequests(baseUrl: url)
    }

    /// Ends the sandbox, unless it ran before.
    public func close() {
        end()
    }

    private func tell(_ method: String, _ name: String, _ body: JsonValue? = nil) throws {
        _ = try send(method, name, body)
    }

    private func ask(_ method: String, _ name: String, _ body: JsonValue? = nil) throws -> JsonValue {
        try JSONDecoder().decode(JsonValue.self, from: try send(method, name, body))
    }

    /// Calls the sandbox's own interface.
    private func send(_ method: String, _ name: String, _ body: JsonValue?) throws -> Data {
        let json = try body.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        do {
            return try control.request(method, "/_sandbox/\(name)", json: json).body
        } catch let error as DefactoError {
            throw SandboxError("\(method) \(name): \(error.details.body ?? error.description)")
        }
    }
}

/// The sandbox cannot be started, or refuses a setting.
public struct SandboxError: LocalizedError, CustomStringConvertible, Sendable {
    /// What went wrong, and what to do.
    public let description: String
    /// The same text.
    public var errorDescription: String? { description }

    init(_ description: String) {
        self.description = description
    }
}

/// What the command prints when it is ready.
private struct Ready: Decodable {
    let url: String
    let apiKey: String

    enum CodingKeys: String, CodingKey {
        case url
        case apiKey = "api_key"
    }
}
