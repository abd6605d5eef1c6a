import Foundation

extension Client {
    /// Checks the key and the connection, and returns the API's greeting. Blocks; safe to repeat.
    ///
    /// - Throws: `DefactoError.authentication` when the key is not accepted; `.transport` and `.timeout` when the API is
    ///   not reached.
    public func hello() throws -> String {
        try native.hello()
    }

    /// Checks the key and the connection, and returns the API's greeting. Safe to repeat.
    ///
    /// - Throws: As the blocking twin.
    public func hello() async throws -> String {
        try await run { try await $0.helloAsync(stop: $1) }
    }

    /// Calls an endpoint that this library does not know yet. Blocks.
    ///
    /// GET and HEAD are repeated when they fail, other calls only if they certainly were not carried out.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - path: Begins with a slash and is sent as it is.
    ///   - query: Is encoded.
    ///   - json: The body's JSON text.
    /// - Throws: As every operation: an answer outside 2xx is an error.
    public func request(_ method: String, _ path: String, query: [String: String] = [:], json: String? = nil) throws
        -> RawAnswer
    {
        try native.request(method: method, path: path, query: query, json: json)
    }

    /// Calls an endpoint that this library does not know yet. See the blocking twin.
    public func request(_ method: String, _ path: String, query: [String: String] = [:], json: String? = nil)
        async throws -> RawAnswer
    {
        try await run { try await $0.requestAsync(method: method, path: path, query: query, json: json, stop: $1) }
    }
}

extension Environment {
    /// A server of your own, or a sandbox on this machine: `.url("http://127.0.0.1:8080")`.
    public static func url(_ text: String) -> Environment {
        Environment(wire: text)
    }
}
