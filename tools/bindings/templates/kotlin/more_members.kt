{#- Functions that take a client, which uniffi cannot export. #}
{%- if name == "WebhookEvent" %}
    /**
     * Reads from the API what the event is about, as it is now. Blocks; safe to repeat.
     *
     * @throws DefactoException.NotFound when the API has no such entity, or when the event does not say which one.
     */
    @Throws(DefactoException::class)
    public fun refetch(client: Client): WebhookEntity = calling { client.native.refetchWebhook(this) }

    /**
     * Reads from the API what the event is about, as it is now. Safe to repeat.
     *
     * @throws DefactoException.NotFound when the API has no such entity, or when the event does not say which one.
     */
    public suspend fun refetch(client: AsyncClient): WebhookEntity =
        suspending { client.native.refetchWebhookAsync(this, it) }

    /**
     * Reads from the API what the event is about, as it is now. Does not block; safe to repeat. Cancelling the future ends
     * the call.
     *
     * @throws DefactoException.NotFound when the API has no such entity, or when the event does not say which one.
     */
    public fun refetchAsync(client: Client): CompletableFuture<WebhookEntity> =
        futureOf { client.native.refetchWebhookAsync(this, it) }
{% endif %}
