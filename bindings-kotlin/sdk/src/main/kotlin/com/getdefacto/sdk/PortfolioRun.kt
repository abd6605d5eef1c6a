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
 * A portfolio that is being enrolled: gives the result of each row as it is known, in no fixed order, and ends when all
 * are. It is gone through once, by one thread; every iterator goes on where the one before has come to.
 *
 * What ends it early is thrown by the iteration: a [DefactoException], or what the caller's own iterator has thrown.
 * What was reached is in the store, and the next run goes on from there. The end of the iteration lets go of the store;
 * [close] it when you leave early.
 */
public class PortfolioRun internal constructor(
    private val native: NativePortfolioRun,
    private val companies: Companies?,
) : Iterable<PortfolioResult>, AutoCloseable {
    @Volatile
    private var last: PortfolioProgress? = null
    private val results = Results()

    /** Result after result. Blocks until the next one, and ends early when the thread is interrupted. */
    override fun iterator(): Iterator<PortfolioResult> = results

    /** The same as a stream, which closes the run when it is closed. Blocks until the next one. */
    public fun stream(): Stream<PortfolioResult> = StreamSupport.stream(spliterator(), false).onClose(::close)

    /**
     * Does something with each result as it is known, for Java. Does not block: no thread waits for a result. The run
     * ends as by [close] when all results are there, when [action] throws, and when the future is cancelled.
     *
     * @return completed after the last result, when the store is free for the next run; or with what ended the run early: a
     *   [DefactoException], or what [action] or the caller's own iterator has thrown. Cancelling it ends the run, and
     *   nothing is lost.
     */
    public fun forEachAsync(action: Consumer<in PortfolioResult>): CompletableFuture<Void?> =
        futureOfEach(toCome(), action)

    /** The results that are left, without a thread. */
    private fun toCome(): Flow<PortfolioResult> =
        flow {
            NativeCancelToken().use { stop ->
                try {
                    // Waits for a thread that takes a result just now.
                    val left = toItsEnd { native.asynchronous(stop) } ?: return@use
                    results.lookedAhead()?.let { emit(it) }
                    val run = SuspendedRun(left, companies)
                    while (true) emit(run.take(stop) ?: break)
                } finally {
                    toItsEnd(::close)
                }
            }
        }

    /** How far it is. Does not block; any thread may ask. */
    public fun progress(): PortfolioProgress = last ?: native.progress()

    /**
     * Lets it send nothing more. What is under way is left as a crash would leave it, to be looked up by the next run:
     * nothing is lost. The iteration ends with [DefactoException.Interrupted]. Does not block; any thread may call it.
     */
    public fun stop() {
        if (last == null) native.stop()
    }

    /**
     * Stops it, waits for what is under way, and lets go of the store. Not for the caller's own iterator, which it
     * would wait for: that one ends a run by throwing.
     */
    @Synchronized
    override fun close() {
        if (last != null) return
        native.end()
        last = native.progress()
    }

    /** Looks one result ahead. An error is thrown once, and ends it. */
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

        /** The result that was looked at and not taken, if there is one. */
        @Synchronized
        fun lookedAhead(): PortfolioResult? = ahead.also { ahead = null }
    }

    /** The next result, or null after the last. */
    internal fun take(): PortfolioResult? {
        if (last != null) return null
        try {
            return calling { native.next() }
        } catch (error: DefactoException) {
            throw companies?.thrown ?: error
        }
    }
}

/** The caller's companies, which a thread of the run asks for. */
internal class Companies(companies: Iterator<NewBorrower>) : CompanySource {
    // Java's iterators may hold null.
    private val companies: Iterator<NewBorrower?> = companies

    /** What the caller's iterator has thrown. */
    @Volatile
    var thrown: Throwable? = null
        private set

    override fun nextCompany(): NewBorrower? =
        try {
            if (companies.hasNext()) sendable(companies.next()) else null
        } catch (problem: Throwable) {
            thrown = problem
            // Nothing else may be thrown through native code, and its text could hold a value.
            throw IllegalStateException()
        }

    /** What cannot be written is found here, and not in native code. */
    private fun sendable(company: NewBorrower?): NewBorrower {
        if (company == null) throw NullPointerException("a company of the portfolio is null")
        FfiConverterTypeNewBorrower.allocationSize(company)
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

/** A run that begins on a thread that may wait. One that begins while the future is cancelled is ended. */
internal fun futureOfRun(begin: () -> PortfolioRun): CompletableFuture<PortfolioRun> =
    futureOfAll {
        val run = toItsEnd(begin)
        if (!currentCoroutineContext().isActive) toItsEnd(run::close)
        run
    }

internal fun NativeClient.startMany(rows: PortfolioRows, store: Store, options: PortfolioOptions): PortfolioRun =
    PortfolioRun(calling { enrollRows(rows.native, store.native, options) }, null)

/** A run whose results come without a thread. */
internal class SuspendedRun(private val native: NativePortfolioResultsToCome, private val companies: Companies?) {
    suspend fun take(stop: NativeCancelToken): PortfolioResult? =
        try {
            suspending(stop) { native.next() }
        } catch (error: DefactoException) {
            throw companies?.thrown ?: error
        }

    /** Waits for what is under way, on a thread that may wait. */
    suspend fun end(): Unit = toItsEnd { native.use { it.end() } }
}

/** The same for coroutines: a run for each that collects. */
internal fun flowOfResults(begin: suspend (stop: NativeCancelToken) -> SuspendedRun): Flow<PortfolioResult> =
    flow {
        NativeCancelToken().use { stop ->
            // To its end, so that no run is begun that nobody closes.
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
    // Code of the app may wait for something.
    val source = Companies(toItsEnd(companies))
    return SuspendedRun(suspending(stop) { enrollManyAsync(source, store.native, options, stop) }, source)
}

internal suspend fun NativeClient.startSuspended(
    rows: PortfolioRows,
    store: Store,
    options: PortfolioOptions,
    stop: NativeCancelToken,
): SuspendedRun = SuspendedRun(suspending(stop) { enrollRowsAsync(rows.native, store.native, options, stop) }, null)

/**
 * What is not cancelled, and whose result is not lost: a change of dispatchers looks, on the way back, whether the job
 * around it was cancelled, so the one around this is not cancellable.
 */
private suspend fun <T> toItsEnd(call: () -> T): T =
    withContext(NonCancellable) { withContext(Dispatchers.IO) { call() } }
