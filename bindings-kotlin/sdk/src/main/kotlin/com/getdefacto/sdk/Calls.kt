package com.getdefacto.sdk

import com.sun.jna.Callback
import com.sun.jna.CallbackThreadInitializer
import com.sun.jna.Native
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.future.future
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import kotlin.coroutines.resume

/**
 * Where answers are read: a few threads that no code of the app can occupy. Never the engine's own thread, on which all
 * calls of the process wait, nor the app's, which may be the one that draws.
 */
private val reading = Dispatchers.IO.limitedParallelism(Runtime.getRuntime().availableProcessors().coerceIn(2, 4))

/**
 * What a coroutine gives, for Java; cancelling the future ends the coroutine. What an app appends to it runs on
 * `Dispatchers.Default`.
 */
internal fun <T> futureOfAll(all: suspend () -> T): CompletableFuture<T> =
    // A scope for each: the failure of one would cancel the others.
    CoroutineScope(Dispatchers.Default).future { all() }

/** Every call goes through here. */
internal inline fun <T> calling(call: () -> T): T {
    Logging.follow()
    return call()
}

/** A call that holds no thread, and ends when the coroutine is cancelled. It is given what ends it. */
internal suspend fun <T> suspending(call: suspend (stop: NativeCancelToken) -> T): T =
    NativeCancelToken().use { stop -> suspending(stop) { call(stop) } }

/**
 * A call that [stop] ends, and so does the cancellation of the coroutine. How it was stopped is the cause of the
 * cancellation: it holds the token with which an enrolment goes on.
 */
internal suspend fun <T> suspending(stop: NativeCancelToken, call: suspend () -> T): T {
    currentCoroutineContext().ensureActive()
    Logging.follow()
    val running = CoroutineScope(reading).async(start = CoroutineStart.UNDISPATCHED) { call() }
    try {
        running.endOr(stop::cancel)
    } catch (cancelled: CancellationException) {
        // The core ends a call within 50 ms after it was stopped, whatever holds it up.
        val stopped = withContext(NonCancellable) { runCatching { running.await() } }.exceptionOrNull()
        throw if (stopped is DefactoException) CancellationException(stopped.message, stopped) else cancelled
    }
    return running.await()
}

/** Waits until it has ended. The cancellation of the coroutine ends the wait alone, and does [onCancellation] at once. */
private suspend fun Deferred<*>.endOr(onCancellation: () -> Unit): Unit =
    suspendCancellableCoroutine { waiting ->
        waiting.invokeOnCancellation { onCancellation() }
        invokeOnCompletion { waiting.resume(Unit) }
    }

/** The same for Java; cancelling the future ends the call. */
internal fun <T> futureOf(call: suspend (stop: NativeCancelToken) -> T): CompletableFuture<T> =
    futureOfAll { suspending(call) }

/** What an [action] of Java does with each thing that comes. */
internal fun <T> futureOfEach(things: Flow<T>, action: Consumer<in T>): CompletableFuture<Void?> =
    futureOfAll {
        things.collect(action::accept)
        null
    }

/** The items of all pages, each page read when it is needed. */
internal fun <T : Any> flowOfPages(read: suspend (cursor: String?, stop: NativeCancelToken) -> Page<T>): Flow<T> =
    flow {
        NativeCursors().use { cursors ->
            var page = suspending { read(null, it) }
            while (true) {
                page.nextPage?.let(cursors::pass)
                page.data.forEach { emit(it) }
                val cursor = page.nextPage ?: break
                page = suspending { read(cursor, it) }
            }
        }
    }

/** What something native gives, one after the other; it is let go of at the end. */
internal fun <N : AutoCloseable, T : Any> iteratorOf(begin: () -> N, next: (N) -> T?): Iterator<T> =
    iterator {
        begin().use { native ->
            while (true) yield(calling { next(native) } ?: break)
        }
    }

/** The same for coroutines, which hold no thread while they wait. */
internal fun <N : AutoCloseable, T : Any> flowOf(
    begin: (stop: NativeCancelToken) -> N,
    next: suspend (N) -> T?,
): Flow<T> =
    flow {
        NativeCancelToken().use { stop ->
            begin(stop).use { native ->
                while (true) emit(suspending(stop) { next(native) } ?: break)
            }
        }
    }

/** Lets Java know the thread that makes this callback for good, as one that keeps no program from ending. */
internal fun keepEngineAttached(callback: Callback): Unit =
    Native.setCallbackThreadInitializer(callback, CallbackThreadInitializer(true, false, "defacto-engine"))
