package com.getdefacto.sdk

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import java.util.concurrent.ConcurrentHashMap

/** Handles an event of a webhook. */
public fun interface WebhookHandler {
    /**
     * Handles an event.
     *
     * @param event the event.
     * @param entity its entity as the API has it now; null if the API has none.
     * @throws Exception if the event could not be handled: its next delivery is new then.
     */
    @Throws(Exception::class)
    public fun handle(event: WebhookEvent, entity: WebhookEntity?)
}

/**
 * Routes the events of webhooks: `router.on("CreditLine.CREATED") { event, line -> ... }`.
 *
 * A handler gets the event and its entity, which the router reads from the API; the entity is null if the API
 * has none. An event is handled once: its duplicates are not. If a handler throws, the event's next delivery
 * is new, so the API may deliver it again; whether it does is not documented. Handle an event soon, or pass it
 * on to a queue, since the answer to the API waits for the handler. Safe to share between threads.
 *
 * @param receiver checks and deduplicates requests.
 * @param client reads entities.
 */
public class WebhookRouter(receiver: WebhookReceiver, private val client: Client) : AutoCloseable {
    private val handlers = Handlers<WebhookHandler>(receiver)

    /**
     * Registers the handler of an event type, and returns this router.
     *
     * @throws DefactoException.Configuration if the API has no such event type, or if it has a handler.
     */
    @Throws(DefactoException::class)
    public fun on(eventType: String, handler: WebhookHandler): WebhookRouter =
        on(WebhookEventType.of(eventType), handler)

    /**
     * Registers the handler of an event type, and returns this router.
     *
     * @throws DefactoException.Configuration if the API has no such event type, or if it has a handler.
     */
    @Throws(DefactoException::class)
    public fun on(eventType: WebhookEventType, handler: WebhookHandler): WebhookRouter =
        apply { handlers.add(eventType, handler) }

    /**
     * Registers the handler of all other events, also of those whose type this version does not know, and
     * returns this router.
     *
     * @throws DefactoException.Configuration if there is one.
     */
    @Throws(DefactoException::class)
    public fun onOther(handler: WebhookHandler): WebhookRouter = apply { handlers.addOther(handler) }

    /**
     * Receives one request and runs the handler of its event. Blocks.
     *
     * Answer with the `status` of what it returns, and with 500 if it throws: the exception of the handler, one
     * of reading the entity, or [DefactoException.Store]. The event's next delivery is new then.
     *
     * @param urlOrToken the URL of the request, whole or from the path on, or its secret.
     * @param body the raw body.
     */
    @Throws(Exception::class)
    public fun route(urlOrToken: String, body: ByteArray): RoutedWebhook {
        val routed = handlers.begin(urlOrToken, body)
        val event = routed.event
        if (event == null || routed.outcome != WebhookOutcome.Handled) return routed
        var isHandled = false
        try {
            handlers.of(event)?.handle(event, ifThere { event.refetch(client) })
            isHandled = true
        } finally {
            handlers.end(event, isHandled)
        }
        return routed
    }

    /** Releases the router. Leaves the receiver and the client open. */
    override fun close(): Unit = handlers.close()
}

/**
 * As [WebhookRouter], with handlers that suspend.
 *
 * A cancelled [route] cancels the handler; the event's next delivery is new then.
 *
 * @param receiver checks and deduplicates requests.
 * @param client reads entities.
 */
public class AsyncWebhookRouter(receiver: WebhookReceiver, private val client: AsyncClient) : AutoCloseable {
    private val handlers = Handlers<suspend (WebhookEvent, WebhookEntity?) -> Unit>(receiver)

    /**
     * Registers the handler of an event type, and returns this router.
     *
     * @throws DefactoException.Configuration if the API has no such event type, or if it has a handler.
     */
    public fun on(
        eventType: String,
        handler: suspend (event: WebhookEvent, entity: WebhookEntity?) -> Unit,
    ): AsyncWebhookRouter = on(WebhookEventType.of(eventType), handler)

    /**
     * Registers the handler of an event type, and returns this router.
     *
     * @throws DefactoException.Configuration if the API has no such event type, or if it has a handler.
     */
    public fun on(
        eventType: WebhookEventType,
        handler: suspend (event: WebhookEvent, entity: WebhookEntity?) -> Unit,
    ): AsyncWebhookRouter = apply { handlers.add(eventType, handler) }

    /**
     * Registers the handler of all other events, also of those whose type this version does not know, and
     * returns this router.
     *
     * @throws DefactoException.Configuration if there is one.
     */
    public fun onOther(handler: suspend (event: WebhookEvent, entity: WebhookEntity?) -> Unit): AsyncWebhookRouter =
        apply { handlers.addOther(handler) }

    /**
     * Receives one request and runs the handler of its event. Suspends. See [WebhookRouter.route].
     *
     * @param urlOrToken the URL of the request, whole or from the path on, or its secret.
     * @param body the raw body.
     */
    public suspend fun route(urlOrToken: String, body: ByteArray): RoutedWebhook {
        var begun: RoutedWebhook? = null
        var isHandled = false
        try {
            // With a store this blocks.
            val routed = withContext(Dispatchers.IO) { handlers.begin(urlOrToken, body).also { begun = it } }
            val event = routed.event
            if (event != null && routed.outcome == WebhookOutcome.Handled) {
                handlers.of(event)?.invoke(event, ifThere { event.refetch(client) })
            }
            isHandled = true
            return routed
        } finally {
            val event = begun?.event
            if (event != null && begun?.outcome == WebhookOutcome.Handled) {
                withContext(NonCancellable + Dispatchers.IO) { handlers.end(event, isHandled) }
            }
        }
    }

    /** Releases the router. Leaves the receiver and the client open. */
    override fun close(): Unit = handlers.close()
}

/** The handlers of a router, by event type. The library decides which events have one. */
private class Handlers<H : Any>(receiver: WebhookReceiver) : AutoCloseable {
    private val routes = NativeWebhookRoutes(receiver.native)
    private val byType = ConcurrentHashMap<WebhookEventType, H>()

    @Volatile
    private var other: H? = null

    fun add(eventType: WebhookEventType, handler: H) {
        calling { routes.add(eventType) }
        byType[eventType] = handler
    }

    fun addOther(handler: H) {
        calling { routes.addOther() }
        other = handler
    }

    fun of(event: WebhookEvent): H? = byType[event.eventType] ?: other

    fun begin(urlOrToken: String, body: ByteArray): RoutedWebhook = calling { routes.begin(urlOrToken, body) }

    fun end(event: WebhookEvent, isHandled: Boolean) = calling { routes.end(event, isHandled) }

    override fun close() = routes.close()
}

/** Gives the entity, and null if the API has none, or if the event does not say what it is about. */
private inline fun ifThere(refetch: () -> WebhookEntity): WebhookEntity? =
    try {
        refetch()
    } catch (_: DefactoException.NotFound) {
        null
    }
