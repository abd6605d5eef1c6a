package com.getdefacto.sdk

/** Provides the API key of a [Client], such as one that a vault keeps and rotates. */
public fun interface ApiKeyProvider {
    /**
     * Returns the key, of the same account each time. Called when a client is created, and before each attempt of a call:
     * on the calling thread if the call blocks, otherwise on a thread of the library. It may block, so keep a key for a
     * while if it is slow to read. Safe to call from several threads at once.
     *
     * @throws Exception if there is no key. The call then ends with [DefactoException.Configuration], which names the
     *   exception's class but not its text, and nothing is sent.
     */
    @Throws(Exception::class)
    public fun apiKey(): String
}

/** Returns the core's form of a key that a function provides. */
internal fun providedKey(provider: ApiKeyProvider): NativeApiKey = NativeApiKey.provider(ProviderBridge(provider))

/** Replaces the key of a client, and releases its object, of which the core keeps what it needs. */
internal fun NativeClient.replaceKey(key: NativeApiKey): Unit = key.use { setApiKey(it) }

/** Passes a function's key on. No other exception may pass through native code, and its text could hold the key. */
private class ProviderBridge(private val provider: ApiKeyProvider) : NativeKeyProvider {
    override fun provide(): String =
        try {
            provider.apiKey()
        } catch (problem: Throwable) {
            if (problem is InterruptedException) Thread.currentThread().interrupt()
            throw DefactoException.Configuration(failure(problem))
        }

    private fun failure(problem: Throwable): ErrorDetails =
        ErrorDetails(
            detail = problem.javaClass.name,
            attempts = 0,
            retryable = false,
            outcomeUnknown = false,
        )
}
