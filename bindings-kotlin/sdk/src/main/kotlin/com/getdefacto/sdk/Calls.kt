package com.getdefacto.sdk

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.runInterruptible

/** Threads for calls that wait: not of the 64 that the app's own input and output has. */
internal val waiting = Dispatchers.IO.limitedParallelism(256)

/** Every call goes through here. */
internal inline fun <T> calling(call: () -> T): T {
    Logging.follow()
    return call()
}

/**
 * A call that waits on a thread of its own, and ends when the coroutine is cancelled. How it was stopped is the cause
 * of the cancellation: it holds the token with which an enrolment goes on.
 */
internal suspend fun <T> suspending(call: () -> T): T {
    var stopped: DefactoException.Interrupted? = null
    try {
        return runInterruptible(waiting) {
            try {
                calling(call)
            } catch (error: DefactoException.Interrupted) {
                // Without an interrupted thread it was a token that stopped the call, and the caller wants to know.
                if (!Thread.currentThread().isInterrupted) throw error
                stopped = error
                throw InterruptedException(error.message)
            }
        }
    } catch (cancelled: CancellationException) {
        throw stopped?.let { CancellationException(it.message, it) } ?: cancelled
    }
}

/** The items of all pages, each page read when it is needed. */
internal fun <T : Any> flowOfPages(read: (cursor: String?) -> Page<T>): Flow<T> =
    flow {
        NativeCursors().use { cursors ->
            var page = suspending { read(null) }
            while (true) {
                page.nextPage?.let(cursors::pass)
                page.data.forEach { emit(it) }
                val cursor = page.nextPage ?: break
                page = suspending { read(cursor) }
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

/** The same for coroutines. */
internal fun <N : AutoCloseable, T : Any> flowOf(begin: () -> N, next: (N) -> T?): Flow<T> =
    flow {
        begin().use { native ->
            while (true) emit(suspending { next(native) } ?: break)
        }
    }
