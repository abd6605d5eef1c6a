import Foundation

/// Routes the events of webhooks: `try router.on("CreditLine.CREATED") { event, line in ... }`.
///
/// A handler gets the event and its entity, which the router reads from the API; the entity is `nil` if the API
/// has none. An event is handled once: its duplicates are not. If a handler throws, the event's next delivery is
/// new, so the API may deliver it again; whether it does is not documented. Handle an event soon, or pass it on
/// to a queue, since the answer to the API waits for the handler. Safe to share.
public final class WebhookRouter: Sendable {
    /// Handles an event. The entity is as the API has it now; `nil` if the API has none.
    public typealias Handler = @Sendable (_ event: WebhookEvent, _ entity: WebhookEntity?) async throws -> Void

    private let routes: NativeWebhookRoutes
    private let client: Client
    private let handlers = Handlers()

    /// Creates a router without handlers.
    ///
    /// - Parameters:
    ///   - receiver: Checks and deduplicates requests.
    ///   - client: Reads entities.
    public init(_ receiver: WebhookReceiver, client: Client) {
        routes = NativeWebhookRoutes(receiver: receiver.native)
        self.client = client
    }

    /// Registers the handler of an event type, such as `CreditLine.CREATED`, and returns this router.
    ///
    /// - Throws: `DefactoError.configuration` if the API has no such event type, or if it has a handler.
    @discardableResult
    public func on(_ eventType: String, _ handler: @escaping Handler) throws -> WebhookRouter {
        try on(WebhookEventType(wire: eventType), handler)
    }

    /// Registers the handler of an event type, and returns this router.
    ///
    /// - Throws: `DefactoError.configuration` if the API has no such event type, or if it has a handler.
    @discardableResult
    public func on(_ eventType: WebhookEventType, _ handler: @escaping Handler) throws -> WebhookRouter {
        try routes.add(eventType: eventType)
        handlers.set(handler, for: eventType)
        return self
    }

    /// Registers the handler of all other events, also of those whose type this version does not know, and returns
    /// this router.
    ///
    /// - Throws: `DefactoError.configuration` if there is one.
    @discardableResult
    public func onOther(_ handler: @escaping Handler) throws -> WebhookRouter {
        try routes.addOther()
        handlers.set(handler, for: nil)
        return self
    }

    /// Receives one request and runs the handler of its event.
    ///
    /// Answer with the `status` of what it returns, and with 500 if it throws: the error of the handler, or one of
    /// reading the entity. The event's next delivery is new then, as it is when the task is cancelled.
    ///
    /// - Parameters:
    ///   - urlOrToken: The URL of the request, whole or from the path on, or the secret that it brings.
    ///   - body: As it came, byte by byte.
    public func route(_ urlOrToken: String, body: Data) async throws -> RoutedWebhook {
        let routed = try routes.begin(urlOrToken: urlOrToken, body: body)
        guard let event = routed.event, routed.outcome == .handled else { return routed }
        do {
            let entity = try await entity(of: event)
            try await handlers.of(event)?(event, entity)
        } catch {
            try routes.end(event: event, isHandled: false)
            throw error
        }
        try routes.end(event: event, isHandled: true)
        return routed
    }

    private func entity(of event: WebhookEvent) async throws -> WebhookEntity? {
        do {
            return try await event.refetch(client)
        } catch DefactoError.notFound {
            return nil
        }
    }
}

/// The handlers of a router, by event type.
private final class Handlers: @unchecked Sendable {
    private let lock = NSLock()
    private var byType: [WebhookEventType: WebhookRouter.Handler] = [:]
    private var other: WebhookRouter.Handler?

    /// Sets the handler of a type, or of all others.
    func set(_ handler: @escaping WebhookRouter.Handler, for eventType: WebhookEventType?) {
        lock.withLock {
            if let eventType { byType[eventType] = handler } else { other = handler }
        }
    }

    func of(_ event: WebhookEvent) -> WebhookRouter.Handler? {
        lock.withLock { byType[event.eventType] ?? other }
    }
}
