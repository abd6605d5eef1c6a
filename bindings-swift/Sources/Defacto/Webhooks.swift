import Foundation

/// Receives webhooks: knows the API by the secret in the URL, reads events, and tells what was received before.
///
/// The API signs nothing, so the URL that you subscribe with holds a secret (`newSubscriptionURL`), and every request
/// has to bring it back. Give `receive` the URL and the raw body of a request. Answer 2xx soon, do the work later: how
/// long the API waits and whether it tries again is not documented. It remembers the last 10,000 events, in memory.
/// Safe to share.
public final class WebhookReceiver: Sendable {
    private let native: NativeWebhookReceiver

    /// A receiver for the URL that you subscribed with, or for its secret alone.
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

    /// A URL to subscribe with: the base and a new secret of 256 bits in its query, as `token`. Keep it as a secret.
    ///
    /// - Throws: `DefactoError.configuration` when the base is no https URL. Plain http is accepted for loopback alone,
    ///   to try things.
    public static func newSubscriptionURL(_ base: String) throws -> String {
        try newWebhookSubscriptionUrl(base: base)
    }

    /// Whether a request brings the secret: its URL, whole or from the path on, or the secret alone. Takes as long for
    /// a wrong one as for the right one of the same length. Does not block.
    public func verify(_ urlOrToken: String) -> Bool {
        native.verify(urlOrToken: urlOrToken)
    }

    /// Reads an event from a body, whoever sent it. Does not block.
    ///
    /// - Throws: `DefactoError.validation` when the body is too long or no event.
    public func parse(_ body: Data) throws -> WebhookEvent {
        try native.parse(body: body)
    }

    /// Receives one request: checks its URL, reads its body, and says what is known of the event (`freshness`). Does
    /// not block.
    ///
    /// What the event shows is a hint: read it again with `refetch`. When you cannot deal with the event, call
    /// `forget`, so that its next delivery is new; it remembers the last 10,000 in memory, so after a restart read what
    /// matters again.
    ///
    /// - Parameters:
    ///   - urlOrToken: The URL of the request, whole or from the path on, or the secret that it brings.
    ///   - body: As it came, byte by byte.
    /// - Throws: `DefactoError.authentication` when the secret is missing or wrong: answer 404, and do not say why.
    ///   `.validation` when the body is no event: answer 400.
    public func receive(_ urlOrToken: String, body: Data) throws -> WebhookEvent {
        try native.receive(urlOrToken: urlOrToken, body: body)
    }

    /// Forgets an event that could not be dealt with: its next delivery is new. Does not block.
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
    /// Reads an event that `toJSON` wrote, or the body of a webhook.
    ///
    /// - Throws: `DefactoError.validation` when the text is none.
    public static func fromJSON(_ text: String) throws -> WebhookEvent {
        try webhookEventFromJson(text: text)
    }

    /// Reads from the API what the event is about, as it is now. Blocks; safe to repeat.
    ///
    /// - Throws: `DefactoError.notFound` when the API has no such entity, or when the event does not say which one.
    public func refetch(_ client: Client) throws -> WebhookEntity {
        try client.native.refetchWebhook(event: self)
    }

    /// Reads from the API what the event is about, as it is now. Safe to repeat. See the blocking twin.
    public func refetch(_ client: Client) async throws -> WebhookEntity {
        try await client.run { try await $0.refetchWebhookAsync(event: self, stop: $1) }
    }
}
