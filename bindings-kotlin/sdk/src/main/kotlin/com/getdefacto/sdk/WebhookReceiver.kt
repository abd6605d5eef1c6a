package com.getdefacto.sdk

/**
 * Receives webhooks: checks the secret in the URL, reads events, and deduplicates them.
 *
 * The API signs nothing, so the URL of your subscription holds a secret ([newSubscriptionUrl]) that every
 * request must have. Pass the URL and the raw body of a request to [receive]. Answer 2xx soon, do the work
 * later: the API's time-out and repetitions are not documented. Safe to share between threads.
 *
 * @param subscriptionUrl the URL of your subscription, or its secret alone.
 * @param alsoAccept further URLs or secrets, while you replace one by the other.
 * @param store where events are remembered; without it, the last 10,000 are remembered in memory.
 * @param maxBodyBytes the longest body, in bytes.
 * @throws DefactoException.Configuration when a URL has no secret, or one that is short enough to be guessed.
 */
public class WebhookReceiver
@JvmOverloads
@Throws(DefactoException::class)
constructor(
    subscriptionUrl: String,
    alsoAccept: List<String> = listOf(),
    store: Store? = null,
    maxBodyBytes: Int = MAX_BODY_BYTES,
) : AutoCloseable {
    internal val native =
        NativeWebhookReceiver(subscriptionUrl, alsoAccept, maxBodyBytes.toLong(), store?.native)

    /**
     * Returns true if a request has the secret. Takes its URL, whole or from the path on, or the secret
     * alone. A wrong secret takes as long as the right one of the same length. Does not block.
     */
    public fun verify(urlOrToken: String): Boolean = native.verify(urlOrToken)

    /**
     * Reads an event from a body, without a check of its sender. Does not block.
     *
     * @throws DefactoException.Validation when the body is too long or not an event.
     */
    @Throws(DefactoException::class)
    public fun parse(body: ByteArray): WebhookEvent = calling { native.parse(body) }

    /**
     * Receives one request: checks its URL, reads its body, and deduplicates the event (`freshness`).
     *
     * The event is a hint: read its entity again with `refetch`. If you cannot handle the event, call
     * [forget]: its next delivery is new then. If the program ends before, that delivery is a duplicate, so
     * read what matters when you start. Does not block, unless a store keeps the events, for 90 days; in a
     * coroutine call it on `Dispatchers.IO` then.
     *
     * @param urlOrToken the URL of the request, whole or from the path on, or its secret.
     * @param body the raw body.
     * @throws DefactoException.Authentication when the secret is missing or wrong: answer 404, without the
     *   reason.
     * @throws DefactoException.Validation when the body is not an event: answer 400.
     * @throws DefactoException.Store when the event cannot be remembered: answer 500.
     */
    @Throws(DefactoException::class)
    public fun receive(urlOrToken: String, body: ByteArray): WebhookEvent = calling { native.receive(urlOrToken, body) }

    /**
     * Forgets an event that could not be handled: its next delivery is new. Does not block, unless a store
     * keeps the events.
     *
     * @throws DefactoException.Store when the store cannot be written.
     */
    @Throws(DefactoException::class)
    public fun forget(event: WebhookEvent): Unit = calling { native.forget(event) }

    /** Releases the receiver and its store. A router that was made with it keeps both. */
    override fun close(): Unit = native.close()

    /** Shows no secret. */
    override fun toString(): String = "WebhookReceiver(<masked>)"

    public companion object {
        /** The default of the longest body, in bytes. */
        public const val MAX_BODY_BYTES: Int = 1024 * 1024

        /**
         * Creates a URL for a subscription: [base] with a new secret of 256 bits as `token`. Keep it secret.
         *
         * @param base the URL of your receiver.
         * @throws DefactoException.Configuration when it is not an https URL. Plain http is accepted for
         *   loopback only, for trials.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun newSubscriptionUrl(base: String): String = newWebhookSubscriptionUrl(base)
    }
}
