package com.getdefacto.sdk

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.isActive
import kotlinx.coroutines.withContext
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import java.util.stream.Stream
import java.util.stream.StreamSupport

/**
 * A running portfolio: the result of each row, in no fixed order. It ends after the last result. One thread
 * reads it, once: every iterator continues where the one before ended.
 *
 * An early end is thrown by the iteration: a [DefactoException], or the exception of the caller's own
 * iterator. The progress is in the store, and the next run continues from there. The end of the iteration
 * releases the store; [close] the run if you leave early.
 */
public class PortfolioRun internal constructor(
    private val native: NativePortfolioRun,
    private val companies: Companies?,
) : Iterable<PortfolioResult>, AutoCloseable {
    @Volatile
    private var last: PortfolioProgress? = null
    private val results = Results()

    /** The results one by one. Blocks until the next one, and ends early when the thread is interrupted. */
    override fun iterator(): Iterator<PortfolioResult> = results

    /** The same as a stream, which closes the run when it is closed. Blocks until the next one. */
    public fun stream(): Stream<PortfolioResult> = StreamSupport.stream(spliterator(), false).onClose(::close)

    /**
     * Calls [action] with each result, for Java. Does not block: no thread waits for a result. The run ends
     * as by [close] after the last result, when [action] throws, and when the future is cancelled.
     *
     * @return completed after the last result, when the store is free for the next run. If the run ends
     *   early, completed with a [DefactoException], or with the exception of [action] or of the caller's own
     *   iterator. Cancelling it ends the run, and nothing is lost.
     */
    public fun forEachAsync(action: Consumer<in PortfolioResult>): CompletableFuture<Void?> =
        futureOfEach(toCome(), action)

    /** Returns the remaining results, without a thread. */
    private fun toCome(): Flow<PortfolioResult> =
        flow {
            NativeCancelToken().use { stop ->
                try {
                    // Waits for a thread that takes a result at this moment.
                    val left = toItsEnd { native.asynchronous(stop) } ?: return@use
                    results.lookedAhead()?.let { emit(it) }
                    val run = SuspendedRun(left, companies)
                    while (true) emit(run.take(stop) ?: break)
                } finally {
                    toItsEnd(::close)
                }
            }
        }

    /** Returns the progress of the run. Does not block; any thread may call it. */
    public fun progress(): PortfolioProgress = last ?: native.progress()

    /**
     * Ends the run: it sends nothing more. The next run looks up the calls under way, so nothing is lost. The
     * iteration ends with [DefactoException.Interrupted]. Does not block; any thread may call it.
     */
    public fun stop() {
        if (last == null) native.stop()
    }

    /**
     * Ends the run, waits for the calls under way, and releases the store. Do not call it in the caller's own
     * iterator, for which it would wait: that iterator ends a run by throwing.
     */
    @Synchronized
    override fun close() {
        if (last != null) return
        native.end()
        last = native.progress()
    }

    /** Reads one result ahead. An error is thrown once, and ends the iteration. */
    private inner class Results : Iterator<PortfolioResult> {
        private var ahead: PortfolioResult? = null

        @Synchronized
        override fun hasNext(): Boolean {
            ahead = ahead ?: take()
            return ahead != null
        }

        @Synchronized
        override fun next(): PortfolioResult {
            if (!hasNext()) throw NoSuchElementException("the portfolio has no further result")
            return ahead!!.also { ahead = null }
        }

        /** Returns the result that was read ahead and not taken, if there is one. */
        @Synchronized
        fun lookedAhead(): PortfolioResult? = ahead.also { ahead = null }
    }

    /** Returns the next result, or null after the last one. */
    internal fun take(): PortfolioResult? {
        if (last != null) return null
        try {
            return calling { native.next() }
        } catch (error: DefactoException) {
            throw companies?.thrown ?: error
        }
    }
}

/** The caller's companies, over which a thread of the run iterates. */
internal class Companies(companies: Iterator<NewBorrower>) : CompanySource {
    // Java's iterators may hold null.
    private val companies: Iterator<NewBorrower?> = companies

    /** The exception of the caller's iterator. */
    @Volatile
    var thrown: Throwable? = null
        private set

    override fun nextCompany(): NewBorrower? =
        try {
            if (companies.hasNext()) sendable(companies.next()) else null
        } catch (problem: Throwable) {
            thrown = problem
            // No other exception may pass through native code, and its text could hold a value.
            throw IllegalStateException()
        }

    /** Refuses a company that cannot be written, before it reaches native code. */
    private fun sendable(company: NewBorrower?): NewBorrower {
        if (company == null) throw NullPointerException("a company of the portfolio is null")
        FfiConverterTypeNewBorrower.write(company, NativeBytes())
        return company
    }
}

internal fun NativeClient.startMany(
    companies: Iterator<NewBorrower>,
    store: Store,
    options: PortfolioOptions,
): PortfolioRun {
    val source = Companies(companies)
    return PortfolioRun(calling { enrollMany(source, store.native, options) }, source)
}

/** Begins a run on a thread that may wait. A run that begins while the future is cancelled ends. */
internal fun futureOfRun(begin: () -> PortfolioRun): CompletableFuture<PortfolioRun> =
    futureOfAll {
        val run = toItsEnd(begin)
        if (!currentCoroutineContext().isActive) toItsEnd(run::close)
        run
    }

internal fun NativeClient.startMany(rows: PortfolioRows, store: Store, options: PortfolioOptions): PortfolioRun =
    PortfolioRun(calling { enrollRows(rows.native, store.native, options) }, null)

/** A run whose results take no thread. */
internal class SuspendedRun(private val native: NativePortfolioResultsToCome, private val companies: Companies?) {
    suspend fun take(stop: NativeCancelToken): PortfolioResult? =
        try {
            suspending(stop) { native.next() }
        } catch (error: DefactoException) {
            throw companies?.thrown ?: error
        }

    /** Waits for the calls under way, on a thread that may wait. */
    suspend fun end(): Unit = toItsEnd { native.use { it.end() } }
}

/** The same for coroutines: each collector has its own run. */
internal fun flowOfResults(begin: suspend (stop: NativeCancelToken) -> SuspendedRun): Flow<PortfolioResult> =
    flow {
        NativeCancelToken().use { stop ->
            // Not cancellable, so that every run that begins is closed.
            val run = withContext(NonCancellable) { begin(stop) }
            try {
                while (true) emit(run.take(stop) ?: break)
            } finally {
                run.end()
            }
        }
    }

internal suspend fun NativeClient.startSuspended(
    companies: () -> Iterator<NewBorrower>,
    store: Store,
    options: PortfolioOptions,
    stop: NativeCancelToken,
): SuspendedRun {
    // The iterator of the app may block.
    val source = Companies(toItsEnd(companies))
    return SuspendedRun(suspending(stop) { enrollManyAsync(source, store.native, options, stop) }, source)
}

internal suspend fun NativeClient.startSuspended(
    rows: PortfolioRows,
    store: Store,
    options: PortfolioOptions,
    stop: NativeCancelToken,
): SuspendedRun =
    SuspendedRun(suspending(stop) { enrollRowsAsync(rows.native, store.native, options, stop) }, null)

/**
 * Makes a call that is not cancelled, and whose result is not lost. A change of dispatchers checks, on the
 * way back, whether the job around it was cancelled, so that job is not cancellable.
 */
private suspend fun <T> toItsEnd(call: () -> T): T =
    withContext(NonCancellable) { withContext(Dispatchers.IO) { call() } }
