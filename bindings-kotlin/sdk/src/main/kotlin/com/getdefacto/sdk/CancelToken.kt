package com.getdefacto.sdk

/**
 * Stops calls from another thread: give it to `client.withOptions(cancel = token)`.
 *
 * A call that was stopped ends with [DefactoException.Interrupted]. Interrupting the waiting thread and cancelling the
 * waiting coroutine do the same without a token.
 */
public class CancelToken {
    internal val native = NativeCancelToken()

    /** Whether it was used. */
    public val isCancelled: Boolean get() = native.isCancelled()

    /** Stops all calls that hold this token, those under way and those to come. */
    public fun cancel(): Unit = native.cancel()
}
