package com.getdefacto.sdk

/** What a progress listener threw during the call of this thread. */
private val thrown = ThreadLocal<Throwable>()

/** Ends a call when its thread is interrupted, or when its listener threw. */
internal object Interruption : InterruptCheck {
    // An exception must not travel through native code, so it is kept until the call has ended.
    override fun interrupted(): Boolean = Thread.currentThread().isInterrupted || thrown.get() != null
}

/** A call with a listener; it ends with what the listener throws. */
internal inline fun <T> listening(listener: ProgressListener?, call: (ProgressListener?) -> T): T {
    val guarded = listener?.let(::Guarded)
    try {
        val answer = calling { call(guarded) }
        guarded?.rethrow()
        return answer
    } catch (stopped: DefactoException.Interrupted) {
        guarded?.rethrow()
        throw stopped
    } finally {
        guarded?.forget()
    }
}

/** A listener that hears nothing more after it has thrown. */
internal class Guarded(private val listener: ProgressListener) : ProgressListener {
    override fun onProgress(progress: EnrollmentProgress) {
        if (thrown.get() != null) return
        try {
            listener.onProgress(progress)
        } catch (problem: Throwable) {
            thrown.set(problem)
        }
    }

    fun rethrow() {
        thrown.get()?.let { throw it }
    }

    fun forget(): Unit = thrown.remove()
}
