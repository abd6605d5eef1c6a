import Foundation

extension DefactoError {
    /// Everything known about the error.
    public var details: ErrorDetails {
        switch self {
        case .configuration(let details), .validation(let details), .authentication(let details),
            .notFound(let details), .api(let details), .timeout(let details), .transport(let details),
            .decode(let details), .store(let details), .interrupted(let details):
            details
        }
    }

    /// The kind alone, for a `switch` without details.
    public var kind: ErrorKind {
        switch self {
        case .configuration: .configuration
        case .validation: .validation
        case .authentication: .authentication
        case .notFound: .notFound
        case .api: .api
        case .timeout: .timeout
        case .transport: .transport
        case .decode: .decode
        case .store: .store
        case .interrupted: .interrupted
        }
    }

    /// The HTTP status, when there was an answer.
    public var status: Int? { details.status.map(Int.init) }

    /// Every problem of the request, each with its place.
    public var problems: [Problem] { details.problems }

    /// The id of the request, from the answer's headers: name it when you ask the vendor for help.
    public var requestId: String? { details.requestId }

    /// Whether the same call may succeed later without any change.
    public var retryable: Bool { details.retryable }

    /// Whether the call may have taken effect although it failed: check before you repeat a write.
    public var outcomeUnknown: Bool { details.outcomeUnknown }

    /// For how many seconds from this answer the API asked not to be called; `nil` if it did not ask.
    public var retryAfter: Int64? { details.retryAfter }

    /// The token with which an enrolment continues in spite of this error.
    public var resumeToken: String? { details.resumeToken }

    /// The salt of a write, its idempotency key: the same request holds it, and takes effect once.
    public var saltId: String? { details.saltId }
}

extension DefactoError: LocalizedError, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What happened, where, and what to do next: the same text in every language.
    public var errorDescription: String? { text() }
    /// The same text.
    public var description: String { text() }
    /// The same text.
    public var debugDescription: String { text() }
    /// Shows nothing more: the body of an answer may hold personal data.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
