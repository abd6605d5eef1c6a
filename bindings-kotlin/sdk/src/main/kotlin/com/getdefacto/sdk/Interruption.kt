package com.getdefacto.sdk

/** Whether the call of this thread must end because its progress listener has thrown. */
private val ending = ThreadLocal<Boolean>()

/** Ends a blocking call when its thread is interrupted, or when its listener threw. */
internal object Interruption : InterruptCheck {
    override fun interrupted(): Boolean = Thread.currentThread().isInterrupted || ending.get() == true
}

/** Receives every step of an enrolment. */
public fun interface ProgressListener {
    /**
     * Receives one step: on the calling thread if the call blocks, otherwise on a thread for such work. It
     * must not block.
     */
    public fun onProgress(progress: EnrollmentProgress)
}

/** A blocking call with a listener; it ends with what the listener throws. */
internal inline fun <T> listening(listener: ProgressListener?, call: (NativeProgressListener?) -> T): T {
    val guarded = listener?.let { Guarded(it) { ending.set(true) } }
    try {
        return guarded.orThrown { calling { call(guarded) } }
    } finally {
        ending.remove()
    }
}

/** A suspending call with a listener; it ends with what the listener throws. */
internal suspend fun <T> suspendedListening(
    listener: ProgressListener?,
    call: suspend (listener: NativeProgressListener?, stop: NativeCancelToken) -> T,
): T =
    suspending { stop ->
        val guarded = listener?.let { Guarded(it, stop::cancel) }
        guarded.orThrown { call(guarded, stop) }
    }

/** Returns the result of the call, unless its listener has thrown. */
private inline fun <T> Guarded?.orThrown(call: () -> T): T =
    try {
        call().also { this?.rethrow() }
    } catch (stopped: DefactoException.Interrupted) {
        this?.rethrow()
        throw stopped
    }

/** A listener that is not called again after it has thrown, which ends the call. */
internal class Guarded(private val listener: ProgressListener, private val end: () -> Unit) : NativeProgressListener {
    // An exception must not travel through native code, so it is kept until the call has ended.
    @Volatile
    private var thrown: Throwable? = null

    override fun onProgress(progress: EnrollmentProgress) {
        if (thrown != null) return
        try {
            listener.onProgress(progress)
        } catch (problem: Throwable) {
            thrown = problem
            end()
        }
    }

    fun rethrow() {
        thrown?.let { throw it }
    }
}
