package com.getdefacto.sdk

/**
 * Receives webhooks: knows the API by the secret in the URL, reads events, and tells what was received before.
 *
 * The API signs nothing, so the URL that you subscribe with holds a secret ([newSubscriptionUrl]), and every request
 * has to bring it back. Give [receive] the URL and the raw body of a request. Answer 2xx soon, do the work later: how
 * long the API waits and whether it tries again is not documented. Safe to share between threads.
 *
 * @param subscriptionUrl the URL that you subscribed with, or its secret alone.
 * @param alsoAccept further URLs or secrets, while one takes the place of the other.
 * @param store where events are remembered; without one it remembers the last 10,000 in memory.
 * @param maxBodyBytes how long a body may be, in bytes.
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
) {
    private val native =
        NativeWebhookReceiver(subscriptionUrl, alsoAccept, maxBodyBytes.notNegative().toULong(), store?.native)

    /**
     * Whether a request brings the secret: its URL, whole or from the path on, or the secret alone. Takes as long for a
     * wrong one as for the right one of the same length. Does not block.
     */
    public fun verify(urlOrToken: String): Boolean = native.verify(urlOrToken)

    /**
     * Reads an event from a body, whoever sent it. Does not block.
     *
     * @throws DefactoException.Validation when the body is too long or no event.
     */
    @Throws(DefactoException::class)
    public fun parse(body: ByteArray): WebhookEvent = calling { native.parse(body) }

    /**
     * Receives one request: checks its URL, reads its body, and says what is known of the event (`freshness`).
     *
     * What the event shows is a hint: read it again with `refetch`. When you cannot deal with the event, call
     * [forget], so that its next delivery is new; if the program ends before it can, that delivery is a duplicate, so
     * read what matters when you start. Blocks with a store alone, which keeps events for 90 days; in a coroutine call
     * it on `Dispatchers.IO` then.
     *
     * @param urlOrToken the URL of the request, whole or from the path on, or the secret that it brings.
     * @param body as it came, byte by byte.
     * @throws DefactoException.Authentication when the secret is missing or wrong: answer 404, and do not say why.
     * @throws DefactoException.Validation when the body is no event: answer 400.
     * @throws DefactoException.Store when it cannot be remembered: answer 500.
     */
    @Throws(DefactoException::class)
    public fun receive(urlOrToken: String, body: ByteArray): WebhookEvent = calling { native.receive(urlOrToken, body) }

    /**
     * Forgets an event that could not be dealt with: its next delivery is new. Blocks with a store alone.
     *
     * @throws DefactoException.Store when that cannot be written down.
     */
    @Throws(DefactoException::class)
    public fun forget(event: WebhookEvent): Unit = calling { native.forget(event) }

    /** Shows no secret. */
    override fun toString(): String = "WebhookReceiver(<masked>)"

    public companion object {
        /** How long a body may be, in bytes, unless set. */
        public const val MAX_BODY_BYTES: Int = 1024 * 1024

        /**
         * A URL to subscribe with: the base and a new secret of 256 bits in its query, as `token`. Keep it as a secret.
         *
         * @param base where your receiver stands.
         * @throws DefactoException.Configuration when it is no https URL. Plain http is accepted for loopback alone, to
         *   try things.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun newSubscriptionUrl(base: String): String = newWebhookSubscriptionUrl(base)
    }
}
