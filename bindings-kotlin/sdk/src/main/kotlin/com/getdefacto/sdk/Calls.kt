package com.getdefacto.sdk

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
 * The threads that read answers, which no code of the app can occupy. Answers are read neither on the
 * engine's own thread, on which all calls of the process wait, nor on the app's, which may draw its screen.
 */
private val reading =
    Dispatchers.IO.limitedParallelism(Runtime.getRuntime().availableProcessors().coerceIn(2, 4))

/**
 * Returns the result of a coroutine as a future, for Java. Cancelling the future ends the coroutine. Code
 * that an app appends to it runs on `Dispatchers.Default`.
 */
internal fun <T> futureOfAll(all: suspend () -> T): CompletableFuture<T> =
    // Each has its own scope: in a common one, a failure would cancel the others.
    // The call begins on the caller's thread, whose trace an observer may need.
    CoroutineScope(Dispatchers.Default).future(start = CoroutineStart.UNDISPATCHED) { all() }

/** Makes a blocking call and converts its errors. */
internal inline fun <T> calling(call: () -> T): T {
    Logging.follow()
    return call()
}

/**
 * Makes a call that holds no thread, and ends it when the coroutine is cancelled. [call] receives the token
 * that ends it.
 */
internal suspend fun <T> suspending(call: suspend (stop: NativeCancelToken) -> T): T =
    NativeCancelToken().use { stop -> suspending(stop) { call(stop) } }

/**
 * Makes a call that ends by [stop] or by the cancellation of the coroutine. The library's exception is the
 * cause of the cancellation: it holds the token with which an enrolment continues.
 */
internal suspend fun <T> suspending(stop: NativeCancelToken, call: suspend () -> T): T {
    currentCoroutineContext().ensureActive()
    Logging.follow()
    val running = CoroutineScope(reading).async(start = CoroutineStart.UNDISPATCHED) { call() }
    try {
        running.endOr(stop::cancel)
    } catch (cancelled: CancellationException) {
        // The core ends a call within 50 ms after it was stopped, in every case.
        val stopped = withContext(NonCancellable) { runCatching { running.await() } }.exceptionOrNull()
        throw if (stopped is DefactoException) CancellationException(stopped.message, stopped) else cancelled
    }
    return running.await()
}

/** Waits for the end. Cancelling the coroutine ends only the wait, and calls [onCancellation] at once. */
private suspend fun Deferred<*>.endOr(onCancellation: () -> Unit): Unit =
    suspendCancellableCoroutine { waiting ->
        waiting.invokeOnCancellation { onCancellation() }
        invokeOnCompletion { waiting.resume(Unit) }
    }

/** The same for Java. Cancelling the future ends the call. */
internal fun <T> futureOf(call: suspend (stop: NativeCancelToken) -> T): CompletableFuture<T> =
    futureOfAll { suspending(call) }

/** Calls the [action] of Java with each item. */
internal fun <T> futureOfEach(things: Flow<T>, action: Consumer<in T>): CompletableFuture<Void?> =
    futureOfAll {
        things.collect(action::accept)
        null
    }

/** Returns the items of all pages. Each page is read when it is needed. */
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

/** The same for coroutines, without a thread while they wait. */
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
