import Foundation

/// Receives webhooks: checks the secret in the URL, reads events, and deduplicates them.
///
/// The API signs nothing, so the URL of your subscription holds a secret (`newSubscriptionURL`) that every
/// request must have. Pass the URL and the raw body of a request to `receive`. Answer 2xx soon, do the work
/// later: the API's time-out and repetitions are not documented. The last 10,000 events are remembered, in
/// memory. Safe to share.
public final class WebhookReceiver: Sendable {
    let native: NativeWebhookReceiver

    /// Creates a receiver for the URL of your subscription, or its secret alone.
    ///
    /// - Parameters:
    ///   - subscriptionURL: The URL that you subscribed with, or its secret alone.
    ///   - alsoAccept: Further URLs or secrets, while one takes the place of the other.
    ///   - maxBodyBytes: How long a body may be, in bytes.
    /// - Throws: `DefactoError.configuration` when a URL has no secret, or one that is short enough to be guessed.
    public init(_ subscriptionURL: String, alsoAccept: [String] = [], maxBodyBytes: Int = 1_048_576) throws {
        native = try NativeWebhookReceiver(
            subscriptionUrl: subscriptionURL, alsoAccept: alsoAccept, maxBodyBytes: UInt64(max(0, maxBodyBytes)),
            store: nil)
    }

    /// Creates a URL for a subscription: `base` with a new secret of 256 bits as `token`. Keep it secret.
    ///
    /// - Throws: `DefactoError.configuration` when `base` is not an https URL. Plain http is accepted for
    ///   loopback only, for trials.
    public static func newSubscriptionURL(_ base: String) throws -> String {
        try newWebhookSubscriptionUrl(base: base)
    }

    /// Returns `true` if a request has the secret. Takes its URL, whole or from the path on, or the secret
    /// alone. A wrong secret takes as long as the right one of the same length. Does not block.
    public func verify(_ urlOrToken: String) -> Bool {
        native.verify(urlOrToken: urlOrToken)
    }

    /// Reads an event from a body, without a check of its sender. Does not block.
    ///
    /// - Throws: `DefactoError.validation` when the body is too long or not an event.
    public func parse(_ body: Data) throws -> WebhookEvent {
        try native.parse(body: body)
    }

    /// Receives one request: checks its URL, reads its body, and deduplicates the event (`freshness`). Does
    /// not block.
    ///
    /// The event is a hint: read its entity again with `refetch`. If you cannot handle the event, call
    /// `forget`: its next delivery is new then. The last 10,000 events are remembered in memory, so read what
    /// matters again after a restart.
    ///
    /// - Parameters:
    ///   - urlOrToken: The URL of the request, whole or from the path on, or the secret that it brings.
    ///   - body: As it came, byte by byte.
    /// - Throws: `DefactoError.authentication` when the secret is missing or wrong: answer 404, without the
    ///   reason. `.validation` when the body is not an event: answer 400.
    public func receive(_ urlOrToken: String, body: Data) throws -> WebhookEvent {
        try native.receive(urlOrToken: urlOrToken, body: body)
    }

    /// Forgets an event that could not be handled: its next delivery is new. Does not block.
    public func forget(_ event: WebhookEvent) throws {
        try native.forget(event: event)
    }
}

extension WebhookReceiver: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Shows no secret.
    public var description: String { "WebhookReceiver(<masked>)" }
    /// Shows no secret.
    public var debugDescription: String { description }
    /// Shows nothing more.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension WebhookEvent {
    /// Reads an event from the text of `toJSON`, or from the body of a webhook.
    ///
    /// - Throws: `DefactoError.validation` when the text is not an event.
    public static func fromJSON(_ text: String) throws -> WebhookEvent {
        try webhookEventFromJson(text: text)
    }

    /// Reads the event's entity from the API, in its present state. Blocks; safe to repeat.
    ///
    /// - Throws: `DefactoError.notFound` when the API has no such entity, or when the event does not name it.
    public func refetch(_ client: Client) throws -> WebhookEntity {
        try client.native.refetchWebhook(event: self)
    }

    /// Reads the event's entity from the API, in its present state. Safe to repeat. See the blocking twin.
    public func refetch(_ client: Client) async throws -> WebhookEntity {
        try await client.run { try await $0.refetchWebhookAsync(event: self, stop: $1) }
    }
}
