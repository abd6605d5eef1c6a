package com.getdefacto.sdk

import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicLong

/**
 * Receives events around each attempt to send a call, and when a journey starts and ends: `enroll` for instance.
 *
 * Pass it to [Client]. The functions must not block, and must not make calls with the client. Those of a call that blocks
 * run on its thread, others on a thread of the library. Exceptions are ignored and do not end the call. An event never
 * holds a value, a body or a header.
 */
public abstract class CallObserver {
    /**
     * Called on the thread that makes a call, before anything else. Returns what the observer needs of that thread, such
     * as its active trace: it comes back with the events, which may come from other threads. Null is nothing.
     */
    public open fun caller(): Any? = null

    /** Called when a journey starts. The attempts until its end have its id. */
    public open fun journeyStarted(journey: JourneyEvent, caller: Any?) {}

    /** Called once when a journey ends, also when it was cancelled. */
    public open fun journeyEnded(journey: JourneyEvent, caller: Any?) {}

    /**
     * Called before each attempt. Returns headers to add to it. They replace headers of the caller with the same name.
     * Headers that the client itself sets, and those that cannot be sent, are left out.
     */
    public open fun attemptStarted(attempt: AttemptEvent, caller: Any?): Map<String, String> = emptyMap()

    /** Called once when an attempt ends, also when it was cancelled. */
    public open fun attemptEnded(attempt: AttemptEvent, caller: Any?) {}
}

/** Passes the core's events on to an observer. No exception may pass through native code. */
internal class ObserverBridge(private val observer: CallObserver) : NativeCallObserver {
    private val numbers = AtomicLong()

    /** What the observer keeps of callers, by the numbers that the core knows. */
    private val callers = ConcurrentHashMap<Long, Any>()

    override fun caller(): Long {
        val caller = guarded(null) { observer.caller() } ?: return 0
        return numbers.incrementAndGet().also { callers[it] = caller }
    }

    override fun callerLeft(caller: Long) {
        callers.remove(caller)
    }

    override fun journeyStarted(journey: JourneyEvent, caller: Long): Unit =
        guarded(Unit) { observer.journeyStarted(journey, callers[caller]) }

    override fun journeyEnded(journey: JourneyEvent, caller: Long): Unit =
        guarded(Unit) { observer.journeyEnded(journey, callers[caller]) }

    override fun attemptStarted(attempt: AttemptEvent, caller: Long): Map<String, String> =
        guarded(emptyMap()) { observer.attemptStarted(attempt, callers[caller]) }

    override fun attemptEnded(attempt: AttemptEvent, caller: Long): Unit =
        guarded(Unit) { observer.attemptEnded(attempt, callers[caller]) }

    private inline fun <T> guarded(otherwise: T, call: () -> T): T =
        try {
            call()
        } catch (_: Exception) {
            otherwise
        }
}
