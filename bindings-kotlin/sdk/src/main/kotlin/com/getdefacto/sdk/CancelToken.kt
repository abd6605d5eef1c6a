package com.getdefacto.sdk

/**
 * Stops calls from another thread: pass it to `client.withOptions(cancel = token)`.
 *
 * A call that was stopped ends with [DefactoException.Interrupted]. Interrupting the waiting thread and cancelling the
 * waiting coroutine do the same without a token.
 */
public class CancelToken : AutoCloseable {
    internal val native = NativeCancelToken()

    /** Whether [cancel] was called. */
    public val isCancelled: Boolean get() = native.isCancelled()

    /** Stops all calls that hold this token, now and later. Does not block. */
    public fun cancel(): Unit = native.cancel()

    /** Releases the token. Calls and clients that hold it keep it; it cannot be used any more. */
    override fun close(): Unit = native.close()
}
